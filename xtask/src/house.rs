//! The rules of the house, read from `cargo metadata`: dependencies point down only.

use std::collections::BTreeMap;
use std::process::Command;

/// Crates from the ground up; a crate may use only crates on floors below its own.
const FLOORS: &[(&str, u32)] = &[
    ("righting-model", 0),
    ("righting-data", 0),
    ("righting-classics", 0),
    ("righting-infer", 1),
    ("righting-measure", 1),
    ("righting-scenario", 1),
    ("righting-store", 2),
    ("righting-wasm", 2),
    ("righting-world", 1),
    ("righting-import", 2),
    ("righting-runner", 3),
    ("righting-export", 4),
    ("righting-lab", 4),
    ("righting-report", 5),
    ("righting-serve", 6),
    ("righting-cli", 7),
    ("righting-python", 8),
];

/// The model stays small: at most this many direct dependencies.
const MODEL_DEPENDENCIES: usize = 10;

/// Whether every dependency points down and the model stays small.
pub fn dependencies_point_down() -> Result<(), String> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .output()
        .map_err(|error| error.to_string())?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let floors: BTreeMap<&str, u32> = FLOORS.iter().copied().collect();
    let packages = metadata["packages"].as_array().ok_or("no packages in the metadata")?;
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        if name == "xtask" {
            continue;
        }
        let floor = *floors.get(name).ok_or_else(|| format!("crate `{name}` has no floor in xtask/src/house.rs"))?;
        let dependencies: Vec<&str> = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|dependency| dependency["kind"].is_null())
            .filter_map(|dependency| dependency["name"].as_str())
            .collect();
        for dependency in &dependencies {
            if floors.get(dependency).is_some_and(|below| *below >= floor) {
                return Err(format!("`{name}` uses `{dependency}`, which is not below it"));
            }
        }
        if name == "righting-model" && dependencies.len() > MODEL_DEPENDENCIES {
            return Err(format!("righting-model has {} dependencies", dependencies.len()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_crates_of_this_house_depend_downwards() {
        assert_eq!(super::dependencies_point_down(), Ok(()));
    }
}
