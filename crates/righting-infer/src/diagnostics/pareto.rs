//! Weights of importance, their largest ones smoothed by a generalised Pareto distribution (Vehtari, Simpson, Gelman, Yao
//! and Gabry 2024, JMLR 25(72), algorithm 1).

use righting_model::math;

/// Fewest weights in a tail to which a distribution can be fitted.
const LEAST_TAIL: usize = 5;

/// Smoothed weights, and how heavy their tail is.
#[derive(Debug, Clone, PartialEq)]
pub struct Smoothed {
    /// Weights that sum to 1.
    pub weights: Vec<f64>,
    /// Shape k of the tail: under 0.7 the weighted means are reliable, from 1 on they have no mean. Negative infinity where
    /// all weights are equal; not a number where there are fewer than 25, too few to tell.
    pub pareto_k: f64,
    /// 1 over the sum of the squared weights.
    pub effective: f64,
}

/// Weights from the logs of ratios; ratios of zero (negative infinity) are allowed.
///
/// # Panics
/// When there is no ratio, one is not a number or infinite, or all are zero.
pub fn pareto_smoothed(log_ratios: &[f64]) -> Smoothed {
    let most = log_ratios.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    assert!(
        most.is_finite() && log_ratios.iter().all(|ratio| !ratio.is_nan()),
        "ratios are numbers and one is above zero"
    );
    let mut ratios: Vec<f64> = log_ratios.iter().map(|ratio| math::exp(ratio - most)).collect();
    let pareto_k = smooth(&mut ratios);
    let total: f64 = ratios.iter().sum();
    let weights: Vec<f64> = ratios.iter().map(|ratio| ratio / total).collect();
    let effective = 1.0 / weights.iter().map(|weight| weight * weight).sum::<f64>();
    Smoothed { weights, pareto_k, effective }
}

/// Replaces the largest ratios by quantiles of the fitted distribution; its shape.
fn smooth(ratios: &mut [f64]) -> f64 {
    let count = ratios.len() as f64;
    let tail = (0.2 * count).min(3.0 * math::sqrt(count)).ceil() as usize;
    if tail < LEAST_TAIL || tail >= ratios.len() {
        return f64::NAN;
    }
    let mut order: Vec<usize> = (0..ratios.len()).collect();
    order.sort_by(|&a, &b| ratios[a].total_cmp(&ratios[b]).then(a.cmp(&b)));
    let threshold = ratios[order[ratios.len() - tail - 1]];
    let largest = &order[ratios.len() - tail..];
    let beyond: Vec<f64> = largest.iter().map(|&index| ratios[index] - threshold).collect();
    if beyond[tail - 1] <= 1e-10 {
        return f64::NEG_INFINITY;
    }
    let (raw, scale) = generalised_pareto(&beyond);
    // Few weights tell little of the shape: it is drawn towards 0.5 (appendix C of the paper).
    let members = tail as f64;
    let shape = (raw * members + 5.0) / (members + 10.0);
    if shape.is_finite() && scale > 0.0 {
        for (rank, &index) in largest.iter().enumerate() {
            let p = (rank as f64 + 0.5) / members;
            let quantile = if shape.abs() < 1e-12 {
                -scale * math::ln(1.0 - p)
            } else {
                scale / shape * (math::pow(1.0 - p, -shape) - 1.0)
            };
            ratios[index] = (threshold + quantile).min(1.0);
        }
    }
    shape
}

/// Shape and scale of a generalised Pareto distribution from ascending excesses (Zhang and Stephens 2009, Technometrics
/// 51: 316-325; the shape has the sign of the paper above, heavy tails are positive).
fn generalised_pareto(ascending: &[f64]) -> (f64, f64) {
    let n = ascending.len();
    let count = n as f64;
    let grid = 30 + math::sqrt(count) as usize;
    let quartile = ascending[((count / 4.0 + 0.5) as usize).max(1) - 1].max(f64::MIN_POSITIVE);
    let largest = ascending[n - 1];
    let theta = |j: usize| 1.0 / largest + (1.0 - math::sqrt(grid as f64 / (j as f64 + 0.5))) / (3.0 * quartile);
    let shape = |theta: f64| ascending.iter().map(|x| math::ln(1.0 - theta * x)).sum::<f64>() / count;
    let profile = |theta: f64| {
        let k = shape(theta);
        count * (math::ln(-theta / k) - k - 1.0)
    };
    let thetas: Vec<f64> = (0..grid).map(theta).collect();
    let heights: Vec<f64> = thetas.iter().map(|&theta| profile(theta)).collect();
    let weight = |j: usize| 1.0 / heights.iter().map(|height| math::exp(height - heights[j])).sum::<f64>();
    let mean: f64 = (0..grid).map(|j| thetas[j] * weight(j)).sum();
    let k = shape(mean);
    (k, -k / mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{Use, stream, uniform};

    /// Excesses of a generalised Pareto distribution of scale 1.
    fn excesses(shape: f64, count: usize) -> Vec<f64> {
        let mut rng = stream(3, Use::Bootstrap, 0);
        let mut found: Vec<f64> =
            (0..count).map(|_| (math::pow(1.0 - uniform(&mut rng), -shape) - 1.0) / shape).collect();
        found.sort_by(f64::total_cmp);
        found
    }

    #[test]
    fn shape_and_scale_are_recovered() {
        for truth in [-0.3, 0.2, 0.5, 0.9] {
            let (shape, scale) = generalised_pareto(&excesses(truth, 4000));
            // The standard error of the shape is about (1 + k) / sqrt(n), of the scale sqrt(2 (1 + k) / n).
            assert!((shape - truth).abs() < 4.0 * (1.0 + truth) / math::sqrt(4000.0), "{truth}: {shape}");
            assert!((scale - 1.0).abs() < 0.15, "{truth}: {scale}");
        }
    }

    #[test]
    fn tails_of_weights_are_told_apart_and_tamed() {
        // Ratios u^-k have a tail of shape k.
        let logs = |shape: f64| {
            let mut rng = stream(9, Use::Bootstrap, 1);
            (0..4000).map(|_| -shape * math::ln(1.0 - uniform(&mut rng))).collect::<Vec<f64>>()
        };
        let [light, heavy] = [0.3, 1.2].map(|shape| pareto_smoothed(&logs(shape)));
        assert!((light.pareto_k - 0.3).abs() < 0.3 && light.pareto_k < 0.7, "{}", light.pareto_k);
        assert!(heavy.pareto_k > 0.7, "{}", heavy.pareto_k);
        assert!((light.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        // The mean of u^-0.3 under its own weights: E[u^-0.6] / E[u^-0.3] = 0.7 / 0.4.
        let mean: f64 = light.weights.iter().zip(logs(0.3)).map(|(weight, log)| weight * math::exp(log)).sum();
        assert!((mean - 1.75).abs() < 0.15, "{mean}");
    }

    #[test]
    fn equal_weights_have_no_tail_and_few_tell_nothing() {
        let equal = pareto_smoothed(&[-4.0; 100]);
        assert_eq!((equal.pareto_k, equal.effective.round()), (f64::NEG_INFINITY, 100.0));
        assert!(pareto_smoothed(&[0.0, -1.0, f64::NEG_INFINITY]).pareto_k.is_nan());
    }

    #[test]
    #[should_panic(expected = "one is above zero")]
    fn ratios_that_are_all_zero_weigh_nothing() {
        let _ = pareto_smoothed(&[f64::NEG_INFINITY; 30]);
    }
}
