//! The shipped scenario: read without fault, and of one piece.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use righting_data::{
    Bound, Origin, Place, PlaceKind, PlaceRef, RecordQuantity, Region, Statistic, read_boundaries, read_events,
    read_facilities, read_facts, read_places, read_regions, read_sources, read_targets,
};
use righting_model::{FacilityKind, Seat, great_circle_km};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(name: &str) -> Vec<u8> {
    let path = root().join("scenarios/kazakhstan-2022").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn pack(name: &str) -> Vec<u8> {
    let path = root().join("packs/kazakhstan").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn country() -> (Vec<Region>, Vec<Place>) {
    let regions = read_regions(&read("regions.csv"), "regions.csv").expect("regions").value;
    let places = read_places(&read("places.csv"), "places.csv", &regions).expect("places").value;
    (regions, places)
}

#[test]
fn everybody_lives_somewhere() {
    let (regions, places) = country();
    assert_eq!(regions.len(), 17);
    assert_eq!(regions.iter().map(|r| u64::from(r.population)).sum::<u64>(), 19_503_159);
    assert_eq!(places.iter().map(|p| u64::from(p.population)).sum::<u64>(), 19_503_159);
    assert!(places.len() >= 219, "{} places", places.len());
    assert_eq!(places.iter().filter(|p| p.kind == PlaceKind::Rest).count(), 14);
    let urban: u64 = places.iter().filter(|p| p.urban).map(|p| u64::from(p.population)).sum();
    let share = urban as f64 / 19_503_159.0;
    // The published urban share is 58 to 61 percent, by definition used.
    assert!((0.57..0.62).contains(&share), "urban share {share}");
}

#[test]
fn capitals_seats_and_city_regions() {
    let (regions, places) = country();
    for region in &regions {
        let capital = places.iter().find(|p| p.id == region.capital).expect("a capital");
        assert_ne!(capital.seat, Seat::None, "{}", capital.name);
        let own = places.iter().filter(|p| p.region == region.id).count();
        let alone = ["nur-sultan", "almaty-city", "shymkent"].contains(&region.id.as_str());
        assert_eq!(own == 1, alone, "{}", region.id);
    }
    let national: Vec<_> = places.iter().filter(|p| p.seat == Seat::National).map(|p| p.name.as_str()).collect();
    assert_eq!(national, ["Nur-Sultan", "Almaty"]);
}

#[test]
fn incomes_of_places_average_to_their_region() {
    let (regions, places) = country();
    for region in &regions {
        let own = places.iter().filter(|p| p.region == region.id);
        let mean = own.map(|p| f64::from(p.population) * p.income_index).sum::<f64>() / f64::from(region.population);
        assert!((mean - 1.0).abs() < 1e-4, "{}: {mean}", region.id);
    }
}

/// Standard normal quantile by bisection on libm's erfc: slow and sure.
fn normal_quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-10.0, 10.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        let below = 0.5 * libm::erfc(-middle / std::f64::consts::SQRT_2);
        if below < p { low = middle } else { high = middle }
    }
    low
}

#[test]
fn the_national_figures_the_model_takes_follow_from_the_tables() {
    let (regions, places) = country();
    let total: f64 = regions.iter().map(|r| f64::from(r.population)).sum();
    let mean = regions.iter().map(|r| f64::from(r.population) * libm::log(r.income)).sum::<f64>() / total;
    let variance = regions
        .iter()
        .map(|r| f64::from(r.population) * (libm::log(r.income) - mean) * (libm::log(r.income) - mean))
        .sum::<f64>()
        / total;
    assert!((variance - 0.10829).abs() < 5e-6, "between-region variance of log income {variance}");

    let poor = regions.iter().map(|r| f64::from(r.population) * r.poverty_rate.unwrap_or(5.2)).sum::<f64>() / total;
    assert!((poor - 5.2).abs() < 0.02, "national poverty {poor}");
    assert_eq!(regions.iter().filter(|r| r.poverty_origin == Origin::Read).count(), 8);

    let sigma = std::f64::consts::SQRT_2 * normal_quantile((1.0 + 0.278) / 2.0);
    let within = libm::sqrt(sigma * sigma - variance);
    let ratio = libm::exp(within * (normal_quantile(0.072) - normal_quantile(0.038)));
    let city = places.iter().find(|p| p.name == "Taraz").expect("Taraz");
    let rest = places.iter().find(|p| p.name == "Zhambyl (rest)").expect("rest of Zhambyl");
    assert!((city.income_index / rest.income_index - ratio).abs() < 1e-3, "urban over rural income {ratio}");
}

#[test]
fn distances_and_past_killings_are_where_they_belong() {
    let (_, places) = country();
    let by_id = |id| places.iter().find(|p| p.id.get() == id).expect("a known city");
    let zhanaozen = by_id(607_610);
    assert_eq!(zhanaozen.producer_km, 0.0);
    let nearest = places.iter().min_by(|a, b| a.producer_km.total_cmp(&b.producer_km)).expect("places");
    assert_eq!(nearest.id, zhanaozen.id);
    let aktau = by_id(610_612);
    let straight = great_circle_km((zhanaozen.latitude, zhanaozen.longitude), (aktau.latitude, aktau.longitude));
    assert!((aktau.producer_km - straight).abs() < 0.06);
    let killed: Vec<_> =
        places.iter().filter(|p| p.past_killings > 0).map(|p| (p.name.as_str(), p.past_killings)).collect();
    assert_eq!(killed, [("Zhanaozen", 16), ("Shetpe", 1)]);
}

