//! Places cut within their discs, small towns merged into the rest of their region, hamlets listed apart from it.

use super::{Redrawn, Row, free_keys, with_rows};
use crate::country::{Place, Seat};
use crate::math;
use crate::setup::Setup;
use crate::space::sphere::moved;

/// The angle between one seed of a sunflower and the next.
const GOLDEN: f64 = 2.399_963_229_728_653;

/// Most people of a hamlet.
const HAMLET: u32 = 500;

/// Degrees north and east of part `part` of `parts` of the disc of a place.
fn inside(place: &Place, part: u32, parts: u32) -> (f64, f64) {
    let out = place.radius_km.unwrap_or(0.0) * math::sqrt((f64::from(part) + 0.5) / f64::from(parts));
    let angle = GOLDEN * f64::from(part);
    moved(place.latitude, place.longitude, out * libm::cos(angle), out * libm::sin(angle))
}

/// Every place as so many, or as many as it has people, of equal size within its disc.
pub(super) fn cut(setup: &Setup, parts: u32) -> Redrawn {
    let places = &setup.country.places;
    let mut keys = free_keys(places);
    let rows = places.iter().enumerate().flat_map(|(old, place)| {
        let parts = parts.clamp(1, place.population.max(1));
        let part = |part: u32| {
            let (latitude, longitude) = inside(place, part, parts);
            let key = if part == 0 { place.key } else { keys.next().unwrap_or(place.key) };
            let population = place.population / parts + u32::from(part < place.population % parts);
            let radius_km = place.radius_km.map(|radius| radius / math::sqrt(f64::from(parts)));
            Row { place: Place { key, latitude, longitude, population, radius_km, ..place.clone() }, of: vec![old] }
        };
        (0..parts).map(part).collect::<Vec<Row>>()
    });
    let rows = rows.collect();
    with_rows(setup, rows)
}

/// Towns of fewer people than `below` in the rest of their region; `None` where there is none that has a rest.
pub(super) fn merged(setup: &Setup, below: u32) -> Option<Redrawn> {
    let country = &setup.country;
    let rest_of: Vec<Option<usize>> = (0..country.regions.len())
        .map(|region| country.places_of(region).find(|&place| country.places[place].rest))
        .collect();
    let joins = |place: &Place| !place.rest && place.seat == Seat::None && place.population < below;
    let into = |place: &Place| rest_of[place.region].filter(|_| joins(place));
    let mut rows: Vec<Row> = Vec::new();
    for (old, place) in country.places.iter().enumerate().filter(|(_, place)| into(place).is_none()) {
        let others = country.places.iter().enumerate().filter(|(_, other)| into(other) == Some(old));
        let of: Vec<usize> = std::iter::once(old).chain(others.map(|(other, _)| other)).collect();
        rows.push(Row { place: together(&country.places, &of, place), of });
    }
    (rows.len() < country.places.len()).then(|| with_rows(setup, rows))
}

/// Some places as one that stands where `main` is: sums of people, means over people of what belongs to each.
fn together(places: &[Place], of: &[usize], main: &Place) -> Place {
    let people = |place: &Place| f64::from(place.population);
    let all: f64 = of.iter().map(|&at| people(&places[at])).sum();
    let mean = |value: fn(&Place) -> f64| {
        if of.len() == 1 {
            value(main)
        } else {
            of.iter().map(|&at| people(&places[at]) * value(&places[at])).sum::<f64>() / all
        }
    };
    Place {
        population: of.iter().map(|&at| places[at].population).sum(),
        income: mean(|place| place.income),
        poverty_rate: mean(|place| place.poverty_rate),
        producer_km: mean(|place| place.producer_km),
        past_killings: of.iter().map(|&at| places[at].past_killings).sum(),
        security_weight: mean(|place| place.security_weight),
        ..main.clone()
    }
}

/// So many hamlets out of the rests of regions, in proportion to their people; `None` where there is no rest. At least
/// half of the people of a rest stay there.
pub(super) fn listed(setup: &Setup, count: u32) -> Option<Redrawn> {
    let places = &setup.country.places;
    let all: u64 = places.iter().filter(|place| place.rest).map(|place| u64::from(place.population)).sum();
    let mut keys = free_keys(places);
    let mut rows: Vec<Row> = Vec::new();
    for (old, place) in places.iter().enumerate() {
        let share = u64::from(count) * u64::from(place.population) + all / 2;
        let hamlets = if place.rest && all > 0 { (share / all) as u32 } else { 0 };
        let each = (place.population / 2).checked_div(hamlets).unwrap_or(0).min(HAMLET);
        let hamlets = if each > 0 { hamlets } else { 0 };
        rows.push(Row {
            place: Place { population: place.population - hamlets * each, ..place.clone() },
            of: vec![old],
        });
        for number in 0..hamlets {
            let (latitude, longitude) = inside(place, number, hamlets);
            let hamlet = Place {
                key: keys.next().unwrap_or(place.key),
                name: format!("{}, hamlet {}", place.name, number + 1),
                latitude,
                longitude,
                population: each,
                urban: false,
                rest: false,
                radius_km: None,
                ..place.clone()
            };
            rows.push(Row { place: hamlet, of: vec![old] });
        }
    }
    (rows.len() > places.len()).then(|| with_rows(setup, rows))
}
