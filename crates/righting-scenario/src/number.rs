//! Where the numbers of a scenario file come from.

use righting_model::Mark;

/// A number of the scenario file, with its origin.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Number {
    /// Where it stands, such as `price_mangystau.to`.
    pub path: String,
    /// The number as written; a local date-time for a date.
    pub value: String,
    /// Origin; `None` if the scenario does not say.
    pub mark: Option<Mark>,
    /// Source, or why it was assumed.
    pub source: String,
    /// Range of the prior, where it was assumed.
    pub prior: Option<(f64, f64)>,
}
