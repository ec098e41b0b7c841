//! Every fault of a table at once: a row at fault is left out, and the rest read again.

use std::sync::Arc;

use righting_data::{DataError, Problem};

use super::desk::Desk;
use crate::data_error::data_error;

/// Most faults of one table that are looked for.
const MOST: usize = 50;

impl Desk<'_> {
    /// Notes the faults of a table after the first: each row at fault is blanked, which keeps the lines of the others.
    pub(super) fn further_faults<T>(
        &self,
        shown: &str,
        text: &Arc<str>,
        first: &DataError,
        read: impl Fn(&[u8], &str) -> Result<T, DataError>,
    ) {
        // Borders are no table: without one of its lines a document in JSON is another, or none.
        if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            return;
        }
        let mut rest = text.to_string();
        let mut line = first.line;
        let unresolved = |problem: &Problem| follows(problem);
        for _ in 1..MOST {
            if !blank(&mut rest, line) {
                return;
            }
            let Err(error) = read(rest.as_bytes(), shown) else { return };
            line = error.line;
            // Spans of the shorter text are not those of the file: the line is.
            let error = DataError { span: None, ..error };
            if !unresolved(&error.problem) {
                self.faults.borrow_mut().push(data_error(&error, shown, text));
            }
        }
    }
}

/// Whether a problem may only follow from a row that was left out.
fn follows(problem: &Problem) -> bool {
    matches!(
        problem,
        Problem::PopulationSum { .. } | Problem::Lacking { .. } | Problem::Empty | Problem::Duplicate { .. }
    )
}

/// Empties a line after the first; false if there is nothing to empty or a field goes over several lines.
fn blank(text: &mut String, line: usize) -> bool {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let body = text[start..].lines().next().unwrap_or_default();
    let end = start + body.len();
    if line < 2 || body.trim().is_empty() || body.matches('"').count() % 2 == 1 {
        return false;
    }
    text.replace_range(start..end, "");
    true
}
