//! What has to hold.

use serde::Serialize;

/// Largest elasticity of the median peak over a level.
pub const LARGEST_ELASTICITY: f64 = 2.2;
/// Largest factor by which a fifth of a standard deviation of a level moves the median peak.
pub const LARGEST_STEP: f64 = 1.7;
/// Largest factor, either way, by which a tenth of incomes moves the median peak.
pub const LARGEST_BY_INCOME: f64 = 1.45;
/// Elasticity of the median peak in a price rise.
pub const BY_PRICE: [f64; 2] = [0.3, 1.8];
/// Below this the gain budget has to stay.
pub const LARGEST_GAIN: f64 = 1.0;

/// What was asked and what was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bound {
    /// In words.
    pub what: String,
    /// What was found.
    pub found: f64,
    /// Smallest and largest value allowed; `None` is no end.
    pub allowed: [Option<f64>; 2],
    /// Whether it is kept.
    pub kept: bool,
}

impl Bound {
    pub(super) fn new(what: impl Into<String>, found: f64, allowed: [Option<f64>; 2]) -> Self {
        let kept = allowed[0].is_none_or(|low| found >= low) && allowed[1].is_none_or(|high| found <= high);
        Self { what: what.into(), found, allowed, kept }
    }
}
