//! UCDP GED, the Georeferenced Event Dataset, yearly and candidate releases (codebook of version 22.1 and
//! later; Sundberg and Melander 2013, doi:10.1177/0022343313484347).
//!
//! Some candidate releases come without a header: their 49 columns are then those of the codebook, in its
//! order. The file does not say when a row was published, so its events serve hindcasts only.

use jiff::civil::Date;

use super::{ConflictEvent, Foreign, coordinates, gather};
use crate::error::{DataError, Problem};
use crate::table::{Row, Table, iso_date};

const REQUIRED: [&str; 9] =
    ["id", "type_of_violence", "country", "adm_1", "latitude", "longitude", "date_start", "date_end", "best"];

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

/// Kinds of violence by their code.
const KINDS: [(&str, &str); 3] = [("1", "state-based"), ("2", "non-state"), ("3", "one-sided")];

/// Reads a release of GED, with or without a header.
///
/// # Errors
/// When the file as a whole cannot be read: no table, a column missing.
pub fn read_ged(bytes: &[u8], file: &str) -> Result<Foreign<ConflictEvent>, DataError> {
    let (table, malformed) = Table::read_foreign(bytes, file, &REQUIRED, Some(&COLUMNS))?;
    Ok(gather(&table, malformed, event))
}

fn event(row: Row<'_>) -> Result<ConflictEvent, DataError> {
    let (date, date_end) = (day(row, "date_start")?, day(row, "date_end")?);
    if date > date_end {
        let (low, high) = (date.to_string(), date_end.to_string());
        return Err(row.error("date_end", Problem::Order { low, high }));
    }
    let (latitude, longitude) = coordinates(row)?;
    Ok(ConflictEvent {
        id: row.name("id")?.to_owned(),
        date,
        date_end,
        kind: row.choice("type_of_violence", "type of violence", &KINDS)?.to_owned(),
        country: row.name("country")?.to_owned(),
        admin1: row.text("adm_1").to_owned(),
        location: row.text("where_coordinates").to_owned(),
        latitude,
        longitude,
        deaths: row.integer("best", 0, u32::MAX)?,
        published: None,
        line: row.line(),
    })
}

/// `2022-01-05 00:00:00.000`, or the date alone.
fn day(row: Row<'_>, column: &str) -> Result<Date, DataError> {
    let date = row.text(column).split([' ', 'T']).next().and_then(iso_date);
    date.ok_or_else(|| row.unexpected(column, "a date such as 2022-01-05 00:00:00.000"))
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
        let with = read_ged(format!("{}\n{body}", COLUMNS.join(",")).as_bytes(), "ged.csv").unwrap();
        let without = read_ged(body.as_bytes(), "ged.csv").unwrap();
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
        let read = read_ged(body.as_bytes(), "ged.csv").unwrap();
        let told: Vec<String> = read.malformed.iter().map(ToString::to_string).collect();
        assert!(read.rows.is_empty());
        assert_eq!(told[0], "ged.csv:1: column `date_end`: low 2022-01-05 is above high 2022-01-04");
        assert!(told[1].starts_with("ged.csv:2: column `best`: found `-1`"), "{}", told[1]);
    }
}
