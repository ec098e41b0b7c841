//! Local-linear regression adjustment (Beaumont, Zhang and Balding 2002): what a sample would be, had its runs met the
//! record exactly.

use super::kernel::{logistic, logit};
use crate::linear::{dot, regress};
use crate::quantile::{ascending, quantile};

/// Ridge of the regression, as a share of the variance of a summary.
const RIDGE: f64 = 0.01;

/// Share of the runs that must lie on either side of the record for a summary to take part.
const REACH: f64 = 0.02;

/// A sample after its adjustment.
pub(crate) struct Adjustment {
    /// Positions on the unit cube.
    pub positions: Vec<Vec<f64>>,
    /// Share of summaries that took part.
    pub used: f64,
}

/// Adjusts positions, as logits, for the `misses` of their runs.
///
/// Only summaries whose record lies among the runs take part: a line drawn from runs that all miss the record on one
/// side points outside of what was simulated, and adjustment by such lines is known to mislead (Frazier, Robert and
/// Rousseau 2020, JRSS B 82: 421-444).
pub(crate) fn adjust(positions: &[Vec<f64>], weights: &[f64], misses: &[Vec<f64>]) -> Adjustment {
    let columns = misses[0].len();
    let spread = |index: usize| -> Option<(usize, f64, f64)> {
        let values: Vec<f64> = misses.iter().map(|row| row[index]).collect();
        let sorted = ascending(&values);
        let (low, high) = (quantile(&sorted, REACH), quantile(&sorted, 1.0 - REACH));
        let mean = dot(&values, weights);
        let variance: f64 = values.iter().zip(weights).map(|(value, w)| w * (value - mean) * (value - mean)).sum();
        let within = low <= 0.0 && high >= 0.0;
        (within && variance > 0.0).then(|| (index, mean, righting_model::math::sqrt(variance)))
    };
    let used: Vec<(usize, f64, f64)> = (0..columns).filter_map(spread).collect();
    let share = used.len() as f64 / columns as f64;
    if used.is_empty() {
        return Adjustment { positions: positions.to_vec(), used: share };
    }
    let regressors = |miss: &dyn Fn(usize) -> f64| -> Vec<f64> {
        std::iter::once(1.0).chain(used.iter().map(|&(index, mean, scale)| (miss(index) - mean) / scale)).collect()
    };
    let rows: Vec<Vec<f64>> = misses.iter().map(|row| regressors(&|index| row[index])).collect();
    let logits: Vec<Vec<f64>> = positions.iter().map(|row| row.iter().map(|&at| logit(at)).collect()).collect();
    let slopes = regress(&rows, weights, &logits, RIDGE);
    let record = regressors(&|_| 0.0);
    let moved = |(at, row): (&Vec<f64>, &Vec<f64>)| -> Vec<f64> {
        let away: Vec<f64> = row.iter().zip(&record).map(|(x, y)| x - y).collect();
        at.iter().zip(&slopes).map(|(at, slope)| logistic(at - dot(slope, &away))).collect()
    };
    Adjustment { positions: logits.iter().zip(&rows).map(moved).collect(), used: share }
}
