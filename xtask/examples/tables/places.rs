//! The places: cities scaled to 2022, and the rest of each region.

use righting_model::great_circle_km;
use serde::Deserialize;

use crate::gazetteer::Settlement;
use crate::pack::{PLACES, Pack, csv_text, overfull};
use crate::regions::Frame;
use crate::settled::Settled;

/// Settlements at or above this gazetteer population are places of their own.
const CITY_FLOOR: u32 = 4_000;
/// Places at or above this population in 2022 are urban (the legal threshold of a city of district rank).
const URBAN_FLOOR: u32 = 10_000;
/// The rest of a region stands at the mean point of its settlements under this population.
const SMALL_SETTLEMENT: u32 = 50_000;
/// Regions that are one city: their figure is exact and their gazetteer entry only gives the point.
const CITY_REGIONS: [(&str, u32); 3] = [("nur-sultan", 1_526_273), ("almaty-city", 1_526_384), ("shymkent", 1_518_980)];
/// Seats of national offices: the capital, and the former capital with a presidential residence.
const NATIONAL_SEATS: [u32; 2] = [1_526_273, 1_526_384];
/// Urban over rural mean income that reproduces national urban and rural poverty (3.8 and 7.2 percent
/// in 2021) under one poverty line and one log-normal spread:
/// exp(sigma (PhiInv(0.072) - PhiInv(0.038))), sigma^2 = 2 PhiInv((1 + 0.278) / 2)^2 - 0.108.
pub const URBAN_INCOME_RATIO: f64 = 1.127;

/// A row of `lpg-plants.csv`: a gas-processing plant that makes liquefied petroleum gas.
#[derive(Deserialize)]
struct Plant {
    latitude: f64,
    longitude: f64,
}

/// A row of `killings.csv`: protesters killed by the state in the ten years before.
#[derive(Deserialize)]
struct Killing {
    geonameid: u32,
    killed: u32,
}

/// Settles every resident of every region in a place.
pub fn settle(pack: &Pack, frame: &Frame, gazetteer: &[Settlement]) -> Result<Vec<Settled>, String> {
    let plants: Vec<Plant> = pack.rows("lpg-plants.csv")?;
    let killings: Vec<Killing> = pack.rows("killings.csv")?;
    let scale = scale(frame, gazetteer);
    let mut places = Vec::new();
    for (index, region) in frame.regions.iter().enumerate() {
        let mut own: Vec<&Settlement> = gazetteer.iter().filter(|s| s.region == index).collect();
        own.sort_by_key(|s| (std::cmp::Reverse(s.population), s.geonameid));
        let first = places.len();
        if let Some((_, city)) = CITY_REGIONS.iter().find(|(id, _)| *id == region.id) {
            let whole = own.iter().find(|s| s.geonameid == *city).ok_or_else(|| overfull(&region.id))?;
            places.push(city_place(whole, region.population));
        } else {
            for settlement in own.iter().filter(|s| s.population >= CITY_FLOOR) {
                places.push(city_place(settlement, scale.apply(settlement.population)));
            }
            let settled: u32 = places[first..].iter().map(|p| p.population).sum();
            let rest = region.population.checked_sub(settled).filter(|rest| *rest > 0);
            let rest = rest.ok_or_else(|| overfull(&region.id))?;
            places.push(rest_place(index, &region.name, &own, rest)?);
        }
        set_incomes(&mut places[first..], region.population);
    }
    for place in &mut places {
        let here = (place.latitude, place.longitude);
        let distances = plants.iter().map(|plant| great_circle_km(here, (plant.latitude, plant.longitude)));
        place.plant_km = distances.fold(f64::INFINITY, f64::min);
        place.killings = killings.iter().filter(|row| row.geonameid == place.id).map(|row| row.killed).sum();
    }
    Ok(places)
}

/// What brings the gazetteer's figures (of later, various years) to 2022: the ratio over the three
/// cities whose figure of 2022 is exact.
struct Scale {
    people_2022: u64,
    people_gazetteer: u64,
}

impl Scale {
    fn apply(&self, population: u32) -> u32 {
        let scaled = u64::from(population) * self.people_2022 / self.people_gazetteer;
        u32::try_from(scaled).expect("a scale near one keeps a u32 a u32")
    }
}

fn scale(frame: &Frame, gazetteer: &[Settlement]) -> Scale {
    let sum_2022 = frame.regions.iter().filter(|r| CITY_REGIONS.iter().any(|(id, _)| *id == r.id));
    let sum_gazetteer = gazetteer.iter().filter(|s| CITY_REGIONS.iter().any(|(_, city)| *city == s.geonameid));
    Scale {
        people_2022: sum_2022.map(|r| u64::from(r.population)).sum(),
        people_gazetteer: sum_gazetteer.map(|s| u64::from(s.population)).sum::<u64>().max(1),
    }
}

fn city_place(settlement: &Settlement, population: u32) -> Settled {
    Settled {
        id: settlement.geonameid,
        name: settlement.name.clone(),
        region: settlement.region,
        city: true,
        latitude: settlement.latitude,
        longitude: settlement.longitude,
        population,
        urban: population >= URBAN_FLOOR,
        income_index: 1.0,
        plant_km: 0.0,
        killings: 0,
    }
}

fn rest_place(region: usize, name: &str, own: &[&Settlement], population: u32) -> Result<Settled, String> {
    let small: Vec<_> = own.iter().filter(|s| s.population < SMALL_SETTLEMENT).collect();
    if small.is_empty() {
        return Err(overfull(name));
    }
    let count = small.len() as f64;
    Ok(Settled {
        id: u32::try_from(region + 1).expect("few regions"),
        name: format!("{name} (rest)"),
        region,
        city: false,
        latitude: small.iter().map(|s| s.latitude).sum::<f64>() / count,
        longitude: small.iter().map(|s| s.longitude).sum::<f64>() / count,
        population,
        urban: false,
        income_index: 1.0,
        plant_km: 0.0,
        killings: 0,
    })
}

/// Urban and rural indices at the fixed ratio, with population mean 1 in the region.
fn set_incomes(places: &mut [Settled], population: u32) {
    let urban: u32 = places.iter().filter(|p| p.urban).map(|p| p.population).sum();
    let share = f64::from(urban) / f64::from(population);
    let rural_index = 1.0 / (1.0 + (URBAN_INCOME_RATIO - 1.0) * share);
    for place in places {
        place.income_index = if place.urban { URBAN_INCOME_RATIO * rural_index } else { rural_index };
    }
}

/// The text of `places.csv`.
pub fn write(frame: &Frame, places: &[Settled]) -> Result<String, String> {
    csv_text(
        PLACES,
        places.iter().map(|place| {
            let region = &frame.regions[place.region];
            let seat = match place.id {
                id if NATIONAL_SEATS.contains(&id) => "national",
                id if id == region.capital => "region",
                _ => "none",
            };
            [
                place.id.to_string(),
                place.name.clone(),
                region.id.clone(),
                if place.city { "city" } else { "rest" }.to_owned(),
                format!("{:.5}", place.latitude),
                format!("{:.5}", place.longitude),
                place.population.to_string(),
                u8::from(place.urban).to_string(),
                format!("{:.4}", place.income_index),
                format!("{:.1}", place.plant_km),
                place.killings.to_string(),
                seat.to_owned(),
                "1".to_owned(),
            ]
        }),
    )
}
