//! How far an ensemble is from the record: one number.
//!
//! Every target is scored by the fair continuous ranked probability score of the ensemble, counts on
//! the scale ln(1 + x), onsets in days; an interval of the record counts as its most favourable
//! value. "Never" counts as [`NEVER_AFTER`] days after the record. So one day is set against a
//! factor e in a count. The objective is the mean over national targets and the mean over local
//! targets, in equal parts; where the plan names a sharpness, ln(sharpness / asked) is added for bands
//! wider than that, so that coverage cannot be bought with width. Nothing else enters it.

use jiff::civil::Date;
use righting_model::{Country, EngineKind, Failure, Setup, Simulation, Watched, math};
use righting_runner::{Runaway, Runner};
use righting_scenario::{Interval, Scenario, Target};

use crate::measure::{Measure, Unmeasured, days_between, judges_sharpness, measured};
use crate::study::NEVER_AFTER;
use righting_infer::{ascending, crps_of_interval, log1p, mean_in_equal_parts, quantile, sharpness};

/// Replicates after which a hopeless trial is given up.
const FIRST_LOOK: u32 = 4;
/// A trial is hopeless when it scores this many times the best one.
const HOPELESS: f64 = 2.5;

/// Objective of a trial whose first replicate was stopped as a runaway, above that of any trial judged by the record; more
/// joinings, more.
const RUNAWAY_OBJECTIVE: f64 = 100.0;

/// The targets of a scenario as an objective over its parameters.
pub(super) struct Objective {
    country: Country,
    base: Simulation,
    targets: Vec<Scored>,
    runaway: Runaway,
    left_out: Vec<Unmeasured>,
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
    /// Of those, how many failed: neither the objective nor the share has them.
    pub failed: u32,
}

impl Verdict {
    /// Whether the first replicate was stopped as a runaway, so that the record was not looked at.
    pub fn is_runaway(&self) -> bool {
        self.objective.is_finite() && self.objective >= RUNAWAY_OBJECTIVE && self.replicates == 1
    }
}

impl Objective {
    pub fn new(scenario: &Scenario, sharpness: Option<f64>) -> Self {
        let (targets, left_out) = measured(scenario);
        let scored = |(target, measure): (&Target, Measure)| {
            let (low, high, dates) = ends(target, scenario.start);
            Scored { measure, low, high, dates, national: target.national, judges_sharpness: judges_sharpness(target) }
        };
        Self {
            sharpness: sharpness.unwrap_or(f64::INFINITY),
            runaway: Runaway::of(scenario),
            country: scenario.setup.country.clone(),
            base: scenario.simulation(),
            targets: targets.into_iter().map(scored).collect(),
            left_out,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// Targets that no replicate can be held against, and why.
    pub fn left_out(&self) -> &[Unmeasured] {
        &self.left_out
    }

    /// Judges a setup by replicates 0 to `replicates - 1` of `seed`; gives up early on one
    /// whose first few replicates are far worse than `best`. The runner must not be stopped: a verdict on fewer replicates
    /// would be another.
    pub fn judge(&self, setup: &Setup, seed: u64, replicates: u32, best: f64, runner: &Runner<'static>) -> Verdict {
        let simulation = self.base.varied(setup.clone());
        // Only the first replicate is watched, and a trial is given up with it: no day after a stop is scored.
        if let Ok(Watched::Stopped(stopped)) = self.runaway.run(&simulation, seed, 0) {
            let objective = RUNAWAY_OBJECTIVE + log1p(stopped.joinings() as f64);
            return Verdict { objective, inside: 0.0, replicates: 1, failed: 0 };
        }
        let mut values = self.observe(&simulation, seed, 0..FIRST_LOOK.min(replicates), runner);
        let first = self.verdict(&values, FIRST_LOOK.min(replicates));
        if first.objective > HOPELESS * best.max(0.1) {
            return first;
        }
        values.extend(self.observe(&simulation, seed, FIRST_LOOK.min(replicates)..replicates, runner));
        self.verdict(&values, replicates)
    }

    fn observe(
        &self,
        simulation: &Simulation,
        seed: u64,
        replicates: std::ops::Range<u32>,
        runner: &Runner<'static>,
    ) -> Vec<Vec<f64>> {
        let run = |&replicate: &u32| -> Result<Vec<f64>, Failure> {
            let trace = simulation.run(EngineKind::default(), seed, replicate)?;
            Ok(self.targets.iter().map(|target| target.measure.value(&trace, &self.country)).collect())
        };
        let numbers: Vec<u32> = replicates.collect();
        runner.map(&numbers, run).into_iter().filter_map(Result::ok).collect()
    }

    /// `values` by replicate, then by target.
    fn verdict(&self, values: &[Vec<f64>], replicates: u32) -> Verdict {
        let succeeded = values.len();
        let failed = replicates.saturating_sub(succeeded as u32);
        if succeeded < 2 || 2 * succeeded < replicates as usize {
            return Verdict { objective: f64::INFINITY, inside: 0.0, replicates, failed };
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
        Verdict { objective: score + too_wide, inside: inside as f64 / self.targets.len() as f64, replicates, failed }
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
