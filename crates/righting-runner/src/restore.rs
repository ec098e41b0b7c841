//! The scenario of a stored run or study, read again from the files that its folder keeps.

use std::path::Path;

use righting_scenario::{Bundle, Change, File, Scenario, Source};
use righting_store::{Manifest, StoredRun, StudyManifest};

use crate::error::RunnerError;

/// The scenario of a stored run, from the files that the run keeps.
///
/// # Errors
/// When this version of the program reads the files differently than the one that ran them.
pub fn restore(run: &StoredRun) -> Result<Scenario, RunnerError> {
    restore_from(&Origin::from(run.manifest()), run.path())
}

/// What a stored scenario is read back from.
pub struct Origin<'a> {
    version: &'a str,
    scenario_hash: &'a str,
    changes: &'a [Change],
    files: &'a [File],
}

impl<'a> From<&'a Manifest> for Origin<'a> {
    fn from(manifest: &'a Manifest) -> Self {
        let Manifest { version, scenario_hash, changes, files, .. } = manifest;
        Self { version, scenario_hash, changes, files }
    }
}

impl<'a> From<&'a StudyManifest> for Origin<'a> {
    fn from(manifest: &'a StudyManifest) -> Self {
        let StudyManifest { version, scenario_hash, changes, files, .. } = manifest;
        Self { version, scenario_hash, changes, files }
    }
}

/// The scenario of a manifest that stands in `folder`.
///
/// # Errors
/// As [`restore`].
pub fn restore_from(origin: &Origin<'_>, folder: &Path) -> Result<Scenario, RunnerError> {
    let scenario = reload(origin, folder, &[]).map_err(|error| match error {
        RunnerError::Scenario(_) => stale(origin, folder),
        other => other,
    })?;
    if scenario.hash == origin.scenario_hash { Ok(scenario) } else { Err(stale(origin, folder)) }
}

fn stale(origin: &Origin<'_>, folder: &Path) -> RunnerError {
    RunnerError::Stale { folder: folder.to_owned(), version: origin.version.to_owned() }
}

/// The scenario of a manifest with further changes.
///
/// # Errors
/// As [`restore`], and when a change does not fit the scenario.
pub fn reload(origin: &Origin<'_>, folder: &Path, more: &[Change]) -> Result<Scenario, RunnerError> {
    if origin.files.is_empty() {
        return Err(stale(origin, folder));
    }
    let changes: Vec<Change> = origin.changes.iter().chain(more).cloned().collect();
    Ok(Scenario::load(&Source::Bundle(Bundle::of(origin.files)), &changes)?)
}
