//! The tables of a case: a country of which only a census by region and a gazetteer are at hand.
//!
//! Whole-city regions are one place. Elsewhere every settlement above a floor is a place, and the rest of the
//! region is what the census leaves. Nothing is known by place, so incomes and security are even.

use serde::Deserialize;

use crate::pack::{PLACES, Pack, csv_text, flag, known, overfull};

/// Places at or above this population are urban, as in the Kazakhstan tables.
const URBAN_FLOOR: u32 = 10_000;
/// The rest of a region stands at the mean point of its settlements under this population.
const SMALL_SETTLEMENT: u32 = 50_000;

/// How a case is made of its pack (`packs/cases/<case>/`).
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// Settlements at or above this gazetteer population are places of their own; capitals always are.
    pub city_floor: u32,
    /// Bring the gazetteer's figures to the census by the ratio over whole-city regions.
    pub scaled: bool,
}

/// A row of `regions.csv`: census population, income, poverty and capital by region.
#[derive(Deserialize)]
struct CaseRegion {
    id: String,
    name: String,
    iso3166_2: String,
    /// Empty: the rest of the region is its own capital.
    capital: Option<u32>,
    population: u32,
    income_month: String,
    poverty_rate: String,
    poverty_source: String,
    #[serde(deserialize_with = "flag")]
    whole_city: bool,
    /// Where the rest stands if the gazetteer has no small settlement.
    rest_latitude: Option<f64>,
    rest_longitude: Option<f64>,
}

/// A row of `cities.csv`: the gazetteer, each settlement in its region.
#[derive(Deserialize)]
struct CityRow {
    geonameid: u32,
    name: String,
    region: String,
    latitude: f64,
    longitude: f64,
    population: u32,
    past_killings: u32,
    #[serde(deserialize_with = "flag")]
    national_seat: bool,
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

/// The texts of `regions.csv` and `places.csv`.
pub fn tables(pack: &Pack, case: Case) -> Result<[String; 2], String> {
    let regions: Vec<CaseRegion> = pack.rows("regions.csv")?;
    let cities = read_cities(pack, &regions)?;
    let scale = if case.scaled { census_over_gazetteer(&regions, &cities) } else { (1, 1) };
    let mut places = Vec::new();
    for (index, region) in regions.iter().enumerate() {
        let mut own: Vec<&City> = cities.iter().filter(|city| city.region == index).collect();
        own.sort_by_key(|city| (std::cmp::Reverse(city.population), city.geonameid));
        if region.whole_city {
            let city = own.iter().find(|city| Some(city.geonameid) == region.capital);
            places.push(city_row(region, city.ok_or_else(|| overfull(&region.id))?, region.population));
            continue;
        }
        let mut left = region.population;
        for city in &own {
            let capital = Some(city.geonameid) == region.capital;
            if city.population < case.city_floor && !capital {
                continue;
            }
            let people = u64::from(city.population) * scale.0 / scale.1;
            let people = u32::try_from(people).ok().filter(|&people| people > 0);
            let people = people.ok_or_else(|| overfull(&region.id))?;
            left = left.checked_sub(people).filter(|&left| left > 0).ok_or_else(|| overfull(&region.id))?;
            places.push(city_row(region, city, people));
        }
        places.push(rest_row(index, region, &own, left)?);
    }
    Ok([regions_text(&regions)?, csv_text(PLACES, places)?])
}

fn read_cities(pack: &Pack, regions: &[CaseRegion]) -> Result<Vec<City>, String> {
    const FILE: &str = "cities.csv";
    let city = |row: CityRow| {
        Ok(City {
            region: known(FILE, "region", &row.region, regions.iter().map(|region| region.id.as_str()))?,
            at: (row.latitude, row.longitude),
            geonameid: row.geonameid,
            name: row.name,
            population: row.population,
            past_killings: row.past_killings,
            national_seat: row.national_seat,
        })
    };
    pack.rows(FILE)?.into_iter().map(city).collect()
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

fn city_row(region: &CaseRegion, city: &City, population: u32) -> [String; 13] {
    let seat = match (city.national_seat, Some(city.geonameid) == region.capital) {
        (true, _) => "national",
        (false, true) => "region",
        (false, false) => "none",
    };
    row(region, city.geonameid, &city.name, "city", city.at, population, city.past_killings, seat)
}

fn rest_row(index: usize, region: &CaseRegion, own: &[&City], population: u32) -> Result<[String; 13], String> {
    let small: Vec<&&City> = own.iter().filter(|city| city.population < SMALL_SETTLEMENT).collect();
    let mean = |part: fn(&City) -> f64| small.iter().map(|city| part(city)).sum::<f64>() / small.len() as f64;
    let middle = (!small.is_empty()).then(|| (mean(|city| city.at.0), mean(|city| city.at.1)));
    let at = region.rest_latitude.zip(region.rest_longitude).or(middle).ok_or_else(|| overfull(&region.id))?;
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
) -> [String; 13] {
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
}

fn regions_text(regions: &[CaseRegion]) -> Result<String, String> {
    let header = ["id", "name", "iso3166_2", "capital", "population", "income_month", "poverty_rate", "poverty_source"];
    let rows = regions.iter().enumerate().map(|(index, region)| {
        let capital = region.capital.unwrap_or(u32::try_from(index + 1).expect("few regions"));
        let [id, name, code] = [&region.id, &region.name, &region.iso3166_2].map(Clone::clone);
        let [income, rate, source] =
            [&region.income_month, &region.poverty_rate, &region.poverty_source].map(Clone::clone);
        [id, name, code, capital.to_string(), region.population.to_string(), income, rate, source]
    });
    csv_text(header, rows)
}
