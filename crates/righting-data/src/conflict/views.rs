//! Tables in the form of the VIEWS prediction challenge: months, units, outcomes.
//!
//! One row is a month (`month_id`, 1 is January 1980), a unit (`country_id`, or `priogrid_gid` for cells)
//! and an `outcome`, observed or, with `draw`, one of many drawn by a forecast (Hegre et al. 2024,
//! arXiv 2407.11045; `prio-data/prediction_competition_2023`).

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::{Foreign, gather};
use crate::error::{DataError, Problem};
use crate::table::{Row, Table};

const REQUIRED: [&str; 2] = ["month_id", "outcome"];
const UNITS: [&str; 2] = ["country_id", "priogrid_gid"];

/// One outcome of one unit in one month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// First day of the month.
    pub month: Date,
    /// Country or cell.
    pub unit: u32,
    /// Number of the draw, in a table of forecasts.
    pub draw: Option<u32>,
    /// Fatalities.
    pub outcome: f64,
    /// Line in the file, from 1.
    pub line: usize,
}

/// Reads a table of outcomes or of draws.
///
/// # Errors
/// When the file as a whole cannot be read: no table, a column missing.
pub fn read_views(bytes: &[u8], file: &str) -> Result<Foreign<Outcome>, DataError> {
    let (table, malformed) = Table::read_foreign(bytes, file, &REQUIRED, None)?;
    let Some(unit) = UNITS.into_iter().find(|unit| table.has(unit)) else {
        let expected = "country_id or priogrid_gid".to_owned();
        return Err(table.whole(Problem::MissingColumn { column: UNITS[0].to_owned(), expected }));
    };
    Ok(gather(&table, malformed, |row| outcome(row, unit, table.has("draw"))))
}

fn outcome(row: Row<'_>, unit: &str, drawn: bool) -> Result<Outcome, DataError> {
    let month = i64::from(row.integer("month_id", 1, 12_000)?);
    Ok(Outcome {
        month: date(1980, 1, 1).saturating_add((month - 1).months()),
        unit: row.integer(unit, 0, u32::MAX)?,
        draw: if drawn { Some(row.integer("draw", 0, u32::MAX)?) } else { None },
        outcome: row.number("outcome", 0.0, 1e10)?,
        line: row.line(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_count_from_january_1980() {
        let read = read_views(b"month_id,country_id,draw,outcome\n1,7,0,0\n505,7,1,12\n", "cm.csv").unwrap();
        let months: Vec<String> = read.rows.iter().map(|row| row.month.to_string()).collect();
        assert_eq!(months, ["1980-01-01", "2022-01-01"]);
        assert_eq!(read.rows[1].draw, Some(1));
    }

    #[test]
    fn a_bad_outcome_is_named_and_a_table_without_units_refused() {
        let read = read_views(b"month_id,priogrid_gid,outcome\n505,7,NA\n506,7,1\n", "pgm.csv").unwrap();
        assert_eq!((read.rows.len(), read.malformed[0].line), (1, 2));
        let error = read_views(b"month_id,outcome\n505,1\n", "x.csv").unwrap_err();
        assert_eq!(error.to_string(), "x.csv:1: column `country_id` is missing, expected country_id or priogrid_gid");
    }
}
