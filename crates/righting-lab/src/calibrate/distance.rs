//! How far a run is from the record: a weighted sum of distances, scaled by what runs of the generation do.

use crate::quantile::{ascending, quantile};

/// What was observed of one summary: any value from `low` to `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// Lower end.
    pub low: f64,
    /// Upper end; equal to the lower where one figure exists.
    pub high: f64,
}

impl Observed {
    /// One figure.
    pub fn exactly(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// Signed distance of a simulated value from the interval; 0 inside.
    pub fn miss(self, value: f64) -> f64 {
        value - value.clamp(self.low, self.high)
    }
}

/// Scale of every summary: its median absolute deviation over all runs of a generation (Prangle 2017), the mean
/// absolute deviation where more than half of the runs agree, and infinite (no weight) where all do.
pub(crate) fn scales(runs: &[&[f64]]) -> Vec<f64> {
    let count = runs.first().map_or(0, |run| run.len());
    let scale = |index: usize| {
        let values = ascending(&runs.iter().map(|run| run[index]).collect::<Vec<f64>>());
        let median = quantile(&values, 0.5);
        let deviations: Vec<f64> = values.iter().map(|value| (value - median).abs()).collect();
        let mean = deviations.iter().sum::<f64>() / deviations.len() as f64;
        let middle = quantile(&ascending(&deviations), 0.5);
        [middle, mean].into_iter().find(|&scale| scale > 0.0).unwrap_or(f64::INFINITY)
    };
    (0..count).map(scale).collect()
}

/// Mean over summaries of the scaled distance from the record. The absolute value and not the square: a summary that
/// the model cannot reach must not outweigh all that it can (Schaelte, Alamoudi and Hasenauer 2021, "Robust adaptive
/// distance functions for approximate Bayesian inference on outlier-corrupted data").
pub(crate) fn distances(runs: &[&[f64]], observed: &[Observed], scales: &[f64]) -> Vec<f64> {
    let distance = |run: &&[f64]| {
        let misses = run.iter().zip(observed).zip(scales);
        misses.map(|((&value, observed), scale)| observed.miss(value).abs() / scale).sum::<f64>() / scales.len() as f64
    };
    runs.iter().map(distance).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constant_summaries_do_not_count_and_intervals_have_no_inner_distance() {
        let runs: [&[f64]; 5] =
            [&[1.0, 7.0, 0.0], &[2.0, 7.0, 0.0], &[3.0, 7.0, 0.0], &[4.0, 7.0, 0.0], &[9.0, 7.0, 5.0]];
        let scales = scales(&runs);
        assert_eq!(scales[0], 1.0);
        assert_eq!(scales[1], f64::INFINITY);
        assert_eq!(scales[2], 1.0);
        let observed = [Observed { low: 2.0, high: 3.0 }, Observed::exactly(0.0), Observed::exactly(0.0)];
        let found = distances(&runs, &observed, &scales);
        let expected = [1.0, 0.0, 0.0, 1.0, 11.0].map(|sum: f64| sum / 3.0);
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
    }
}
