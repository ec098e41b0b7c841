//! The files of a scenario, to be sent where it is run.

use std::collections::BTreeMap;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use righting_scenario::{Scenario, Source};

/// Path of a scenario's own file among all files that it is read from, those that it builds on too, and their texts by path.
/// Written below one folder, they are the same scenario.
#[pyfunction]
pub fn scenario_files(source: &str) -> PyResult<(String, BTreeMap<String, String>)> {
    let scenario = Scenario::load(&Source::from_argument(source), &[])
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    let bundle = scenario.bundle();
    let own = bundle.scenarios.first().cloned().unwrap_or_default();
    Ok((own, bundle.files))
}
