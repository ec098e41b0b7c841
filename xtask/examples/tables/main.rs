//! Writes the tables of the first scenarios anew from their packs, `cargo xtask tables`: Kazakhstan as it stood at the end
//! of 2021, and the cases of `packs/cases`. Everything here is a covariate known before the crisis. Whether numbers are in
//! range is for the readers of the scenario.

mod boundaries;
mod case;
mod gazetteer;
mod pack;
mod places;
mod regions;
mod settled;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use case::Case;
use pack::Pack;

/// The cases with how they are made.
const CASES: [(&str, Case); 4] = [
    ("kyrgyzstan-2010", Case { city_floor: 4_000, scaled: true }),
    ("bahrain-2011", Case { city_floor: 4_000, scaled: false }),
    ("solomon-islands-2021", Case { city_floor: 1_000, scaled: false }),
    ("belarus-2020", Case { city_floor: 10_000, scaled: false }),
];

/// A file of a scenario, by its path in the workspace.
struct File {
    path: String,
    text: String,
}

fn main() -> Result<(), String> {
    for File { path, text } in files()? {
        std::fs::write(root().join(&path), &text).map_err(|error| format!("{path}: {error}"))?;
        println!("{path}: {} lines", text.lines().count());
    }
    Ok(())
}

/// Every file that is made from a pack. The same bytes on every machine.
fn files() -> Result<Vec<File>, String> {
    let file = |scenario: &str, name: &str, text| File { path: format!("scenarios/{scenario}/{name}"), text };
    let [regions, places, boundaries] = kazakhstan(&Pack::read(&root().join("packs/kazakhstan"))?)?;
    let mut files = vec![
        file("kazakhstan-2022", "regions.csv", regions),
        file("kazakhstan-2022", "places.csv", places),
        file("kazakhstan-2022", "regions.geojson", boundaries),
    ];
    for (name, case) in CASES {
        let [regions, places] = case::tables(&Pack::read(&root().join("packs/cases").join(name))?, case)?;
        files.extend([file(name, "regions.csv", regions), file(name, "places.csv", places)]);
    }
    Ok(files)
}

/// The texts of `regions.csv`, `places.csv` and `regions.geojson`.
fn kazakhstan(pack: &Pack) -> Result<[String; 3], String> {
    let frame = regions::read_frame(pack)?;
    let gazetteer = gazetteer::read(pack, &frame)?;
    let places = places::settle(pack, &frame, &gazetteer)?;
    let poverty = regions::poverty(pack, &frame, &places)?;
    let boundaries = boundaries::text(pack.text("boundaries.geojson")?)?;
    Ok([regions::write(&frame, &poverty)?, places::write(&frame, &places)?, boundaries])
}

/// The workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace").to_owned()
}
