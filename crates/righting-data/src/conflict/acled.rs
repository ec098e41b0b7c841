//! ACLED, the Armed Conflict Location & Event Data export, as it is since March 2023 and as it was before.
//!
//! Columns: ACLED Codebook and the data frames of the R package `acledR` 1.0. Since March 2023 the export
//! has no `data_id`, `event_id_no_cnty` and `iso3`; 31 columns are left, of which these are read. Older exports write
//! the names in capitals, lack `sub_event_type`, `tags` and `timestamp`, and number the classes of actors. Dates are
//! written `05 January 2022` in files and `2022-01-05` by the programming interface. `timestamp` is the
//! second at which this version of the row was uploaded: by then, and not surely earlier, it was public.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use super::count::{Count, tagged};
use super::event::{Act, ConflictEvent};
use super::foreign::{Foreign, gather};
use super::reading::{LATITUDE, LONGITUDE, coordinates, crowd_of, days};
use crate::column::{Form, Holds, column};
use crate::error::{DataError, Problem};
use crate::table::{DateOrder, Day, Row, Table, day};

/// An ACLED export, the columns that are read.
pub(crate) const ACLED: Form = Form::new(
    "ACLED export",
    "Dated, located events of the Armed Conflict Location & Event Data project, of any year's export.",
    &[
        column("event_id_cnty", Holds::Text, "identifier").also(&["event_id", "data_id", "event_id_no_cnty"]),
        column(
            "event_date",
            Holds::Date,
            "`05 January 2022` or `2022-01-05`; numbers such as `05/01/2022` are read in the order that the caller states",
        ),
        column("event_type", Holds::Text, "kind, such as `Protests`"),
        column("country", Holds::Text, "country"),
        column("admin1", Holds::Text, "first-level region").or_empty(),
        column("location", Holds::Text, "place").or_empty(),
        LATITUDE,
        LONGITUDE,
        column("fatalities", Holds::Whole { low: 0, high: u32::MAX }, "reported dead")
            .unit("people")
            .also(&["total_fatalities"]),
        column("inter1", Holds::Text, "class of the first actor, a word or its older number").optional(),
        column("inter2", Holds::Text, "class of the second actor").optional(),
        column("tags", Holds::Text, "of these the size of the crowd, `crowd size=around 200`").optional(),
        column("notes", Holds::Text, "of these the size of the crowd as it was written before 2022, `[size=hundreds]`")
            .optional(),
        column("timestamp", Holds::Text, "upload of this version of the row, seconds since 1970 or a date").optional(),
    ],
)
.at_least("a row for each event");

/// Reads an ACLED export; `order` is that of dates in numbers alone, such as 05/01/2022, which are refused without it.
///
/// # Errors
/// When the file as a whole cannot be read: no table, no header, a column missing, weekly counts instead of events.
pub fn read_acled(bytes: &[u8], file: &str, order: Option<DateOrder>) -> Result<Foreign<ConflictEvent>, DataError> {
    let (table, malformed) = Table::read_foreign(bytes, file, &ACLED, None).map_err(|mut error| {
        let missing = matches!(*error.problem, Problem::MissingColumn { .. });
        if missing && is_weekly(bytes) {
            *error.problem = Problem::OtherTable {
                found: "ACLED's weekly aggregate (columns `WEEK`, `EVENTS`): counts by week and region",
                expected: "the export of single events (columns `event_id_cnty`, `event_date`)",
            };
        }
        error
    })?;
    Ok(gather(&table, malformed, |row| event(row, order)))
}

/// Whether the header is that of the weekly aggregates.
fn is_weekly(bytes: &[u8]) -> bool {
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default().to_ascii_lowercase();
    let names: Vec<&[u8]> = header.split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_').collect();
    [&b"week"[..], b"events"].iter().all(|name| names.contains(name))
}

fn event(row: Row<'_>, order: Option<DateOrder>) -> Result<ConflictEvent, DataError> {
    let (date, date_end) = days(row, "event_date", "", order, "05 January 2022 or 2022-01-05")?;
    let kind = row.name("event_type")?;
    Ok(ConflictEvent {
        id: row.name("event_id_cnty")?.to_owned(),
        kind: kind.to_owned(),
        act: act(kind, row.text("inter1")),
        country: row.name("country")?.to_owned(),
        admin1: row.text("admin1").to_owned(),
        location: row.text("location").to_owned(),
        coordinates: Some(coordinates(row)?),
        crowd: crowd_of(row, "tags", tagged).or_else(|| crowd_of(row, "notes", tagged)),
        deaths: Some(Count::exactly(row.whole("fatalities")?)),
        classes: ["inter1", "inter2"].into_iter().filter_map(|column| class(row.text(column))).collect(),
        published: uploaded(row)?,
        ..ConflictEvent::on(date, date_end, row.line())
    })
}

