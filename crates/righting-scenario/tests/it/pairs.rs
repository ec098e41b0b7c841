//! Inputs that do not fit together: one edit of a good scenario, and what is said of it.

use std::path::Path;

use righting_scenario::{Scenario, ScenarioError, Source, init, shipped};

use crate::good;

/// `five-towns` with stretches of its files replaced.
fn edited(edits: &[(&str, &str, &str)]) -> Result<Scenario, Box<ScenarioError>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("towns");
    init("five-towns", &path).expect("a new folder");
    for (file, from, to) in edits {
        let file = path.join(file);
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(text.contains(from), "{} has no `{from}`", file.display());
        let text = if from.is_empty() { format!("{text}{to}") } else { text.replace(from, to) };
        std::fs::write(&file, text).expect("it can be written");
    }
    Scenario::load(&Source::Folder(path), &[])
}

/// The warnings after an edit, without the folder's name.
fn said(edits: &[(&str, &str, &str)]) -> String {
    let scenario = edited(edits).unwrap_or_else(|error| panic!("{}", error.one_line()));
    let lines = scenario.warnings.iter().map(|warning| {
        let folder =
            Path::new(&warning.at.file).parent().map_or_else(String::new, |folder| format!("{}/", folder.display()));
        let folder = folder.trim_end_matches("records/");
        format!("{}\n{}\n", warning.kind, warning.one_line().replace(folder, ""))
    });
    lines.collect()
}

#[test]
fn shipped_scenarios_raise_no_warning() {
    for id in shipped() {
        let warnings = good(id, &[]).warnings;
        let lines: Vec<String> = warnings.iter().map(righting_scenario::Warning::one_line).collect();
        assert!(lines.is_empty(), "{id}:\n{}", lines.join("\n"));
    }
}

#[test]
fn a_record_of_other_days_is_said_once() {
    insta::assert_snapshot!(said(&[("records/events.csv", "2030-03-05", "2029-03-05")]));
    insta::assert_snapshot!(said(&[("records/targets.csv", "2030-", "2029-")]));
}
