//! Paired differences, and how much of the variance the pairing removed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::Serialize;

use righting_infer::{ascending, quantile};

/// Resamples of the bootstrap.
const RESAMPLES: usize = 1000;

/// Arm minus base over pairs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// Mean of the base.
    pub base: f64,
    /// Mean of the arm.
    pub other: f64,
    /// Mean difference.
    pub mean: f64,
    /// Its standard error: standard deviation of the differences over the root of their number.
    pub standard_error: f64,
    /// 5th percentile of the differences.
    pub p5: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// Pairs behind these numbers.
    pub pairs: usize,
}

impl Difference {
    /// The differences of pairs; `None` where there is no pair.
    pub(super) fn of(base: &[f64], other: &[f64]) -> Option<Self> {
        if base.is_empty() {
            return None;
        }
        let differences: Vec<f64> = base.iter().zip(other).map(|(a, b)| b - a).collect();
        let sorted = ascending(&differences);
        let [p5, p50, p95] = [0.05, 0.5, 0.95].map(|p| quantile(&sorted, p));
        let standard_error = (variance(&differences) / differences.len() as f64).sqrt();
        let pairs = differences.len();
        Some(Self {
            base: mean(base),
            other: mean(other),
            mean: mean(&differences),
            standard_error,
            p5,
            p50,
            p95,
            pairs,
        })
    }
}

/// A share of a variance with its 90 % interval, by bootstrap over the pairs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Share {
    /// The share; below 0 where the pairing adds variance.
    pub share: f64,
    /// 5th percentile of the resamples.
    pub low: f64,
    /// 95th percentile.
    pub high: f64,
}

/// What pairing removed; `None` where nothing varies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct VarianceRemoved {
    /// 1 - var(b - a) / (var a + var b): beside two ensembles without common chance, by the formula.
    pub by_formula: Option<Share>,
    /// 1 - var(b - a) / var(b' - a): beside pairs of the same runs that share no chance, measured with
    /// the replicate before as b'.
    pub measured: Option<f64>,
}

impl VarianceRemoved {
    pub(super) fn of(base: &[f64], other: &[f64], seed: u64) -> Self {
        let share = |rows: &[usize]| {
            let pick = |values: &[f64]| rows.iter().map(|&row| values[row]).collect::<Vec<f64>>();
            let (a, b) = (pick(base), pick(other));
            let apart = variance(&a) + variance(&b);
            (apart > 0.0).then(|| 1.0 - variance(&differences(&a, &b)) / apart)
        };
        let mut shifted = other.to_vec();
        shifted.rotate_right(1.min(other.len()));
        let apart = variance(&differences(base, &shifted));
        let measured = (apart > 0.0).then(|| 1.0 - variance(&differences(base, other)) / apart);
        Self { by_formula: bootstrap(base.len(), seed, share), measured }
    }
}

/// 1 - var(arm - base) / var(fork - base): beside forks of the same history with independent draws.
pub(super) fn against_forks(base: &[f64], arm: &[f64], fork: &[f64], seed: u64) -> Option<Share> {
    bootstrap(base.len(), seed, |rows| {
        let difference = |values: &[f64]| rows.iter().map(|&row| values[row] - base[row]).collect::<Vec<f64>>();
        let apart = variance(&difference(fork));
        (apart > 0.0).then(|| 1.0 - variance(&difference(arm)) / apart)
    })
}

/// A statistic of all rows with the 5th and 95th percentile of its resamples.
fn bootstrap(rows: usize, seed: u64, statistic: impl Fn(&[usize]) -> Option<f64>) -> Option<Share> {
    let all: Vec<usize> = (0..rows).collect();
    let share = statistic(&all)?;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut resample = || all.iter().map(|_| below(&mut rng, rows)).collect::<Vec<usize>>();
    let found: Vec<f64> = (0..RESAMPLES).filter_map(|_| statistic(&resample())).collect();
    let sorted = ascending(&found);
    let at = |p| if sorted.is_empty() { f64::NAN } else { quantile(&sorted, p) };
    Some(Share { share, low: at(0.05), high: at(0.95) })
}

/// A whole number below `end`, evenly but for 2^-32.
pub(crate) fn below(rng: &mut ChaCha8Rng, end: usize) -> usize {
    ((u64::from(rng.next_u32()) * end as u64) >> 32) as usize
}

fn differences(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| b - a).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Unbiased variance; 0 of a single value.
fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let mean = mean(values);
    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (values.len() - 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_effect_has_no_error_and_all_variance_removed() {
        let base = [1.0, 5.0, 9.0, 2.0];
        let other = base.map(|value| value + 3.0);
        let difference = Difference::of(&base, &other).unwrap();
        assert_eq!((difference.mean, difference.standard_error, difference.p5), (3.0, 0.0, 3.0));
        let removed = VarianceRemoved::of(&base, &other, 1);
        assert_eq!(removed.by_formula.unwrap().share, 1.0);
        assert_eq!(removed.measured, Some(1.0));
    }

    #[test]
    fn independent_arms_have_none_removed() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let mut sample = || (0..4000).map(|_| f64::from(rng.next_u32() >> 8)).collect::<Vec<f64>>();
        let (base, other) = (sample(), sample());
        let removed = VarianceRemoved::of(&base, &other, 1);
        let share = removed.by_formula.unwrap();
        // Standard error 1/sqrt(4000) = 0.016; fixed seed, 4.4 standard errors: error rate 1e-5.
        assert!(share.share.abs() < 0.07 && share.low < share.share && share.share < share.high, "{share:?}");
        assert!(removed.measured.unwrap().abs() < 0.1);
        assert!(against_forks(&base, &base.clone(), &other, 1).unwrap().share == 1.0);
    }

    #[test]
    fn nothing_that_varies_is_told_as_nothing() {
        let removed = VarianceRemoved::of(&[2.0; 3], &[2.0; 3], 1);
        assert_eq!((removed.by_formula, removed.measured), (None, None));
    }
}
