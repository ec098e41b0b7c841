//! Facilities by rule: what a seat of government has.

use crate::spread::Region;
use crate::tables::Town;

/// A facility.
pub(crate) struct Site {
    pub id: String,
    pub place: u32,
    pub name: String,
    pub kind: &'static str,
    pub guards: u32,
}

/// Guards at rest per resident of the place: those of the akimats of Kazakhstan's regional capitals.
const GUARDS_PER_RESIDENT: f64 = 0.0004;
/// Residents from which on a region's capital has facilities of its own.
const SEAT_FLOOR: u32 = 20_000;
/// Residents from which on a city has an airport.
const AIRPORT_FLOOR: u32 = 500_000;

/// Halls and security offices at the seats, a broadcaster and an airport at the nation's, airports of large cities.
pub(crate) fn sites(regions: &[Region<'_>]) -> Vec<Site> {
    let mut sites = Vec::new();
    for region in regions {
        for &(town, people) in &region.places {
            let capital = town.id == region.capital;
            if capital && region.national {
                sites.push(site("hall", "Seat of government", "city_hall", town, people, 200));
                sites.push(site("office", "Interior ministry", "security_office", town, people, 200));
                sites.push(site("broadcaster", "Broadcaster", "broadcaster", town, people, 60));
            } else if capital && people >= SEAT_FLOOR {
                sites.push(site("hall", "Regional hall", "city_hall", town, people, 80));
                sites.push(site("office", "Regional security office", "security_office", town, people, 80));
            }
            if capital && region.national || people >= AIRPORT_FLOOR {
                sites.push(site("airport", "Airport", "airport", town, people, 150));
            }
        }
    }
    sites
}

fn site(short: &str, what: &str, kind: &'static str, town: &Town, people: u32, most: u32) -> Site {
    Site {
        id: format!("{short}-{}", town.id),
        place: town.id,
        name: format!("{what}, {}", town.name),
        kind,
        guards: most.min((GUARDS_PER_RESIDENT * f64::from(people)).round() as u32),
    }
}
