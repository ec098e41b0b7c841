//! Tables in the form of the VIEWS prediction challenge: months, units, outcomes.
//!
//! One row is a month (`month_id`, 1 is January 1980), a unit (`country_id`, or `priogrid_gid` for cells)
//! and an `outcome`, observed or, with `draw`, one of many drawn by a forecast (Hegre et al. 2024,
//! arXiv 2407.11045; `prio-data/prediction_competition_2023`).

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::foreign::{Foreign, gather};
use crate::column::{Form, Holds, column};
use crate::error::{DataError, Problem};
use crate::table::{Row, Table};

const UNIT: Holds = Holds::Whole { low: 0, high: u32::MAX };
const DEAD: Holds = Holds::Number { low: 0.0, high: 1e10 };

/// A table of VIEWS, the columns that are read; one of the units and one of the outcomes must be there.
pub(crate) const VIEWS: Form = Form::new(
    "VIEWS table",
    "Fatalities by month and unit, observed or forecast, in the form of the VIEWS prediction challenge.",
    &[
        column("month_id", Holds::Whole { low: 1, high: 12_000 }, "month; 1 is January 1980").unit("months"),
        column("country_id", UNIT, "country, or one of the next two").optional(),
        column("priogrid_gid", UNIT, "cell of the PRIO grid").optional(),
        column("priogrid_id", UNIT, "the same under its newer name").optional(),
        column("draw", UNIT, "number of the draw, in a table of forecasts").optional(),
        column("outcome", DEAD, "fatalities, or the next").unit("people").optional(),
        column("main_mean", DEAD, "mean of a forecast's fatalities").unit("people").optional(),
    ],
)
.at_least("a row for each month and unit");
const COLUMNS: u32 = 720;
const CELLS: u32 = 360 * COLUMNS;
const UNITS: [&str; 3] = ["country_id", "priogrid_gid", "priogrid_id"];
const MEASURES: [(&str, Measure); 2] = [("outcome", Measure::Outcome), ("main_mean", Measure::ForecastMean)];

/// What a number of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Measure {
    /// What happened or, with a draw, one draw of a forecast.
    Outcome,
    /// The mean of a forecast.
    ForecastMean,
}

/// One outcome of one unit in one month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// First day of the month.
    pub month: Date,
    /// Country or cell.
    pub unit: u32,
    /// Middle of the cell, degrees north and east; `None` where the unit is a country.
    pub cell: Option<(f64, f64)>,
    /// Number of the draw, in a table of forecasts.
    pub draw: Option<u32>,
    /// Fatalities.
    pub outcome: f64,
    /// What the number is.
    pub measure: Measure,
    /// Line in the file, from 1.
    pub line: usize,
}

/// Reads a table of outcomes, of draws or of means.
///
/// # Errors
/// When the file as a whole cannot be read: no table, a column missing.
pub fn read_views(bytes: &[u8], file: &str) -> Result<Foreign<Outcome>, DataError> {
    let (table, malformed) = Table::read_foreign(bytes, file, &VIEWS, None)?;
    let missing = |column: &str, expected: &str| {
        table.whole(Problem::MissingColumn { column: column.to_owned(), expected: expected.to_owned() })
    };
    let Some(unit) = UNITS.into_iter().find(|unit| table.has(unit)) else {
        return Err(missing("country_id", "country_id, priogrid_gid or priogrid_id"));
    };
    let Some((column, measure)) = MEASURES.into_iter().find(|(column, _)| table.has(column)) else {
        return Err(missing("outcome", "outcome or main_mean"));
    };
    if measure == Measure::ForecastMean {
        table.say("`main_mean` is the mean of a forecast, not what happened");
    }
    Ok(gather(&table, malformed, |row| {
        let month = i64::from(row.whole("month_id")?);
        let number = row.whole(unit)?;
        let cell = if unit == "country_id" { None } else { Some(middle(row, unit, number)?) };
        Ok(Outcome {
            cell,
            month: date(1980, 1, 1).saturating_add((month - 1).months()),
            unit: number,
            draw: if table.has("draw") { Some(row.whole("draw")?) } else { None },
            outcome: row.real(column)?,
            measure,
            line: row.line(),
        })
    }))
}

/// The middle of a cell of the PRIO grid, half a degree wide and numbered from 1 in the south-west (Tollefsen et al. 2012).
fn middle(row: Row<'_>, column: &str, cell: u32) -> Result<(f64, f64), DataError> {
    if !(1..=CELLS).contains(&cell) {
        return Err(row.unexpected(column, &format!("a cell from 1 to {CELLS}")));
    }
    let (north, east) = ((cell - 1) / COLUMNS, (cell - 1) % COLUMNS);
    Ok((-89.75 + 0.5 * f64::from(north), -179.75 + 0.5 * f64::from(east)))
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
        assert_eq!(
            error.to_string(),
            "x.csv:1: column `country_id` is missing, expected country_id, priogrid_gid or priogrid_id"
        );
    }

    #[test]
    fn cells_under_either_name_and_means_of_forecasts_are_read() {
        let read = read_views(b",month_id,priogrid_id,outcome\n0,505,62356,3\n", "pgm.csv").unwrap();
        assert_eq!((read.rows[0].unit, read.rows[0].measure, read.notes.len()), (62356, Measure::Outcome, 0));
        assert_eq!(read.rows[0].cell, Some((-46.75, 37.75)));
        let read = read_views(b"month_id,country_id,main_mean\n505.0,7,1.5\n", "cm.csv").unwrap();
        assert_eq!((read.rows[0].outcome, read.rows[0].measure), (1.5, Measure::ForecastMean));
        let told: Vec<String> = read.notes.iter().map(ToString::to_string).collect();
        assert_eq!(told[0], "cm.csv:1: `main_mean` is the mean of a forecast, not what happened");
    }
}
