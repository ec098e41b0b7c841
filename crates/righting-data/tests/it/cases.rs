//! The case scenarios: read without fault, and sparing of what no source says.

use std::fs;
use std::path::PathBuf;

use righting_data::{
    PlaceKind, read_boundaries, read_events, read_facilities, read_facts, read_places, read_regions, read_sources,
    read_targets,
};

/// Case and residents.
const CASES: [(&str, u32); 4] = [
    ("kyrgyzstan-2010", 5_107_700),
    ("bahrain-2011", 1_223_334),
    ("solomon-islands-2021", 720_957),
    ("belarus-2020", 9_413_400),
];

fn read(case: &str, name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios").join(case).join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_table_of_every_case_reads_and_every_resident_has_a_place() {
    for (case, residents) in CASES {
        let file = |name: &str| read(case, name);
        let regions = read_regions(&file("regions.csv"), "regions.csv").expect(case).value;
        let places = read_places(&file("places.csv"), "places.csv", &regions).expect(case).value;
        assert_eq!(places.iter().map(|place| place.population).sum::<u32>(), residents, "{case}");
        assert_eq!(
            read_boundaries(&file("regions.geojson"), "regions.geojson", &regions).expect(case).notes,
            [],
            "{case}"
        );
        assert!(file("regions.geojson").len() < 150_000, "{case}: borders are small");
        assert_eq!(
            read_facilities(&file("facilities.csv"), "facilities.csv", &places).expect(case).notes,
            [],
            "{case}"
        );
        assert_eq!(read_sources(&file("sources.csv"), "sources.csv").expect(case).notes, [], "{case}");
        let facts = read_facts(&file("records/facts.csv"), "facts.csv", &regions, &places).expect(case).value;
        let events = read_events(&file("records/events.csv"), "events.csv", &regions, &places).expect(case).value;
        let targets = read_targets(&file("records/targets.csv"), "targets.csv", &regions, &places).expect(case).value;
        assert!(facts.len() >= 15 && events.len() >= 8 && targets.len() >= 9, "{case}");
        let urls = facts.iter().map(|fact| &fact.source).chain(targets.iter().map(|target| &target.source));
        assert!(urls.into_iter().all(|source| source.starts_with("http")), "{case}: every row says where it was read");
    }
}

#[test]
fn the_rest_of_a_region_is_what_the_census_leaves() {
    let regions = read_regions(&read("belarus-2020", "regions.csv"), "regions.csv").expect("regions").value;
    let places = read_places(&read("belarus-2020", "places.csv"), "places.csv", &regions).expect("places").value;
    let rests = places.iter().filter(|place| place.kind == PlaceKind::Rest);
    assert_eq!(rests.count(), regions.len() - 1, "Minsk is one place");
}
