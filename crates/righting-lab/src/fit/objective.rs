//! How far an ensemble is from the record: one number.
//!
//! Every target is scored by the fair continuous ranked probability score of the ensemble, counts on
//! the scale ln(1 + x), onsets in days; an interval of the record counts as its most favourable
//! value. "Never" counts as [`NEVER_AFTER`] days after the record. So one day is set against a
//! factor e in a count. The objective is the mean over national targets and the mean over local
//! targets, in equal parts; where the plan names a sharpness, ln(sharpness / asked) is added for bands
//! wider than that, so that coverage cannot be bought with width. Nothing else enters it.

use jiff::civil::Date;
use rayon::prelude::*;
use righting_model::{Country, EngineKind, Failure, Parameters, Setup, Simulation, math};
use righting_scenario::{Interval, Scenario, Target, TargetQuantity};

use crate::measure::{Measure, days_between};
use crate::quantile::{ascending, quantile};
use crate::score::{crps_of_interval, judges_sharpness, log1p, mean_in_equal_parts, sharpness};

/// Days after the latest recorded date that a "never" counts as.
pub const NEVER_AFTER: f64 = 5.0;
/// Replicates after which a hopeless trial is given up.
const FIRST_LOOK: u32 = 4;
/// A trial is hopeless when it scores this many times the best one.
const HOPELESS: f64 = 2.5;

/// Days after which one replicate is looked at for a runaway: nearly everybody on the street, which
/// costs a hundred times what a sensible trial costs.
const PILOTS: [u32; 2] = [5, 10];
/// A runaway has this many times the largest crowd of the record in joinings.
const RUNAWAY: f64 = 20.0;
/// Objective of a runaway, above that of any trial judged by the record; more joinings, more.
const RUNAWAY_OBJECTIVE: f64 = 100.0;

/// The targets of a scenario as an objective over its parameters.
pub(super) struct Objective {
    country: Country,
    setup: Setup,
    targets: Vec<Scored>,
    /// Joinings that make a runaway; infinite when the record has no crowd.
    runaway: f64,
    /// Sharpness beyond which bands count against a trial; infinite when the plan names none.
    sharpness: f64,
}

struct Scored {
    measure: Measure,
    low: f64,
    high: f64,
    dates: bool,
    national: bool,
    judges_sharpness: bool,
}

/// What one trial came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// The objective; lower is better; infinite when most replicates failed.
    pub objective: f64,
    /// Share of targets whose record meets the 5-95 % band, 0 to 1.
    pub inside: f64,
    /// Replicates behind it: fewer than planned when the trial was given up.
    pub replicates: u32,
}

impl Objective {
    pub fn new(scenario: &Scenario, sharpness: Option<f64>) -> Self {
        let days = scenario.setup.days as usize;
        let scored = |target: &Target| {
            let measure = Measure::of(target, scenario.start, days)?;
            let (low, high, dates) = ends(target, scenario.start);
            let judges_sharpness = judges_sharpness(target);
            Some(Scored { measure, low, high, dates, national: target.national, judges_sharpness })
        };
        let crowds = scenario.record.targets.iter().filter_map(|target| match target.interval {
            Interval::Values { high, .. } if target.quantity == TargetQuantity::Active => Some(high),
            _ => None,
        });
        Self {
            sharpness: sharpness.unwrap_or(f64::INFINITY),
            runaway: crowds.reduce(f64::max).map_or(f64::INFINITY, |crowd| RUNAWAY * crowd),
            country: scenario.setup.country.clone(),
            setup: scenario.setup.clone(),
            targets: scenario.record.targets.iter().filter_map(scored).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// Judges parameters by replicates 0 to `replicates - 1` of `seed`; gives up early on parameters
    /// whose first few replicates are far worse than `best`.
    pub fn judge(&self, parameters: &Parameters, seed: u64, replicates: u32, best: f64) -> Verdict {
        let setup = Setup { parameters: parameters.clone(), ..self.setup.clone() };
        for days in PILOTS.into_iter().filter(|&days| days < setup.days) {
            let pilot = Simulation::new(Setup { days, ..setup.clone() }).run(EngineKind::default(), seed, 0);
            let joinings = pilot.map_or(0.0, |trace| trace.joinings as f64);
            if joinings > self.runaway {
                return Verdict { objective: RUNAWAY_OBJECTIVE + log1p(joinings), inside: 0.0, replicates: 1 };
            }
        }
        let simulation = Simulation::new(setup);
        let mut values = self.observe(&simulation, seed, 0..FIRST_LOOK.min(replicates));
        let first = self.verdict(&values, FIRST_LOOK.min(replicates));
        if first.objective > HOPELESS * best.max(0.1) {
            return first;
        }
        values.extend(self.observe(&simulation, seed, FIRST_LOOK.min(replicates)..replicates));
        self.verdict(&values, replicates)
    }

    fn observe(&self, simulation: &Simulation, seed: u64, replicates: std::ops::Range<u32>) -> Vec<Vec<f64>> {
        let run = |replicate| -> Result<Vec<f64>, Failure> {
            let trace = simulation.run(EngineKind::default(), seed, replicate)?;
            Ok(self.targets.iter().map(|target| target.measure.value(&trace, &self.country)).collect())
        };
        replicates.into_par_iter().filter_map(|replicate| run(replicate).ok()).collect()
    }

    /// `values` by replicate, then by target.
    fn verdict(&self, values: &[Vec<f64>], replicates: u32) -> Verdict {
        let succeeded = values.len();
        if succeeded < 2 || 2 * succeeded < replicates as usize {
            return Verdict { objective: f64::INFINITY, inside: 0.0, replicates };
        }
        let mut inside = 0_usize;
        let columns: Vec<Vec<f64>> =
            (0..self.targets.len()).map(|index| values.iter().map(|row| row[index]).collect()).collect();
        let score = mean_in_equal_parts(self.targets.iter().zip(&columns).map(|(target, column)| {
            let (score, holds) = target.score(column);
            inside += usize::from(holds);
            (target.national, score)
        }));
        let judged = self.targets.iter().zip(&columns).filter(|(target, _)| target.judges_sharpness);
        let width = sharpness(judged.map(|(_, column)| column.as_slice())).unwrap_or(0.0);
        let too_wide = math::ln((width / self.sharpness).max(1.0));
        Verdict { objective: score + too_wide, inside: inside as f64 / self.targets.len() as f64, replicates }
    }
}

impl Scored {
    fn score(&self, column: &[f64]) -> (f64, bool) {
        let scale = |x: f64| if self.dates { x.min(self.high + NEVER_AFTER) } else { log1p(x) };
        let sorted = ascending(&column.iter().map(|&x| scale(x)).collect::<Vec<_>>());
        let (low, high) = (scale(self.low), scale(self.high));
        let holds = quantile(&sorted, 0.05) <= high && low <= quantile(&sorted, 0.95);
        (crps_of_interval(&sorted, low, high), holds)
    }
}

fn ends(target: &Target, start: Date) -> (f64, f64, bool) {
    match target.interval {
        Interval::Values { low, high } => (low, high, false),
        Interval::Dates { low, high } => {
            (f64::from(days_between(start, low)), f64::from(days_between(start, high)), true)
        }
    }
}
