//! The seventeen regions of January 2022 and the cities that are regions of their own.

use righting_report::{Marker, Onset, Region};

use crate::numbers;

/// Id, name, residents in 2022, first day of protest in January by the press (0: no date), and how
/// strong unrest is in the made-up numbers (1 = strongest).
pub const REGIONS: [(&str, &str, u64, u32, f64); 17] = [
    ("akmola", "Akmola", 785_708, 0, 0.02),
    ("aktobe", "Aktobe", 916_750, 4, 0.30),
    ("almaty-region", "Almaty Region", 2_177_253, 4, 0.16),
    ("atyrau", "Atyrau", 681_241, 4, 0.34),
    ("east-kazakhstan", "East Kazakhstan", 1_344_854, 5, 0.09),
    ("zhambyl", "Zhambyl", 1_209_665, 4, 0.21),
    ("west-kazakhstan", "West Kazakhstan", 683_327, 3, 0.22),
    ("karaganda", "Karaganda", 1_355_879, 4, 0.08),
    ("kostanay", "Kostanay", 835_686, 5, 0.03),
    ("kyzylorda", "Kyzylorda", 823_251, 4, 0.20),
    ("mangystau", "Mangystau", 745_909, 2, 1.00),
    ("pavlodar", "Pavlodar", 756_511, 5, 0.05),
    ("north-kazakhstan", "North Kazakhstan", 539_111, 5, 0.01),
    ("turkistan", "Turkistan", 2_088_510, 0, 0.06),
    ("nur-sultan", "Nur-Sultan", 1_295_711, 4, 0.04),
    ("almaty-city", "Almaty city", 2_101_485, 4, 0.62),
    ("shymkent", "Shymkent", 1_162_308, 4, 0.26),
];

pub fn regions() -> Vec<Region> {
    let region = |(id, name, population, day, strength): (&str, &str, u64, u32, f64)| Region {
        id: id.into(),
        name: name.into(),
        population,
        onset: onset(day, strength),
    };
    REGIONS.into_iter().map(region).collect()
}

fn onset(day: u32, strength: f64) -> Onset {
    let median = numbers::start(strength);
    let never = strength < 0.04;
    Onset {
        record: (day > 0).then(|| numbers::date(day)),
        record_end: (day > 5).then(|| numbers::date(day + 1)),
        record_note: if day == 0 { "no dated report".into() } else { "first report in the press".into() },
        p5: Some(numbers::date(median - 1)),
        p50: (strength > 0.015).then(|| numbers::date(median)),
        p95: (!never).then(|| numbers::date(median + 1 + u32::from(strength < 0.1))),
        share_reached: if never { 0.48 + strength * 10.0 } else { 1.0 - 0.02 * (1.0 - strength) },
    }
}

pub fn cities() -> Vec<Marker> {
    let city = |id: &str, name: &str, region: &str, lon, lat, population| Marker {
        id: id.into(),
        name: name.into(),
        region: region.into(),
        lon,
        lat,
        population,
    };
    vec![
        city("1526384", "Almaty", "almaty-city", 76.91, 43.25, 2_101_485),
        city("1526273", "Nur-Sultan", "nur-sultan", 71.45, 51.18, 1_295_711),
        city("1518980", "Shymkent", "shymkent", 69.60, 42.31, 1_162_308),
        city("607610", "Zhanaozen", "mangystau", 52.86, 43.34, 92_000),
    ]
}
