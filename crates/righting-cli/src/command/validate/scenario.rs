//! A scenario, checked without running it.

use righting_scenario::{Scenario, Source};

use super::Findings;
use crate::fail::Fail;

/// Loads the scenario and lists what is wrong with it.
pub(super) fn check(argument: &str) -> Result<Findings, Fail> {
    let scenario = Scenario::load(&Source::from_argument(argument), &[])?;
    Ok(Findings {
        path: argument.to_owned(),
        kind: "scenario".to_owned(),
        files: scenario.files.len(),
        faults: Vec::new(),
        warnings: Vec::new(),
    })
}
