//! Lists every file under `scenarios/` and every alliance under `packs/alliances/`, so that each one ships inside the
//! program; without the feature `shipped` none does.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let ships = std::env::var_os("CARGO_FEATURE_SHIPPED").is_some();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut code = String::from("/// Scenarios that ship: name, then path and content of each file.\n");
    code.push_str(
        "type ShippedFiles = &'static [(&'static str, &'static [u8])];\nstatic SHIPPED: &[(&str, ShippedFiles)] = &[\n",
    );
    for scenario in entries(&root).into_iter().filter(|path| ships && path.join("scenario.toml").is_file()) {
        println!("cargo:rerun-if-changed={}", scenario.display());
        writeln!(code, "    ({:?}, &[", name(&scenario)).expect("writing to a string cannot fail");
        let mut files = Vec::new();
        collect(&scenario, "", &mut files);
        for (relative, path) in files {
            writeln!(code, "        ({relative:?}, include_bytes!({path:?})),")
                .expect("writing to a string cannot fail");
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n/// Alliances that ship: name and text.\nstatic ALLIANCES: &[(&str, &str)] = &[\n");
    let alliances = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/alliances");
    println!("cargo:rerun-if-changed={}", alliances.display());
    for path in
        entries(&alliances).into_iter().filter(|path| ships && path.extension().is_some_and(|end| end == "toml"))
    {
        println!("cargo:rerun-if-changed={}", path.display());
        let path = path.canonicalize().expect("a listed file exists");
        let id = path.file_stem().expect("a listed file has a name");
        writeln!(code, "    ({id:?}, include_str!({path:?})),").expect("writing to a string cannot fail");
    }
    code.push_str("];\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    std::fs::write(out.join("shipped.rs"), code).expect("OUT_DIR can be written");
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) {
    println!("cargo:rerun-if-changed={}", folder.display());
    for path in entries(folder) {
        let relative = format!("{prefix}{}", name(&path));
        if path.is_dir() {
            collect(&path, &format!("{relative}/"), files);
        } else {
            let path = path.canonicalize().expect("a listed file exists");
            files.push((relative, path));
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.expect("a folder can be listed").path()).collect();
    paths.retain(|path| !name(path).starts_with('.'));
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().expect("a listed path has a name").to_str().expect("scenario files have UTF-8 names").to_owned()
}