/// What an event type is; before 2019 protests and riots were one, told apart by the class of the actor.
pub(super) fn act(kind: &str, first: &str) -> Act {
    match kind.to_ascii_lowercase().as_str() {
        "protests" => Act::Protest,
        "riots" => Act::Riot,
        "riots/protests" if class(first) == Some("Protesters") => Act::Protest,
        "riots/protests" => Act::Riot,
        _ => Act::Other,
    }
}

/// Classes of actors by their number and word.
const CLASSES: [(&str, &str); 8] = [
    ("1", "State forces"),
    ("2", "Rebel group"),
    ("3", "Political militia"),
    ("4", "Identity militia"),
    ("5", "Rioters"),
    ("6", "Protesters"),
    ("7", "Civilians"),
    ("8", "External/Other forces"),
];

/// The class of an actor; other words, which may be names, are none.
fn class(text: &str) -> Option<&'static str> {
    let text = text.strip_suffix(".0").unwrap_or(text);
    let found = CLASSES.iter().find(|(number, word)| *number == text || word.eq_ignore_ascii_case(text));
    found.map(|(_, word)| *word)
}

/// The day of the upload: of seconds, also as pandas and Excel write them, or of a date.
fn uploaded(row: Row<'_>) -> Result<Option<Date>, DataError> {
    let text = row.text("timestamp");
    if text.is_empty() {
        return Ok(None);
    }
    let seconds = text.parse::<f64>().ok().filter(|seconds| seconds.fract() == 0.0 && seconds.abs() < 1e12);
    if let Some(at) = seconds.and_then(|seconds| Timestamp::from_second(seconds as i64).ok()) {
        return Ok(Some(TimeZone::UTC.to_datetime(at).date()));
    }
    match day(text, None) {
        Day::One(date) => Ok(Some(date)),
        _ => Err(row.unexpected("timestamp", "seconds since 1970, a date, or nothing")),
    }
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
        let read = read_acled(text.as_bytes(), "acled.csv", None).unwrap();
        assert!(read.malformed.is_empty());
        let dates: Vec<String> = read.rows.iter().map(|event| event.date.to_string()).collect();
        assert_eq!(dates, ["2022-01-05", "2022-01-06"]);
        assert_eq!(read.rows[0].published, Some(jiff::civil::date(2022, 1, 12)));
        assert_eq!((read.rows[1].deaths, read.rows[1].line), (Some(Count::exactly(2)), 4));
        assert_eq!((read.rows[1].act, &read.rows[1].classes), (Act::Protest, &vec!["Protesters"]));
    }

    #[test]
    fn malformed_rows_are_named_by_line_and_the_rest_is_kept() {
        let good = row("2022-01-06", "43.3", "2");
        let text = format!(
            "{HEADER}\n{}\n{good}\nXYZ2,2022-01-07\n{}\n",
            row("5/1/22", "43.3", "0"),
            row("2022-01-08", "430", "0")
        );
        let read = read_acled(text.as_bytes(), "acled.csv", None).unwrap();
        assert_eq!(read.rows.len(), 1);
        let told: Vec<String> = read.malformed.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "acled.csv:2: column `event_date`: `5/1/22` can be read as 2022-01-05 or as 2022-05-01; write \
                 year-month-day, or state the order of day and month where the reader takes one",
                "acled.csv:6: 2 fields, expected 31 as in the header",
                "acled.csv:7: column `latitude`: found `430`, expected a number from -90 to 90",
            ]
        );
    }

    #[test]
    fn a_missing_column_is_named() {
        let text = format!("{}\n{}\n", HEADER.replace("fatalities", "dead"), row("2022-01-06", "43.3", "2"));
        let error = read_acled(text.as_bytes(), "acled.csv", None).unwrap_err();
        assert!(error.to_string().starts_with("acled.csv:1: column `fatalities` is missing"), "{error}");
    }

    #[test]
    fn spreadsheet_dates_are_read_under_a_stated_order_and_refused_without() {
        let dates = [
            "05/01/2022",
            "5-Jan-22",
            "05.01.2022",
            "2022/01/05",
            "5/1/2022",
            "05-January-2022",
            "5 January 2022",
            "05 Jan 2022",
            "2022-01-05T00:00:00Z",
        ];
        let text: String = dates.iter().map(|date| row(date, "43.3", "0") + "\n").collect();
        let text = format!("{HEADER}\n{text}");
        let read = read_acled(text.as_bytes(), "acled.csv", Some(DateOrder::DayMonthYear)).unwrap();
        assert!(read.malformed.is_empty(), "{:?}", read.malformed);
        assert!(read.rows.iter().all(|event| event.date == jiff::civil::date(2022, 1, 5)));
        assert_eq!(
            read.notes[0].to_string(),
            "acled.csv:2: dates not written year-month-day: 4, the first `05/01/2022` in column `event_date` read as 2022-01-05"
        );
        let read = read_acled(text.as_bytes(), "acled.csv", None).unwrap();
        assert_eq!((read.rows.len(), read.malformed.len()), (6, 3));
    }

    #[test]
    fn numbers_of_pandas_are_read_and_what_is_not_known_is_named() {
        let good = row("2022-01-05", "43.3", "0.0");
        let rows = [
            good.clone(),
            good.replace("1641945600", "1641945600.0"),
            good.replace("1641945600", "1.641945600e9"),
            good.replace("1641945600", "2022-01-12 00:00:00"),
            row("2022-01-05", "43.3", "NA"),
        ];
        let text = format!("{HEADER}\n{}\n", rows.join("\n"));
        let read = read_acled(text.as_bytes(), "acled.csv", None).unwrap();
        assert_eq!(read.rows.len(), 4);
        assert!(read.rows.iter().all(|event| event.published == Some(jiff::civil::date(2022, 1, 12))));
        let told: Vec<String> = read.malformed.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["acled.csv:11: column `fatalities`: found `NA`, expected a whole number from 0"]);
    }

    #[test]
    fn semicolons_are_read_and_said() {
        let text = format!("{HEADER}\n{}\n", row("2022-01-06", "43.3", "2"));
        let text = text.replace("Protesters (X),", "Protesters (X);").replace(',', ";").replace("Said;", "Said,");
        let read = read_acled(text.as_bytes(), "acled.csv", None).unwrap();
        assert_eq!((read.rows.len(), read.malformed.len()), (1, 0));
        assert_eq!(read.notes[0].to_string(), "acled.csv:1: fields are set apart by semicolons");
    }

    #[test]
    fn exports_of_other_years_are_read() {
        // 2017: capitals, one type for protests and riots, numbered classes.
        let old = "GWNO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,INTER1,ACTOR2,\
                   INTER2,INTERACTION,COUNTRY,ADMIN1,ADMIN2,ADMIN3,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,\
                   NOTES,FATALITIES\n999,1X,1,05-January-2017,2017,1,Riots/Protests,P,6,,0,60,Xland,North,,,Town,43.3,\
                   51.5,1,A paper,March. [size=hundreds],0\n999,2X,2,05-January-2017,2017,1,Riots/Protests,R,5,,0,50,\
                   Xland,North,,,Town,43.3,51.5,1,A paper,Fire,2\n";
        let read = read_acled(old.as_bytes(), "acled.csv", None).unwrap();
        let told: Vec<_> = read.rows.iter().map(|event| (event.id.as_str(), event.act, event.crowd)).collect();
        let crowd = Some(Count::between(100, 999));
        assert_eq!(told, [("1X", Act::Protest, crowd), ("2X", Act::Riot, None)], "{:?}", read.malformed);
        // 2021: beside the identifier a number of its own, and no tags.
        let text = format!("{HEADER}\n{}\n", row("2021-01-06", "43.3", "2")).replace("event_id_cnty", "data_id");
        assert_eq!(read_acled(text.as_bytes(), "acled.csv", None).unwrap().rows[0].id, "XYZ1");
    }

    #[test]
    fn weekly_aggregates_are_named_for_what_they_are() {
        let text =
            b"WEEK,REGION,COUNTRY,ADMIN1,EVENT_TYPE,SUB_EVENT_TYPE,EVENTS,FATALITIES\n2022-01-01,S,X,N,P,Q,3,0\n";
        let error = read_acled(text, "acled.csv", None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "acled.csv:1: this is ACLED's weekly aggregate (columns `WEEK`, `EVENTS`): counts by week and region, expected \
             the export of single events (columns `event_id_cnty`, `event_date`)"
        );
    }
}
