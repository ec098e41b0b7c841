//! The record as found, one row a statement, `records/facts.csv`. Where sources disagree both rows stay.

use jiff::civil::Date;

use crate::error::DataError;
use crate::place::{Place, PlaceId, optional_place_ref};
use crate::region::{Region, RegionId, optional_region_ref};
use crate::table::Table;

/// A statement of a source.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Line of the file, from 1.
    pub line: usize,
    /// Local date it speaks of.
    pub date: Date,
    /// Date on which the source was published, earlier than `date` where it speaks of what was to come;
    /// `None` where the source does not show it: then no forecast may use it.
    pub published: Option<Date>,
    /// Place as the source names it.
    pub place: String,
    /// Region as the source names it.
    pub admin1: String,
    /// Kind, such as `crowd_size`.
    pub kind: String,
    /// Value as written: a number, an interval, a time or words.
    pub value: String,
    /// Unit.
    pub unit: String,
    /// Where it was read.
    pub source: String,
    /// What else the source says.
    pub note: String,
    /// The place in `places.csv`, where it is one.
    pub place_id: Option<PlaceId>,
    /// The region in `regions.csv`, where it is one.
    pub region_id: Option<RegionId>,
}

impl Fact {
    /// The value as a number, where it is one.
    pub fn number(&self) -> Option<f64> {
        self.value.parse().ok().filter(|value: &f64| value.is_finite())
    }
}

const COLUMNS: [&str; 10] =
    ["date", "place", "admin1", "kind", "value", "unit", "source", "note", "place_id", "region_id"];

/// Reads `records/facts.csv`.
pub fn read_facts(bytes: &[u8], file: &str, regions: &[Region], places: &[Place]) -> Result<Vec<Fact>, DataError> {
    let table = Table::read(bytes, file, &COLUMNS, &["published"])?;
    table
        .rows()
        .map(|row| {
            Ok(Fact {
                line: row.line(),
                date: row.date("date")?,
                published: row.optional_date("published")?,
                place: row.name("place")?.to_owned(),
                admin1: row.text("admin1").to_owned(),
                kind: row.name("kind")?.to_owned(),
                value: row.name("value")?.to_owned(),
                unit: row.text("unit").to_owned(),
                source: row.name("source")?.to_owned(),
                note: row.text("note").to_owned(),
                place_id: optional_place_ref(row, "place_id", places)?.map(|place| place.id),
                region_id: optional_region_ref(row, "region_id", regions)?,
            })
        })
        .collect()
}
