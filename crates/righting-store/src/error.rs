//! What can go wrong with a run on disk.

use std::io;
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;

/// Why a run could not be stored or read. Every message names the folder or file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder holds something already.
    #[error("{} exists already: --resume goes on with it, --force replaces it, --out takes another folder", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// A file to be written is there already.
    #[error("{} exists already and is not overwritten", path.display())]
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// A result to be written is there already.
    #[error("{} exists already: --force replaces it, --out takes another folder", path.display())]
    Taken {
        /// The file.
        path: PathBuf,
    },
    /// The folder holds something else than a run, so it is not replaced.
    #[error("{} holds no run.json, so it is no run and is not replaced", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// There is no run.
    #[error("{} holds no run: there is no run.json in it", path.display())]
    NoRun {
        /// The folder.
        path: PathBuf,
    },
    /// The run was interrupted and not finished.
    #[error("{} is an unfinished run ({done} of {total} replicates): finish it with --resume", path.display())]
    Unfinished {
        /// The folder.
        path: PathBuf,
        /// Replicates stored.
        done: usize,
        /// Replicates asked for.
        total: u32,
    },
    /// Replicates are missing, so the tables cannot be made.
    #[error("{} lacks {missing} of {total} replicates", path.display())]
    Incomplete {
        /// The folder.
        path: PathBuf,
        /// Replicates missing.
        missing: usize,
        /// Replicates asked for.
        total: u32,
    },
    /// The folder belongs to another run.
    #[error("{} cannot be resumed: its {what} is {stored}, not {asked}", path.display())]
    Mismatch {
        /// The folder.
        path: PathBuf,
        /// What differs.
        what: &'static str,
        /// In the folder.
        stored: String,
        /// As asked for.
        asked: String,
    },
    /// Another process writes the folder.
    #[error("{} is being written by another process", path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// A replicate that the run does not have, or has already.
    #[error("replicate {replicate} {reason}")]
    Replicate {
        /// Its number.
        replicate: u32,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// No space left.
    #[error("the disk is full: {} could not be written; what was stored before is whole", path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("{} could not be {action}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried, as a participle.
        action: &'static str,
        /// Its reason.
        source: io::Error,
    },
    /// A file does not hold what it should.
    #[error("{} is broken: {reason}", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The run was made without this table.
    #[error("{} has no places: the run was made with tables = \"{tables}\"", path.display())]
    NoPlaces {
        /// The folder.
        path: PathBuf,
        /// Tables that the run has.
        tables: &'static str,
    },
}

impl StoreError {
    pub(crate) fn io(path: &Path, action: &'static str, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path: path.to_owned() },
            _ => Self::Io { path: path.to_owned(), action, source },
        }
    }

    pub(crate) fn broken(path: &Path, reason: impl ToString) -> Self {
        Self::Broken { path: path.to_owned(), reason: reason.to_string() }
    }

    /// A failure of the Parquet writer: nearly always the disk's, which it wraps.
    pub(crate) fn writing(path: &Path, error: ParquetError) -> Self {
        match error {
            ParquetError::External(source) => match source.downcast::<io::Error>() {
                Ok(source) => Self::io(path, "written", *source),
                Err(source) => Self::broken(path, source),
            },
            other => Self::broken(path, other),
        }
    }
}
