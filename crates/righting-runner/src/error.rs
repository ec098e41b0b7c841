//! Why runs could not be made, kept or read again.

use std::error::Error;
use std::path::PathBuf;

use jiff::civil::Date;
use righting_store::Offers;

/// What to do about what another version made.
pub const AGAIN: &str = "use the version that made it, or make it again";

/// Why runs could not be made, kept or read again. A replicate that fails is no such error: it is counted and named.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunnerError {
    /// The worker threads could not be started.
    #[error("cannot start the worker threads")]
    Threads(#[source] rayon::ThreadPoolBuildError),
    /// The results could not be kept.
    #[error("cannot keep the results")]
    Sink(#[source] Box<dyn Error + Send + Sync>),
    /// A run could not be stored or read.
    #[error(transparent)]
    Store(#[from] righting_store::StoreError),
    /// A scenario that cannot be read.
    #[error(transparent)]
    Scenario(#[from] Box<righting_scenario::ScenarioError>),
    /// A stored run whose scenario this version of the program reads differently.
    #[error("the scenario of `{}` was run by version {version} and reads differently now", folder.display())]
    Stale {
        /// The run.
        folder: PathBuf,
        /// Version that made it.
        version: String,
    },
    /// A job of another version of the program.
    #[error("a job of `{scenario}` was made by version {found}, and this is version {}", env!("CARGO_PKG_VERSION"))]
    OtherVersion {
        /// Its scenario.
        scenario: String,
        /// The version that made it.
        found: String,
    },
    /// Chances that are to be others from a date that the scenario does not have.
    #[error("the chances of a job of `{scenario}` change on {from}, which is none of its days, {first} to {last}")]
    OutsideDays {
        /// Its scenario.
        scenario: String,
        /// The date.
        from: Date,
        /// First day.
        first: Date,
        /// Last day.
        last: Date,
    },
    /// The table of trials on disk belongs to another study.
    #[error("part {part} of the table of trials belongs to another study: it lacks trial {trial} as asked for")]
    OtherTrials {
        /// Number of the part.
        part: u32,
        /// First trial of the part.
        trial: u32,
    },
    /// A replicate of a study failed.
    #[error("replicate {replicate} failed")]
    Replicate {
        /// Its number.
        replicate: u32,
        /// Why.
        #[source]
        source: righting_model::Failure,
    },
    /// The work was interrupted; what was done by then is kept.
    #[error("interrupted")]
    Interrupted,
}

impl RunnerError {
    /// Results that could not be kept.
    pub fn sink(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Sink(Box::new(error))
    }
}

impl RunnerError {
    /// What to do about it, for a command with these options.
    pub fn help(&self, offers: Offers<'_>) -> Option<String> {
        match self {
            Self::Store(error) => error.help(offers),
            Self::OtherTrials { .. } => Some(offers.elsewhere("what the folder began with")),
            Self::Stale { .. } | Self::OtherVersion { .. } => Some(AGAIN.to_owned()),
            _ => None,
        }
    }
}
