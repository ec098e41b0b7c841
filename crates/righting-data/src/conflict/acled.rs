//! ACLED, the Armed Conflict Location & Event Data export as it is since March 2023.
//!
//! Columns: ACLED Codebook and the data frames of the R package `acledR` 1.0. Since March 2023 the export
//! has no `data_id`, `event_id_no_cnty` and `iso3`; 31 columns are left, of which these are read. Dates are
//! written `05 January 2022` in files and `2022-01-05` by the programming interface. `timestamp` is the
//! second at which this version of the row was uploaded: by then, and not surely earlier, it was public.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use super::{ConflictEvent, Foreign, coordinates, gather};
use crate::error::DataError;
use crate::table::{Row, Table, iso_date};

const REQUIRED: [&str; 9] = [
    "event_id_cnty",
    "event_date",
    "event_type",
    "country",
    "admin1",
    "location",
    "latitude",
    "longitude",
    "fatalities",
];

/// Reads an ACLED export.
///
/// # Errors
/// When the file as a whole cannot be read: no table, no header, a column missing.
pub fn read_acled(bytes: &[u8], file: &str) -> Result<Foreign<ConflictEvent>, DataError> {
    let (table, malformed) = Table::read_foreign(bytes, file, &REQUIRED, None)?;
    Ok(gather(&table, malformed, event))
}

fn event(row: Row<'_>) -> Result<ConflictEvent, DataError> {
    let text = row.text("event_date");
    let date = iso_date(text).or_else(|| Date::strptime("%d %B %Y", text).ok());
    let date = date.ok_or_else(|| row.unexpected("event_date", "a date such as 05 January 2022 or 2022-01-05"))?;
    let (latitude, longitude) = coordinates(row)?;
    Ok(ConflictEvent {
        id: row.name("event_id_cnty")?.to_owned(),
        date,
        date_end: date,
        kind: row.name("event_type")?.to_owned(),
        country: row.name("country")?.to_owned(),
        admin1: row.text("admin1").to_owned(),
        location: row.text("location").to_owned(),
        latitude,
        longitude,
        deaths: row.integer("fatalities", 0, u32::MAX)?,
        published: uploaded(row)?,
        line: row.line(),
    })
}

fn uploaded(row: Row<'_>) -> Result<Option<Date>, DataError> {
    let text = row.text("timestamp");
    if text.is_empty() {
        return Ok(None);
    }
    let at = text.parse().ok().and_then(|second| Timestamp::from_second(second).ok());
    let at = at.ok_or_else(|| row.unexpected("timestamp", "seconds since 1970, or nothing"))?;
    Ok(Some(TimeZone::UTC.to_datetime(at).date()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
        assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,\
        admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";

    fn row(date: &str, latitude: &str, fatalities: &str) -> String {
        format!(
            "XYZ1,{date},2022,1,Demonstrations,Protests,Peaceful protest,Protesters (X),,6,,,0,60,,999,Somewhere,\
             Xland,North,,,Town,{latitude},51.5,1,A paper,National,\"Said, in two\nlines\",{fatalities},\
             crowd size=no report,1641945600"
        )
    }

    #[test]
    fn both_forms_of_dates_are_read_and_the_upload_is_the_publication() {
        let text = format!("{HEADER}\n{}\n{}\n", row("05 January 2022", "43.3", "0"), row("2022-01-06", "43.3", "2"));
        let read = read_acled(text.as_bytes(), "acled.csv").unwrap();
        assert!(read.malformed.is_empty());
        let dates: Vec<String> = read.rows.iter().map(|event| event.date.to_string()).collect();
        assert_eq!(dates, ["2022-01-05", "2022-01-06"]);
        assert_eq!(read.rows[0].published, Some(jiff::civil::date(2022, 1, 12)));
        assert_eq!((read.rows[1].deaths, read.rows[1].line), (2, 4));
    }

    #[test]
    fn malformed_rows_are_named_by_line_and_the_rest_is_kept() {
        let good = row("2022-01-06", "43.3", "2");
        let text = format!(
            "{HEADER}\n{}\n{good}\nXYZ2,2022-01-07\n{}\n",
            row("5/1/22", "43.3", "0"),
            row("2022-01-08", "430", "0")
        );
        let read = read_acled(text.as_bytes(), "acled.csv").unwrap();
        assert_eq!(read.rows.len(), 1);
        let told: Vec<String> = read.malformed.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "acled.csv:2: column `event_date`: found `5/1/22`, expected a date such as 05 January 2022 or 2022-01-05",
                "acled.csv:6: 2 fields, expected 31 as in the header",
                "acled.csv:7: column `latitude`: found `430`, expected a number from -90 to 90",
            ]
        );
    }

    #[test]
    fn a_missing_column_is_named() {
        let text = format!("{}\n{}\n", HEADER.replace("fatalities", "dead"), row("2022-01-06", "43.3", "2"));
        let error = read_acled(text.as_bytes(), "acled.csv").unwrap_err();
        assert!(error.to_string().starts_with("acled.csv:1: column `fatalities` is missing"), "{error}");
    }
}
