//! How a command ends when it does not end well.

use std::error::Error;
use std::process::ExitCode;

use miette::Diagnostic;
use righting_classics::ClassicError;
use righting_lab::LabError;
use righting_report::{FromRunError, counted};
use righting_scenario::{ScenarioError, Warning};
use righting_store::StoreError;

use crate::terminal::cut_lines;

/// Warnings printed in full; a command that is not `validate` counts the others.
const MOST_WARNINGS: usize = 5;

/// Prints what may be wrong with a scenario that runs.
pub fn warn(warnings: &[Warning]) {
    for warning in warnings.iter().take(MOST_WARNINGS) {
        eprintln!("{}", cut_lines(&format!("{:?}", miette::Report::new(warning.clone()))));
    }
    if let Some(more) = warnings.len().checked_sub(MOST_WARNINGS).filter(|more| *more > 0) {
        let more = counted(more as u64, "more warning", "more warnings");
        eprintln!("{more}: `righting validate` lists them all");
    }
}

/// Why a command did not end well.
#[derive(Debug)]
pub enum Fail {
    /// It ran, and a check failed: exit code 1.
    Check(String),
    /// It ran, and the results could not be kept: exit code 1.
    Kept(miette::Report),
    /// The input is bad: exit code 2.
    Input(miette::Report),
    /// Ctrl-C: exit code 130. What to do to go on.
    Interrupted(String),
    /// Whoever read the output has gone: nothing more to say, exit code 0.
    BrokenPipe,
}

/// An error that is a message, a cause and a hint.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{message}")]
pub struct Message {
    message: String,
    #[source]
    cause: Option<Box<dyn Error + Send + Sync>>,
    #[help]
    help: Option<String>,
    #[source_code]
    code: Option<miette::NamedSource<String>>,
    #[label("here")]
    span: Option<miette::SourceSpan>,
}

impl Message {
    fn of(error: impl Error + Send + Sync + 'static, help: Option<String>) -> Self {
        let message = error.to_string();
        // Some messages end with their cause; it need not be said twice.
        let cause = error.source().map(ToString::to_string).filter(|cause| !message.contains(cause.as_str()));
        let cause = cause.map(Into::into);
        Self { message, cause, help, code: None, span: None }
    }
}

impl Fail {
    /// Bad input, with a hint.
    pub fn input(message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), Some(help.into()));
        Self::Input(Message { message, cause: None, help, code: None, span: None }.into())
    }

    /// Prints why, and gives the exit code.
    pub fn report(self) -> ExitCode {
        match self {
            Self::Check(message) => {
                eprintln!("{}", cut_lines(&message));
                ExitCode::from(1)
            }
            Self::Kept(report) => {
                eprintln!("{}", cut_lines(&format!("{report:?}")));
                ExitCode::from(1)
            }
            Self::Input(report) => {
                eprintln!("{}", cut_lines(&format!("{report:?}")));
                ExitCode::from(2)
            }
            Self::Interrupted(message) => {
                eprintln!("{}", cut_lines(&message));
                ExitCode::from(130)
            }
            Self::BrokenPipe => ExitCode::SUCCESS,
        }
    }
}

impl From<Box<ScenarioError>> for Fail {
    fn from(error: Box<ScenarioError>) -> Self {
        Self::Input(miette::Report::new_boxed(error))
    }
}

impl From<ClassicError> for Fail {
    fn from(error: ClassicError) -> Self {
        let help = "`righting classic --help` names the models and their options".to_owned();
        Self::Input(Message::of(error, Some(help)).into())
    }
}

impl From<StoreError> for Fail {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull { .. } => {
                let help = "free some space, then go on with --resume".to_owned();
                Self::Kept(Message::of(error, Some(help)).into())
            }
            StoreError::NoRun { .. } => {
                Self::Input(Message::of(error, Some("name a folder that `righting run` made".to_owned())).into())
            }
            other => Self::Input(Message::of(other, None).into()),
        }
    }
}

