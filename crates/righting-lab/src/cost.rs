//! What a run will cost, told before it is begun.

use std::fmt;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use righting_model::{QUANTITY_COUNT, Trace, Watched};
use righting_runner::{BATCH, RunPlan, Runner};
use righting_scenario::Scenario;

/// A replicate is timed for no longer than this; a longer one is reckoned from the days that it got through.
const PATIENCE: Duration = Duration::from_secs(2);

/// Bytes on disk for each number of a trace, in the tables of a finished run: measured on Kazakhstan and on five towns.
const DISK_PER_NUMBER: f64 = 0.9;

/// Memory of the program itself, and of the readers and writers of tables.
const BASE_MEMORY: f64 = 1e8;

/// What is worth a word: a minute.
const NOTABLE_SECONDS: f64 = 60.0;

/// What is worth a word: a gigabyte.
const NOTABLE_BYTES: f64 = 1e9;

/// An estimate of what a run will cost.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Cost {
    /// Wall time of the simulation, seconds, if nothing else needs the cores.
    pub seconds: f64,
    /// Memory, bytes.
    pub memory: f64,
    /// Tables, bytes.
    pub disk: f64,
}

/// Estimates the cost of a run from a first replicate; `None` where that fails.
pub fn cost(scenario: &Scenario, plan: &RunPlan, runner: &Runner<'_>) -> Option<Cost> {
    let simulation = scenario.simulation().on(plan.kernel);
    let begun = Instant::now();
    let mut watch =
        |_: &Trace| if begun.elapsed() < PATIENCE { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    let timed = simulation.run_watched(plan.engine, plan.seed, 0, &mut watch).ok()?;
    let elapsed = begun.elapsed().as_secs_f64();
    let days = f64::from(scenario.setup.days);
    let each = match timed {
        Watched::Whole(_) => elapsed,
        Watched::Stopped(stopped) => elapsed * days / stopped.days().max(1) as f64,
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = runner.width().min(cores) as f64;
    let replicates = f64::from(plan.replicates);
    let numbers = days * (scenario.setup.country.places.len() + 1) as f64 * QUANTITY_COUNT as f64;
    Some(Cost {
        seconds: each * replicates / threads.min(replicates),
        // While one batch is simulated, the one before is written.
        memory: BASE_MEMORY + 2.0 * f64::from(BATCH.min(plan.replicates)) * numbers * size_of::<f64>() as f64,
        disk: replicates * numbers * DISK_PER_NUMBER,
    })
}

impl Cost {
    /// Whether it is worth a word: more than a minute, or more than a gigabyte of memory or disk.
    pub fn is_notable(&self) -> bool {
        self.seconds > NOTABLE_SECONDS || self.memory > NOTABLE_BYTES || self.disk > NOTABLE_BYTES
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.seconds / 60.0;
        let time = match minutes {
            minutes if minutes < 1.0 => "under a minute".to_owned(),
            minutes if minutes < 100.0 => format!("{minutes:.0} min"),
            minutes => format!("{:.0} h", minutes / 60.0),
        };
        let (memory, disk) = (self.memory / 1e9, self.disk / 1e9);
        write!(f, "this will take about {time}, {memory:.1} GB of memory and {disk:.1} GB on disk")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_or_a_gigabyte_is_worth_a_word() {
        let small = Cost { seconds: 59.0, memory: 9e8, disk: 9e8 };
        assert!(!small.is_notable());
        assert!(Cost { seconds: 61.0, ..small }.is_notable());
        assert!(Cost { memory: 1.1e9, ..small }.is_notable());
        let large = Cost { disk: 2.25e10, seconds: 43_200.0, ..small };
        assert!(large.is_notable());
        assert_eq!(large.to_string(), "this will take about 12 h, 0.9 GB of memory and 22.5 GB on disk");
    }
}
