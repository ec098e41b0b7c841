//! Inference from a table of prior runs: rejection on learned statistics, then regression.
//!
//! Summaries are many and noisy, so the distance is taken between what they say of the parameters: the fitted values
//! of a regression of the parameters on the summaries (semi-automatic ABC, Fearnhead and Prangle 2012, JRSS B 74:
//! 419-474). The runs nearest to the record are adjusted by a local-linear regression with the spread of its residuals
//! scaled to the record (Blum and Francois 2010, Statistics and Computing 20: 63-73).

use righting_model::math;

use crate::abc::{logistic, logit};
use crate::linear::{dot, regress};
use crate::quantile::{ascending, quantile};

/// Ridge of the regressions, as a share of the variance of a regressor.
const RIDGE: f64 = 1e-3;

/// Runs that a record takes at least, for every coefficient of the regression on them: with fewer, the line runs through
/// the runs and the spread about it vanishes.
const RUNS_PER_COEFFICIENT: usize = 20;

/// A run of the table: what is to be inferred of it (parameters as logits, or which account it follows), and its
/// summaries.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// What is to be inferred of it.
    pub responses: Vec<f64>,
    /// What was read of it.
    pub summaries: Vec<f64>,
}

/// A table of runs with what was learned of it.
pub struct Table {
    /// Mean and spread of every summary.
    scale: Vec<(f64, f64)>,
    /// Slopes of every response on [`features`].
    slopes: Vec<Vec<f64>>,
    /// Residual spread of every response.
    residual: Vec<f64>,
    runs: Vec<(Vec<f64>, Vec<f64>)>,
}

impl Table {
    /// Learns the statistics from all runs.
    ///
    /// # Panics
    /// When there is no run.
    pub fn new(known: &[Known]) -> Self {
        let count = known.len() as f64;
        let scale: Vec<(f64, f64)> = (0..known[0].summaries.len())
            .map(|index| {
                let mean = known.iter().map(|run| run.summaries[index]).sum::<f64>() / count;
                let squares = known.iter().map(|run| (run.summaries[index] - mean) * (run.summaries[index] - mean));
                (mean, math::sqrt(squares.sum::<f64>() / count))
            })
            .collect();
        let rows: Vec<Vec<f64>> = known.iter().map(|run| features(&run.summaries, &scale)).collect();
        let responses: Vec<Vec<f64>> = known.iter().map(|run| run.responses.clone()).collect();
        let slopes = regress(&rows, &vec![1.0; known.len()], &responses, RIDGE);
        let runs: Vec<(Vec<f64>, Vec<f64>)> = rows
            .iter()
            .zip(responses)
            .map(|(row, logits)| (slopes.iter().map(|slope| dot(slope, row)).collect(), logits))
            .collect();
        let residual = (0..slopes.len())
            .map(|p| {
                let squares = runs.iter().map(|(fitted, logits)| (logits[p] - fitted[p]) * (logits[p] - fitted[p]));
                math::sqrt(squares.sum::<f64>() / count)
            })
            .collect();
        Self { scale, slopes, residual, runs }
    }

    /// A weighted sample of positions on the unit cube for a record, from the share `kept` of the runs nearest to it.
    pub fn infer(&self, record: &[f64], kept: f64) -> (Vec<Vec<f64>>, Vec<f64>) {
        let (near, weights) = self.nearest(record, kept);
        (self.adjusted(&near, &weights, &self.told(record)), weights)
    }

