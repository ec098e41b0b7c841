//! The vanishing point: the size of shock at which the chance of return falls under one half.
//!
//! A ship's angle of vanishing stability is the heel beyond which it does not come back; the name is
//! carried over. A larger shock is taken to make return no likelier, so chances are first made to
//! fall steadily (isotonic regression by pooling adjacent violators, Ayer et al. 1955); between
//! sizes the curve is a straight line. Uncertainty is a bootstrap over replicates: one that is drawn
//! is drawn at every size, because its runs share their chances.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use super::cell::Cell;
use crate::compare::below;
use righting_infer::{ascending, quantile_of_dates};

const RESAMPLES: usize = 1000;
const HALF: f64 = 0.5;

/// The vanishing point of one future.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Vanishing {
    /// Name of the future.
    pub future: String,
    /// The point; `None` if the chance stays at one half or more over all sizes.
    pub size: Option<f64>,
    /// 5th percentile of the resamples; `None`: not reached in this range.
    pub low: Option<f64>,
    /// 95th percentile of the resamples; `None`: not reached in this range.
    pub high: Option<f64>,
    /// Share of the resamples in which it is reached in this range.
    pub share_reached: f64,
    /// Whether the chance is under one half at the smallest size already, so that the point lies
    /// somewhere below it.
    pub below_range: bool,
}

impl Vanishing {
    pub(super) fn of(future: &str, cells: &[&Cell], seed: u64) -> Self {
        let sizes: Vec<f64> = cells.iter().map(|cell| cell.size).collect();
        let chances: Vec<f64> = cells.iter().map(|cell| cell.chance).collect();
        let point = crossing(&sizes, &chances);
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let least = cells.iter().map(|cell| cell.returns.len()).min().unwrap_or(0);
        let resample = |_| {
            let rows: Vec<usize> = (0..least).map(|_| below(&mut rng, least)).collect();
            let chance = |cell: &&Cell| rows.iter().filter(|&&row| cell.returns[row]).count() as f64 / least as f64;
            let chances: Vec<f64> = cells.iter().map(chance).collect();
            crossing(&sizes, &chances).unwrap_or(f64::INFINITY)
        };
        let points = ascending(&(0..RESAMPLES).map(resample).collect::<Vec<f64>>());
        let at = |p: f64| Some(quantile_of_dates(&points, p)).filter(|point| point.is_finite());
        Self {
            future: future.to_owned(),
            size: point,
            low: at(0.05),
            high: at(0.95),
            share_reached: points.iter().filter(|point| point.is_finite()).count() as f64 / RESAMPLES as f64,
            below_range: chances.first().is_some_and(|chance| *chance < HALF),
        }
    }
}

/// Where a falling curve crosses one half; the smallest size if it begins below.
fn crossing(sizes: &[f64], chances: &[f64]) -> Option<f64> {
    let falling = isotonic(chances);
    let at = falling.iter().position(|chance| *chance < HALF)?;
    if at == 0 {
        return sizes.first().copied();
    }
    let (above, under) = (falling[at - 1], falling[at]);
    Some(sizes[at - 1] + (sizes[at] - sizes[at - 1]) * (above - HALF) / (above - under))
}

/// The nearest sequence, in least squares, that never rises: adjacent violators are pooled.
pub fn isotonic(values: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for &value in values {
        let (mut mean, mut count) = (value, 1);
        while let Some((before, members)) = blocks.pop_if(|(before, _)| *before < mean) {
            mean = (mean * count as f64 + before * members as f64) / (count + members) as f64;
            count += members;
        }
        blocks.push((mean, count));
    }
    blocks.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violators_are_pooled() {
        let rounded = |values: &[f64]| isotonic(values).into_iter().map(round).collect::<Vec<_>>();
        assert_eq!(rounded(&[1.0, 0.8, 0.9, 0.2, 0.4, 0.0]), [1.0, 0.85, 0.85, 0.3, 0.3, 0.0]);
        assert_eq!(rounded(&[0.2, 0.4, 0.6]), [0.4; 3]);
        assert!(isotonic(&[]).is_empty());
    }

    fn round(value: f64) -> f64 {
        (value * 1e9).round() / 1e9
    }

    #[test]
    fn the_point_lies_where_a_line_crosses_one_half() {
        let sizes = [0.0, 1.0, 2.0];
        let found = crossing(&sizes, &[1.0, 0.75, 0.25]).unwrap();
        assert!((found - 1.5).abs() < 1e-12, "{found}");
        assert_eq!(crossing(&sizes, &[1.0, 0.9, 0.5]), None);
        assert_eq!(crossing(&sizes, &[0.4, 0.3, 0.2]), Some(0.0));
    }
}
