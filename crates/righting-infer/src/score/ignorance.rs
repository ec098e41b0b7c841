//! Logarithmic scores: of the bins of VIEWS, and of a smoothed ensemble.

use righting_model::math;

use crate::quantile::{ascending, quantile};

/// Lower ends of the bins of the VIEWS prediction challenge (Hegre et al. 2024, arXiv 2407.11045). The
/// last one has no upper end here: crowds go beyond 1,000, where VIEWS stops.
pub const VIEWS_BINS: [f64; 11] = [0.0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5];

/// Ignorance of an ensemble for a value, bits: -log2 of the share of its members in the value's bin, with
/// one pseudo-member in every bin. It compares at equal numbers of members only. Lower is better.
pub fn ignorance(members: &[f64], y: f64) -> f64 {
    let bin = |x: f64| VIEWS_BINS.iter().rposition(|&low| x >= low).unwrap_or(0);
    let there = members.iter().filter(|&&x| bin(x) == bin(y)).count();
    let share = (there + 1) as f64 / (members.len() + VIEWS_BINS.len()) as f64;
    -math::ln(share) / std::f64::consts::LN_2
}

/// Logarithmic score of an ensemble for a value, nats: minus the log density at the value of normal
/// kernels of one bandwidth around the members. Lower is better.
pub fn log_score(members: &[f64], y: f64, bandwidth: f64) -> f64 {
    let exponent = |x: &f64| -0.5 * ((y - x) / bandwidth) * ((y - x) / bandwidth);
    let best = members.iter().map(exponent).fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = members.iter().map(|x| math::exp(exponent(x) - best)).sum();
    let scale = bandwidth * math::sqrt(std::f64::consts::TAU) * members.len() as f64;
    math::ln(scale) - best - math::ln(sum)
}

/// Bandwidth by Silverman's rule (1986, eq. 3.30 with factor 1.06): 1.06 min(sd, iqr/1.34) n^(-1/5).
pub fn silverman(members: &[f64]) -> f64 {
    let n = members.len() as f64;
    let mean = members.iter().sum::<f64>() / n;
    let variance = members.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    let sorted = ascending(members);
    let iqr = quantile(&sorted, 0.75) - quantile(&sorted, 0.25);
    1.06 * math::sqrt(variance).min(iqr / 1.34) * math::pow(n, -0.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_of_all_members_costs_little_and_an_empty_one_much() {
        let members = [3.0; 1000];
        assert!((ignorance(&members, 4.0) - (1011.0_f64 / 1001.0).log2()).abs() < 1e-12);
        assert!((ignorance(&members, 40_000.0) - 1011.0_f64.log2()).abs() < 1e-12);
    }

    #[test]
    fn the_log_score_of_one_member_is_that_of_a_normal() {
        let expected = 0.5 * math::ln(2.0 * std::f64::consts::PI) + 0.5;
        assert!((log_score(&[1.0], 2.0, 1.0) - expected).abs() < 1e-12);
        assert!(log_score(&[0.0, 4.0], 1e6, 0.1).is_finite());
    }
}
