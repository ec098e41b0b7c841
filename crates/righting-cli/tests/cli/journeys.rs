//! The first page of the book: its commands run as they stand there, each journey in an empty folder.

use std::path::Path;
use std::process::Command;

use crate::text;

const PAGE: &str = include_str!("../../../../docs/journeys.md");

/// The commands of a journey, block after block.
fn script(reader: &str) -> String {
    let section = PAGE.split("\n## ").find(|section| section.starts_with(reader));
    let section = section.unwrap_or_else(|| panic!("the page has no journey of {reader}"));
    let blocks = section.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.collect()
}

/// Runs a journey and gives what it printed.
fn travel(reader: &str, folder: &Path) -> String {
    let program = assert_cmd::cargo::cargo_bin("righting");
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::iter::once(program.parent().unwrap().to_owned()).chain(std::env::split_paths(&paths));
    let paths = std::env::join_paths(paths).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-ec", &script(reader)]).current_dir(folder).env("PATH", paths).env("NO_COLOR", "1");
    let output = shell.output().unwrap();
    let (out, said) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "the journey of {reader} ends with {}:\n{out}\n{said}", output.status);
    out
}

/// Budget: 40 s unoptimised.
#[test]
fn a_researcher_ends_with_an_archive_that_makes_the_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let said = travel("The researcher", folder.path());
    let bytes = |run: &str, name: &str| std::fs::read(folder.path().join("runs").join(run).join(name)).unwrap();
    for name in ["run.json", "nation.parquet", "regions.parquet", "places.parquet", "events.parquet", "summary.parquet"]
    {
        assert_eq!(bytes("base", name), bytes("again", name), "{name}");
    }
    assert!(said.contains("have the bytes of the run in the bundle"), "{said}");
}

/// Budget: 60 s unoptimised.
#[test]
fn an_analyst_ends_with_a_ranked_table_and_a_map() {
    let folder = tempfile::tempdir().unwrap();
    assert!(script("The analyst").lines().filter(|line| line.starts_with("righting ")).count() <= 6);
    let said = travel("The analyst", folder.path());
    assert!(said.contains("by the last day in") && said.contains("deaths"), "{said}");
    assert!(folder.path().join("runs/forecast/report.html").is_file());
    assert!(folder.path().join("runs/sri-lanka/lka-2022.geojson").is_file());
}

/// Budget: 40 s unoptimised.
#[test]
fn a_teacher_ends_with_pages_for_the_class() {
    let folder = tempfile::tempdir().unwrap();
    let said = travel("The teacher", folder.path());
    assert!(said.contains("(hit if within"), "{said}");
    for page in ["class", "curve", "less-contagion"] {
        assert!(folder.path().join("runs").join(page).join("report.html").is_file(), "{page}");
    }
}
