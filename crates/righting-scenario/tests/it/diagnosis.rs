//! All faults at once.

use std::path::Path;

use righting_scenario::{Source, diagnose, init, shipped};

#[test]
fn shipped_scenarios_have_no_fault_and_no_warning() {
    for id in shipped() {
        let found = diagnose(&Source::Shipped(id.to_owned()), &[]);
        assert!(found.faults.is_empty() && found.warnings.is_empty() && found.files > 0, "{id}: {found:?}");
    }
}

#[test]
fn every_file_row_and_table_is_looked_at() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("towns");
    init("five-towns", &path).expect("a new folder");
    let edit = |file: &str, edits: &[(&str, &str)]| {
        let file = path.join(file);
        let mut text = std::fs::read_to_string(&file).expect("it was written");
        for (from, to) in edits {
            assert!(text.contains(from), "{}: {from}", file.display());
            text = text.replace(from, to);
        }
        std::fs::write(file, text).expect("it can be written");
    };
    edit(
        "scenario.toml",
        &[
            ("days = 14", "dayz = 14\ndays = \"many\""),
            ("gini = 0.35", "gini = 3.5"),
            ("kind = \"emergency\"", "kind = \"emergancy\""),
            ("rule_of_law = -0.8", "rule_of_law = -8"),
        ],
    );
    edit(
        "facilities.csv",
        &[
            ("broadcaster,8", "brodcaster,8"),
            ("airport,12", "airport,many"),
            ("office-dunwater,104", "office-dunwater,999"),
        ],
    );
    edit("records/targets.csv", &[("500,3000", "5000,3000"), ("deaths_total", "death_total")]);
    edit("records/events.csv", &[("2030-03-02", "2 March")]);
    let found = diagnose(&Source::Folder(path.clone()), &[]);
    let lines: Vec<String> =
        found.faults.iter().map(|fault| fault.one_line().replace(&format!("{}/", path.display()), "")).collect();
    assert!(found.scenario.is_none());
    insta::assert_snapshot!(lines.join("\n"));
}

/// Whatever is wrong in a bad scenario of the tests, its first fault is the one that loading names.
#[test]
fn the_first_fault_is_the_one_that_loading_names() {
    for case in Path::new("tests/bad").read_dir().expect("cargo runs tests in the folder of the crate") {
        let source = Source::Folder(case.expect("a folder can be listed").path());
        let error = righting_scenario::Scenario::load(&source, &[]).expect_err("every one is bad");
        let found = diagnose(&source, &[]);
        assert!(
            found.faults.iter().any(|fault| fault.one_line() == error.one_line()),
            "{source:?}: {}",
            error.one_line()
        );
        assert!(found.faults.len() <= 12, "{source:?}: {} faults", found.faults.len());
    }
}
