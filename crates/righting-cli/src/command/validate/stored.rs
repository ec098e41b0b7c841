//! A stored run or study, checked byte by byte.

use std::path::Path;

use righting_store::StoredRun;

use super::Findings;
use crate::fail::Fail;

/// Files that only stored folders have.
const MARKS: [&str; 4] = ["run.json", "study.json", "fork.json", "classic.json"];

/// Whether a folder is one that a command stored.
pub(super) fn is_stored(folder: &Path) -> bool {
    MARKS.iter().any(|name| folder.join(name).symlink_metadata().is_ok())
}

pub(super) fn check(folder: &Path) -> Result<Findings, Fail> {
    StoredRun::open(folder)?;
    let (path, kind) = (folder.display().to_string(), "run".to_owned());
    Ok(Findings { path, kind, files: 1, faults: Vec::new(), warnings: Vec::new() })
}
