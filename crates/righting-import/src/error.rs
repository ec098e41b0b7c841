//! Why a file of events could not be imported.

use std::path::PathBuf;

use jiff::civil::Date;
use righting_data::DataError;
use righting_scenario::ScenarioError;

/// Why nothing was written. What is wrong with single rows is told in the [`Account`](crate::Account) instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// A file as a whole is not what its form says.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The scenario does not load, before or with the drafts.
    #[error(transparent)]
    Scenario(Box<ScenarioError>),
    /// With the drafts the scenario would not load.
    #[error("with the drafted rows the scenario would not load: {0}")]
    Refused(#[source] Box<ScenarioError>),
    /// A scenario that ships inside the program cannot be written into.
    #[error("`{id}` ships with the program and cannot be written into")]
    Shipped {
        /// Its name.
        id: String,
    },
    /// A scenario in memory has no folder.
    #[error("a scenario in memory has no folder to write into")]
    Memory,
    /// A file could not be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Two files hold the same bytes.
    #[error("`{}` holds the same as `{}`: each event would count twice", second.display(), first.display())]
    Twice {
        /// The one.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// Days that end before they begin.
    #[error("the days covered end on {to}, before they begin on {from}")]
    Backwards {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// The scenario file is no TOML that can be amended.
    #[error("cannot add `records.{key}` to `{}`: {reason}", path.display())]
    Key {
        /// The scenario file.
        path: PathBuf,
        /// The key.
        key: &'static str,
        /// Why.
        reason: String,
    },
    /// A file of a scenario is no TOML.
    #[error("`{}` is no TOML: {reason}", path.display())]
    NoToml {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A folder that was to be new holds something.
    #[error("`{}` is not empty", path.display())]
    Taken {
        /// The folder.
        path: PathBuf,
    },
    /// A file of version 0.1.0 was kept already under the name that another would have.
    #[error("`{}` is there already", path.display())]
    KeptAlready {
        /// The file.
        path: PathBuf,
    },
    /// A file could not be written; the folder is as it was.
    #[error("cannot write `{}`: {reason}; the folder is as it was", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

impl From<Box<ScenarioError>> for ImportError {
    fn from(error: Box<ScenarioError>) -> Self {
        Self::Scenario(error)
    }
}

impl ImportError {
    /// What to do.
    pub fn help(&self) -> Option<String> {
        let told = match self {
            Self::Shipped { id } => format!("copy it first: righting new {id} my-case"),
            Self::Taken { .. } => "take another --out".to_owned(),
            Self::KeptAlready { .. } => "move it elsewhere, or write into a copy with --out".to_owned(),
            Self::Twice { .. } => "name each file once".to_owned(),
            Self::Backwards { .. } => "write the first day first, as in --covers 2022-01-01..2022-01-31".to_owned(),
            Self::Refused(error) => {
                let advice = error.advice().map_or_else(String::new, |advice| format!("{advice}\n"));
                format!(
                    "{advice}nothing was written; if drafts of earlier files stand there, --update takes the new ones"
                )
            }
            Self::Data(error) => match *error.problem {
                righting_data::Problem::Unrecognised { .. } => {
                    "write --format if it is one of them, or --columns date=...,place=... for a table of your own"
                        .to_owned()
                }
                _ => return None,
            },
            _ => return None,
        };
        Some(told)
    }
}
