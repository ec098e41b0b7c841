//! The places of a country, `places.csv`: every city above a floor and the rest of each region.

use std::collections::BTreeMap;
use std::fmt;

use crate::error::{DataError, Problem};
use crate::nearest::nearest;
use crate::region::{Region, RegionId, region_ref, unique};
use crate::table::{Row, Table};

/// A place's number: its geonameid, or a small number for the rest of a region. Below 2^24, so that it
/// fits the address of a random draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceId(u32);

impl PlaceId {
    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }

    pub(crate) fn read(row: Row<'_>, column: &str) -> Result<PlaceId, DataError> {
        row.integer(column, 1, (1 << 24) - 1).map(PlaceId)
    }
}

impl fmt::Display for PlaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// A city or town.
    City,
    /// All of a region outside its listed cities.
    Rest,
}

/// What a place is the seat of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// National offices: the capital, or a former one that keeps some.
    National,
    /// A region's administration.
    Region,
    /// Neither.
    None,
}

/// A city, or the rest of a region.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Identifier.
    pub id: PlaceId,
    /// Name for people; names repeat.
    pub name: String,
    /// Region it lies in.
    pub region: RegionId,
    /// City or rest.
    pub kind: PlaceKind,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Residents.
    pub population: u32,
    /// City life rather than villages.
    pub urban: bool,
    /// Mean income over the region's mean.
    pub income_index: f64,
    /// Great-circle distance to the nearest producer of the good whose price moves, km.
    pub producer_km: f64,
    /// Protesters killed here by the state in the ten years before the start.
    pub past_killings: u32,
    /// Seat of offices.
    pub seat: Seat,
    /// Security strength per resident over the nation's.
    pub security_weight: f64,
}

/// Columns of `places.csv`.
pub(crate) const PLACE_COLUMNS: [&str; 13] = [
    "id",
    "name",
    "region",
    "kind",
    "latitude",
    "longitude",
    "population",
    "urban",
    "income_index",
    "producer_km",
    "past_killings",
    "seat",
    "security_weight",
];

/// Reads `places.csv`. The places of a region hold exactly its residents, and its capital is one of them.
pub fn read_places(bytes: &[u8], file: &str, regions: &[Region]) -> Result<Vec<Place>, DataError> {
    let table = Table::read(bytes, file, &PLACE_COLUMNS, &[])?;
    let mut seen = BTreeMap::new();
    let places = table
        .rows()
        .map(|row| {
            let place = read_place(row, regions)?;
            unique(&mut seen, row, "id", "place", place.id)?;
            Ok(place)
        })
        .collect::<Result<Vec<_>, DataError>>()?;
    for region in regions {
        check_region(&table, region, &places)?;
    }
    Ok(places)
}

fn read_place(row: Row<'_>, regions: &[Region]) -> Result<Place, DataError> {
    Ok(Place {
        id: PlaceId::read(row, "id")?,
        name: row.name("name")?.to_owned(),
        region: region_ref(row, "region", regions)?,
        kind: row.choice("kind", "kind of place", &[("city", PlaceKind::City), ("rest", PlaceKind::Rest)])?,
        latitude: row.number("latitude", -90.0, 90.0)?,
        longitude: row.number("longitude", -180.0, 180.0)?,
        population: row.integer("population", 1, 2_000_000_000)?,
        urban: row.flag("urban")?,
        income_index: row.number("income_index", 1e-3, 1e3)?,
        producer_km: row.number("producer_km", 0.0, 20_100.0)?,
        past_killings: row.integer("past_killings", 0, 10_000_000)?,
        seat: row.choice(
            "seat",
            "seat",
            &[("national", Seat::National), ("region", Seat::Region), ("none", Seat::None)],
        )?,
        security_weight: row.number("security_weight", 0.0, 1e3)?,
    })
}

/// A fault of the whole region is shown at the last of its places, the usual home of its rest.
fn check_region(table: &Table<'_>, region: &Region, places: &[Place]) -> Result<(), DataError> {
    let lacking = |what| Problem::Lacking { region: region.id.to_string(), what };
    let Some(row) = table.rows().filter(|row| row.text("region") == region.id.as_str()).last() else {
        return Err(table.whole(lacking("place")));
    };
    let own = || places.iter().filter(|place| place.region == region.id);
    if !own().any(|place| place.id == region.capital) {
        return Err(row.error("id", lacking("capital among its places")));
    }
    let sum: u64 = own().map(|place| u64::from(place.population)).sum();
    if sum != u64::from(region.population) {
        let problem = Problem::PopulationSum {
            region: region.id.to_string(),
            places: sum,
            population: u64::from(region.population),
        };
        return Err(row.error("population", problem));
    }
    Ok(())
}

/// The place a field numbers. For a name instead of a number, the message gives the number.
pub(crate) fn place_ref<'p>(row: Row<'_>, column: &str, places: &'p [Place]) -> Result<&'p Place, DataError> {
    let found = row.text(column);
    let by_number = found.parse::<u32>().ok().and_then(|id| places.iter().find(|place| place.id.0 == id));
    by_number.ok_or_else(|| {
        let name = nearest(found, places.iter().map(|place| place.name.as_str()));
        let meant = name.and_then(|name| places.iter().find(|place| place.name == name));
        let nearest = meant.map(|place| format!("{} ({})", place.id, place.name));
        row.error(column, Problem::Unknown { what: "place", found: found.to_owned(), nearest })
    })
}

/// The same, or nothing where the field is empty.
pub(crate) fn optional_place_ref<'p>(
    row: Row<'_>,
    column: &str,
    places: &'p [Place],
) -> Result<Option<&'p Place>, DataError> {
    match row.text(column) {
        "" => Ok(None),
        _ => place_ref(row, column, places).map(Some),
    }
}
