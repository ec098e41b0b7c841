//! How a command ends when it does not end well.

use std::error::Error;
use std::io::ErrorKind;

use miette::Diagnostic;
use righting_classics::ClassicError;
use righting_export::ExportError;
use righting_lab::{LabError, RunnerError};
use righting_report::{FromRunError, counted};
use righting_scenario::{ScenarioError, Warning};
use righting_serve::ServeError;
use righting_store::StoreError;
use righting_world::WorldError;

use crate::options::offering;
use crate::session::{is_held, say};
use crate::text::cut_lines;

/// Warnings printed in full; a command that is not `validate` counts the others.
const MOST_WARNINGS: usize = 5;

/// Prints what may be wrong with a scenario that runs.
pub fn warn(warnings: &[Warning]) {
    for warning in warnings.iter().take(MOST_WARNINGS) {
        say(&cut_lines(&shown(&miette::Report::new(warning.clone()))));
    }
    if let Some(more) = warnings.len().checked_sub(MOST_WARNINGS).filter(|more| *more > 0) {
        let more = counted(more as u64, "more warning", "more warnings");
        say(&format!("{more}: `righting validate` lists them all"));
    }
}

/// A report as the terminal shows it; without colours where a caller in this process hears.
fn shown(report: &miette::Report) -> String {
    if !is_held() {
        return format!("{report:?}");
    }
    let mut text = String::new();
    let plain = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor());
    match plain.render_report(&mut text, report.as_ref()) {
        Ok(()) => text,
        Err(_) => report.to_string(),
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
    /// The command line is no command: exit code 2.
    Usage(String),
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
    fn of(error: &impl Error, help: Option<String>) -> Self {
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
    pub fn report(self) -> u8 {
        match self {
            Self::Check(message) => {
                say(&cut_lines(&message));
                1
            }
            Self::Kept(report) => {
                say(&cut_lines(&shown(&report)));
                1
            }
            Self::Input(report) => {
                say(&cut_lines(&shown(&report)));
                2
            }
            Self::Interrupted(message) => {
                say(&cut_lines(&message));
                130
            }
            Self::Usage(message) => {
                say(message.trim_end());
                2
            }
            Self::BrokenPipe => 0,
        }
    }
}

impl From<Box<ScenarioError>> for Fail {
    fn from(error: Box<ScenarioError>) -> Self {
        let of_the_disk = matches!(*error, ScenarioError::Unwritable { .. });
        let report = miette::Report::new_boxed(error);
        if of_the_disk { Self::Kept(report) } else { Self::Input(report) }
    }
}

impl From<WorldError> for Fail {
    fn from(error: WorldError) -> Self {
        let help = error.help().map(str::to_owned);
        Self::Input(Message::of(&error, help).into())
    }
}

impl From<ClassicError> for Fail {
    fn from(error: ClassicError) -> Self {
        let help = "`righting classic --help` names the models and their options".to_owned();
        Self::Input(Message::of(&error, Some(help)).into())
    }
}

impl From<StoreError> for Fail {
    fn from(error: StoreError) -> Self {
        let of_the_disk = error.is_of_the_disk();
        let report = Message::of(&error, offering(|offers| error.help(offers))).into();
        if of_the_disk { Self::Kept(report) } else { Self::Input(report) }
    }
}

impl From<RunnerError> for Fail {
    fn from(error: RunnerError) -> Self {
        match error {
            RunnerError::Interrupted => {
                let how = offering(|offers| offers.go_on(None)).unwrap_or_else(|| "nothing is kept".to_owned());
                Self::Interrupted(format!("interrupted; {how}"))
            }
            RunnerError::Sink(cause) => match cause.downcast::<StoreError>() {
                Ok(error) => (*error).into(),
                Err(cause) => Self::Kept(miette::miette!("{cause}")),
            },
            RunnerError::Store(error) => error.into(),
            RunnerError::Scenario(error) => error.into(),
            RunnerError::Replicate { ref source, .. } => Self::Check(format!("{error}: {source}")),
            RunnerError::Threads(_) => Self::Kept(Message::of(&error, None).into()),
            other => Self::Input(Message::of(&other, offering(|offers| other.help(offers))).into()),
        }
    }
}

impl From<LabError> for Fail {
    fn from(error: LabError) -> Self {
        match error {
            LabError::Runner(error) => error.into(),
            LabError::Plan { path, text, message, span, help } => {
                let code = Some(miette::NamedSource::new(path.display().to_string(), text));
                Self::Input(Message { message, cause: None, help, code, span: Some(span.into()) }.into())
            }
            LabError::NoCases => Self::Check(error.to_string()),
            LabError::NoReplicates => Self::Check(error.to_string()),
            LabError::File { verb, ref source, .. } => {
                let asked = verb == "read" && source.kind() == ErrorKind::NotFound;
                let report = Message::of(&error, offering(|offers| error.help(offers))).into();
                if asked { Self::Input(report) } else { Self::Kept(report) }
            }
            other => Self::Input(Message::of(&other, offering(|offers| other.help(offers))).into()),
        }
    }
}

impl From<ExportError> for Fail {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Store(error) => error.into(),
            ExportError::Runner(error) => error.into(),
            ExportError::Scenario(error) => error.into(),
            ExportError::Io { verb, ref source, .. } => {
                let asked = match source.kind() {
                    // A file, a device or a pipe was named where a folder is to be.
                    ErrorKind::NotADirectory | ErrorKind::AlreadyExists => true,
                    kind => verb == "read" && kind == ErrorKind::NotFound,
                };
                let report = Message::of(&error, error.help().map(str::to_owned)).into();
                if asked { Self::Input(report) } else { Self::Kept(report) }
            }
            ExportError::Format { .. } => Self::Kept(Message::of(&error, error.help().map(str::to_owned)).into()),
            other => Self::Input(Message::of(&other, other.help().map(str::to_owned)).into()),
        }
    }
}

impl From<ServeError> for Fail {
    fn from(error: ServeError) -> Self {
        let report = Message::of(&error, error.help().map(str::to_owned)).into();
        if matches!(error, ServeError::System(_)) { Self::Kept(report) } else { Self::Input(report) }
    }
}

impl From<FromRunError> for Fail {
    fn from(error: FromRunError) -> Self {
        match error {
            FromRunError::Store(error) => error.into(),
            FromRunError::Scenario(error) => error.into(),
            other => {
                let report = Message::of(&other, Some(other.help().to_owned())).into();
                if matches!(other, FromRunError::NotLive { .. }) { Self::Input(report) } else { Self::Kept(report) }
            }
        }
    }
}

#[cfg(test)]
mod tests;
