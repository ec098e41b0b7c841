//! ACLED's weekly aggregates: events and dead by week, first-level region and type, as published since 2024.
//!
//! A week begins on the Saturday that the row names and ends on Friday. The file does not say when it was published.

use jiff::ToSpan;

use super::acled::act;
use super::count::Count;
use super::event::ConflictEvent;
use super::foreign::{Foreign, gather};
use super::reading::days;
use crate::column::{Form, Holds, column};
use crate::error::DataError;
use crate::table::{DateOrder, Row, Table};

const COUNTED: Holds = Holds::Whole { low: 0, high: u32::MAX };
const LAST_DAY_OF_WEEK: i64 = 6;

/// A file of weekly aggregates, the columns that are read.
pub(crate) const WEEKLY: Form = Form::new(
    "ACLED weekly aggregate",
    "Events and dead by week, first-level region and type, of the Armed Conflict Location & Event Data project.",
    &[
        column("WEEK", Holds::Date, "Saturday with which the week begins"),
        column("COUNTRY", Holds::Text, "country"),
        column("ADMIN1", Holds::Text, "first-level region").or_empty(),
        column("EVENT_TYPE", Holds::Text, "kind, such as `Protests`"),
        column("SUB_EVENT_TYPE", Holds::Text, "kind in more detail").optional(),
        column("EVENTS", COUNTED, "events of the week"),
        column("FATALITIES", COUNTED, "reported dead of the week").unit("people"),
        column("CENTROID_LATITUDE", Holds::Number { low: -90.0, high: 90.0 }, "middle of the region, north positive")
            .unit("degrees")
            .optional(),
        column("CENTROID_LONGITUDE", Holds::Number { low: -180.0, high: 180.0 }, "middle of the region, east positive")
            .unit("degrees")
            .optional(),
    ],
)
.at_least("a row for each week, region and type");

/// Reads ACLED's weekly aggregates; `order` is that of dates in numbers alone.
///
/// # Errors
/// When the file as a whole cannot be read: no table, a column missing.
pub fn read_acled_weekly(
    bytes: &[u8],
    file: &str,
    order: Option<DateOrder>,
) -> Result<Foreign<ConflictEvent>, DataError> {
    let (table, malformed) = Table::read_foreign(bytes, file, &WEEKLY, None)?;
    Ok(gather(&table, malformed, |row| week(row, order)))
}

fn week(row: Row<'_>, order: Option<DateOrder>) -> Result<ConflictEvent, DataError> {
    let (date, _) = days(row, "WEEK", "", order, "2022-01-01")?;
    let kind = row.name("EVENT_TYPE")?;
    let (country, admin1) = (row.name("COUNTRY")?, row.text("ADMIN1"));
    let (north, east) = (row.optional_real("CENTROID_LATITUDE")?, row.optional_real("CENTROID_LONGITUDE")?);
    Ok(ConflictEvent {
        id: [&date.to_string(), country, admin1, kind, row.text("SUB_EVENT_TYPE")].join("/"),
        kind: kind.to_owned(),
        act: act(kind, ""),
        country: country.to_owned(),
        admin1: admin1.to_owned(),
        coordinates: north.zip(east),
        events: row.whole("EVENTS")?,
        deaths: Some(Count::exactly(row.whole("FATALITIES")?)),
        ..ConflictEvent::on(date, date.saturating_add(LAST_DAY_OF_WEEK.days()), row.line())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflict::Act;

    #[test]
    fn a_week_is_seven_days_and_its_counts_are_whole_numbers() {
        let text = "WEEK,REGION,COUNTRY,ADMIN1,EVENT_TYPE,SUB_EVENT_TYPE,EVENTS,FATALITIES,POPULATION_EXPOSURE,\
                    DISORDER_TYPE,ID,CENTROID_LATITUDE,CENTROID_LONGITUDE\n2022-01-01,S,Xland,North,Riots,Mob violence,\
                    3.0,2,,D,1,43.3,51.5\n2022-01-08,S,Xland,North,Protests,Peaceful protest,x,0,,D,1,43.3,51.5\n";
        let read = read_acled_weekly(text.as_bytes(), "w.csv", None).unwrap();
        let week = &read.rows[0];
        assert_eq!((week.date.to_string().as_str(), week.date_end.to_string().as_str()), ("2022-01-01", "2022-01-07"));
        assert_eq!((week.act, week.events, week.deaths), (Act::Riot, 3, Some(Count::exactly(2))));
        let told: Vec<String> = read.malformed.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["w.csv:3: column `EVENTS`: found `x`, expected a whole number from 0"]);
    }
}
