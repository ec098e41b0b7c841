//! Any table of events: the caller says which of its columns hold what.

use std::fmt;
use std::str::FromStr;

use super::count::{Count, crowd};
use super::event::{Act, ConflictEvent};
use super::foreign::{Foreign, gather};
use super::reading::{crowd_of, days};
use crate::error::{DataError, Problem};
use crate::nearest::nearest;
use crate::table::{DateOrder, Row, Table, clip};

/// What a column of a table of events may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum EventField {
    /// Identifier.
    Id,
    /// First day, or the only one.
    Date,
    /// Last day.
    DateEnd,
    /// Name of the place.
    Place,
    /// Number of the place in the gazetteer (geonameid).
    PlaceId,
    /// Name or code of the first-level region.
    Region,
    /// Name or code of the country.
    Country,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// Kind of event, such as `protest` or `riot`.
    Kind,
    /// Events that the row stands for.
    Events,
    /// People who took part: a number, two ends or words.
    Crowd,
    /// People killed.
    Deaths,
    /// People detained.
    Detained,
    /// Day on which the row was published.
    Published,
}

use EventField as F;

/// Fields by their names, with what they hold.
const FIELDS: [(&str, EventField); 15] = [
    ("id", F::Id),
    ("date", F::Date),
    ("date_end", F::DateEnd),
    ("place", F::Place),
    ("place_id", F::PlaceId),
    ("region", F::Region),
    ("country", F::Country),
    ("latitude", F::Latitude),
    ("longitude", F::Longitude),
    ("kind", F::Kind),
    ("events", F::Events),
    ("crowd", F::Crowd),
    ("deaths", F::Deaths),
    ("detained", F::Detained),
    ("published", F::Published),
];

/// Which column of a table holds which field of an event, as in `date=day,place=town,crowd=people`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping(Vec<(EventField, String)>);

impl Mapping {
    /// Names of the fields.
    pub fn fields() -> impl Iterator<Item = &'static str> {
        FIELDS.iter().map(|(name, _)| *name)
    }

    /// Whether a column holds this.
    pub fn has(&self, field: EventField) -> bool {
        self.column(field).is_some()
    }

    fn column(&self, field: EventField) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, column)| column.as_str())
    }
}

impl FromStr for Mapping {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Mapping, Problem> {
        let mut found: Vec<(EventField, String)> = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let refuse = || Problem::Value { found: clip(part), expected: "field=column, as in date=day".to_owned() };
            let (name, column) = part.split_once('=').ok_or_else(refuse)?;
            let (name, column) = (name.trim(), column.trim());
            let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == name) else {
                return Err(Problem::Unknown {
                    what: "field",
                    found: clip(name),
                    nearest: nearest(name, Mapping::fields()).map(str::to_owned),
                    known: Mapping::fields().map(str::to_owned).collect(),
                });
            };
            if column.is_empty() {
                return Err(refuse());
            }
            if found.iter().any(|(known, _)| known == field) {
                return Err(Problem::DuplicateColumn { found: name.to_owned() });
            }
            found.push((*field, column.to_owned()));
        }
        let mapping = Mapping(found);
        let lacks = |column: &str, expected: &str| Problem::MissingColumn {
            column: column.to_owned(),
            expected: expected.to_owned(),
        };
        if !mapping.has(F::Date) {
            return Err(lacks("date", "date=COLUMN"));
        }
        if mapping.has(F::Latitude) != mapping.has(F::Longitude) {
            return Err(lacks("longitude", "latitude and longitude together"));
        }
        let located = [F::Place, F::PlaceId, F::Region, F::Latitude].into_iter().any(|field| mapping.has(field));
        if located {
            Ok(mapping)
        } else {
            Err(lacks("place", "one of place, place_id, region, or latitude and longitude"))
        }
    }
}

impl fmt::Display for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |field: &EventField| FIELDS.iter().find(|(_, known)| known == field).map_or("", |(name, _)| *name);
        let parts: Vec<String> = self.0.iter().map(|(field, column)| format!("{}={column}", name(field))).collect();
        f.write_str(&parts.join(","))
    }
}

/// Reads any table of events by a mapping of its columns; `order` is that of dates in numbers alone.
///
/// # Errors
/// When the file as a whole cannot be read: no table, or a column of the mapping is not there.
pub fn read_mapped(
    bytes: &[u8],
    file: &str,
    mapping: &Mapping,
    order: Option<DateOrder>,
) -> Result<Foreign<ConflictEvent>, DataError> {
    let columns: Vec<&str> = mapping.0.iter().map(|(_, column)| column.as_str()).collect();
    let (table, malformed) = Table::read_named(bytes, file, &columns)?;
    Ok(gather(&table, malformed, |row| event(row, mapping, order)))
}

