//! The proposal: a mixture of Gaussians about the sample of the generation before.
//!
//! Positions on the unit cube, where the prior is uniform, are moved as logits, so that proposals never leave the
//! prior and its ends attract nobody.

use righting_model::math;

use super::smc::Sample;
use crate::chance::{Use, normals, pick, stream, uniform};
use crate::linear::{Matrix, cholesky, forward};

/// Positions nearer to an end of the prior than this count as this near.
const EDGE: f64 = 1e-9;

/// Covariance of a proposal about its centre, as a multiple of the sample's.
const WIDENING: f64 = 2.0;

/// The logit of a position on (0, 1).
pub(crate) fn logit(position: f64) -> f64 {
    let position = position.clamp(EDGE, 1.0 - EDGE);
    math::ln(position / (1.0 - position))
}

/// The position of a logit.
pub(crate) fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + math::exp(-logit))
}

/// A weighted sample smoothed by one Gaussian per member.
pub(super) struct Kernel {
    centres: Vec<Vec<f64>>,
    cumulative: Vec<f64>,
    log_weights: Vec<f64>,
    /// Cholesky factor of the covariance of a member's Gaussian.
    factor: Matrix,
    /// Log of the Gaussian's height.
    log_height: f64,
}

impl Kernel {
    /// The kernel of a sample: twice its weighted covariance (Beaumont et al. 2009). A narrower kernel proposes better
    /// parameters, but the prior then outweighs it in the tails, and in a dozen dimensions a handful of members
    /// takes all the weight.
    pub fn new(samples: &[Sample]) -> Self {
        let centres: Vec<Vec<f64>> =
            samples.iter().map(|sample| sample.position.iter().map(|&at| logit(at)).collect()).collect();
        let total: f64 = samples.iter().map(|sample| sample.weight).sum();
        let weights: Vec<f64> = samples.iter().map(|sample| sample.weight / total).collect();
        let n = centres[0].len();
        let dimension = n as f64;
        let mut covariance = covariance(&centres, &weights);
        for (i, row) in covariance.iter_mut().enumerate() {
            row.iter_mut().for_each(|cell| *cell *= WIDENING);
            row[i] = row[i].max(1e-8);
        }
        let factor = cholesky(&covariance);
        let log_determinant: f64 = (0..n).map(|i| math::ln(factor[i][i])).sum();
        let mut sum = 0.0;
        Self {
            cumulative: weights
                .iter()
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect(),
            log_weights: weights.iter().map(|&weight| math::ln(weight.max(f64::MIN_POSITIVE))).collect(),
            log_height: -log_determinant - 0.5 * dimension * math::ln(std::f64::consts::TAU),
            centres,
            factor,
        }
    }

    /// The position that trial `number` proposes.
    pub fn propose(&self, seed: u64, number: u32) -> Vec<f64> {
        let mut rng = stream(seed, Use::Proposal, number);
        let centre = &self.centres[pick(&self.cumulative, uniform(&mut rng))];
        let step = normals(&mut rng, centre.len());
        let moved = centre.iter().zip(&self.factor).map(|(at, row)| at + crate::linear::dot(row, &step));
        moved.map(|at| logistic(at).clamp(EDGE, 1.0 - EDGE)).collect()
    }

    /// Log of prior over proposal at a position, up to the prior's constant on the unit cube.
    pub fn log_weight(&self, position: &[f64]) -> f64 {
        let at: Vec<f64> = position.iter().map(|&at| logit(at)).collect();
        let terms: Vec<f64> = self
            .centres
            .iter()
            .zip(&self.log_weights)
            .map(|(centre, weight)| {
                let away: Vec<f64> = at.iter().zip(centre).map(|(a, b)| a - b).collect();
                weight - 0.5 * forward(&self.factor, &away).iter().map(|x| x * x).sum::<f64>()
            })
            .collect();
        let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = terms.iter().map(|term| math::exp(term - largest)).sum();
        // The density on the cube is that of the logits over the slope of the position.
        let slope: f64 = position.iter().map(|&at| math::ln(at * (1.0 - at))).sum();
        slope - (largest + math::ln(sum) + self.log_height)
    }
}

/// Weighted covariance; the weights sum to 1.
pub(crate) fn covariance(points: &[Vec<f64>], weights: &[f64]) -> Matrix {
    let n = points[0].len();
    let mean: Vec<f64> = (0..n).map(|i| points.iter().zip(weights).map(|(point, w)| w * point[i]).sum()).collect();
    let cell = |i: usize, j: usize| {
        points.iter().zip(weights).map(|(point, w)| w * (point[i] - mean[i]) * (point[j] - mean[j])).sum::<f64>()
    };
    (0..n).map(|i| (0..n).map(|j| cell(i, j)).collect()).collect()
}
