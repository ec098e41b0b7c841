//! Whether a folder that is there fits what is asked for.

use std::path::Path;

use crate::disk::own;
use crate::error::StoreError;
use crate::manifest::{Difference, Manifest, RunRecord, unlike};
use crate::names::RUN_FILE;
use crate::shard::Shard;

/// Why a run cannot go on as another.
pub(crate) fn differs(stored: &Manifest, asked: &Manifest, path: &Path) -> Result<(), StoreError> {
    if let Some(found) = stored.difference(asked) {
        return Err(found.in_folder(path));
    }
    let (have, want) = (stored.replicates, asked.replicates);
    if want < have {
        return Err(StoreError::Fewer { path: path.to_owned(), stored: have, asked: want });
    }
    // The members of a sample belong to its size.
    if want > have && stored.draws.is_some() {
        let found =
            Difference { what: "number of members".to_owned(), stored: have.to_string(), asked: want.to_string() };
        return Err(found.in_folder(path));
    }
    Ok(())
}

/// Whether a folder has the shard that is asked for.
pub(crate) fn is_of(record: &RunRecord, shard: Option<Shard>, asked: &Manifest, path: &Path) -> Result<(), StoreError> {
    let name = |shard: &Option<Shard>| shard.map_or_else(|| "the whole".to_owned(), |shard| shard.to_string());
    let total = (record.manifest.replicates, asked.replicates);
    let found = unlike("part", &record.shard, &shard, name).or_else(|| {
        let total = shard.map_or((0, 0), |_| total);
        unlike("number of replicates", &total.0, &total.1, u32::to_string)
    });
    found.map_or(Ok(()), |found| Err(found.in_folder(path)))
}

/// Whether a folder holds a run and nothing that this program did not make.
pub(crate) fn replaceable(path: &Path) -> Result<(), StoreError> {
    let foreign = |entry: String| StoreError::Foreign { path: path.to_owned(), entry };
    let is_run = path.join(RUN_FILE).is_file();
    let found = if is_run { own::foreign(path)? } else { own::anything(path)? };
    found.map_or(Ok(()), |entry| Err(foreign(entry)))
}
