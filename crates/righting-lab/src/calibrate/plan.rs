//! How long to sample, and how large the population is.

use std::collections::BTreeMap;

use super::smc::SmcPlan;

/// Trials for each member of the population: an eighth of them in the prior, the rest for moves.
const TRIALS_PER_MEMBER: u32 = 30;

/// How to calibrate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalibrationPlan {
    /// Runs after which no round of moves begins, without the predictive ensembles.
    pub runs: u32,
    /// Runs per trial.
    pub replicates: u32,
    /// Seed of proposals and runs.
    pub seed: u64,
    /// Worker threads; 0 takes one per core.
    pub threads: usize,
    /// Replicates of each predictive ensemble.
    pub predictive: u32,
}

impl CalibrationPlan {
    /// `runs` in all, one per trial, with 500 predictive replicates.
    pub fn new(runs: u32, seed: u64) -> Self {
        Self { runs, replicates: 1, seed, threads: 0, predictive: 500 }
    }

    /// The sampler's plan. A covariance of `parameters` needs a population of some size, whatever the runs.
    pub fn smc(&self, parameters: usize) -> SmcPlan {
        let trials = self.runs / self.replicates;
        SmcPlan { trials, members: (trials / TRIALS_PER_MEMBER).max(2 * parameters as u32 + 8), seed: self.seed }
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
