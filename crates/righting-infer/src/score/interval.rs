//! Scores of a central interval.

use crate::quantile::quantile;

/// The score of the central interval of an ensemble that leaves out `alpha` (Gneiting & Raftery 2007,
/// eq. 43): its width, plus 2/alpha times the distance of a value outside. Lower is better.
///
/// # Panics
/// When there are no members.
pub fn interval_score(sorted: &[f64], y: f64, alpha: f64) -> f64 {
    let [low, high] = central(sorted, alpha);
    (high - low) + 2.0 / alpha * ((low - y).max(0.0) + (y - high).max(0.0))
}

/// Whether the central interval that leaves out `alpha` holds the value.
///
/// # Panics
/// When there are no members.
pub fn covers(sorted: &[f64], y: f64, alpha: f64) -> bool {
    let [low, high] = central(sorted, alpha);
    (low..=high).contains(&y)
}

fn central(sorted: &[f64], alpha: f64) -> [f64; 2] {
    [alpha / 2.0, 1.0 - alpha / 2.0].map(|p| quantile(sorted, p))
}
