//! The rules of the house: dependencies point down only, as `cargo metadata` says; no crate outgrows the others.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Crates from the ground up; a crate may use only crates on floors below its own.
const FLOORS: &[(&str, u32)] = &[
    ("righting-model", 0),
    ("righting-cases", 0),
    ("righting-data", 1),
    ("righting-classics", 0),
    ("righting-infer", 1),
    ("righting-measure", 1),
    ("righting-scenario", 2),
    ("righting-store", 3),
    ("righting-wasm", 3),
    ("righting-world", 2),
    ("righting-import", 3),
    ("righting-runner", 4),
    ("righting-export", 5),
    ("righting-lab", 5),
    ("righting-report", 6),
    ("righting", 7),
    ("righting-serve", 7),
    ("righting-cli", 8),
    ("righting-python", 9),
];

/// The model stays small: at most this many direct dependencies.
const MODEL_DEPENDENCIES: usize = 10;

/// Largest share of all lines in the model, and in any other crate.
const SHARES: [f64; 2] = [0.20, 0.15];
/// Share of the files that have at most so many lines.
const SHORT: (f64, usize) = (0.90, 300);

/// The crates of the house.
pub fn crates() -> impl Iterator<Item = &'static str> {
    FLOORS.iter().map(|(name, _)| *name)
}

/// Whether no crate holds too much of the code, and most files are short.
pub fn sizes_are_kept(folder: &Path) -> Result<(), String> {
    let mut lines: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for name in crates() {
        let files = lines.entry(name).or_default();
        let mut folders = vec![folder.join(name)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))? {
                let entry = entry.map_err(|error| error.to_string())?;
                let (path, kind) = (entry.path(), entry.file_type().map_err(|error| error.to_string())?);
                // What a link leads to stands elsewhere.
                if kind.is_dir() {
                    folders.push(path);
                } else if kind.is_file() && path.extension().is_some_and(|ending| ending == "rs") {
                    let text =
                        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                    files.push(text.lines().count());
                }
            }
        }
    }
    outgrown(&lines).map_or(Ok(()), Err)
}

/// What has grown too large, of the lines of every file by crate.
fn outgrown(lines: &BTreeMap<&str, Vec<usize>>) -> Option<String> {
    let all = lines.values().flatten().sum::<usize>() as f64;
    for (name, files) in lines {
        let most = SHARES[usize::from(*name != "righting-model")];
        let share = files.iter().sum::<usize>() as f64 / all;
        if share > most {
            return Some(format!("{name} holds {:.1} % of the lines, at most {:.0} %", 100.0 * share, 100.0 * most));
        }
    }
    let files: Vec<usize> = lines.values().flatten().copied().collect();
    let short = files.iter().filter(|lines| **lines <= SHORT.1).count() as f64 / files.len() as f64;
    (short < SHORT.0).then(|| format!("{:.1} % of the files have at most {} lines", 100.0 * short, SHORT.1))
}

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
    use super::*;

    #[test]
    fn a_crate_that_outgrows_the_others_is_named_and_so_are_long_files() {
        let of = |sizes: &[(&'static str, Vec<usize>)]| outgrown(&sizes.iter().cloned().collect());
        let even: Vec<(&str, Vec<usize>)> = crates().map(|name| (name, vec![100; 3])).collect();
        assert_eq!(of(&even), None);
        let mut fat = even.clone();
        fat[3].1 = vec![100; 30];
        assert!(of(&fat).is_some_and(|said| said.starts_with(fat[3].0)));
        let long: Vec<(&str, Vec<usize>)> = crates().map(|name| (name, vec![100, 301])).collect();
        assert!(of(&long).is_some_and(|said| said.contains("have at most 300 lines")));
    }

    #[test]
    fn the_crates_of_this_house_depend_downwards() {
        assert_eq!(dependencies_point_down(), Ok(()));
    }
}
