//! Scores of an ensemble against one value of a record.

mod binary;
mod ignorance;
mod interval;
mod skill;

use righting_model::math;

pub use binary::{Reliability, brier, reliability};
pub use ignorance::{VIEWS_BINS, ignorance, log_score, silverman};
pub use interval::{covers, interval_score};
pub use skill::{Skill, skill};

use crate::quantile::{ascending, quantile};

/// Fair continuous ranked probability score of an ensemble for a value `y`: the mean distance of the
/// members from `y` less half the mean distance between two different members. "Fair" (Ferro 2014):
/// its expectation does not depend on the number of members. Lower is better; it may be slightly
/// negative for a small ensemble.
///
/// # Panics
/// When there are fewer than two members.
pub fn crps(sorted: &[f64], y: f64) -> f64 {
    let n = sorted.len();
    assert!(n > 1, "a score needs at least two members");
    let distance = sorted.iter().map(|x| (x - y).abs()).sum::<f64>() / n as f64;
    // Sum of |x_i - x_j| over pairs, from order statistics.
    let pairs: f64 = sorted.iter().enumerate().map(|(i, x)| x * (2.0 * i as f64 + 1.0 - n as f64)).sum();
    distance - pairs / (n as f64 * (n as f64 - 1.0))
}

/// The score of an ensemble taken as a distribution of its own (estimator "energy", as VIEWS uses it):
/// larger than [`crps`] by half the mean distance of members over their number.
///
/// # Panics
/// When there are no members.
pub fn crps_of_steps(sorted: &[f64], y: f64) -> f64 {
    let n = sorted.len() as f64;
    let distance = sorted.iter().map(|x| (x - y).abs()).sum::<f64>() / n;
    let pairs: f64 = sorted.iter().enumerate().map(|(i, x)| x * (2.0 * i as f64 + 1.0 - n)).sum();
    distance - pairs / (n * n)
}

/// [`crps`] for a record that is an interval: the value in it that suits the ensemble best, which is
/// its median moved into the interval (the score is convex in `y` and least at the median).
pub fn crps_of_interval(sorted: &[f64], low: f64, high: f64) -> f64 {
    crps(sorted, quantile(sorted, 0.5).clamp(low, high))
}

/// Mean over the scores of national targets and mean over those of local ones, in equal parts where there are both.
pub fn mean_in_equal_parts(scores: impl Iterator<Item = (bool, f64)>) -> f64 {
    let mut classes = [(0.0, 0_u32); 2];
    for (national, score) in scores {
        let class = &mut classes[usize::from(national)];
        *class = (class.0 + score, class.1 + 1);
    }
    let means = classes.iter().filter(|class| class.1 > 0).map(|&(sum, count)| sum / f64::from(count));
    means.clone().sum::<f64>() / means.count() as f64
}

/// How wide bands are: the 80th percentile over ensembles of (p95 + 1) / (p5 + 1); `None` without any.
pub fn sharpness<'a>(ensembles: impl Iterator<Item = &'a [f64]>) -> Option<f64> {
    let widths: Vec<f64> = ensembles
        .map(|values| {
            let sorted = ascending(values);
            (quantile(&sorted, 0.95) + 1.0) / (quantile(&sorted, 0.05) + 1.0)
        })
        .collect();
    (!widths.is_empty()).then(|| quantile(&ascending(&widths), 0.8))
}

/// ln(1 + x), the scale on which counts are compared: an error of a factor counts the same at 50 and
/// at 50,000, and zero is a value like any other.
pub fn log1p(x: f64) -> f64 {
    math::ln(1.0 + x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_its_definition_over_pairs() {
        let members = [0.0_f64, 1.0, 1.5, 4.0];
        let y = 2.0;
        let n = members.len() as f64;
        let near = members.iter().map(|x| (x - y).abs()).sum::<f64>() / n;
        let apart: f64 = members.iter().flat_map(|a| members.iter().map(move |b| (a - b).abs())).sum();
        assert!((crps(&members, y) - (near - apart / (2.0 * n * (n - 1.0)))).abs() < 1e-12);
    }

    #[test]
    fn a_sharper_right_ensemble_scores_better_and_a_wrong_one_worse() {
        let wide = [0.0, 2.0, 4.0, 6.0, 8.0];
        let sharp = [3.0, 3.5, 4.0, 4.5, 5.0];
        assert!(crps(&sharp, 4.0) < crps(&wide, 4.0));
        assert!(crps(&sharp, 12.0) > crps(&wide, 12.0));
    }

    #[test]
    fn an_interval_counts_as_its_best_value() {
        let members = [3.0, 3.5, 4.0, 4.5, 5.0];
        let best = crps_of_interval(&members, 0.0, 3.7);
        for y in [0.0, 1.0, 2.0, 3.0, 3.7] {
            assert!(best <= crps(&members, y));
        }
        assert_eq!(crps_of_interval(&members, 0.0, 9.0), crps(&members, 4.0));
    }
}
