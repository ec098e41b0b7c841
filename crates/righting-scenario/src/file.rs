//! A file of a scenario.

use serde::{Deserialize, Serialize};

/// A file as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Scenario it belongs to and path inside its folder, such as `kazakhstan-2022/places.csv`.
    pub path: String,
    /// Its text.
    pub text: String,
}
