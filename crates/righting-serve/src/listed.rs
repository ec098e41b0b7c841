//! Scenarios and runs as they stand in a list.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde::Serialize;
use utoipa::ToSchema;

use crate::origin::Origin;

/// A scenario in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
pub struct ListedScenario {
    /// Where it comes from: `shipped:NAME` or `folder:PATH`.
    #[schema(value_type = String)]
    pub origin: Origin,
    /// One line on it; its path where it cannot be read.
    pub title: String,
    /// First day; absent where it cannot be read.
    pub start: Option<String>,
    /// Days simulated.
    pub days: Option<u32>,
    /// Residents.
    pub people: Option<u64>,
    /// Places.
    pub places: Option<usize>,
    /// Label of data quality.
    pub quality: Option<String>,
    /// Things that keep it from running.
    pub faults: usize,
}

/// A stored run or study in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
pub struct ListedRun {
    /// Path under the root.
    pub path: String,
    /// `run`, or the command that made the study.
    pub kind: String,
    /// One line on its scenario.
    pub title: String,
    /// Identifier of its scenario.
    pub scenario: String,
    /// Replicates; absent for a study.
    pub replicates: Option<u32>,
    /// Replicates that failed.
    pub failed: Option<usize>,
    /// Seed, as text.
    pub seed: String,
    /// Changes that it was made with.
    pub changes: Vec<String>,
    /// Why it cannot be opened, if it cannot.
    pub fault: Option<String>,
}

/// What was listed of scenarios, with the hash of the files that it was read from.
#[derive(Default)]
pub struct Listed(pub(crate) Mutex<BTreeMap<Origin, (blake3::Hash, ListedScenario)>>);