fn event(row: Row<'_>, mapping: &Mapping, order: Option<DateOrder>) -> Result<ConflictEvent, DataError> {
    let column = |field: EventField| mapping.column(field).unwrap_or_default();
    let text = |field: EventField| mapping.column(field).map_or("", |column| row.text(column));
    let whole = |field: EventField| match text(field) {
        "" => Ok(None),
        _ => row.integer(column(field), 0, u32::MAX).map(Some),
    };
    let (date, date_end) = days(row, column(F::Date), column(F::DateEnd), order, "2022-01-05")?;
    let kind = text(F::Kind);
    let coordinate = |field: EventField, end: f64| match mapping.column(field) {
        Some(column) => row.optional_number(column, -end, end),
        None => Ok(None),
    };
    let published = match text(F::Published) {
        "" => None,
        _ => Some(row.day(column(F::Published), order, "a date such as 2022-01-05, or nothing")?),
    };
    Ok(ConflictEvent {
        id: text(F::Id).to_owned(),
        kind: if kind.is_empty() { "protest" } else { kind }.to_owned(),
        act: act(kind),
        country: text(F::Country).to_owned(),
        admin1: text(F::Region).to_owned(),
        location: text(F::Place).to_owned(),
        place: whole(F::PlaceId)?,
        coordinates: coordinate(F::Latitude, 90.0)?.zip(coordinate(F::Longitude, 180.0)?),
        events: whole(F::Events)?.unwrap_or(1),
        crowd: people(row, mapping.column(F::Crowd))?,
        deaths: whole(F::Deaths)?.map(Count::exactly),
        detained: whole(F::Detained)?.map(Count::exactly),
        published,
        ..ConflictEvent::on(date, date_end, row.line())
    })
}

/// The size of a crowd: a number as the file writes numbers, two ends, or words.
fn people(row: Row<'_>, column: Option<&str>) -> Result<Option<Count>, DataError> {
    let Some(column) = column else { return Ok(None) };
    let text = row.text(column);
    let figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\'');
    if !text.is_empty() && text.chars().all(figure) {
        return row.integer(column, 0, u32::MAX).map(|number| Some(Count::exactly(number)));
    }
    Ok(crowd_of(row, column, crowd))
}

/// What a word for a kind of event means; without one the table is of protests.
fn act(kind: &str) -> Act {
    let kind = kind.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    if says(&["riot", "mob", "violent demonstration", "violent protest", "loot"]) {
        Act::Riot
    } else if kind.is_empty() || says(&["protest", "demonstration", "march", "rally", "strike", "gathering"]) {
        Act::Protest
    } else {
        Act::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_table_is_read_by_its_mapping() {
        let mapping: Mapping = "date=day, place=town,crowd=people,deaths=dead,kind=what".parse().unwrap();
        assert_eq!(mapping.to_string(), "date=day,place=town,crowd=people,deaths=dead,kind=what");
        let text = "day;town;what;people;dead;remark\n05.01.2022;Town;Riot;1 200;2;x\n06/01/2022;Town;;hundreds;;\n";
        let read = read_mapped(text.as_bytes(), "e.csv", &mapping, Some(DateOrder::DayMonthYear)).unwrap();
        assert!(read.malformed.is_empty(), "{:?}", read.malformed);
        let told: Vec<_> = read.rows.iter().map(|event| (event.date.to_string(), event.act, event.deaths)).collect();
        assert_eq!(
            told,
            [
                ("2022-01-05".to_owned(), Act::Riot, Some(Count::exactly(2))),
                ("2022-01-06".to_owned(), Act::Protest, None)
            ]
        );
        assert_eq!(read.rows[0].crowd, Some(Count::exactly(1200)));
        assert_eq!(read.rows[1].crowd, Some(Count::between(100, 999)));
        let read = read_mapped(text.as_bytes(), "e.csv", &mapping, None).unwrap();
        assert_eq!((read.rows.len(), read.malformed.len()), (0, 2));
    }

    #[test]
    fn a_mapping_that_cannot_be_is_refused() {
        for (text, said) in [
            ("date", "found `date`, expected field=column, as in date=day"),
            ("place=town", "column `date` is missing, expected date=COLUMN"),
            (
                "date=day",
                "column `place` is missing, expected one of place, place_id, region, or latitude and longitude",
            ),
            ("date=day,latitude=y", "column `longitude` is missing, expected latitude and longitude together"),
            ("date=day,date=d", "column `date` stands twice"),
        ] {
            assert_eq!(text.parse::<Mapping>().unwrap_err().to_string(), said, "{text}");
        }
        let error = "date=day,plac=town".parse::<Mapping>().unwrap_err().to_string();
        assert!(error.starts_with("unknown field `plac`; did you mean `place`? expected one of `id`"), "{error}");
        let mapping: Mapping = "date=dy,place=town".parse().unwrap();
        let error = read_mapped(b"day,town\n2022-01-05,Town\n", "e.csv", &mapping, None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "e.csv:1: unknown column `dy`; did you mean `day`? expected one of `day`, `town`"
        );
    }
}
