//! How long to sample, and how large the population is.

use std::collections::BTreeMap;

use righting_infer::{SmcPlan, least_members};

/// Runs for each member of the population: an eighth of them in the prior, the rest for moves. Fewer members where most
/// of the runs are to come in trials of several.
const RUNS_PER_MEMBER: u32 = 30;
const RUNS_PER_MEMBER_SCORED: u32 = 50;

/// How to calibrate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalibrationPlan {
    /// Runs after which no round of moves begins, without the predictive ensembles.
    pub runs: u32,
    /// Runs of a trial once the population is near the record.
    pub replicates: u32,
    /// Seed of proposals and runs.
    pub seed: u64,
    /// Replicates of each predictive ensemble.
    pub predictive: u32,
}

impl CalibrationPlan {
    /// `runs` in all, each a trial, with 500 predictive replicates.
    pub fn new(runs: u32, seed: u64) -> Self {
        Self { runs, replicates: 1, seed, predictive: 500 }
    }

    /// The sampler's plan.
    pub fn smc(&self, parameters: usize) -> SmcPlan {
        let Self { runs, replicates, seed, .. } = *self;
        let each = if replicates > 1 { RUNS_PER_MEMBER_SCORED } else { RUNS_PER_MEMBER };
        SmcPlan { runs, members: (runs / each).max(least_members(parameters) as u32), replicates, seed }
    }

    /// What the results depend on, for `study.json`.
    pub fn entries(&self) -> BTreeMap<String, String> {
        let entry = |name: &str, value: u32| (name.to_owned(), value.to_string());
        BTreeMap::from([
            entry("runs", self.runs),
            entry("replicates", self.replicates),
            entry("predictive", self.predictive),
        ])
    }
}
