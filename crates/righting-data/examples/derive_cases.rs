//! Regenerates `regions.csv` and `places.csv` of the case scenarios from `packs/cases`:
//! `cargo run -p righting-data --example derive_cases`.

use std::error::Error;
use std::fs;
use std::path::Path;

use righting_data::{CasePack, derive_case};

/// Case, floor of a city, and whether the gazetteer is brought to the census.
const CASES: [(&str, u32, bool); 4] = [
    ("kyrgyzstan-2010", 4_000, true),
    ("bahrain-2011", 4_000, false),
    ("solomon-islands-2021", 1_000, false),
    ("belarus-2020", 10_000, false),
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (case, city_floor, scaled) in CASES {
        let read = |name: &str| fs::read(root.join("packs/cases").join(case).join(name));
        let (regions, cities) = (read("regions.csv")?, read("cities.csv")?);
        let derived = derive_case(&CasePack { regions: &regions, cities: &cities, city_floor, scaled })?;
        let scenario = root.join("scenarios").join(case);
        fs::write(scenario.join("regions.csv"), &derived.regions)?;
        fs::write(scenario.join("places.csv"), &derived.places)?;
        println!("{case}: {} places", derived.places.lines().count() - 1);
    }
    Ok(())
}
