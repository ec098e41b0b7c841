//! How far a trial is from the record: means of scores, each scaled by what runs from the prior do.

use crate::quantile::{ascending, quantile};
use crate::score::{crps_of_interval, mean_in_equal_parts};

/// What was observed of one summary: any value from `low` to `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// Lower end.
    pub low: f64,
    /// Upper end; equal to the lower where one figure exists.
    pub high: f64,
    /// Whether it counts among the national summaries or among the local ones.
    pub national: bool,
}

impl Observed {
    /// One local figure.
    pub fn exactly(value: f64) -> Self {
        Self { low: value, high: value, national: false }
    }
}

/// Scale of every summary: its median absolute deviation over the runs (Prangle 2017), the mean
/// absolute deviation where more than half of the runs agree, and infinite (no weight) where all do.
fn scales(runs: &[&[f64]]) -> Vec<f64> {
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

/// Distance of trials from the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Distance {
    /// The record.
    pub observed: Vec<Observed>,
    /// Scale of every summary.
    pub scales: Vec<f64>,
}

impl Distance {
    /// A distance whose scales are what these runs say.
    pub fn learned(observed: &[Observed], runs: &[&[f64]]) -> Self {
        Self { observed: observed.to_vec(), scales: scales(runs) }
    }

    /// Mean in equal parts over national and local summaries of the scaled continuous ranked probability score of a
    /// trial's runs, fair for their number; of one run this is its absolute distance. The absolute value and not the
    /// square: a summary that the model cannot reach must not outweigh all that it can (Schaelte, Alamoudi and Hasenauer
    /// 2021, "Robust adaptive distance functions for approximate Bayesian inference on outlier-corrupted data").
    pub fn of(&self, runs: &[Vec<f64>]) -> f64 {
        let score = |(index, (observed, scale)): (usize, (&Observed, &f64))| {
            let values = ascending(&runs.iter().map(|run| run[index]).collect::<Vec<f64>>());
            let score = match values.as_slice() {
                [one] => (one - one.clamp(observed.low, observed.high)).abs(),
                several => crps_of_interval(several, observed.low, observed.high),
            };
            (observed.national, score / scale)
        };
        mean_in_equal_parts(self.observed.iter().zip(&self.scales).enumerate().map(score))
    }
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
        let interval = Observed { low: 2.0, high: 3.0, national: false };
        let observed = [interval, Observed::exactly(0.0), Observed::exactly(0.0)];
        let distance = Distance { observed: observed.to_vec(), scales };
        let found = runs.map(|run| distance.of(&[run.to_vec()]));
        let expected = [1.0, 0.0, 0.0, 1.0, 11.0].map(|sum: f64| sum / 3.0);
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
    }

    #[test]
    fn national_and_local_summaries_count_in_equal_parts() {
        let national = Observed { national: true, ..Observed::exactly(0.0) };
        let observed = vec![national, Observed::exactly(0.0), Observed::exactly(0.0), Observed::exactly(0.0)];
        let distance = Distance { observed, scales: vec![1.0, 1.0, 2.0, 1.0] };
        // National 8, local (1 + 1 + 4) / 3.
        assert_eq!(distance.of(&[vec![8.0, 1.0, 2.0, 4.0]]), 5.0);
    }
}
