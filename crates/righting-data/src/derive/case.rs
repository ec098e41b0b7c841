//! The tables of a case: a country of which only a census by region and a gazetteer are at hand.
//!
//! Whole-city regions are one place. Elsewhere every settlement above a floor is a place, and the rest of the
//! region is what the census leaves. Nothing is known by place, so incomes and security are even.

use super::csv_text;
use crate::error::{DataError, Problem};
use crate::place::PLACES;
use crate::table::{Row, Table};

/// Places at or above this population are urban, as in the Kazakhstan tables.
const URBAN_FLOOR: u32 = 10_000;
/// The rest of a region stands at the mean point of its settlements under this population.
const SMALL_SETTLEMENT: u32 = 50_000;

/// The raw open tables of a case, as bytes (`packs/cases/<case>/`).
#[derive(Debug, Clone, Copy)]
pub struct CasePack<'a> {
    /// `regions.csv`: census population, income, poverty and capital by region.
    pub regions: &'a [u8],
    /// `cities.csv`: the gazetteer, each settlement in its region.
    pub cities: &'a [u8],
    /// Settlements at or above this gazetteer population are places of their own; capitals always are.
    pub city_floor: u32,
    /// Bring the gazetteer's figures to the census by the ratio over whole-city regions.
    pub scaled: bool,
}

/// The derived tables of a case, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedCase {
    /// `regions.csv`.
    pub regions: String,
    /// `places.csv`.
    pub places: String,
}

struct CaseRegion {
    id: String,
    name: String,
    iso3166_2: String,
    /// Empty: the rest of the region is its own capital.
    capital: Option<u32>,
    population: u32,
    income: String,
    poverty: [String; 2],
    whole_city: bool,
    /// Where the rest stands if the gazetteer has no small settlement.
    rest_at: Option<(f64, f64)>,
}

struct City {
    geonameid: u32,
    name: String,
    region: usize,
    at: (f64, f64),
    population: u32,
    past_killings: u32,
    national_seat: bool,
}

/// Derives the tables of a case. The same bytes on every machine.
pub fn derive_case(pack: &CasePack<'_>) -> Result<DerivedCase, DataError> {
    let regions = read_regions(pack)?;
    let cities = read_cities(pack, &regions)?;
    let scale = if pack.scaled { census_over_gazetteer(&regions, &cities) } else { (1, 1) };
    let mut places = Vec::new();
    for (index, region) in regions.iter().enumerate() {
        let mut own: Vec<&City> = cities.iter().filter(|city| city.region == index).collect();
        own.sort_by_key(|city| (std::cmp::Reverse(city.population), city.geonameid));
        if region.whole_city {
            let city = own.iter().find(|city| Some(city.geonameid) == region.capital);
            places.push(city_row(region, city.ok_or_else(|| lacking(region))?, region.population));
            continue;
        }
        let mut left = region.population;
        for city in &own {
            let capital = Some(city.geonameid) == region.capital;
            if city.population < pack.city_floor && !capital {
                continue;
            }
            let people = u64::from(city.population) * scale.0 / scale.1;
            let people = u32::try_from(people).ok().filter(|&people| people > 0).ok_or_else(|| lacking(region))?;
            left = left.checked_sub(people).filter(|&left| left > 0).ok_or_else(|| lacking(region))?;
            places.push(city_row(region, city, people));
        }
        places.push(rest_row(index, region, &own, left)?);
    }
    Ok(DerivedCase { regions: regions_text(&regions), places: csv_text(&PLACES.required(), places) })
}

fn read_regions(pack: &CasePack<'_>) -> Result<Vec<CaseRegion>, DataError> {
    let columns = [
        "id",
        "name",
        "iso3166_2",
        "capital",
        "population",
        "income_month",
        "poverty_rate",
        "poverty_source",
        "whole_city",
        "rest_latitude",
        "rest_longitude",
    ];
    let table = Table::read(pack.regions, "regions.csv", &columns, &[])?;
    let read = |row: Row<'_>| {
        let latitude = row.optional_number("rest_latitude", -90.0, 90.0)?;
        Ok(CaseRegion {
            id: row.name("id")?.to_owned(),
            name: row.name("name")?.to_owned(),
            iso3166_2: row.name("iso3166_2")?.to_owned(),
            capital: match row.text("capital") {
                "" => None,
                _ => Some(row.integer("capital", 1, (1 << 24) - 1)?),
            },
            population: row.integer("population", 1, 2_000_000_000)?,
            income: row.name("income_month")?.to_owned(),
            poverty: ["poverty_rate", "poverty_source"].map(|column| row.text(column).to_owned()),
            whole_city: row.flag("whole_city")?,
            rest_at: latitude.zip(row.optional_number("rest_longitude", -180.0, 180.0)?),
        })
    };
    table.rows().map(read).collect()
}

