//! How long to sample, and how the runs are shared out.

use std::collections::BTreeMap;

use super::smc::SmcPlan;

/// Share of the runs that goes to each generation.
const SHARES: [f64; 5] = [0.3, 0.15, 0.15, 0.15, 0.25];

/// Share of each generation's runs that is kept.
const KEPT: [f64; 5] = [0.05, 0.15, 0.15, 0.15, 0.1];

/// Share of the runs that the first generation spends in the prior.
pub const FIRST_SHARE: f64 = SHARES[0];

/// How to calibrate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalibrationPlan {
    /// Runs in all, without the predictive ensembles.
    pub runs: u32,
    /// Runs per trial: a set of parameters counts as often as its runs come close (Toni et al. 2009).
    pub replicates: u32,
    /// Seed of proposals and runs.
    pub seed: u64,
    /// Worker threads; 0 takes one per core.
    pub threads: usize,
    /// Whether the last generation is adjusted by regression.
    pub adjusted: bool,
    /// Replicates of each predictive ensemble.
    pub predictive: u32,
}

impl CalibrationPlan {
    /// `runs` in all, two per trial, with 200 predictive replicates.
    pub fn new(runs: u32, seed: u64) -> Self {
        Self { runs, replicates: 2, seed, threads: 0, adjusted: true, predictive: 200 }
    }

    /// How many trials each generation has: at least `runs` runs in all.
    pub fn smc(&self) -> SmcPlan {
        let trials = |share: f64| (share * f64::from(self.runs) / f64::from(self.replicates)).ceil() as u32;
        SmcPlan { trials: SHARES.map(trials).to_vec(), kept: KEPT.to_vec(), seed: self.seed, adjusted: self.adjusted }
    }

    /// What the results depend on, for `study.json`.
    pub fn entries(&self) -> BTreeMap<String, String> {
        BTreeMap::from([
            ("runs".to_owned(), self.runs.to_string()),
            ("replicates".to_owned(), self.replicates.to_string()),
            ("adjusted".to_owned(), self.adjusted.to_string()),
            ("predictive".to_owned(), self.predictive.to_string()),
        ])
    }
}
