//! Any bytes as GeoJSON: every polygon on the globe and of a region, or an error.

#![no_main]

use libfuzzer_sys::fuzz_target;
use righting_data::{read_boundaries, read_regions};

const REGIONS: &[u8] = include_bytes!("../../scenarios/five-towns/regions.csv");

fuzz_target!(|bytes: &[u8]| {
    let regions = read_regions(REGIONS, "regions.csv").expect("the regions that ship can be read").value;
    match read_boundaries(bytes, "regions.geojson", &regions) {
        Ok(read) => drop(read),
        Err(error) => assert!(error.to_string().starts_with("regions.geojson"), "{error}"),
    }
});
