//! What can go wrong.

use std::io;
use std::path::{Path, PathBuf};

use righting_runner::RunnerError;
use righting_scenario::ScenarioError;
use righting_store::StoreError;

/// Why a run was not exported, or an archive not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The run cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The scenario of the run cannot be read.
    #[error(transparent)]
    Runner(#[from] RunnerError),
    /// The scenario of an archive cannot be read.
    #[error(transparent)]
    Scenario(#[from] Box<ScenarioError>),
    /// A file is there.
    #[error("{} is there already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The disk refused.
    #[error("{} could not be {verb}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried.
        verb: &'static str,
        /// Why not.
        source: io::Error,
    },
    /// A library could not write its format.
    #[error("{} could not be written: {reason}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The summary of a run lacks a quantity.
    #[error("the summary has no `{quantity}` of places and regions; it has {known}")]
    Quantity {
        /// What was asked for.
        quantity: String,
        /// What there is.
        known: String,
    },
    /// A run does not follow from its scenario and seed alone.
    #[error("{} cannot be made again from its scenario and seed: {why}", path.display())]
    NotAlone {
        /// Folder of the run.
        path: PathBuf,
        /// What else it needs.
        why: &'static str,
    },
    /// A file is no archive of a run.
    #[error("{} is no bundle of a run: {reason}", path.display())]
    NoBundle {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl ExportError {
    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Exists { .. } => Some("take another --out"),
            Self::NotAlone { .. } => Some("bundle a run that `righting run` made"),
            Self::NoBundle { .. } => Some("name a file that `righting bundle` wrote"),
            _ => None,
        }
    }

    pub(crate) fn io(path: &Path, verb: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), verb, source }
    }

    pub(crate) fn format(path: &Path, error: impl ToString) -> Self {
        Self::Format { path: path.to_owned(), reason: error.to_string() }
    }

    pub(crate) fn no_bundle(path: &Path, reason: impl ToString) -> Self {
        Self::NoBundle { path: path.to_owned(), reason: reason.to_string() }
    }
}
