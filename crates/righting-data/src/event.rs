//! What happened, day by day, for timelines: `records/events.csv`.

use jiff::civil::{Date, Time};

use crate::error::{DataError, Problem};
use crate::place::{Place, PlaceId, optional_place_ref};
use crate::region::{Region, RegionId, optional_region_ref, slug};
use crate::table::Table;

/// A dated happening of the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Local date.
    pub date: Date,
    /// Local time, if known.
    pub time: Option<Time>,
    /// Kind, such as `protest`, `facility`, `alliance`.
    pub kind: String,
    /// One line for people.
    pub label: String,
    /// Place, if one.
    pub place: Option<PlaceId>,
    /// Region, if one.
    pub region: Option<RegionId>,
    /// Where it was read.
    pub source: String,
    /// Sources disagree on it.
    pub contested: bool,
}

const COLUMNS: [&str; 8] = ["date", "time", "kind", "label", "place", "region", "source", "contested"];

/// Reads `records/events.csv`.
pub fn read_events(bytes: &[u8], file: &str, regions: &[Region], places: &[Place]) -> Result<Vec<Event>, DataError> {
    let table = Table::read(bytes, file, &COLUMNS, &[])?;
    table
        .rows()
        .map(|row| {
            let place = optional_place_ref(row, "place", places)?;
            let region = optional_region_ref(row, "region", regions)?;
            if let (Some(place), Some(region)) = (place, &region)
                && place.region != *region
            {
                return Err(row.error(
                    "region",
                    Problem::OtherRegion {
                        place: place.id.to_string(),
                        actual: place.region.to_string(),
                        found: region.to_string(),
                    },
                ));
            }
            Ok(Event {
                date: row.date("date")?,
                time: row.optional_time("time")?,
                kind: slug(row, "kind")?,
                label: row.name("label")?.to_owned(),
                place: place.map(|place| place.id),
                region: region.or_else(|| place.map(|place| place.region.clone())),
                source: row.text("source").to_owned(),
                contested: row.flag("contested")?,
            })
        })
        .collect()
}
