//! How an error is shown: the lines of the file, labels, help.

use crate::error::ScenarioError;
use crate::location::Location;

impl ScenarioError {
    fn second_label(&self) -> Option<(&Location, &'static str)> {
        let (at, other, text) = match self {
            Self::Duplicate { at, first, .. } => (at, first, "first given here"),
            Self::Overlap { at, first_at, .. } => (at, first_at, "this one still stands"),
            Self::Inconsistent { at, other: Some(other), .. } => (at, other, "and this"),
            _ => return None,
        };
        // Both must stand in one text; a text that is cut is cut around one place.
        let together = other.file == at.file && other.shown.text == at.shown.text;
        (together && other.span != at.span).then_some((other, text))
    }

    fn first_label(&self) -> &'static str {
        match self {
            Self::UnknownKey { .. } => "nothing reads this key",
            Self::WrongType { .. } => "wrong type",
            Self::Missing { .. } => "in this table",
            Self::UnknownName { .. } | Self::UnknownScenario { .. } => "not known",
            Self::Duplicate { .. } => "given again here",
            Self::OutOfRange { .. } => "out of range",
            Self::Misplaced { .. } => "does not belong here",
            Self::Contradiction { .. } => "one of the two",
            Self::Overlap { .. } => "begins again here",
            Self::Cycle { .. } | Self::GuaranteeCycle { .. } => "closes the circle",
            Self::OutsideFolder { .. } => "leaves the folder",
            Self::Unreadable { .. } => "named here",
            _ => "here",
        }
    }
}

impl miette::Diagnostic for ScenarioError {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(format!("scenario::{}", self.kind())))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        let nearest = self.nearest().map(|name| format!("did you mean `{name}`?"));
        let elsewhere = match self {
            Self::Inconsistent { other: Some(other), .. } if self.second_label().is_none() => {
                Some(format!("(the other: {other})"))
            }
            _ => None,
        };
        let parts: Vec<String> = nearest.into_iter().chain(self.expected()).chain(elsewhere).collect();
        (!parts.is_empty()).then(|| Box::new(parts.join(" ")) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.location().map(|at| at as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        let at = self.location()?;
        let label = |text: &str, span: &std::ops::Range<usize>| {
            miette::LabeledSpan::new(Some(text.to_owned()), span.start, span.len())
        };
        let first = Some(self.first_label().to_owned());
        let primary = miette::LabeledSpan::new_primary_with_span(first, at.shown.span.clone());
        let second = self.second_label().map(|(other, text)| label(text, &other.shown.span));
        Some(Box::new(std::iter::once(primary).chain(second)))
    }
}

/// A location is the file that it stands in, named, as a message shows it.
impl miette::SourceCode for Location {
    fn read_span<'a>(
        &'a self,
        span: &miette::SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, miette::MietteError> {
        let inner = self.shown.text.read_span(span, before, after)?;
        // The column is that of the file, also where the line before it is cut.
        let own = (before, after) == (0, 0) && span.offset() == self.shown.span.start;
        let column = if own { self.column - 1 } else { inner.column() };
        Ok(Box::new(miette::MietteSpanContents::new_named(
            self.file.clone(),
            inner.data(),
            *inner.span(),
            inner.line(),
            column,
            inner.line_count(),
        )))
    }
}
