//! Events and counts that conflict data sets publish: ACLED, UCDP GED, and tables in the form of VIEWS.
//!
//! Such files are large and not ours to mend. A row that cannot be read is never dropped in silence: it
//! is set apart with its file and line, and the caller decides whether to go on without it.

mod acled;
mod ged;
mod views;

use jiff::civil::Date;

pub(crate) use acled::ACLED;
pub use acled::read_acled;
pub(crate) use ged::GED;
pub use ged::read_ged;
pub(crate) use views::VIEWS;
pub use views::{Measure, Outcome, read_views};

use crate::column::{Column, Holds, column};
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

pub(crate) const LATITUDE: Column =
    column("latitude", Holds::Number { low: -90.0, high: 90.0 }, "where it happened, north positive").unit("degrees");
pub(crate) const LONGITUDE: Column =
    column("longitude", Holds::Number { low: -180.0, high: 180.0 }, "where it happened, east positive").unit("degrees");

/// A dated, located event of a conflict data set.
#[derive(Debug, Clone, PartialEq)]
pub struct ConflictEvent {
    /// Identifier in the data set.
    pub id: String,
    /// First day on which it may have happened.
    pub date: Date,
    /// Last day on which it may have happened.
    pub date_end: Date,
    /// Kind in the words of the data set, such as `Protests`.
    pub kind: String,
    /// Country as the data set names it.
    pub country: String,
    /// First-level region as the data set names it; empty where it has none.
    pub admin1: String,
    /// Place as the data set names it.
    pub location: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// People killed, the best estimate.
    pub deaths: u32,
    /// The day on which this version of the row was published; `None` where the file does not say.
    pub published: Option<Date>,
    /// Line in the file, from 1.
    pub line: usize,
}

/// Every row through `read`; what it refuses joins what the table itself refused, in the order of lines.
fn gather<T>(
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

fn coordinates(row: Row<'_>) -> Result<(f64, f64), DataError> {
    Ok((row.real("latitude")?, row.real("longitude")?))
}
