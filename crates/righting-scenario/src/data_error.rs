//! Faults of tables as faults of a scenario.

use std::ops::Range;
use std::sync::Arc;

use crate::error::ScenarioError;
use crate::location::Location;
use crate::words::cut;

const EXCHANGED: &str = "perhaps the columns `latitude` (north) and `longitude` (east) are exchanged";

/// Whether a latitude can only be a longitude.
fn exchanged(error: &righting_data::DataError) -> bool {
    let righting_data::Problem::Value { found, .. } = error.problem.as_ref() else { return false };
    let east = found.parse().is_ok_and(|value: f64| (90.0..=180.0).contains(&value.abs()));
    east && error.column.as_deref() == Some("latitude")
}

/// What the reader of a table said, at its line.
pub(crate) fn data_error(error: &righting_data::DataError, shown: &str, text: &Arc<str>) -> ScenarioError {
    use righting_data::Problem;
    let problem = error.problem.as_ref();
    let span = error.span.clone().unwrap_or_else(|| line_span(text, error.line));
    let column = error.column.as_ref().map_or_else(String::new, |column| format!("column `{column}`: "));
    // The help line repeats the suggestion and the known names; the message need not.
    let (message, known, nearest) = match problem {
        Problem::Unknown { what, found, nearest, known } => {
            (format!("{column}no {what} is called `{}`", cut(found)), known.as_slice(), nearest.clone())
        }
        Problem::UnknownColumn { found, nearest, known } => {
            (format!("unknown column `{}`", cut(found)), known.as_slice(), nearest.clone())
        }
        Problem::Value { found, expected } => {
            (format!("{column}found `{}`, expected {expected}", cut(found)), &[][..], None)
        }
        Problem::Identifier { found, proposed } => {
            let message =
                format!("{column}found `{found}`, expected an identifier of lower-case letters, digits and hyphens");
            (message, &[][..], proposed.clone())
        }
        other => (format!("{column}{other}"), &[][..], None),
    };
    let expected = (!known.is_empty()).then(|| format!("expected one of {}", crate::error::list(known)));
    let expected = expected.or_else(|| exchanged(error).then(|| EXCHANGED.to_owned()));
    let at = Location::new(shown, Arc::clone(text), span);
    ScenarioError::Data { at: Some(at), message, expected, nearest }
}

/// Bytes of a line, counted from 1, without its end.
pub(crate) fn line_span(text: &str, line: usize) -> Range<usize> {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let length = text[start.min(text.len())..].lines().next().map_or(0, str::len);
    start..start + length
}
