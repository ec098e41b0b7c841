//! Medians of the largest crowds of an arm, and numbers made of them.

use righting_infer::{Estimate, ascending, estimate, log1p, quantile};

/// What to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmoothnessPlan {
    /// Replicates of every arm.
    pub replicates: u32,
    /// Seed of all arms.
    pub seed: u64,
    /// Draws of levels and shapes for the gain budget.
    pub draws: u32,
}

pub(super) fn median(values: &[f64]) -> f64 {
    quantile(&ascending(values), 0.5)
}

/// ln(1 + median) of some replicates.
pub(super) fn ln_median(values: &[f64], rows: &[usize]) -> f64 {
    log1p(median(&rows.iter().map(|&row| values[row]).collect::<Vec<f64>>()))
}

/// A number that is found from replicates. Its interval draws them again, in all arms together: they share their chances.
pub(super) fn over_replicates(plan: &SmoothnessPlan, found: impl Fn(&[usize]) -> f64) -> Estimate {
    estimate(plan.replicates as usize, plan.seed, 0, found)
}
