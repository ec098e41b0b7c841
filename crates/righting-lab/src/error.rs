//! Why the laboratory stopped.

use std::error::Error;
use std::path::PathBuf;

use righting_runner::RunnerError;

/// Why the laboratory stopped. A replicate that fails is no such error: it is counted and named.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LabError {
    /// Runs that could not be made, kept or read again.
    #[error(transparent)]
    Runner(#[from] RunnerError),
    /// Runs that cannot be laid side by side.
    #[error("the runs are no pairs: the {what} of the base is {base}, of the other {other}")]
    NoPairs {
        /// What differs.
        what: &'static str,
        /// In the base.
        base: String,
        /// In the other.
        other: String,
    },
    /// A folder of something else than states.
    #[error("`{}` is no fork: it was made by `righting {kind}`", folder.display())]
    NoFork {
        /// The folder.
        folder: PathBuf,
        /// Command that made it.
        kind: String,
    },
    /// An engine that this version does not have.
    #[error("`{}` was made with the engine `{found}`, which this version does not have", folder.display())]
    NoEngine {
        /// The folder.
        folder: PathBuf,
        /// Its engine.
        found: String,
    },
    /// Too few countries to leave one out.
    #[error("the cases are of {found} {}, and leaving one out takes 3", if *found == 1 { "country" } else { "countries" })]
    FewCountries {
        /// Countries of the cases.
        found: usize,
    },
    /// A case that was named twice.
    #[error("`{scenario}` is named twice")]
    CaseTwice {
        /// Its id.
        scenario: String,
    },
    /// A run that a scenario and a seed do not make again.
    #[error("`{}` cannot be run again: its replicates took their parameters from a sample", folder.display())]
    NotAgain {
        /// The folder.
        folder: PathBuf,
    },
    /// A replicate that this version of the program runs otherwise than it is stored.
    #[error("replicate {replicate} of `{}` runs otherwise than it is stored", folder.display())]
    RunsOtherwise {
        /// The folder.
        folder: PathBuf,
        /// Number of the replicate.
        replicate: u32,
    },
    /// A replicate that a run does not have.
    #[error("`{}` has no replicate {replicate} that succeeded", folder.display())]
    NoReplicate {
        /// The folder.
        folder: PathBuf,
        /// Number of the replicate.
        replicate: u32,
    },
    /// A claim that names something that is not there.
    #[error("the claim `{claim}` names the {what} `{name}`, and there is none")]
    ClaimNames {
        /// Identifier of the claim.
        claim: String,
        /// What it names.
        what: String,
        /// The name.
        name: String,
    },
    /// Too few dated regions to leave one out.
    #[error("the record of `{scenario}` dates the onset of {found} regions, and leaving one out takes 3")]
    FewOnsets {
        /// The scenario.
        scenario: String,
        /// Regions dated.
        found: usize,
    },
    /// A trial of accounts of another scenario.
    #[error("the trial in `{}` is not one of `{scenario}` as it stands now", folder.display())]
    OtherTrial {
        /// The trial.
        folder: PathBuf,
        /// The scenario.
        scenario: String,
    },
    /// A file that is no trial of accounts.
    #[error("`{}` is not what `righting trial` writes: {message}", path.display())]
    NoTrial {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// A claim whose change cannot be read.
    #[error("a claim asks for a change that cannot be read: {0}")]
    ClaimChange(String),
    /// A date on which nothing is simulated.
    #[error("{date} lies outside the run, which goes from {first} to {last}")]
    OutsideRun {
        /// The date.
        date: jiff::civil::Date,
        /// First simulated date.
        first: jiff::civil::Date,
        /// Last simulated date.
        last: jiff::civil::Date,
    },
    /// A folder that holds another study, or something else.
    #[error("`{}` holds another study: its {what} is {stored}, not {asked}", path.display())]
    OtherStudy {
        /// The folder.
        path: PathBuf,
        /// What differs.
        what: &'static str,
        /// In the folder.
        stored: String,
        /// As asked for now.
        asked: String,
    },
    /// A scenario without a shock to scale.
    #[error("scenario `{scenario}` has no price shock to scale{}", if found.is_empty() { String::new() } else { format!(" called `{found}`") })]
    NoShock {
        /// Its id.
        scenario: String,
        /// The name that was asked for; empty if none was.
        found: String,
        /// Price shocks that it has.
        known: Vec<String>,
    },
    /// A future in which a stored state cannot go on.
    #[error("this future may differ from the past already on {possible}, before the fork at the start of {at}")]
    NoFuture {
        /// First date on which it may differ.
        possible: jiff::civil::Date,
        /// Date of the fork.
        at: jiff::civil::Date,
    },
    /// No replicate ended with a trace.
    #[error("no replicate succeeded, so there is nothing to hold against the record")]
    NoReplicates,
    /// The scenario has no targets.
    #[error("scenario `{scenario}` has no targets to fit to")]
    NoTargets {
        /// Its id.
        scenario: String,
    },
    /// The scenario has no priors.
    #[error("scenario `{scenario}` has no priors, so no parameter may be moved")]
    NoPriors {
        /// Its id.
        scenario: String,
    },
    /// A plan of a fit that is not valid TOML or lacks something.
    #[error("{message}")]
    Plan {
        /// The file.
        path: PathBuf,
        /// Its text.
        text: String,
        /// What is wrong, and what was expected.
        message: String,
        /// Bytes of the text that are wrong.
        span: std::ops::Range<usize>,
        /// What may help.
        help: Option<String>,
    },
    /// A forecast from a date on which nothing had begun.
    #[error("a forecast as of {date} has no past: the scenario starts on {start}")]
    TooEarly {
        /// The date asked for.
        date: jiff::civil::Date,
        /// First day of the scenario.
        start: jiff::civil::Date,
    },
    /// A forecast from a date that the scenario does not reach.
    #[error("{date} lies beyond the scenario, whose last day is {end}")]
    TooLate {
        /// The date asked for.
        date: jiff::civil::Date,
        /// Last day of the scenario.
        end: jiff::civil::Date,
    },
    /// A parameter fitted to the whole record that a forecast cannot draw anew.
    #[error("`{path}` was fitted to the whole record of `{scenario}` and has no prior to draw it from")]
    NoPrior {
        /// The parameter.
        path: String,
        /// The scenario.
        scenario: String,
    },
    /// A folder that holds no forecast, or a broken one.
    #[error("`{}` is no forecast: {reason}", path.display())]
    NotForecast {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A run of other days, regions or places than those of the scenario that it is held against.
    #[error("`{}` has {found}, the scenario `{scenario}` has {expected}", path.display())]
    OtherShape {
        /// Folder of the run.
        path: PathBuf,
        /// Days, regions and places of the run.
        found: String,
        /// The scenario.
        scenario: String,
        /// Days, regions and places of the scenario.
        expected: String,
    },
    /// A forecast of another scenario than that it is held against.
    #[error("a forecast of `{found}` cannot be held against the record of `{scenario}`")]
    OtherScenario {
        /// Scenario of the forecast.
        found: String,
        /// The one asked for.
        scenario: String,
    },
    /// Two forecasts of one date would count every case of it twice.
    #[error("two of the forecasts are as of {as_of}, and would count its cases twice")]
    SameDate {
        /// The date.
        as_of: jiff::civil::Date,
    },
    /// A future ends before the states that it continues.
    #[error("the future ends on {end}, and the states are held at {at}")]
    EndsBefore {
        /// Last day of the future.
        end: jiff::civil::Date,
        /// Midnight at which the states are held.
        at: jiff::civil::Date,
    },
    /// Nothing of the record lies in any horizon.
    #[error("no number of the record lies in the horizon of a forecast, so there is nothing to score")]
    NoCases,
    /// The log of trials on disk belongs to another fit.
    #[error("`{}` is the log of another fit: trial {trial} differs", path.display())]
    OtherFit {
        /// The log.
        path: PathBuf,
        /// First trial that differs.
        trial: usize,
    },
    /// A file could not be read or written.
    #[error("cannot {verb} `{}`", path.display())]
    File {
        /// What was attempted.
        verb: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// A step that does not divide a day cannot be halved again.
    #[error("a step of {minutes} minutes cannot be halved")]
    Odd {
        /// The step.
        minutes: u32,
    },
}

impl From<righting_store::StoreError> for LabError {
    fn from(error: righting_store::StoreError) -> Self {
        Self::Runner(error.into())
    }
}

impl From<Box<righting_scenario::ScenarioError>> for LabError {
    fn from(error: Box<righting_scenario::ScenarioError>) -> Self {
        Self::Runner(error.into())
    }
}

impl LabError {
    pub(crate) fn sink(error: impl Error + Send + Sync + 'static) -> Self {
        RunnerError::sink(error).into()
    }

    pub(crate) const fn interrupted() -> Self {
        Self::Runner(RunnerError::Interrupted)
    }

    pub(crate) fn file(verb: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { verb, path, source }
    }
}

/// What to say of a name that is no parameter, and what may help: what replaced it, or the nearest name there is.
pub(crate) fn no_parameter(path: &str, nearest: Option<&str>) -> (String, Option<String>) {
    match righting_model::replacement(path) {
        Some(by) => (format!("`{path}` is of the model of version 0.1.0"), Some(by.to_owned())),
        None => (
            format!("no parameter is called `{}`", righting_scenario::cut(path)),
            nearest.map(|near| format!("the nearest name is `{near}`")),
        ),
    }
}
