//! UCDP GED, the Georeferenced Event Dataset, yearly and candidate releases (codebook of version 22.1 and
//! later; Sundberg and Melander 2013, doi:10.1177/0022343313484347).
//!
//! Some candidate releases come without a header: their 49 columns are then those of the codebook, in its
//! order. The file does not say when a row was published, so its events serve hindcasts only.

use super::count::Count;
use super::event::ConflictEvent;
use super::foreign::{Foreign, gather};
use super::reading::{LATITUDE, LONGITUDE, coordinates, days};
use crate::column::{Form, Holds, column};
use crate::error::DataError;
use crate::table::{DateOrder, Row, Table, same};

/// A release of GED, the columns that are read.
pub(crate) const GED: Form = Form::new(
    "UCDP GED release",
    "Dated, located events of organised violence with deaths, of the Uppsala Conflict Data Program.",
    &[
        column("id", Holds::Text, "identifier"),
        column("type_of_violence", Holds::Text, "`1` state-based, `2` non-state, `3` one-sided, or these words"),
        column("where_coordinates", Holds::Text, "place").optional(),
        column("country", Holds::Text, "country"),
        column("adm_1", Holds::Text, "first-level region").or_empty(),
        LATITUDE,
        LONGITUDE,
        column(
            "date_start",
            Holds::Date,
            "first day; numbers such as `1/5/2022 0:00` are read in the order that the caller states",
        ),
        column("date_end", Holds::Date, "last day"),
        column("best", Holds::Whole { low: 0, high: u32::MAX }, "dead, best estimate").unit("people"),
        column("low", Holds::Whole { low: 0, high: u32::MAX }, "dead, lower estimate").unit("people").optional(),
        column("high", Holds::Whole { low: 0, high: u32::MAX }, "dead, upper estimate").unit("people").optional(),
    ],
)
.at_least("a row for each event");

/// Columns of the codebook, in its order.
const COLUMNS: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// Kinds of violence by their code and words.
const KINDS: [(&str, &str); 9] = [
    ("1", "state-based"),
    ("2", "non-state"),
    ("3", "one-sided"),
    ("state-based", "state-based"),
    ("non-state", "non-state"),
    ("one-sided", "one-sided"),
    ("state-based conflict", "state-based"),
    ("non-state conflict", "non-state"),
    ("one-sided violence", "one-sided"),
];

/// Reads a release of GED, with or without a header; `order` is that of dates in numbers alone, as Excel leaves them,
/// which are refused without it.
///
/// # Errors
/// When the file as a whole cannot be read: no table, a column missing.
pub fn read_ged(bytes: &[u8], file: &str, order: Option<DateOrder>) -> Result<Foreign<ConflictEvent>, DataError> {
    let (table, malformed) = Table::read_foreign(bytes, file, &GED, Some(&COLUMNS))?;
    Ok(gather(&table, malformed, |row| event(row, order)))
}

fn event(row: Row<'_>, order: Option<DateOrder>) -> Result<ConflictEvent, DataError> {
    let (date, date_end) = days(row, "date_start", "date_end", order, "2022-01-05 00:00:00.000")?;
    let best = row.whole("best")?;
    let end = |column: &str| row.optional_whole(column).map(|end| end.unwrap_or(best));
    let (low, high) = (end("low")?.min(best), end("high")?.max(best));
    Ok(ConflictEvent {
        id: row.name("id")?.to_owned(),
        kind: kind(row)?.to_owned(),
        country: row.name("country")?.to_owned(),
        admin1: row.text("adm_1").to_owned(),
        location: row.text("where_coordinates").to_owned(),
        coordinates: Some(coordinates(row)?),
        deaths: Some(Count::between(low, high)),
        ..ConflictEvent::on(date, date_end, row.line())
    })
}

fn kind(row: Row<'_>) -> Result<&'static str, DataError> {
    let text = row.text("type_of_violence");
    let code = text.strip_suffix(".0").unwrap_or(text);
    let known = KINDS.iter().find(|(word, _)| same(word, code)).map(|(_, kind)| *kind);
    known.ok_or_else(|| row.unknown("type_of_violence", "type of violence", KINDS[..6].iter().map(|(word, _)| *word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, end: &str, best: &str) -> String {
        let cell = |name: &&str| match *name {
            "id" => id.to_owned(),
            "type_of_violence" => "3".to_owned(),
            "latitude" => "43.25".to_owned(),
            "longitude" => "76.9".to_owned(),
            "country" => "Xland".to_owned(),
            "date_start" => "2022-01-05 00:00:00.000".to_owned(),
            "date_end" => end.to_owned(),
            "best" => best.to_owned(),
            "source_article" => "\"A, B\"".to_owned(),
            _ => String::new(),
        };
        COLUMNS.iter().map(cell).collect::<Vec<_>>().join(",")
    }

    #[test]
    fn a_file_reads_the_same_with_and_without_its_header() {
        let body = format!("{}\n{}\n", row("1", "2022-01-06", "3"), row("2", "2022-01-05 00:00:00.000", "0"));
        let with = read_ged(format!("{}\n{body}", COLUMNS.join(",")).as_bytes(), "ged.csv", None).unwrap();
        let without = read_ged(body.as_bytes(), "ged.csv", None).unwrap();
        let ids = |read: &Foreign<ConflictEvent>| {
            read.rows.iter().map(|e| (e.id.clone(), e.date_end, e.deaths, e.kind.clone())).collect::<Vec<_>>()
        };
        assert_eq!(ids(&with), ids(&without));
        assert_eq!(with.rows.len(), 2);
        assert_eq!((with.rows[0].line, without.rows[0].line), (2, 1));
        assert!(with.rows[0].published.is_none());
    }

    #[test]
    fn an_event_that_ends_before_it_begins_is_malformed() {
        let body = format!("{}\n{}\n", row("1", "2022-01-04", "3"), row("2", "2022-01-06", "-1"));
        let read = read_ged(body.as_bytes(), "ged.csv", None).unwrap();
        let told: Vec<String> = read.malformed.iter().map(ToString::to_string).collect();
        assert!(read.rows.is_empty());
        assert_eq!(told[0], "ged.csv:1: column `date_end`: low 2022-01-05 is above high 2022-01-04");
        assert!(told[1].starts_with("ged.csv:2: column `best`: found `-1`"), "{}", told[1]);
    }

    #[test]
    fn files_that_went_through_a_spreadsheet_are_read_under_a_stated_order() {
        let plain = row("1", "2022-01-05", "3");
        let excel = plain.replace("2022-01-05 00:00:00.000", "1/5/2022 0:00").replace("2022-01-05", "1/5/2022");
        let words = plain.replace(",3,,,", ",3.0,,,").replacen(",3,", ",State-based conflict,", 1);
        for (body, order, read_rows) in
            [(&excel, Some(DateOrder::MonthDayYear), 1), (&excel, None, 0), (&words, None, 1)]
        {
            let read = read_ged(format!("{}\n{body}\n", COLUMNS.join(",")).as_bytes(), "ged.csv", order).unwrap();
            assert_eq!(
                (read.rows.len(), read.malformed.len()),
                (read_rows, 1 - read_rows),
                "{body} {:?}",
                read.malformed
            );
            assert!(read.rows.iter().all(|event| (event.date, event.deaths) == (jiff::civil::date(2022, 1, 5), Some(Count::exactly(3)))));
        }
    }
}