/// Whether a point is inside a ring (even-odd rule).
fn inside(longitude: f64, latitude: f64, ring: &[[f64; 2]]) -> bool {
    let point = |i: usize| (ring[i][0], ring[i][1]);
    (0..ring.len()).fold(false, |within, i| {
        let ((x1, y1), (x2, y2)) = (point(i), point((i + 1) % ring.len()));
        let crosses = (y1 > latitude) != (y2 > latitude) && longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1;
        within != crosses
    })
}

#[test]
fn places_lie_inside_the_polygons_of_their_region() {
    let (regions, places) = country();
    let boundaries = read_boundaries(&read("regions.geojson"), "regions.geojson", &regions).expect("boundaries").value;
    let outside: Vec<&str> = places
        .iter()
        .filter(|place| {
            !boundaries.features.iter().any(|feature| {
                let within = |polygon: &Vec<Vec<[f64; 2]>>| inside(place.longitude, place.latitude, &polygon[0]);
                feature.regions.contains(&place.region) && feature.polygons.iter().any(within)
            })
        })
        .map(|place| place.name.as_str())
        .collect();
    // Kurchatov stands on the border river, and the borders are rounded to about a kilometre in the source.
    assert_eq!(outside, ["Kurchatov"]);
}

#[test]
fn facilities_events_and_facts_are_good() {
    let (regions, places) = country();
    let facilities = read_facilities(&read("facilities.csv"), "facilities.csv", &places).expect("facilities").value;
    for region in &regions {
        let hall = |f: &&righting_data::Facility| f.kind == FacilityKind::CityHall && f.place == region.capital;
        assert_eq!(facilities.iter().filter(hall).count(), 1, "{}", region.id);
    }
    // One row states what attacks it draws; of the others it is that of their kind.
    let stated: Vec<_> = facilities.iter().filter_map(|f| f.attraction.map(|drawn| (f.kind, drawn))).collect();
    assert_eq!(stated, [(FacilityKind::StrategicSite, 0.05)]);
    let events =
        read_events(&read("records/events.csv"), "records/events.csv", &regions, &places).expect("events").value;
    assert!((30..=60).contains(&events.len()));
    assert!(events.windows(2).all(|pair| pair[0].date <= pair[1].date), "events in order");
    assert!(events.iter().any(|event| event.contested));
    let facts = read_facts(&read("records/facts.csv"), "records/facts.csv", &regions, &places).expect("facts").value;
    assert_eq!(facts.len(), 271);
}

#[test]
fn targets_are_good_and_numbers_are_those_of_the_facts() {
    let (regions, places) = country();
    let targets =
        read_targets(&read("records/targets.csv"), "records/targets.csv", &regions, &places).expect("targets").value;
    assert!(targets.len() >= 40);
    let onsets = |t: &&righting_data::Target| {
        t.statistic == Statistic::Onset
            && t.quantity == RecordQuantity::Active
            && matches!(t.place, PlaceRef::Region(_))
    };
    assert_eq!(targets.iter().filter(onsets).count(), 15, "onsets of the 15 dated regions");

    let facts = read_facts(&read("records/facts.csv"), "records/facts.csv", &regions, &places).expect("facts").value;
    let numbers: Vec<f64> = facts.iter().filter_map(righting_data::Fact::number).collect();
    for target in &targets {
        let read_from_facts = matches!(
            target.quantity,
            RecordQuantity::Active
                | RecordQuantity::Rioting
                | RecordQuantity::DetainedTotal
                | RecordQuantity::DeathsTotal
        );
        let in_words = target.note.contains("ASSUMED") || target.id == "crowd-oral-4";
        if let (true, false, Bound::Number(low), Bound::Number(high)) =
            (read_from_facts, in_words, target.low, target.high)
        {
            assert!(numbers.contains(&low) && numbers.contains(&high), "{}: {low} or {high} is in no fact", target.id);
        }
    }
}

#[test]
fn every_column_of_every_table_has_a_source() {
    let sources = read_sources(&read("sources.csv"), "sources.csv").expect("sources").value;
    let entries: BTreeSet<(&str, &str)> = sources.iter().map(|s| (s.file.as_str(), s.item.as_str())).collect();
    let scenario = [
        "regions.csv",
        "places.csv",
        "facilities.csv",
        "records/facts.csv",
        "records/targets.csv",
        "records/events.csv",
    ];
    let mut tables: Vec<(String, Vec<u8>)> = scenario.iter().map(|name| ((*name).to_owned(), read(name))).collect();
    for entry in fs::read_dir(root().join("packs/kazakhstan")).expect("the pack") {
        let name = entry.expect("an entry").file_name().into_string().expect("a plain name");
        if name.ends_with(".csv") {
            tables.push((format!("packs/kazakhstan/{name}"), pack(&name)));
        }
    }
    for (table, bytes) in tables {
        let text = String::from_utf8(bytes).expect("UTF-8");
        for column in text.lines().next().expect("a header").split(',') {
            assert!(
                entries.contains(&(table.as_str(), column)),
                "{table}: column `{column}` has no entry in sources.csv"
            );
        }
    }
    assert!(entries.contains(&("regions.geojson", "geometry")));
}

#[test]
fn the_targets_in_words_are_marked() {
    let (regions, places) = country();
    let targets =
        read_targets(&read("records/targets.csv"), "records/targets.csv", &regions, &places).expect("targets").value;
    let wide = |t: &&righting_data::Target| match (t.low, t.high) {
        (Bound::Number(low), Bound::Number(high)) => high >= 9.0 * low.max(1.0),
        _ => false,
    };
    for target in targets.iter().filter(wide) {
        assert!(target.note.contains("ASSUMED"), "{} spans a factor of nine without a mark", target.id);
    }
}
