//! What several data sets say alike: days, crowds and coordinates.

use jiff::civil::Date;

use crate::column::{Column, Holds, column};
use crate::error::{DataError, Problem};
use crate::table::{DateOrder, Row};

use super::count::{self, Count};

pub(super) const LATITUDE: Column =
    column("latitude", Holds::Number { low: -90.0, high: 90.0 }, "where it happened, north positive").unit("degrees");
pub(super) const LONGITUDE: Column =
    column("longitude", Holds::Number { low: -180.0, high: 180.0 }, "where it happened, east positive").unit("degrees");

/// The days of a row, which end no earlier than they begin.
pub(super) fn days(
    row: Row<'_>,
    begin: &str,
    end: &str,
    order: Option<DateOrder>,
    form: &str,
) -> Result<(Date, Date), DataError> {
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
pub(super) fn crowd_of(row: Row<'_>, column: &str, read: impl Fn(&str) -> count::Said) -> Option<Count> {
    match read(row.text(column)) {
        count::Said::Nothing => None,
        count::Said::Size(count) => Some(count),
        count::Said::Words => {
            row.unread_crowd(column);
            None
        }
    }
}

pub(super) fn coordinates(row: Row<'_>) -> Result<(f64, f64), DataError> {
    Ok((row.real("latitude")?, row.real("longitude")?))
}
