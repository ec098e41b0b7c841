//! What a scenario says that may be wrong, though it runs.

use serde::Serialize;
use serde::ser::SerializeStruct;

use crate::location::Location;

/// A doubt about a scenario: two of its inputs that do not fit together, or one that matches nothing. The scenario
/// runs; an error is what keeps it from running.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct Warning {
    /// Stable name of the kind of doubt, such as `place_outside_region`.
    pub kind: &'static str,
    /// What does not fit, with both values.
    pub message: String,
    /// Where the first of the two stands.
    pub at: Location,
    /// Where the second stands, if it is written somewhere.
    pub other: Option<Location>,
    /// What to do.
    pub help: Option<String>,
}

impl Warning {
    pub(crate) fn new(kind: &'static str, at: Location, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), at, other: None, help: None }
    }

    /// The same with the place of what it contradicts.
    pub(crate) fn against(mut self, other: Location) -> Self {
        self.other = Some(other);
        self
    }

    /// The same with what to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The warning in one line, for those who cannot show the lines of the file.
    pub fn one_line(&self) -> String {
        let other = self.other.as_ref().map_or_else(String::new, |other| format!(" (the other: {other})"));
        let help = self.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
        format!("{}: {}{other}{help}", self.at, self.message)
    }
}

impl miette::Diagnostic for Warning {
    fn severity(&self) -> Option<miette::Severity> {
        Some(miette::Severity::Warning)
    }

    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(format!("scenario::{}", self.kind)))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        let elsewhere = self.other.as_ref().filter(|other| !self.together(other));
        let elsewhere = elsewhere.map(|other| format!("the other of the two stands at {other}"));
        let parts: Vec<String> = self.help.clone().into_iter().chain(elsewhere).collect();
        (!parts.is_empty()).then(|| Box::new(parts.join("\n")) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.at as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        let span = self.at.shown.span.clone();
        let first = miette::LabeledSpan::new_primary_with_span(Some("this".to_owned()), span);
        let second = self.other.as_ref().filter(|other| self.together(other));
        let second = second
            .map(|other| miette::LabeledSpan::new_with_span(Some("and this".to_owned()), other.shown.span.clone()));
        Some(Box::new(std::iter::once(first).chain(second)))
    }
}

impl Warning {
    /// Whether both stand in one text as it is shown, and apart.
    fn together(&self, other: &Location) -> bool {
        other.file == self.at.file && other.shown.text == self.at.shown.text && other.span != self.at.span
    }
}

/// The keys are a promise to scripts: `kind`, `message`, `file`, `line`, `column`, `other`, `help`.
impl Serialize for Warning {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Warning", 7)?;
        object.serialize_field("kind", self.kind)?;
        object.serialize_field("message", &self.message)?;
        object.serialize_field("file", &self.at.file)?;
        object.serialize_field("line", &self.at.line)?;
        object.serialize_field("column", &self.at.column)?;
        object.serialize_field("other", &self.other.as_ref().map(ToString::to_string))?;
        object.serialize_field("help", &self.help)?;
        object.end()
    }
}
