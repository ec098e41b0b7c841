//! Opening without following links: what a folder of ours holds lies in it.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::path::Path;

use crate::error::StoreError;

/// Opens a file to be read; a link in its place is refused.
pub(crate) fn read(path: &Path) -> Result<File, StoreError> {
    open(path, OpenOptions::new().read(true), "opened")
}

/// Opens a file with `options`; a link, or anything else that is no plain file, is refused.
pub(crate) fn open(path: &Path, options: &mut OpenOptions, action: &'static str) -> Result<File, StoreError> {
    plain(path)?;
    no_follow(options);
    let file = options.open(path).map_err(|error| StoreError::io(path, action, error))?;
    let kind = file.metadata().map_err(|error| StoreError::io(path, "read", error))?;
    if kind.is_file() { Ok(file) } else { Err(StoreError::broken(path, "it is no file")) }
}

/// Makes a folder inside one of ours, or finds it there; a link in its place is refused.
pub(crate) fn folder(path: &Path) -> Result<(), StoreError> {
    match fs::create_dir(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => linked(path),
        Err(error) => Err(StoreError::io(path, "created", error)),
    }
}

/// Refuses a link.
pub(crate) fn linked(path: &Path) -> Result<(), StoreError> {
    match path.symlink_metadata() {
        Ok(found) if found.file_type().is_symlink() => Err(StoreError::Link { path: path.to_owned() }),
        _ => Ok(()),
    }
}

/// Refuses what is there and no plain file: opening a pipe would wait for ever.
fn plain(path: &Path) -> Result<(), StoreError> {
    linked(path)?;
    match path.symlink_metadata() {
        Ok(found) if !found.is_file() => Err(StoreError::broken(path, "it is no file")),
        _ => Ok(()),
    }
}

/// Between the look and the opening a link may come: the system refuses it then.
#[cfg(unix)]
fn no_follow(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags(libc::O_NOFOLLOW);
}

#[cfg(not(unix))]
fn no_follow(_: &mut OpenOptions) {}
