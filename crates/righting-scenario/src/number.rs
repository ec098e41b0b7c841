//! Where the numbers of a scenario file come from.

use righting_model::Mark;
use serde::{Deserialize, Serialize};

/// A number of the scenario file, with its origin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

/// Prior of a parameter that may be calibrated: uniform from `low` to `high`, or uniform in the logarithm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prior {
    /// Parameter of the model, such as `joining.contagion`.
    pub path: String,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Whether the logarithm is what is uniform.
    pub log: bool,
}
