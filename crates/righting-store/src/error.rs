//! What can go wrong with a run on disk.

use std::io;
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;

use crate::names::{CHECKSUMS_FILE, FORMAT};
use crate::shard::Shard;

/// Why a run could not be stored or read. Every message names the folder or file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder holds something already.
    #[error("{} exists already", path.display())]
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
    #[error("{} exists already and would be replaced", path.display())]
    Taken {
        /// The file.
        path: PathBuf,
    },
    /// The folder holds something that this program did not make, so it is not replaced.
    #[error("{} holds `{entry}`, which is not part of a run, so it is not replaced", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// What it holds.
        entry: String,
    },
    /// A link where a file or folder of a run should be.
    #[error("{} is a link, and links inside a folder of results are not followed", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// A folder without a list of checksums.
    #[error("{} holds no {}, so nothing in it can be checked", path.display(), CHECKSUMS_FILE)]
    Unlisted {
        /// The folder.
        path: PathBuf,
    },
    /// A folder that another version of the program made.
    #[error("{} has format {format}{}, this program reads {}", path.display(), unchecked(*format), FORMAT)]
    Old {
        /// The folder.
        path: PathBuf,
        /// Its format.
        format: u32,
    },
    /// The run has more replicates than are asked for now.
    #[error("{} cannot be resumed: it has {stored} replicates, more than {asked}", path.display())]
    Fewer {
        /// The folder.
        path: PathBuf,
        /// Replicates of the stored run.
        stored: u32,
        /// As asked for.
        asked: u32,
    },
    /// There is no run.
    #[error("{} holds no run: there is no run.json in it", path.display())]
    NoRun {
        /// The folder.
        path: PathBuf,
    },
    /// There is no study.
    #[error("{} holds no study: there is no study.json in it", path.display())]
    NoStudy {
        /// The folder.
        path: PathBuf,
    },
    /// The run was interrupted and not finished.
    #[error("{} is an unfinished run ({done} of {total} replicates)", path.display())]
    Unfinished {
        /// The folder.
        path: PathBuf,
        /// Replicates stored.
        done: usize,
        /// Replicates asked for.
        total: u32,
    },
    /// A part of a run or study, read as if it were one.
    #[error("{} is part {shard} of a {of}, and no {of} by itself", path.display())]
    Part {
        /// The folder.
        path: PathBuf,
        /// Which part.
        shard: Shard,
        /// Command that makes the whole.
        of: String,
    },
    /// A part of a study that was interrupted and not finished.
    #[error("{} is an unfinished part of a {of} ({reason})", path.display())]
    UnfinishedPart {
        /// The folder.
        path: PathBuf,
        /// Command that makes the whole.
        of: String,
        /// What it has, or what it lacks.
        reason: String,
    },
    /// A folder to be merged is no part of a run or study.
    #[error("{} is no part of a run or study", path.display())]
    NoShard {
        /// The folder.
        path: PathBuf,
    },
    /// The folder to merge into is one of the parts.
    #[error("{} is one of the parts, and the whole needs a folder of its own", path.display())]
    IntoShard {
        /// The folder.
        path: PathBuf,
    },
    /// A folder to be merged is part of another run or study.
    #[error("{} is part of another {of} than {}: its {difference}", path.display(), first.display())]
    ForeignShard {
        /// Command that makes the whole.
        of: String,
        /// The folder.
        path: PathBuf,
        /// The first part that was named.
        first: PathBuf,
        /// What is how in the folder, and not as in the first part.
        difference: String,
    },
    /// A replicate, or a set of a study, is in two parts and differs.
    #[error("{piece} {number} is in {} and in {}, and differs", one.display(), other.display())]
    Disagree {
        /// What it is: `replicate`, `pair` or `set`.
        piece: &'static str,
        /// Its number.
        number: u32,
        /// A part that has it.
        one: PathBuf,
        /// Another.
        other: PathBuf,
    },
    /// Replicates of a run, or sets of a study, are in no part.
    #[error("none of the folders has {piece} {number}; {missing} of {total} are missing{}", shard.map_or_else(String::new, |shard| format!(" (those of part {shard})")))]
    Gap {
        /// What they are: `replicate`, `pair` or `set`.
        piece: &'static str,
        /// The number of the first.
        number: u32,
        /// How many.
        missing: usize,
        /// How many the whole has.
        total: u32,
        /// The part that lacks, if it is one alone.
        shard: Option<Shard>,
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
        what: String,
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

/// What a folder of an old format cannot tell.
fn unchecked(format: u32) -> &'static str {
    if format < CHECKED { ", which has no checksums, so that nothing shows whether its tables are whole" } else { "" }
}

/// The first format whose folders list checksums.
const CHECKED: u32 = 3;

impl StoreError {
    /// Whether the disk or the system is at fault, and not what was asked for.
    pub fn is_of_the_disk(&self) -> bool {
        match self {
            Self::DiskFull { .. } => true,
            Self::Io { action, source, .. } => match source.kind() {
                // A file, a device or a pipe was named where a folder is to be.
                io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => false,
                io::ErrorKind::NotFound => !matches!(*action, "opened" | "read"),
                _ => true,
            },
            _ => false,
        }
    }

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
