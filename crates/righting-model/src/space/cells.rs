//! Cells: the points at which the people of a place are taken to be.
//!
//! A town is a disc of 2.5 km sqrt(N / 100,000), at most 12 km, cut into cells of a radius of at most 5 km; the rest of a
//! region is a disc about its point, as wide as its region's people are spread, cut into cells of at most 30 km. Cells
//! lie on a sunflower's spiral and share the people to the person. They stand in the order of their places' keys, so
//! that the order of rows in a table changes no sum.

use crate::country::{Country, Place};
use crate::draw::PARTS;
use crate::math;
use crate::space::sphere::{EARTH_RADIUS_KM, earth, moved};

/// Largest radius of a cell, km: of a town, of the rest of a region.
const LARGEST: [f64; 2] = [5.0, 30.0];

/// Smallest and largest radius of the rest of a region, km; largest of a town.
const REST: [f64; 2] = [3.0, 120.0];
const TOWN: f64 = 12.0;

/// The angle between one seed of a sunflower and the next.
const GOLDEN: f64 = 2.399_963_229_728_653;

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Its place (index into `Country::places`).
    pub place: usize,
    /// Its number in the place.
    pub part: u8,
    /// Index of its polity among those of the country, in the order of their numbers.
    pub polity: usize,
    /// Residents.
    pub residents: u32,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Earth-centred coordinates, km.
    pub point: [f64; 3],
    /// Radius of the disc that it stands for, km.
    pub radius: f64,
}

/// The cells of a country, and where those of each place stand among them.
pub(crate) fn cut(country: &Country) -> (Vec<Cell>, Vec<std::ops::Range<usize>>) {
    let polities = polities(country);
    let mut order: Vec<usize> = (0..country.places.len()).collect();
    order.sort_by_key(|&place| country.places[place].key);
    let (mut cells, mut ranges) = (Vec::new(), vec![0..0; order.len()]);
    for place in order {
        let row = &country.places[place];
        let polity = polities.binary_search(&country.regions[row.region].polity).unwrap_or_default();
        let first = cells.len();
        cells.extend(of_place(country, place).map(|cell| Cell { place, polity, ..cell }));
        ranges[place] = first..cells.len();
    }
    (cells, ranges)
}

/// The numbers of the polities of a country, ascending.
pub(crate) fn polities(country: &Country) -> Vec<u8> {
    let mut polities: Vec<u8> = country.regions.iter().map(|region| region.polity).collect();
    polities.sort_unstable();
    polities.dedup();
    polities
}

fn of_place(country: &Country, place: usize) -> impl Iterator<Item = Cell> {
    let row = &country.places[place];
    let radius = row.radius_km.unwrap_or_else(|| if row.rest { rest(country, row) } else { town(row.population) });
    let ratio = radius / LARGEST[usize::from(row.rest)];
    let count = ((ratio * ratio).ceil() as usize).clamp(1, PARTS).min(row.population.max(1) as usize);
    let (people, at) = (row.population, (row.latitude, row.longitude));
    (0..count).map(move |part| {
        let out = if count > 1 { radius * math::sqrt((part as f64 + 0.5) / count as f64) } else { 0.0 };
        let angle = GOLDEN * part as f64;
        let (latitude, longitude) = moved(at.0, at.1, out * libm::cos(angle), out * libm::sin(angle));
        let (each, left) = (people / count as u32, people % count as u32);
        Cell {
            place: 0,
            part: part as u8,
            polity: 0,
            residents: each + u32::from((part as u32) < left),
            latitude,
            longitude,
            point: earth(latitude, longitude),
            radius: radius / math::sqrt(count as f64),
        }
    })
}

fn town(population: u32) -> f64 {
    (2.5 * math::sqrt(f64::from(population) / 1e5)).min(TOWN)
}

/// 1.2 times the root of the mean squared distance of the region's people from the rest's point.
fn rest(country: &Country, rest: &Place) -> f64 {
    let parallel = libm::cos(rest.latitude.to_radians());
    let (mut sum, mut people) = (0i128, 0i128);
    for place in country.places.iter().filter(|place| place.region == rest.region) {
        let north = (place.latitude - rest.latitude).to_radians() * EARTH_RADIUS_KM;
        let around = (place.longitude - rest.longitude + 540.0).rem_euclid(360.0) - 180.0;
        let east = around.to_radians() * EARTH_RADIUS_KM * parallel;
        sum += ((north * north + east * east) * 16.0).round() as i128 * i128::from(place.population);
        people += i128::from(place.population);
    }
    let spread = 1.2 * math::sqrt(sum as f64 / 16.0 / people.max(1) as f64);
    spread.clamp(REST[0], REST[1]).max(town(rest.population))
}
