//! What happened, day by day, for timelines: `records/events.csv`.

use jiff::civil::{Date, Time};

use crate::column::{Form, Holds, column};
use crate::error::{DataError, Problem};
use crate::identifier::{PlaceId, slug};
use crate::imported::{IMPORTED, Imported, LICENCE, imported};
use crate::note::Noted;
use crate::place::{Place, PlaceIndex, optional_place_ref};
use crate::region::{Region, RegionId, RegionIndex, optional_region_ref};
use crate::table::{Row, Table};

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
    /// Whether it was drafted from a file of events.
    pub imported: Imported,
    /// Its licence, where it was.
    pub licence: String,
}

const KINDS: [&str; 15] = [
    "protest",
    "crowd",
    "violence",
    "harm",
    "facility",
    "detained",
    "defection",
    "policing",
    "emergency",
    "shutdown",
    "price",
    "government",
    "alliance",
    "shock",
    "claim",
];

/// `records/events.csv` as declared.
pub(crate) const EVENTS: Form = Form::new(
    "records/events.csv",
    "What happened, day by day, for timelines. The key `[records] events` names it.",
    &[
        column("date", Holds::Date, "local date"),
        column("time", Holds::Time, "local time, if known").or_empty(),
        column("kind", Holds::UsualWords(&KINDS), "what it was"),
        column("label", Holds::Text, "one line for people"),
        column("place", Holds::Place, "place, if one").or_empty(),
        column("region", Holds::Region, "region, if one; that of the place where empty").or_empty(),
        column("source", Holds::Text, "where it was read").or_empty(),
        column("contested", Holds::Flag, "1 where sources disagree on it"),
        LICENCE,
        IMPORTED,
    ],
);

/// Reads `records/events.csv`.
pub fn read_events(
    bytes: &[u8],
    file: &str,
    regions: &[Region],
    places: &[Place],
) -> Result<Noted<Vec<Event>>, DataError> {
    let table = Table::of(bytes, file, &EVENTS)?;
    let (regions, places) = (RegionIndex::new(regions), PlaceIndex::new(places));
    let events = table.rows().map(|row| read_event(row, &regions, &places)).collect::<Result<Vec<_>, DataError>>()?;
    Ok(table.noted(events))
}

fn read_event(row: Row<'_>, regions: &RegionIndex<'_>, places: &PlaceIndex<'_>) -> Result<Event, DataError> {
    let place = optional_place_ref(row, "place", places)?;
    let region = optional_region_ref(row, "region", regions)?;
    if let (Some(place), Some(region)) = (place, &region)
        && place.region != *region
    {
        let (place, actual) = (place.id.to_string(), place.region.to_string());
        return Err(row.error("region", Problem::OtherRegion { place, actual, found: region.to_string() }));
    }
    let kind = slug(row, "kind")?;
    row.usual("kind");
    let (imported, licence) = imported(row)?;
    Ok(Event {
        date: row.date("date")?,
        time: row.optional_time("time")?,
        kind,
        label: row.name("label")?.to_owned(),
        place: place.map(|place| place.id),
        region: region.or_else(|| place.map(|place| place.region.clone())),
        source: row.text("source").to_owned(),
        contested: row.flag("contested")?,
        imported,
        licence,
    })
}
