//! Ranks of the truth among draws of the posterior, and how often intervals hold it.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::abc::weighted_quantile;
use crate::stream::{Use, cumulative, pick, stream, uniform};

/// Draws per posterior: a rank is 0 to this, one of `RANKS + 1` values.
pub const RANKS: usize = 99;

/// Bins of the histogram of ranks.
const BINS: usize = 20;

/// Rank of the truth among [`RANKS`] draws of a weighted sample.
pub fn rank(positions: &[f64], weights: &[f64], truth: f64, seed: u64, record: u32) -> usize {
    let cumulative = cumulative(weights.iter().copied());
    let mut rng = stream(seed, Use::Resampling, record);
    (0..RANKS).filter(|_| positions[pick(&cumulative, uniform(&mut rng))] < truth).count()
}

/// Whether the central 90 % interval of a weighted sample holds the truth.
pub fn holds(positions: &[f64], weights: &[f64], truth: f64) -> bool {
    let [low, high] = [0.05, 0.95].map(|p| weighted_quantile(positions, weights, p));
    (low..=high).contains(&truth)
}

/// Histogram of ranks.
pub fn histogram(ranks: &[usize]) -> Vec<u64> {
    let mut bins = vec![0; BINS];
    ranks.iter().for_each(|rank| bins[rank * BINS / (RANKS + 1)] += 1);
    bins
}

/// p-value of Pearson's chi-square test of a histogram against equal bins.
pub fn chi_square(histogram: &[u64]) -> f64 {
    let expected = histogram.iter().sum::<u64>() as f64 / histogram.len() as f64;
    let statistic: f64 = histogram.iter().map(|&count| (count as f64 - expected) * (count as f64 - expected)).sum();
    let freedom = (histogram.len() - 1) as f64;
    ChiSquared::new(freedom).map_or(f64::NAN, |law| law.sf(statistic / expected))
}

/// p-value of the one-sample Kolmogorov-Smirnov test that ranks are uniform, each rank taken in the middle of its step;
/// the asymptotic series with the correction of Stephens (1970).
pub fn kolmogorov(ranks: &[usize]) -> f64 {
    let mut sorted: Vec<f64> = ranks.iter().map(|&rank| (rank as f64 + 0.5) / (RANKS + 1) as f64).collect();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let gap = |(index, &u): (usize, &f64)| ((index as f64 + 1.0) / n - u).max(u - index as f64 / n);
    let largest = sorted.iter().enumerate().map(gap).fold(0.0, f64::max);
    let root = righting_model::math::sqrt(n);
    let scaled = (root + 0.12 + 0.11 / root) * largest;
    if scaled < 0.3 {
        return 1.0;
    }
    let term = |k: i32| {
        let sign = if k % 2 == 1 { 1.0 } else { -1.0 };
        sign * righting_model::math::exp(-2.0 * f64::from(k * k) * scaled * scaled)
    };
    (2.0 * (1..=50).map(term).sum::<f64>()).clamp(0.0, 1.0)
}

/// Smallest and largest counts inside a central band of a binomial with chance 0.9: outside on each side lies at most
/// half of `outside`.
pub fn band(records: u64, outside: f64) -> (u64, u64) {
    use statrs::distribution::{Binomial, DiscreteCDF};
    let Ok(law) = Binomial::new(0.9, records) else { return (0, records) };
    let low = (0..=records).find(|&count| law.cdf(count) > outside / 2.0).unwrap_or(0);
    let high = (0..=records).find(|&count| law.cdf(count) >= 1.0 - outside / 2.0).unwrap_or(records);
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_band_of_two_hundred_records_is_165_to_192() {
        assert_eq!(band(200, 0.001), (165, 192));
    }

    #[test]
    fn uniform_ranks_pass_and_humps_do_not() {
        let even: Vec<usize> = (0..200).map(|i| i / 2).collect();
        assert!(chi_square(&histogram(&even)) > 0.99 && kolmogorov(&even) > 0.99);
        let hump: Vec<usize> = (0..200).map(|i| 25 + i / 4).collect();
        assert!(chi_square(&histogram(&hump)) < 1e-6 && kolmogorov(&hump) < 1e-3);
        let shifted: Vec<usize> = (0..200).map(|i| (i / 2 + 20).min(99)).collect();
        assert!(kolmogorov(&shifted) < 1e-3);
    }

    #[test]
    fn p_values_are_the_published_ones() {
        // Critical values: chi-square with 19 degrees of freedom, 30.144 at 5 %; Kolmogorov, 1.358 at 5 %.
        let law = ChiSquared::new(19.0).unwrap();
        assert!((law.sf(30.144) - 0.05).abs() < 1e-4);
    }
}
