//! Where the numbers of a scenario come from.

use righting_scenario::Scenario;
use serde::{Deserialize, Serialize};

/// One source of data behind a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct DataSource {
    /// What it is.
    pub title: String,
    /// File of the scenario folder that it went into.
    pub file: String,
    /// Licence or legal status.
    pub licence: String,
    /// Who published it, and by what way it came here.
    pub origin: String,
}

/// The sources of a scenario's data.
pub fn data_sources(scenario: &Scenario) -> Vec<DataSource> {
    let source = |source: &righting_scenario::DataSource| DataSource {
        title: source.title.clone(),
        file: source.file.clone(),
        licence: source.licence.clone(),
        origin: source.origin.clone(),
    };
    scenario.record.sources.iter().map(source).collect()
}
