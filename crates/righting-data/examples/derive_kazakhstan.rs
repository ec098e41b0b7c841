//! Regenerates `regions.csv`, `places.csv` and `regions.geojson` of `scenarios/kazakhstan-2022` from
//! `packs/kazakhstan`: `cargo run -p righting-data --example derive_kazakhstan`.

use std::error::Error;
use std::fs;
use std::path::Path;

use righting_data::{Pack, derive};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |name: &str| fs::read(root.join("packs/kazakhstan").join(name));
    let derived = derive(&Pack {
        regions: &read("regions.csv")?,
        population: &read("population-2022.csv")?,
        income: &read("income.csv")?,
        jobseekers: &read("jobseekers-2021.csv")?,
        poverty: &read("poverty-2021.csv")?,
        codes: &read("admin1-codes.csv")?,
        cities: &read("cities.csv")?,
        corrections: &read("cities-corrections.csv")?,
        plants: &read("lpg-plants.csv")?,
        killings: &read("killings.csv")?,
        boundaries: &read("boundaries.geojson")?,
    })?;
    let scenario = root.join("scenarios/kazakhstan-2022");
    fs::write(scenario.join("regions.csv"), &derived.regions)?;
    fs::write(scenario.join("places.csv"), &derived.places)?;
    fs::write(scenario.join("regions.geojson"), &derived.boundaries)?;
    println!("{} regions, {} places", derived.regions.lines().count() - 1, derived.places.lines().count() - 1);
    Ok(())
}
