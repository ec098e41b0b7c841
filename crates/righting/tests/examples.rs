//! The examples of this crate, run as a reader would run them; `mechanism` has tests of its own.

use std::path::PathBuf;
use std::process::Command;

/// Runs an example that the same build made, and gives what it printed.
fn example(name: &str, arguments: &[&str]) -> String {
    // Tests lie in target/PROFILE/deps, examples beside it.
    let test = std::env::current_exe().expect("a test has a path");
    let profile = test.parent().and_then(|deps| deps.parent()).expect("it lies in a folder of the build");
    let program = profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let output = Command::new(&program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{name}: {said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

fn path(folder: &tempfile::TempDir, name: &str) -> String {
    let path: PathBuf = folder.path().join(name);
    path.to_str().expect("a temporary folder has a UTF-8 name").to_owned()
}

#[test]
fn a_run_is_held_against_its_record_and_its_tables_are_read() {
    let home = tempfile::tempdir().unwrap();
    let run = path(&home, "run");
    let said = example("run", &["five-towns", &run]);
    assert!(said.contains("targets inside the band of 50 replicates"), "{said}");
    assert!(std::fs::read_to_string(home.path().join("run/page.html")).unwrap().starts_with("<!doctype html>"));
    let said = example("tables", &[&run]);
    let scenario = righting::scenario::Scenario::load(&righting::prelude::Source::from_argument("five-towns"), &[]);
    assert_eq!(said.lines().count(), 1 + scenario.unwrap().setup.days as usize, "{said}");
}

#[test]
fn a_smaller_pool_has_smaller_crowds() {
    let home = tempfile::tempdir().unwrap();
    let said = example("compare", &[&path(&home, "comparison")]);
    let crowd = said
        .lines()
        .find(|line| line.starts_with("active_person_days"))
        .unwrap_or_else(|| panic!("no crowd in {said}"));
    assert!(crowd.contains(": -"), "{crowd}");
}

#[test]
fn a_calibration_is_scored_beside_its_prior() {
    let home = tempfile::tempdir().unwrap();
    let said = example("calibrate", &["five-towns", &path(&home, "calibration"), "400"]);
    assert_eq!(said.lines().filter(|line| line.contains("targets inside")).count(), 2, "{said}");
}
