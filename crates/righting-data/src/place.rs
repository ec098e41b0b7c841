//! The places of a country, `places.csv`: every city above a floor and the rest of each region.

use std::collections::BTreeMap;

use righting_model::Seat;

use crate::column::{Form, Holds, column, words};
use crate::error::{DataError, Problem};
use crate::identifier::{PLACE_ID, PlaceId, unique};
use crate::nearest::nearest;
use crate::note::Noted;
use crate::region::{PEOPLE, Region, RegionId, RegionIndex, region_ref};
use crate::table::{Row, Table};

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// A city or town.
    City,
    /// All of a region outside its listed cities.
    Rest,
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

const KINDS: [(&str, PlaceKind); 2] = [("city", PlaceKind::City), ("rest", PlaceKind::Rest)];
const KIND_WORDS: [&str; 2] = words(&KINDS);
const SEATS: [(&str, Seat); 3] = [("national", Seat::National), ("region", Seat::Region), ("none", Seat::None)];
const SEAT_WORDS: [&str; 3] = words(&SEATS);

/// `places.csv` as declared.
pub(crate) const PLACES: Form = Form::new(
    "places.csv",
    "Every city or town above a floor, and the rest of each region. The key `[country] places` names it.",
    &[
        column("id", PLACE_ID, "its geonameid, or a small number for the rest of a region"),
        column("name", Holds::Text, "name for people; names may repeat"),
        column("region", Holds::Region, "region it lies in"),
        column("kind", Holds::Words(&KIND_WORDS), "a city, or all of a region outside its listed cities"),
        column("latitude", Holds::Number { low: -90.0, high: 90.0 }, "where it lies, north positive").unit("degrees"),
        column("longitude", Holds::Number { low: -180.0, high: 180.0 }, "where it lies, east positive").unit("degrees"),
        column("population", PEOPLE, "residents; those of a region add up to its own figure").unit("people"),
        column("urban", Holds::Flag, "1 for city life, 0 for villages"),
        column("income_index", Holds::Number { low: 1e-3, high: 1e3 }, "mean income over the region's mean")
            .unit("ratio"),
        column(
            "producer_km",
            Holds::Number { low: 0.0, high: 20_100.0 },
            "distance to the nearest producer of the good whose price moves",
        )
        .unit("km"),
        column(
            "past_killings",
            Holds::Whole { low: 0, high: 10_000_000 },
            "protesters killed here by the state in the ten years before",
        )
        .unit("people"),
        column(
            "seat",
            Holds::Words(&SEAT_WORDS),
            "seat of national offices, of the region's administration, or of neither",
        ),
        column(
            "security_weight",
            Holds::Number { low: 0.0, high: 1e3 },
            "security forces per resident over the nation's",
        )
        .unit("ratio"),
    ],
)
.at_least("a row for each place, at least one in every region");

/// Reads `places.csv`. The places of a region hold exactly its residents, and its capital is one of them.
pub fn read_places(bytes: &[u8], file: &str, regions: &[Region]) -> Result<Noted<Vec<Place>>, DataError> {
    let table = Table::of(bytes, file, &PLACES)?;
    let index = RegionIndex::new(regions);
    let mut seen = BTreeMap::new();
    let places = table.rows().map(|row| {
        let place = read_place(row, &index)?;
        unique(&mut seen, row, "id", "place", place.id)?;
        Ok(place)
    });
    let places = places.collect::<Result<Vec<_>, DataError>>()?;
    check_regions(&table, regions, &places)?;
    Ok(table.noted(places))
}

fn read_place(row: Row<'_>, regions: &RegionIndex<'_>) -> Result<Place, DataError> {
    Ok(Place {
        id: PlaceId::read(row, "id")?,
        name: row.name("name")?.to_owned(),
        region: region_ref(row, "region", regions)?,
        kind: row.choice("kind", "kind of place", &KINDS)?,
        latitude: row.real("latitude")?,
        longitude: row.real("longitude")?,
        population: row.whole("population")?,
        urban: row.flag("urban")?,
        income_index: row.real("income_index")?,
        producer_km: row.real("producer_km")?,
        past_killings: row.whole("past_killings")?,
        seat: row.choice("seat", "seat", &SEATS)?,
        security_weight: row.real("security_weight")?,
    })
}

