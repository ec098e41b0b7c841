//! The rows of a file, and those that could not be read.

use crate::error::DataError;
use crate::note::Note;
use crate::table::{Row, Table};

/// What a file of somebody else gave.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "rows that could not be read are named in `malformed`"]
pub struct Foreign<T> {
    /// The rows that could be read, in the order of the file.
    pub rows: Vec<T>,
    /// The rows that could not, with file, line, what was found and what was expected.
    pub malformed: Vec<DataError>,
    /// What had to be understood to read the file.
    pub notes: Vec<Note>,
}

/// Every row through `read`; what it refuses joins what the table itself refused, in the order of lines.
pub(super) fn gather<T>(
    table: &Table<'_>,
    mut malformed: Vec<DataError>,
    read: impl Fn(Row<'_>) -> Result<T, DataError>,
) -> Foreign<T> {
    let mut rows = Vec::new();
    for row in table.rows() {
        match read(row) {
            Ok(value) => rows.push(value),
            Err(error) => malformed.push(error),
        }
    }
    malformed.sort_by_key(|error| error.line);
    Foreign { rows, malformed, notes: table.noted(()).notes }
}
