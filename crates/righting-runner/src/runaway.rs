//! The one rule by which a run is stopped before its last day.
//!
//! In a runaway nearly everybody is on the streets, which costs a hundred times what a sensible run costs and is as far from
//! the record as can be. A search and a sampler need to know that, and no more. Whatever reads days as they came (a run,
//! a comparison, a curve, a forecast, a score, a predictive ensemble, the finalists of a fit) runs every replicate to its
//! last day: nothing but [`Runaway::run`] stops one, and it gives no trace of a run that it stopped.

use std::ops::ControlFlow;

use righting_model::{EngineKind, Failure, Quantity, Simulation, Trace, Watched};
use righting_scenario::{Interval, Scenario, TargetQuantity};

/// A run is stopped after a day on which more people were on the streets at once than this many times the largest crowd
/// of the record.
pub const RUNAWAY: f64 = 5.0;

/// The crowd beyond which a run of a scenario is stopped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Runaway {
    /// Infinite where the record has no crowd: then no run is stopped.
    crowd: f64,
}

impl Runaway {
    /// The rule for a scenario, by the crowds among its targets.
    pub fn of(scenario: &Scenario) -> Self {
        let crowds = scenario.record.targets.iter().filter_map(|target| match target.interval {
            Interval::Values { high, .. } if target.quantity == TargetQuantity::Active => Some(high),
            _ => None,
        });
        Self { crowd: crowds.reduce(f64::max).map_or(f64::INFINITY, |crowd| RUNAWAY * crowd) }
    }

    /// The crowd; `None` where no run is stopped.
    pub fn crowd(&self) -> Option<f64> {
        self.crowd.is_finite().then_some(self.crowd)
    }

    /// One replicate, stopped when it has run away.
    ///
    /// # Errors
    /// As [`Simulation::run`].
    pub fn run(&self, simulation: &Simulation, seed: u64, replicate: u32) -> Result<Watched, Failure> {
        let mut watch = |trace: &Trace| {
            let crowd = trace.national(trace.days() - 1, Quantity::ActivePeak);
            if crowd > self.crowd { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        simulation.run_watched(EngineKind::default(), seed, replicate, &mut watch)
    }
}