/// What the places of a region come to.
#[derive(Default)]
struct Tally<'t> {
    last: Option<Row<'t>>,
    capital: bool,
    people: u64,
}

/// A fault of the whole region is shown at the last of its places, the usual home of its rest.
fn check_regions(table: &Table<'_>, regions: &[Region], places: &[Place]) -> Result<(), DataError> {
    let mut tallies: BTreeMap<&str, (&Region, Tally<'_>)> =
        regions.iter().map(|region| (region.id.as_str(), (region, Tally::default()))).collect();
    for (row, place) in table.rows().zip(places) {
        let (region, tally) = tallies.get_mut(place.region.as_str()).expect("places name regions of the table");
        tally.last = Some(row);
        tally.capital |= place.id == region.capital;
        tally.people += u64::from(place.population);
    }
    regions.iter().try_for_each(|region| check_region(table, region, &tallies[region.id.as_str()].1))
}

fn check_region(table: &Table<'_>, region: &Region, tally: &Tally<'_>) -> Result<(), DataError> {
    let lacking = |what| Problem::Lacking { region: region.id.to_string(), what };
    let Some(row) = tally.last else { return Err(table.whole(lacking("place"))) };
    if !tally.capital {
        return Err(row.error("id", lacking("capital among its places")));
    }
    if tally.people != u64::from(region.population) {
        let problem = Problem::PopulationSum {
            region: region.id.to_string(),
            places: tally.people,
            population: u64::from(region.population),
        };
        return Err(row.error("population", problem));
    }
    Ok(())
}

/// Places by number.
pub(crate) struct PlaceIndex<'p>(BTreeMap<u32, &'p Place>, &'p [Place]);

impl<'p> PlaceIndex<'p> {
    pub fn new(places: &'p [Place]) -> PlaceIndex<'p> {
        PlaceIndex(places.iter().map(|place| (place.id.get(), place)).collect(), places)
    }

    /// The place of a name, or of one like it.
    pub(crate) fn near(&self, name: &str) -> Option<&'p Place> {
        let near = nearest(name, self.1.iter().map(|place| place.name.as_str()))?;
        self.1.iter().find(|place| place.name == near)
    }

    /// Places whose numbers are most like these digits, the nearest first: by what they begin with, then in value.
    fn alike(&self, digits: &str) -> Vec<&'p Place> {
        let Ok(found) = digits.parse::<u64>() else { return Vec::new() };
        let common = |place: &Place| {
            let own = place.id.to_string();
            own.bytes().zip(digits.bytes()).take_while(|(own, found)| own == found).count()
        };
        let mut order: Vec<&Place> = self.1.iter().collect();
        order.sort_by_key(|place| (std::cmp::Reverse(common(place)), u64::from(place.id.get()).abs_diff(found)));
        order.truncate(LISTED);
        order
    }
}

/// Most places that a message lists.
const LISTED: usize = 8;

/// The place a field numbers. For a name instead of a number, the message gives the number.
pub(crate) fn place_ref<'p>(row: Row<'_>, column: &str, places: &PlaceIndex<'p>) -> Result<&'p Place, DataError> {
    let found = row.text(column);
    // Spreadsheets and pandas write numbers with a fraction of zero.
    let digits = found.strip_suffix(".0").unwrap_or(found);
    let by_number = digits.parse::<u32>().ok().and_then(|id| places.0.get(&id).copied());
    by_number.ok_or_else(|| {
        let named = |place: &Place| format!("{} ({})", place.id, place.name);
        let nearest = places.near(found).map(named);
        // A number that no place has: those that begin as it does are the likely ones.
        let known = if nearest.is_none() { places.alike(digits) } else { Vec::new() };
        let known: Vec<String> = known.into_iter().map(named).collect();
        row.unknown_near(column, "place", known.iter().map(String::as_str).collect(), nearest)
    })
}

/// The same, or nothing where the field is empty.
pub(crate) fn optional_place_ref<'p>(
    row: Row<'_>,
    column: &str,
    places: &PlaceIndex<'p>,
) -> Result<Option<&'p Place>, DataError> {
    match row.text(column) {
        "" => Ok(None),
        _ => place_ref(row, column, places).map(Some),
    }
}
