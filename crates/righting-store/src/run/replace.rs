//! The place where a run that is to replace another is written, beside it under a name that is nobody's: `.NAME.righting`
//! with a mark in it, or with a number where that name is taken.

use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::disk::{atomic, own};
use crate::error::StoreError;
use crate::run::record::read_record;

const MARK: &str = "replacement-by-righting";
/// Names tried before giving up.
const MOST: u32 = 1000;

/// A marked folder beside a run.
#[derive(Debug)]
pub(crate) struct Stage {
    target: PathBuf,
    home: PathBuf,
}

impl Stage {
    fn nth(target: &Path, n: u32) -> Self {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let number = if n == 1 { String::new() } else { format!("-{n}") };
        Self { target: target.to_owned(), home: target.with_file_name(format!(".{name}.righting{number}")) }
    }

    fn is_ours(&self) -> bool {
        let plain = |path: &Path, file: bool| {
            path.symlink_metadata().is_ok_and(|found| if file { found.is_file() } else { found.is_dir() })
        };
        plain(&self.home, false) && plain(&self.home.join(MARK), true)
    }

    /// The one that an earlier session made.
    pub(crate) fn find(target: &Path) -> Option<Self> {
        let there = |stage: &Self| stage.home.symlink_metadata().is_ok();
        (1..=MOST).map(|n| Self::nth(target, n)).take_while(there).find(Self::is_ours)
    }

    /// The one of an earlier session, or a new one.
    pub(crate) fn make(target: &Path) -> Result<Self, StoreError> {
        if let Some(stage) = Self::find(target) {
            return Ok(stage);
        }
        let failed = |path: &Path, error| Err(StoreError::io(path, "created", error));
        for stage in (1..=MOST).map(|n| Self::nth(target, n)) {
            match fs::create_dir(&stage.home) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                Err(error) => return failed(&stage.home, error),
            }
            return match OpenOptions::new().write(true).create_new(true).open(stage.home.join(MARK)) {
                Ok(_) => Ok(stage),
                Err(error) => failed(&stage.home.join(MARK), error),
            };
        }
        failed(target, ErrorKind::AlreadyExists.into())
    }

    /// The run being written.
    pub(crate) fn replacement(&self) -> PathBuf {
        self.home.join("new")
    }

    /// The run before it, while the two change places.
    fn old(&self) -> PathBuf {
        self.home.join("old")
    }

    /// Puts the new run in the place of the old one; the old one goes only after that.
    pub(crate) fn swap(&self) -> Result<(), StoreError> {
        own::remove(&self.old())?;
        if self.target.exists() {
            drop(own::lock(&self.target)?);
            moved(&self.target, &self.old())?;
        }
        if let Err(error) = moved(&self.replacement(), &self.target) {
            moved(&self.old(), &self.target)?;
            return Err(error);
        }
        atomic::sync_folder(self.target.parent().unwrap_or(Path::new(".")));
        self.clear()
    }

    /// Takes away what this stage holds, and nothing else.
    pub(crate) fn clear(&self) -> Result<(), StoreError> {
        own::remove(&self.replacement())?;
        own::remove(&self.old())?;
        let failed = |error| StoreError::io(&self.home, "removed", error);
        fs::remove_file(self.home.join(MARK)).map_err(failed)?;
        fs::remove_dir(&self.home).map_err(failed)
    }

    /// Ends what a kill interrupted: the run is in its place again, the new one if it is complete.
    pub(crate) fn recover(target: &Path) -> Result<(), StoreError> {
        let Some(stage) = Self::find(target) else { return Ok(()) };
        let is_there = |path: PathBuf| path.symlink_metadata().is_ok();
        if !is_there(stage.old()) {
            // A mark alone is what a kill leaves after the exchange, or before the new run has begun.
            return if is_there(stage.replacement()) { Ok(()) } else { stage.clear() };
        }
        if target.symlink_metadata().is_err() {
            let complete = read_record(&stage.replacement()).is_ok();
            moved(&if complete { stage.replacement() } else { stage.old() }, target)?;
        }
        if is_there(stage.replacement()) { own::remove(&stage.old()) } else { stage.clear() }
    }
}

fn moved(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|error| StoreError::io(from, "moved", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_that_a_kill_left_goes_and_a_new_run_under_way_stays() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("run");
        let home = Stage::make(&target).unwrap().home;
        Stage::recover(&target).unwrap();
        assert!(!home.exists());
        let stage = Stage::make(&target).unwrap();
        fs::create_dir(stage.replacement()).unwrap();
        Stage::recover(&target).unwrap();
        assert!(stage.replacement().exists());
    }
}
