//! What a setup fixes once for all replicates: distances, assembly choices, income classes. Columns and no laws;
//! `survey.rs` fills them in.

use std::sync::Arc;

use crate::channels::Channels;
use crate::country::{INCOME_CLASSES, STRATA};
use crate::spread::Spread;

/// What the country alone fixes, whatever the parameters.
pub(crate) struct Ground {
    /// Distances between places, km; rows from, columns to.
    pub distance: Vec<Vec<f64>>,
    /// Hardship at rest, by place and income class.
    pub hardship: Vec<[f32; INCOME_CLASSES]>,
    /// Standard normal quantile of the middle of each income class.
    pub quantiles: [f64; INCOME_CLASSES],
    /// Standard normal quantile of the poverty rate, by place.
    pub lines: Vec<f64>,
}

/// Columns by place that no replicate changes.
pub struct Landscape {
    /// What the country alone fixes: the same for every setup of it.
    pub(crate) ground: Arc<Ground>,
    /// Residents outside the security forces, by place and stratum.
    pub civilians: Vec<[u32; STRATA]>,
    /// Residents of the largest stratum of each income class, by place.
    pub(crate) largest: Vec<[f32; INCOME_CLASSES]>,
    /// Residents serving in the security forces, by place.
    pub serving: Vec<u32>,
    /// Hardship at rest, by place and income class.
    pub hardship: Vec<[f32; INCOME_CLASSES]>,
    /// Exposure to the watched price, by place.
    pub exposure: Vec<f64>,
    /// Legitimacy at rest, by place.
    pub legitimacy: Vec<f64>,
    /// Weight of news from one place (row) in another (column), without the media term.
    pub(crate) news: Vec<Vec<f32>>,
    /// Where people of a place assemble.
    pub assembly: Vec<Vec<Choice>>,
    /// Facilities of a place (indices into `Country::facilities`).
    pub facilities: Vec<Vec<usize>>,
    /// How income is spread over the classes of a place.
    pub(crate) spread: Spread,
    /// How a spark goes through the country.
    pub(crate) channels: Channels,
}

/// One place where people of a home may assemble.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// The place of assembly.
    pub place: usize,
    /// Probability of this choice or an earlier one.
    pub cumulative: f32,
    /// Probability of this choice.
    pub share: f64,
}

/// What `of` place is expected where people with these choices assemble.
pub(crate) fn expected(choices: &[Choice], of: impl Fn(usize) -> f64) -> f64 {
    choices.iter().map(|choice| choice.share * of(choice.place)).sum()
}

/// Middle of class `index` of `classes` equal shares of a distribution on (0, 1).
pub(crate) fn class_middle(index: usize, classes: usize) -> f64 {
    (index as f64 + 0.5) / classes as f64
}
