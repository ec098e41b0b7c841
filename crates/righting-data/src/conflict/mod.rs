//! Events and counts that conflict data sets publish: ACLED by event and by week, UCDP GED, Mass Mobilization, tables in
//! the form of VIEWS, and any table of events whose columns the caller names.
//!
//! Such files are large and not ours to mend. A row that cannot be read is never dropped in silence: it
//! is set apart with its file and line, and the caller decides whether to go on without it.

mod acled;
mod count;
mod ged;
mod mapped;
mod mass;
mod recognise;
mod views;
mod weekly;

use jiff::civil::Date;

pub(crate) use acled::ACLED;
pub use acled::read_acled;
pub use count::Count;
pub(crate) use ged::GED;
pub use ged::read_ged;
pub use mapped::{EventField, Mapping, read_mapped};
pub(crate) use mass::MASS;
pub use mass::read_mass_mobilization;
pub use recognise::{ForeignForm, recognise};
pub(crate) use views::VIEWS;
pub use views::{Measure, Outcome, read_views};
pub(crate) use weekly::WEEKLY;
pub use weekly::read_acled_weekly;

use crate::column::{Column, Holds, column};
use crate::error::{DataError, Problem};
use crate::note::Note;
use crate::table::{DateOrder, Row, Table};

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

/// What an event was, as far as records of a scenario tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// People gathered, without violence of their own.
    Protest,
    /// People gathered and were violent.
    Riot,
    /// Anything else: battles, attacks, arrests.
    Other,
}

/// A dated event of a conflict data set; in weekly counts, several of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct ConflictEvent {
    /// Identifier in the data set; empty where it has none.
    pub id: String,
    /// First day on which it may have happened.
    pub date: Date,
    /// Last day on which it may have happened.
    pub date_end: Date,
    /// Kind in the words of the data set, such as `Protests`.
    pub kind: String,
    /// What it was.
    pub act: Act,
    /// Country as the data set names it; empty where it names none.
    pub country: String,
    /// First-level region as the data set names it; empty where it has none.
    pub admin1: String,
    /// Place as the data set names it; empty where it has none.
    pub location: String,
    /// Number of the place in the gazetteer (geonameid), where the data set gives it.
    pub place: Option<u32>,
    /// Degrees north and east, where the data set gives them.
    pub coordinates: Option<(f64, f64)>,
    /// How many events the row stands for.
    pub events: u32,
    /// People who took part.
    pub crowd: Option<Count>,
    /// People killed; `None` where the data set does not count them.
    pub deaths: Option<Count>,
    /// People detained; `None` where the data set does not count them.
    pub detained: Option<Count>,
    /// Classes of actors, such as `Protesters`: never names.
    pub classes: Vec<&'static str>,
    /// The day on which this version of the row was published; `None` where the file does not say.
    pub published: Option<Date>,
    /// Line in the file, from 1.
    pub line: usize,
}

impl ConflictEvent {
    /// An event of which nothing but its days is known.
    fn on(date: Date, date_end: Date, line: usize) -> ConflictEvent {
        ConflictEvent {
            id: String::new(),
            date,
            date_end,
            kind: String::new(),
            act: Act::Other,
            country: String::new(),
            admin1: String::new(),
            location: String::new(),
            place: None,
            coordinates: None,
            events: 1,
            crowd: None,
            deaths: None,
            detained: None,
            classes: Vec::new(),
            published: None,
            line,
        }
    }
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

/// The days of a row, which end no earlier than they begin.
fn days(row: Row<'_>, begin: &str, end: &str, order: Option<DateOrder>, form: &str) -> Result<(Date, Date), DataError> {
    let expected = format!("a date such as {form}");
    let date = row.day(begin, order, &expected)?;
    let last = if end.is_empty() || row.text(end).is_empty() { date } else { row.day(end, order, &expected)? };
    if date > last {
        let (low, high) = (date.to_string(), last.to_string());
        return Err(row.error(end, Problem::Order { low, high }));
    }
    Ok((date, last))
}

/// The size of a crowd in a column; words that are not read are said, and the size is unknown.
fn crowd_of(row: Row<'_>, column: &str, read: impl Fn(&str) -> count::Said) -> Option<Count> {
    match read(row.text(column)) {
        count::Said::Nothing => None,
        count::Said::Size(count) => Some(count),
        count::Said::Words => {
            row.unread_crowd(column);
            None
        }
    }
}

fn coordinates(row: Row<'_>) -> Result<(f64, f64), DataError> {
    Ok((row.real("latitude")?, row.real("longitude")?))
}
