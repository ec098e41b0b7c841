//! Any bytes as each table of a country: rows that keep what the readers promise, or an error inside the file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use righting_data::{
    DataError, Noted, read_events, read_facilities, read_facts, read_indicators, read_places, read_regions, read_sources,
    read_targets,
};

const REGIONS: &[u8] = include_bytes!("../../scenarios/five-towns/regions.csv");
const PLACES: &[u8] = include_bytes!("../../scenarios/five-towns/places.csv");

/// An error names the file and a line that the file has.
fn checked<T>(read: Result<Noted<T>, DataError>, bytes: &[u8]) -> Option<T> {
    let lines = 2 + bytes.iter().filter(|&&byte| byte == b'\n' || byte == b'\r').count();
    read.map_err(|error| {
        assert!(error.to_string().starts_with("table.csv"), "{error}");
        assert!(error.line <= lines, "{error}");
    })
    .ok()
    .map(|noted| noted.value)
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&kind, bytes)) = bytes.split_first() else { return };
    let file = "table.csv";
    let regions = read_regions(REGIONS, "regions.csv").expect("the regions that ship can be read").value;
    let places = read_places(PLACES, "places.csv", &regions).expect("the places that ship can be read").value;
    match kind % 8 {
        0 => {
            if let Some(rows) = checked(read_regions(bytes, file), bytes) {
                assert!(rows.iter().all(|region| region.population >= 1 && !region.name.is_empty()));
            }
        }
        1 => {
            if let Some(rows) = checked(read_places(bytes, file, &regions), bytes) {
                let on_globe = |latitude: f64, longitude: f64| latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
                assert!(rows.iter().all(|place| on_globe(place.latitude, place.longitude)));
            }
        }
        2 => drop(checked(read_facilities(bytes, file, &places), bytes)),
        3 => drop(checked(read_targets(bytes, file, &regions, &places), bytes)),
        4 => drop(checked(read_events(bytes, file, &regions, &places), bytes)),
        5 => drop(checked(read_facts(bytes, file, &regions, &places), bytes)),
        6 => drop(checked(read_sources(bytes, file), bytes)),
        _ => {
            if let Some(rows) = checked(read_indicators(bytes, file), bytes) {
                assert!(rows.iter().all(|row| row.value.is_finite()));
            }
        }
    }
});