    /// The share `kept` of the runs that are nearest to a record, with weights that fall with the distance and sum to 1.
    pub fn nearest(&self, record: &[f64], kept: f64) -> (Vec<usize>, Vec<f64>) {
        let target = self.told(record);
        let distance = |fitted: &[f64]| {
            let terms = fitted.iter().zip(&target).zip(&self.residual);
            math::sqrt(terms.map(|((a, b), scale)| (a - b) * (a - b) / (scale * scale)).sum::<f64>())
        };
        let distances: Vec<f64> = self.runs.iter().map(|(fitted, _)| distance(fitted)).collect();
        let count = ((kept * distances.len() as f64) as usize)
            .max(RUNS_PER_COEFFICIENT * (target.len() + 1))
            .min(distances.len());
        let tolerance = ascending(&distances)[count - 1].max(f64::MIN_POSITIVE);
        let near: Vec<usize> = (0..distances.len()).filter(|&index| distances[index] < tolerance).collect();
        let weight = |&index: &usize| 1.0 - (distances[index] / tolerance) * (distances[index] / tolerance);
        let mut weights: Vec<f64> = near.iter().map(weight).collect();
        let total: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= total);
        (near, weights)
    }

    /// What a record says of every response, by the regression.
    fn told(&self, record: &[f64]) -> Vec<f64> {
        let row = features(record, &self.scale);
        self.slopes.iter().map(|slope| dot(slope, &row)).collect()
    }

    fn adjusted(&self, near: &[usize], weights: &[f64], target: &[f64]) -> Vec<Vec<f64>> {
        let row = |index: &usize| {
            let away =
                self.runs[*index].0.iter().zip(target).zip(&self.residual).map(|((a, b), scale)| (a - b) / scale);
            std::iter::once(1.0).chain(away).collect::<Vec<f64>>()
        };
        let rows: Vec<Vec<f64>> = near.iter().map(row).collect();
        let logits: Vec<Vec<f64>> = near.iter().map(|&index| self.runs[index].1.clone()).collect();
        let slopes = regress(&rows, weights, &logits, RIDGE);
        let residuals: Vec<Vec<f64>> = logits
            .iter()
            .zip(&rows)
            .map(|(at, row)| at.iter().zip(&slopes).map(|(at, slope)| at - dot(slope, row)).collect())
            .collect();
        // A fitted line takes its coefficients out of the spread about it.
        let effective = 1.0 / weights.iter().map(|weight| weight * weight).sum::<f64>();
        let coefficients = (target.len() + 1) as f64;
        let freedom = math::sqrt(effective / (effective - coefficients).max(1.0));
        // The log of the squared residuals, regressed likewise, says how wide the spread is at the record.
        let floor = 1e-6;
        let widths: Vec<Vec<f64>> =
            residuals.iter().map(|row| row.iter().map(|r| math::ln(r * r + floor)).collect()).collect();
        let spread = regress(&rows, weights, &widths, RIDGE);
        let moved = |(row, residual): (&Vec<f64>, &Vec<f64>)| {
            let at = |p: usize| {
                // At the record all regressors but the constant are 0.
                let change = spread[p][0] - dot(&spread[p], row);
                logistic(slopes[p][0] + freedom * residual[p] * math::exp(0.5 * change.clamp(-3.0, 3.0)))
            };
            (0..slopes.len()).map(at).collect()
        };
        rows.iter().zip(&residuals).map(moved).collect()
    }
}

/// Regressors of a run: 1, the summaries on their scale, and their squares.
fn features(summaries: &[f64], scale: &[(f64, f64)]) -> Vec<f64> {
    let scaled =
        |(value, (mean, spread)): (&f64, &(f64, f64))| if *spread > 0.0 { (value - mean) / spread } else { 0.0 };
    let linear: Vec<f64> = summaries.iter().zip(scale).map(scaled).collect();
    let squares = linear.iter().map(|x| (x * x).min(9.0));
    std::iter::once(1.0).chain(linear.iter().copied()).chain(squares).collect()
}

/// Positions of a run's parameters as logits.
pub fn logits(positions: impl Iterator<Item = f64>) -> Vec<f64> {
    positions.map(logit).collect()
}

/// Variance of a weighted sample of positions, as a share of the prior's, taken from 1.
pub fn contraction(positions: &[f64], weights: &[f64]) -> f64 {
    let mean = dot(positions, weights);
    let variance: f64 = positions.iter().zip(weights).map(|(at, w)| w * (at - mean) * (at - mean)).sum();
    1.0 - 12.0 * variance
}

/// The median of some values.
pub fn median(values: &[f64]) -> f64 {
    quantile(&ascending(values), 0.5)
}
