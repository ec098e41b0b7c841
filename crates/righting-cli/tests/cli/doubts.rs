//! Inputs that do not fit together, as the command line says them.

use std::path::{Path, PathBuf};

use crate::{done, json, refused};

/// `five-towns` written out, with stretches of its files replaced.
fn edited(folder: &Path, edits: &[(&str, &str, &str)]) -> PathBuf {
    let path = folder.join("towns");
    done(&["init", "five-towns", path.to_str().unwrap()]);
    for (file, from, to) in edits {
        let file = path.join(file);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(&file, text.replace(from, to)).unwrap();
    }
    path
}

#[test]
fn a_doubt_is_said_and_told_in_json_and_changes_no_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = edited(folder.path(), &[("scenario.toml", "\"XXA\"", "\"KAX\"")]);
    let path = path.to_str().unwrap();
    for command in [vec!["explain", path, "--json"], vec!["validate", path, "--json"]] {
        let told = json(&command);
        let said = told["warnings"][0]["message"].as_str().unwrap();
        assert!(said.contains("KAX"), "{command:?}: {said}");
    }
    let (code, said) = refused(&["validate", path, "--strict"]);
    assert!(code == 1 && said.contains("1 warning"), "{code}: {said}");
}

#[test]
fn validate_names_all_faults_of_a_scenario_and_of_the_plan_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let edits = [("scenario.toml", "gini = 0.35", "gini = 35"), ("facilities.csv", "airport,12", "airport,many")];
    let path = edited(folder.path(), &edits);
    std::fs::write(
        path.join("fit.toml"),
        "seed = 1\nreplicates = 8\ngenerations = 1\nscan = 4294967295\n\n[[parameter]]\npath = \"joining.contagion\"\n",
    )
    .unwrap();
    let (code, said) = refused(&["validate", path.to_str().unwrap()]);
    assert!(code == 2 && said.contains("3 faults"), "{code}: {said}");
    let (code, said) = refused(&["run", path.to_str().unwrap()]);
    assert!(code == 2 && said.contains("2 faults"), "{code}: {said}");
}

#[test]
fn exchanged_coordinates_are_refused_with_a_guess() {
    let folder = tempfile::tempdir().unwrap();
    let path = edited(folder.path(), &[("places.csv", "latitude,longitude", "longitude,latitude")]);
    let (code, said) = refused(&["explain", path.to_str().unwrap()]);
    assert!(code == 2 && said.contains("latitude and longitude exchanged"), "{code}: {said}");
}

#[test]
fn every_key_of_the_top_can_be_set() {
    let set = ["quality.label=low", "quality.reason=a test"];
    let told = done(&["explain", "five-towns", "--set", set[0], "--set", set[1]]);
    assert!(told.contains("data quality low: a test"), "{told}");
}

#[test]
fn the_path_of_a_price_is_drawn() {
    let told = done(&["explain", "kazakhstan-2022"]);
    assert!(told.contains("Mangystau, 60 before") && told.contains('█'), "{told}");
}
