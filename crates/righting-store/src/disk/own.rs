//! A folder of our own: taken by one process at a time, begun once, or found as a kill left it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use crate::disk::{atomic, checksums, open};
use crate::error::StoreError;
use crate::names::{CHECKSUMS_FILE, CLASSIC_FILE, LOCK, PARTS_FOLDER, RUN_FILE, STUDY_FILE};

/// Takes a folder that is new, or holds no more than a kill leaves before the first file.
pub(crate) fn begin(path: &Path) -> Result<File, StoreError> {
    if !is_unborn(path)? {
        return Err(StoreError::Exists { path: path.to_owned() });
    }
    fs::create_dir_all(path).map_err(|error| StoreError::io(path, "created", error))?;
    let held = lock(path)?;
    // Another process may have begun here before this one took the lock.
    if !is_unborn(path)? {
        return Err(StoreError::Exists { path: path.to_owned() });
    }
    atomic::sweep(path);
    // A folder inside another has its own list from the first file on.
    checksums::begin(path)?;
    Ok(held)
}

/// Refuses to write over a result, unless it is to be replaced. What a kill left of one, listed as this program's and
/// without its `last` file, is none.
///
/// # Errors
/// [`StoreError::Taken`] with the first file that is in the way.
pub fn vacant(folder: &Path, files: &[&str], last: &str, replace: bool) -> Result<(), StoreError> {
    if folder.metadata().is_ok_and(|found| !found.is_dir()) {
        return Err(StoreError::io(folder, "created", ErrorKind::NotADirectory.into()));
    }
    let unfinished = !folder.join(last).exists();
    let list = checksums::Checksums::find(folder)?.filter(|_| unfinished);
    let ours = |file: &str| list.as_ref().is_some_and(|list| list.lists(file));
    match files.iter().find(|file| !replace && folder.join(file).exists() && !ours(file)) {
        Some(file) => Err(StoreError::Taken { path: folder.join(file) }),
        None => Ok(()),
    }
}

/// Whether nothing is there but what this program leaves before its first file: temporary files, its lock, its list,
/// folders without a file.
pub(crate) fn is_unborn(path: &Path) -> Result<bool, StoreError> {
    if path.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(true);
    }
    for (name, is_folder) in entries(path)? {
        let empty = || is_unborn(&path.join(&name));
        let ours = if is_folder { name == PARTS_FOLDER && empty()? } else { is_of_birth(&name) };
        if !ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What may be there before the first file: the lock, the list, and those two or the first file under a temporary name.
fn is_of_birth(name: &str) -> bool {
    let first = [CHECKSUMS_FILE, RUN_FILE, STUDY_FILE, CLASSIC_FILE];
    name == LOCK || name == CHECKSUMS_FILE || first.iter().any(|first| name == atomic::temporary_name(first))
}

/// Takes a folder that is there. A lock that is let go may still be held for a moment by a child process that has not
/// begun its own program yet, so a locked folder is asked for more than once.
pub(crate) fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join(LOCK);
    let file = open::open(&path, OpenOptions::new().read(true).write(true).create(true).truncate(false), "created")?;
    for pause in PAUSES_MS {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(pause)),
            Err(TryLockError::Error(error)) => return Err(StoreError::io(&path, "locked", error)),
        }
    }
    Err(StoreError::Locked { path: folder.to_owned() })
}

/// Between the tries to take a folder: a third of a second in all.
const PAUSES_MS: [u64; 6] = [10, 20, 40, 80, 160, 0];

/// Removes a folder with all in it; a link in it goes, and not what it leads to.
pub(crate) fn remove(folder: &Path) -> Result<(), StoreError> {
    open::linked(folder)?;
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::io(folder, "removed", error)),
        _ => Ok(()),
    }
}

/// Names that folders of runs had before checksums were listed.
const BEFORE: [&str; 5] = ["run.json", "timing.json", "report.html", ".parquet", ".part"];

/// The first thing in a folder of a run that this program did not make.
pub(crate) fn foreign(folder: &Path) -> Result<Option<String>, StoreError> {
    let list = checksums::Checksums::find(folder)?;
    let known = |name: &str| match &list {
        Some(list) => list.lists(name),
        None => BEFORE.iter().any(|end| name.ends_with(end)),
    };
    for (name, is_folder) in entries(folder)? {
        if !is_folder && !is_trace(&name) && !known(&name) {
            return Ok(Some(name));
        }
        let inner = if is_folder { entries(&folder.join(&name))? } else { Vec::new() };
        let strange = |(inner, _): &&(String, bool)| !atomic::is_temporary(inner) && !known(&format!("{name}/{inner}"));
        if let Some((inner, _)) = inner.iter().find(strange) {
            return Ok(Some(format!("{name}/{inner}")));
        }
    }
    Ok(None)
}

/// The first thing in a folder, but for locks and lists.
pub(crate) fn anything(folder: &Path) -> Result<Option<String>, StoreError> {
    Ok(entries(folder)?.into_iter().map(|(name, _)| name).find(|name| !is_trace(name)))
}

/// What every folder of ours has beside its files.
fn is_trace(name: &str) -> bool {
    name == LOCK || name == CHECKSUMS_FILE || atomic::is_temporary(name)
}

/// Names in a folder, sorted, and whether each is a folder.
pub(crate) fn entries(folder: &Path) -> Result<Vec<(String, bool)>, StoreError> {
    let failed = |error| StoreError::io(folder, "read", error);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_folder = entry.file_type().map_err(failed)?.is_dir();
        names.push((entry.file_name().to_string_lossy().into_owned(), is_folder));
    }
    names.sort_unstable();
    Ok(names)
}
