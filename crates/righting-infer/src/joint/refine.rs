//! Where to simulate: over the prior first, then near the posterior.

use righting_model::math;

use crate::design::sobol_points;
use crate::hierarchy::NormalPrior;
use crate::stream::{Use, index, normals, stream};

/// The first design reaches beyond the prior by this factor, so that the surrogate need not extrapolate.
const REACH: f64 = 1.2;

/// Of so many points of a refinement, one is drawn over the prior.
const EXPLORING: usize = 8;

/// Every other point of a refinement lies so many times as far from the posterior's mean as a draw.
const WIDER: f64 = 2.0;

/// Points that cover a prior: normal, of low discrepancy, a fifth wider than it.
///
/// # Panics
/// When more points or inputs are asked for than [`sobol_points`] has.
pub fn first_design(prior: &[NormalPrior], count: usize, seed: u64) -> Vec<Vec<f64>> {
    let point = |at: Vec<f64>| {
        at.into_iter().zip(prior).map(|(u, prior)| prior.mean + REACH * prior.sd * math::normal_quantile(u)).collect()
    };
    sobol_points(count, prior.len(), seed).into_iter().map(point).collect()
}

/// Points near a posterior, for the next round: draws themselves and, as often, twice as far from their mean, with every
/// eighth point over the prior, so that what a poor surrogate has lost can be found again. Pure in `seed` and `number`.
///
/// # Panics
/// When the posterior has no draw.
pub fn next_design(
    posterior: &[Vec<f64>],
    prior: &[NormalPrior],
    count: usize,
    seed: u64,
    number: u32,
) -> Vec<Vec<f64>> {
    let draws = posterior.len() as f64;
    let mean: Vec<f64> =
        (0..prior.len()).map(|input| posterior.iter().map(|draw| draw[input]).sum::<f64>() / draws).collect();
    let mut rng = stream(seed, Use::Design, number);
    let point = |at: usize| {
        if at % EXPLORING == EXPLORING - 1 {
            let z = normals(&mut rng, prior.len());
            return z.iter().zip(prior).map(|(z, prior)| prior.mean + REACH * prior.sd * z).collect();
        }
        let draw = &posterior[index(&mut rng, posterior.len())];
        let by = if at.is_multiple_of(2) { 1.0 } else { WIDER };
        draw.iter().zip(&mean).map(|(x, mean)| mean + by * (x - mean)).collect()
    };
    (0..count).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(points: &[Vec<f64>], input: usize) -> (f64, f64) {
        let count = points.len() as f64;
        let mean = points.iter().map(|point| point[input]).sum::<f64>() / count;
        let square = points.iter().map(|point| (point[input] - mean) * (point[input] - mean)).sum::<f64>() / count;
        (mean, math::sqrt(square))
    }

    #[test]
    fn designs_cover_the_prior_and_then_the_posterior() {
        let prior = [NormalPrior { mean: 2.0, sd: 3.0 }, NormalPrior { mean: -1.0, sd: 0.5 }];
        let first = first_design(&prior, 1024, 4);
        let (mean, sd) = moments(&first, 0);
        assert!((mean - 2.0).abs() < 0.05 && (sd - 3.6).abs() < 0.05, "{mean} {sd}");
        // A posterior narrow in the first input.
        let posterior: Vec<Vec<f64>> = first.iter().map(|x| vec![4.0 + 0.1 * (x[0] - 2.0), x[1]]).collect();
        let next = next_design(&posterior, &prior, 800, 1, 0);
        let near: Vec<Vec<f64>> =
            next.iter().enumerate().filter(|(at, _)| at % EXPLORING != EXPLORING - 1).map(|(_, x)| x.clone()).collect();
        let (mean, sd) = moments(&near, 0);
        // 4 of 7 at the draws (0.36), 3 of 7 twice as far: sqrt((4 + 3 * 4) / 7) times as wide.
        assert!((mean - 4.0).abs() < 0.1 && (sd - 0.36 * math::sqrt(16.0 / 7.0)).abs() < 0.05, "{mean} {sd}");
        assert!(moments(&next, 0).1 > 1.0, "some explore");
        assert_eq!(next, next_design(&posterior, &prior, 800, 1, 0));
        assert_ne!(next, next_design(&posterior, &prior, 800, 1, 1));
    }
}