impl From<LabError> for Fail {
    fn from(error: LabError) -> Self {
        let help = |text: &str| Some(text.to_owned());
        match error {
            LabError::Interrupted => Self::Interrupted("interrupted; the same command goes on from here".to_owned()),
            LabError::Sink(cause) => match cause.downcast::<StoreError>() {
                Ok(error) => (*error).into(),
                Err(cause) => Self::Kept(miette::miette!("{cause}")),
            },
            LabError::Plan { path, text, message, span, help } => {
                let code = Some(miette::NamedSource::new(path.display().to_string(), text));
                Self::Input(Message { message, cause: None, help, code, span: Some(span.into()) }.into())
            }
            LabError::OtherFit { .. } => Self::Input(
                Message::of(error, help("take another --out, or the plan and scenario it began with")).into(),
            ),
            LabError::NoPairs { .. } => {
                Self::Input(Message::of(error, help("compare runs of one seed, country and length")).into())
            }
            LabError::OutsideRun { .. } => Self::Input(Message::of(error, help("take a date of the run")).into()),
            LabError::OtherStudy { .. } => {
                Self::Input(Message::of(error, help("take another --out, or what the folder began with")).into())
            }
            LabError::NoFuture { .. } => {
                let hint = "fork earlier, or change only what comes after the fork";
                Self::Input(Message::of(error, help(hint)).into())
            }
            LabError::NoShock { ref known, .. } => {
                let hint = match known.as_slice() {
                    [] => "the curve scales a price that rises: give the scenario a shock of kind `price`".to_owned(),
                    known => format!("its price shocks are {}", known.join(", ")),
                };
                Self::Input(Message::of(error, Some(hint)).into())
            }
            LabError::ClaimNames { .. } => Self::Input(
                Message::of(error, help("correct the claim in claims.toml, or add what it names to the record")).into(),
            ),
            LabError::ClaimChange(_) => {
                Self::Input(Message::of(error, help("write `path=value`, as after --set")).into())
            }
            LabError::FewOnsets { .. } => {
                Self::Input(Message::of(error, help("add targets with statistic `onset` for more regions")).into())
            }
            LabError::OtherTrial { .. } | LabError::NoTrial { .. } => {
                Self::Input(Message::of(error, help("give the folder that `righting trial` wrote for it")).into())
            }
            LabError::NoTargets { .. } => {
                Self::Input(Message::of(error, help("give the scenario a `records.targets` file")).into())
            }
            LabError::NoPriors { .. } => Self::Input(
                Message::of(error, help("give the scenario a `[[prior]]` for each parameter to move")).into(),
            ),
            LabError::OtherTrials { .. } => {
                Self::Input(Message::of(error, help("take another --out, or what it began with")).into())
            }
            LabError::Odd { .. } => {
                Self::Input(Message::of(error, help("set `clock.shortest` and `clock.longest` to even numbers")).into())
            }
            LabError::File { ref source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
                Self::Kept(Message::of(error, help("free some space; the same command goes on from here")).into())
            }
            LabError::TooEarly { .. } => {
                Self::Input(Message::of(error, help("name a date after the first day of the scenario")).into())
            }
            LabError::NoPrior { .. } => Self::Input(
                Message::of(
                    error,
                    help("give the scenario a [[prior]] for it, or take the scenario made for forecasts"),
                )
                .into(),
            ),
            LabError::OtherScenario { .. } => {
                Self::Input(Message::of(error, help("name the scenario that the forecasts are of")).into())
            }
            LabError::NoCases => Self::Check(error.to_string()),
            LabError::NotForecast { .. } => {
                Self::Input(Message::of(error, help("name a folder that `righting forecast` made")).into())
            }
            LabError::File { .. } => Self::Input(Message::of(error, None).into()),
            LabError::Store(error) => error.into(),
            LabError::Scenario(error) => error.into(),
            LabError::Stale { .. } => {
                Self::Input(Message::of(error, help("use the version that made the run, or run again")).into())
            }
            LabError::NoReplicates | LabError::Replicate { .. } => {
                let cause = error.source().map_or_else(String::new, |cause| format!(": {cause}"));
                Self::Check(format!("{error}{cause}"))
            }
            other => Self::Kept(Message::of(other, None).into()),
        }
    }
}

impl From<FromRunError> for Fail {
    fn from(error: FromRunError) -> Self {
        match error {
            FromRunError::Store(error) => error.into(),
            other => {
                let help = "the tables are kept; `righting report` tries again".to_owned();
                Self::Kept(Message::of(other, Some(help)).into())
            }
        }
    }
}
