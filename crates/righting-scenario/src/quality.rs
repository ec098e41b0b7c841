//! How good the data behind a scenario are, as its author judges them, and whose record its parameters were fitted to.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How good the data behind a scenario are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// The label.
    pub label: QualityLabel,
    /// Why, in a sentence or two.
    pub reason: String,
}

/// The case whose record the fitted parameters of a scenario were found on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FittedTo {
    /// Scenario, such as `kazakhstan-2022`.
    pub case: String,
    /// ISO 3166-1 alpha-3 code of its country.
    pub iso3: String,
}

/// A label of data quality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QualityLabel {
    /// Covariates by region and a dense record: many dated counts from several sources.
    High,
    /// Some covariates by region, and a record of the main days.
    Medium,
    /// Few covariates by region, a thin record, or events that the model has no mechanism for.
    Low,
}

impl QualityLabel {
    /// Name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

impl fmt::Display for QualityLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.label, self.reason)
    }
}