fn read_cities(pack: &CasePack<'_>, regions: &[CaseRegion]) -> Result<Vec<City>, DataError> {
    let columns =
        ["geonameid", "name", "region", "latitude", "longitude", "population", "past_killings", "national_seat"];
    let table = Table::read(pack.cities, "cities.csv", &columns, &[])?;
    let read = |row: Row<'_>| {
        let region = regions.iter().position(|region| region.id == row.text("region"));
        let known = || regions.iter().map(|region| region.id.as_str());
        Ok(City {
            geonameid: row.integer("geonameid", 1, (1 << 24) - 1)?,
            name: row.name("name")?.to_owned(),
            region: region.ok_or_else(|| row.unknown("region", "region", known()))?,
            at: (row.number("latitude", -90.0, 90.0)?, row.number("longitude", -180.0, 180.0)?),
            population: row.integer("population", 0, 100_000_000)?,
            past_killings: row.integer("past_killings", 0, 100_000)?,
            national_seat: row.flag("national_seat")?,
        })
    };
    table.rows().map(read).collect()
}

/// Census and gazetteer population of the whole-city regions.
fn census_over_gazetteer(regions: &[CaseRegion], cities: &[City]) -> (u64, u64) {
    let whole = |city: &&City| {
        let region = &regions[city.region];
        region.whole_city && region.capital == Some(city.geonameid)
    };
    let census = regions.iter().filter(|region| region.whole_city).map(|region| u64::from(region.population)).sum();
    let gazetteer: u64 = cities.iter().filter(whole).map(|city| u64::from(city.population)).sum();
    (census, gazetteer.max(1))
}

fn city_row(region: &CaseRegion, city: &City, population: u32) -> Vec<String> {
    let seat = match (city.national_seat, Some(city.geonameid) == region.capital) {
        (true, _) => "national",
        (false, true) => "region",
        (false, false) => "none",
    };
    row(region, city.geonameid, &city.name, "city", city.at, population, city.past_killings, seat)
}

fn rest_row(index: usize, region: &CaseRegion, own: &[&City], population: u32) -> Result<Vec<String>, DataError> {
    let small: Vec<&&City> = own.iter().filter(|city| city.population < SMALL_SETTLEMENT).collect();
    let mean = |part: fn(&City) -> f64| small.iter().map(|city| part(city)).sum::<f64>() / small.len() as f64;
    let middle = (!small.is_empty()).then(|| (mean(|city| city.at.0), mean(|city| city.at.1)));
    let at = region.rest_at.or(middle).ok_or_else(|| lacking(region))?;
    let id = u32::try_from(index + 1).expect("few regions");
    let seat = if region.capital.is_none() { "region" } else { "none" };
    Ok(row(region, id, &format!("{} (rest)", region.name), "rest", at, population, 0, seat))
}

#[allow(clippy::too_many_arguments, reason = "one argument a column")]
fn row(
    region: &CaseRegion,
    id: u32,
    name: &str,
    kind: &str,
    at: (f64, f64),
    population: u32,
    past_killings: u32,
    seat: &str,
) -> Vec<String> {
    let urban = kind == "city" && population >= URBAN_FLOOR;
    [
        id.to_string().as_str(),
        name,
        &region.id,
        kind,
        &format!("{:.5}", at.0),
        &format!("{:.5}", at.1),
        &population.to_string(),
        if urban { "1" } else { "0" },
        "1",
        "0",
        &past_killings.to_string(),
        seat,
        "1",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn regions_text(regions: &[CaseRegion]) -> String {
    let header = ["id", "name", "iso3166_2", "capital", "population", "income_month", "poverty_rate", "poverty_source"];
    let rows = regions.iter().enumerate().map(|(index, region)| {
        let capital = region.capital.unwrap_or(u32::try_from(index + 1).expect("few regions"));
        let [rate, source] = region.poverty.clone();
        let own = [&region.id, &region.name, &region.iso3166_2].map(Clone::clone);
        let numbers = [capital.to_string(), region.population.to_string(), region.income.clone(), rate, source];
        own.into_iter().chain(numbers).collect()
    });
    csv_text(&header, rows)
}

fn lacking(region: &CaseRegion) -> DataError {
    DataError {
        file: "cities.csv".to_owned(),
        line: 1,
        column: None,
        span: None,
        problem: Box::new(Problem::Lacking { region: region.id.clone(), what: "room for its cities and its rest" }),
    }
}
