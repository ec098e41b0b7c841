//! Facilities by rule: what a seat of government has.

use crate::spread::Region;

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
        let rest = (region.rest_id, region.unit.name.as_str(), region.rest);
        let towns = region.places.iter().map(|(town, people)| (town.id, town.name.as_str(), *people));
        for place in towns.chain((region.rest > 0).then_some(rest)) {
            let (id, _, people) = place;
            let capital = id == region.capital;
            if capital && region.national {
                sites.push(site("hall", "Seat of government", "city_hall", place, 200));
                sites.push(site("office", "Interior ministry", "security_office", place, 200));
                sites.push(site("broadcaster", "Broadcaster", "broadcaster", place, 60));
            } else if capital && people >= SEAT_FLOOR {
                sites.push(site("hall", "Regional hall", "city_hall", place, 80));
                sites.push(site("office", "Regional security office", "security_office", place, 80));
            }
            if capital && region.national || people >= AIRPORT_FLOOR && id != region.rest_id {
                sites.push(site("airport", "Airport", "airport", place, 150));
            }
        }
    }
    sites
}

/// A facility of a place, which has a number, a name and residents.
fn site(short: &str, what: &str, kind: &'static str, place: (u32, &str, u32), most: u32) -> Site {
    let (id, name, people) = place;
    Site {
        id: format!("{short}-{id}"),
        place: id,
        name: format!("{what}, {name}"),
        kind,
        guards: most.min((GUARDS_PER_RESIDENT * f64::from(people)).round() as u32),
    }
}
