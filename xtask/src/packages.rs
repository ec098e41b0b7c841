//! Whether every crate builds from the files that its package holds, and the face runs its examples from there.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::chores::{cargo, root};
use crate::house;
use crate::tally::Tally;

/// Packs all crates, lays their packages side by side outside this workspace, builds the face there and runs its examples.
pub fn build_from_their_own_files(tally: &mut Tally) {
    let target = root().join("target/packaged");
    let mut pack = cargo(&["package", "--workspace", "--exclude", "xtask", "--no-verify", "--allow-dirty"]);
    if !tally.command("crates are packed", pack.arg("--target-dir").arg(&target)) {
        return;
    }
    let beside = target.join("unpacked");
    tally.check("packages lie side by side", unpack(&target.join("package"), &beside));
    let here = |arguments: &[&str]| {
        let mut command = cargo(arguments);
        command.current_dir(&beside).env("CARGO_TARGET_DIR", root().join("target/from-packages"));
        command
    };
    tally.runner("the examples of `righting`, from packages", &mut here(&["test", "--package", "righting"]));
}

/// Unpacks every crate into a workspace in which each stands for the published one, built in the same way as here.
fn unpack(packages: &Path, folder: &Path) -> Result<(), String> {
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(said)?;
    }
    std::fs::create_dir_all(folder).map_err(said)?;
    let mut members = String::from("[workspace]\nresolver = \"3\"\nmembers = [\"righting-*\"]\n\n[patch.crates-io]\n");
    for name in house::crates() {
        let package = newest(packages, name)?;
        let mut tar = Command::new("tar");
        let status = tar.arg("-xzf").arg(&package).arg("-C").arg(folder).status().map_err(said)?;
        if !status.success() {
            return Err(format!("{}: {status}", package.display()));
        }
        let stem = package.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        writeln!(members, "{name} = {{ path = \"{stem}\" }}").map_err(|error| error.to_string())?;
    }
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).map_err(said)?;
    let workspace = std::fs::read_to_string(root().join("Cargo.toml")).map_err(said)?;
    members.extend(workspace.find("[profile").map(|at| format!("\n{}", &workspace[at..])));
    std::fs::write(folder.join("Cargo.toml"), members).map_err(said)
}

/// The package of a crate; its name is followed by a version.
fn newest(packages: &Path, name: &str) -> Result<std::path::PathBuf, String> {
    let entries = std::fs::read_dir(packages).map_err(|error| format!("{}: {error}", packages.display()))?;
    let of = |path: &std::path::PathBuf| {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let version = file.strip_prefix(name).and_then(|rest| rest.strip_prefix('-'));
        version.is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()) && version.ends_with(".crate"))
    };
    let mut found: Vec<std::path::PathBuf> = entries.flatten().map(|entry| entry.path()).filter(of).collect();
    found.sort();
    found.pop().ok_or_else(|| format!("no package of {name} in {}", packages.display()))
}
