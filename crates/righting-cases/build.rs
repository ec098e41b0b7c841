//! Lists every file under `scenarios/` and every alliance under `packs/alliances/`, so that each one ships inside the
//! program; without the feature `scenarios` none does.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let ships = std::env::var_os("CARGO_FEATURE_SCENARIOS").is_some();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::from("/// Scenarios that ship, by name.\npub static SCENARIOS: &[(&str, Files)] = &[\n");
    for scenario in listed(&here.join("scenarios")).filter(|path| ships && path.join("scenario.toml").is_file()) {
        writeln!(code, "    ({:?}, &[", name(&scenario)).expect("writing to a string cannot fail");
        let mut files = Vec::new();
        collect(&scenario, "", &mut files);
        for (relative, path) in files {
            writeln!(code, "        ({relative:?}, include_bytes!({path:?})),")
                .expect("writing to a string cannot fail");
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n\n/// Alliances that ship: name and text.\npub static ALLIANCES: &[(&str, &str)] = &[\n");
    let is_toml = |path: &PathBuf| path.extension().is_some_and(|end| end == "toml");
    for path in listed(&here.join("packs/alliances")).filter(|path| ships && is_toml(path)) {
        let id = path.file_stem().expect("a listed file has a name");
        writeln!(code, "    ({id:?}, include_str!({path:?})),").expect("writing to a string cannot fail");
    }
    code.push_str("];\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    std::fs::write(out.join("shipped.rs"), code).expect("OUT_DIR can be written");
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) {
    for path in listed(folder) {
        let relative = format!("{prefix}{}", name(&path));
        if path.is_dir() {
            collect(&path, &format!("{relative}/"), files);
        } else {
            files.push((relative, path));
        }
    }
}

/// What a folder holds, in alphabetical order; cargo looks at it again when it changes.
fn listed(folder: &Path) -> impl Iterator<Item = PathBuf> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be listed").path()).collect();
    paths.retain(|path| !name(path).starts_with('.'));
    paths.sort();
    paths.into_iter()
}

fn name(path: &Path) -> String {
    path.file_name().expect("a listed path has a name").to_str().expect("scenario files have UTF-8 names").to_owned()
}
