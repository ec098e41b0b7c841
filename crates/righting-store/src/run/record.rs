//! What `run.json` and `timing.json` hold.

use std::io::{BufReader, ErrorKind};
use std::path::Path;

use righting_model::EngineKind;
use serde::Deserialize;

use crate::disk::json::read_json;
use crate::disk::{older, open};
use crate::error::StoreError;
use crate::manifest::{RunRecord, Status, Timing};
use crate::names::{FORMAT, RUN_FILE, TIMING_FILE};

/// The record of a run, of this format or the one before.
pub(crate) fn read_record(folder: &Path) -> Result<RunRecord, StoreError> {
    let path = folder.join(RUN_FILE);
    if path.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Err(StoreError::NoRun { path: folder.to_owned() });
    }
    let Head { format } = match read_json(&path) {
        Err(StoreError::Unlisted { .. }) => return Err(without_list(folder, &path)),
        other => other?,
    };
    let record: RunRecord = match format {
        FORMAT => read_json(&path)?,
        older::TEXTS => older::read(&path, "/manifest")?,
        _ => return Err(StoreError::Old { path: folder.to_owned(), format }),
    };
    let places = record.manifest.places.iter().all(|place| place.region < record.manifest.regions.len());
    let numbered = record.replicates.iter().map(Status::replicate).eq(record.share());
    let engine = EngineKind::by_name(&record.manifest.engine).is_some();
    let reason = match () {
        () if !engine => format!("there is no engine named {}", record.manifest.engine),
        () if !places => "a place lies in a region that it does not list".to_owned(),
        () if !numbered => "its replicates are not numbered one by one".to_owned(),
        () => return Ok(record),
    };
    Err(StoreError::broken(&path, reason))
}

/// What `run.json` says of its layout, whatever that is.
#[derive(Deserialize)]
struct Head {
    format: u32,
}

/// Versions before format 3 listed no checksums.
fn without_list(folder: &Path, path: &Path) -> StoreError {
    let head = open::read(path).ok().and_then(|file| serde_json::from_reader::<_, Head>(BufReader::new(file)).ok());
    match head {
        Some(Head { format }) if format != FORMAT => StoreError::Old { path: folder.to_owned(), format },
        _ => StoreError::Unlisted { path: folder.to_owned() },
    }
}

/// The times of a run; none yet if a kill came before they were written.
pub(crate) fn read_timing(folder: &Path) -> Result<Option<Timing>, StoreError> {
    let path = folder.join(TIMING_FILE);
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    read_json(&path).map(Some)
}
