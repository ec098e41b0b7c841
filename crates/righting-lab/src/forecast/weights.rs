//! Weights of an ensemble, their effective number, and systematic resampling.

use righting_model::math;
use serde::Serialize;

/// Weights of the draws of an ensemble under what was seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weights {
    /// One per draw; they sum to 1.
    #[serde(skip)]
    pub shares: Vec<f64>,
    /// Effective sample size, 1 / sum of squares (Kong, Liu & Wong 1994).
    pub effective: f64,
    /// Power of the likelihood, 1 where nothing had to be held back.
    pub power: f64,
    /// Effective sample size under the whole likelihood.
    pub effective_untempered: f64,
}

impl Weights {
    /// Weights in proportion to exp(power * log-likelihood), with the largest power up to 1 under which
    /// the effective sample size is at least `least`.
    ///
    /// A power under 1 is a confession: the draws are too few, or the model too far from the record, for
    /// the whole likelihood to be used. It must be told with every result.
    pub fn of(log_likelihoods: &[f64], least: f64) -> Self {
        let whole = shares(log_likelihoods, 1.0);
        let effective_untempered = effective(&whole);
        if effective_untempered >= least {
            return Self { shares: whole, effective: effective_untempered, power: 1.0, effective_untempered };
        }
        // The effective size falls as the power grows: halve the interval until its ends are one number.
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if effective(&shares(log_likelihoods, middle)) >= least { low = middle } else { high = middle }
        }
        let tempered = shares(log_likelihoods, low);
        Self { effective: effective(&tempered), shares: tempered, power: low, effective_untempered }
    }

    /// `count` draws by systematic resampling (Kitagawa 1996): a comb of equal steps over the summed
    /// weights, shifted by `shift` in 0..1, so that a draw is taken its expected number of times, rounded
    /// up or down. In ascending order.
    pub fn resample(&self, count: usize, shift: f64) -> Vec<usize> {
        let mut taken = Vec::with_capacity(count);
        let (mut draw, mut sum) = (0, self.shares[0]);
        for tooth in 0..count {
            let at = (tooth as f64 + shift) / count as f64;
            while sum < at && draw + 1 < self.shares.len() {
                draw += 1;
                sum += self.shares[draw];
            }
            taken.push(draw);
        }
        taken
    }
}

fn shares(log_likelihoods: &[f64], power: f64) -> Vec<f64> {
    let best = log_likelihoods.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raw: Vec<f64> = log_likelihoods
        .iter()
        .map(|&value| if value.is_finite() { math::exp(power * (value - best)) } else { 0.0 })
        .collect();
    let sum: f64 = raw.iter().sum();
    raw.iter().map(|weight| weight / sum).collect()
}

fn effective(shares: &[f64]) -> f64 {
    1.0 / shares.iter().map(|share| share * share).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_draws_count_in_full_and_one_good_draw_counts_alone() {
        let equal = Weights::of(&[-3.0; 40], 10.0);
        assert!((equal.effective - 40.0).abs() < 1e-9 && equal.power == 1.0);
        let mut uneven = vec![-1e6; 40];
        uneven[7] = 0.0;
        assert!((Weights::of(&uneven, 1.0).effective - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_power_is_the_largest_that_keeps_enough_draws() {
        let spread: Vec<f64> = (0..200).map(|i| -f64::from(i)).collect();
        let weights = Weights::of(&spread, 50.0);
        assert!(weights.power < 1.0 && weights.effective >= 50.0 && weights.effective < 50.5, "{weights:?}");
        assert!(weights.effective_untempered < 5.0);
        let order = weights.shares.windows(2).all(|pair| pair[0] >= pair[1]);
        assert!(order, "a better draw never weighs less");
    }

    #[test]
    fn resampling_takes_each_draw_its_expected_number_of_times_rounded() {
        let weights = Weights::of(&[0.0, -0.5, -1.0, -2.0, f64::NEG_INFINITY], 1.0);
        for shift in [0.001, 0.3, 0.62, 0.999] {
            let taken = weights.resample(97, shift);
            assert_eq!(taken.len(), 97);
            for (draw, share) in weights.shares.iter().enumerate() {
                let times = taken.iter().filter(|&&at| at == draw).count() as f64;
                assert!((times - 97.0 * share).abs() < 1.0 + 1e-9, "draw {draw}: {times}");
            }
        }
    }
}
