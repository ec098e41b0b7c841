//! Scenarios in memory, and scenarios as plain data.

use std::collections::BTreeMap;
use std::fs;

use righting_model::{EngineKind, Setup};
use righting_scenario::{Bundle, Scenario, ScenarioError, Source, init, shipped};

use crate::good;

fn read(bundle: Bundle) -> Result<Scenario, Box<ScenarioError>> {
    let text = serde_json::to_string(&bundle).expect("plain data");
    Scenario::load(&Source::Bundle(serde_json::from_str(&text).expect("as it was written")), &[])
}

#[test]
fn every_scenario_is_read_from_its_own_files_in_memory() {
    for id in shipped() {
        let scenario = good(id, &[]);
        let again = read(scenario.bundle()).unwrap_or_else(|error| panic!("{}", error.one_line()));
        assert_eq!((again.hash, again.setup), (scenario.hash, scenario.setup), "{id}");
        assert_eq!(again.files, scenario.files, "{id}");
        let doubts =
            |warnings: &[righting_scenario::Warning]| warnings.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(doubts(&again.warnings), doubts(&scenario.warnings), "{id}");
        assert_eq!(again.base.is_some(), scenario.base.is_some(), "{id}");
    }
}

#[test]
fn every_scenario_and_its_setup_are_plain_data() {
    for id in shipped() {
        let scenario = good(id, &[]);
        let text = serde_json::to_string(&scenario.setup).expect("plain data");
        let setup: Setup = serde_json::from_str(&text).expect("as it was written");
        assert!(setup == scenario.setup, "{id}");
        let text = serde_json::to_string(&scenario).expect("plain data");
        let again: Scenario = serde_json::from_str(&text).expect("as it was written");
        assert!(again.setup == scenario.setup && again.record == scenario.record, "{id}");
        assert_eq!(serde_json::to_string(&again).expect("plain data").len(), text.len(), "{id}");
    }
}

#[test]
fn a_setup_that_was_sent_runs_to_the_same_trace() {
    let scenario = good("kazakhstan-2022-forecast", &["time.days=6"]);
    let text = serde_json::to_string(&scenario.setup).expect("plain data");
    let sent = scenario.simulation_of(serde_json::from_str(&text).expect("as it was written"));
    let run = |simulation: &righting_model::Simulation| simulation.run(EngineKind::Sellke, 3, 1).expect("it runs");
    assert!(run(&sent) == run(&scenario.simulation()));
}

/// A scenario upon one elsewhere on disk, in a folder of the same name: both are in the bundle, under two names.
#[test]
fn a_scenario_upon_another_of_its_name_is_read_back() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (old, new) = (home.path().join("old/towns"), home.path().join("new/towns"));
    init("five-towns", &old).expect("a new folder");
    fs::create_dir_all(&new).expect("a new folder");
    let text = "format = 1\nbase = \"../../old/towns\"\nid = \"mine\"\n[time]\ndays = 6\n";
    fs::write(new.join("scenario.toml"), text).expect("it can be written");
    let scenario = Scenario::load(&Source::Folder(new), &[]).unwrap_or_else(|error| panic!("{}", error.one_line()));
    assert_eq!(scenario.bundle().scenarios, ["towns/scenario.toml", "towns-2/scenario.toml"]);
    drop(home);
    let again = read(scenario.bundle()).unwrap_or_else(|error| panic!("{}", error.one_line()));
    assert_eq!((again.hash, again.files), (scenario.hash, scenario.files));
    let base =
        Scenario::load(&again.base.expect("it has one"), &[]).unwrap_or_else(|error| panic!("{}", error.one_line()));
    assert_eq!(base.id, "five-towns");
}

#[test]
fn a_file_that_a_bundle_lacks_is_named() {
    let mut bundle = good("five-towns", &[]).bundle();
    let text = bundle.files.remove("five-towns/places.csv").expect("it is there");
    bundle.files.insert("five-towns/place.csv".to_owned(), text);
    let error = read(bundle).expect_err("its places are missing");
    let said = error.to_string();
    assert!(said.contains("five-towns/places.csv") && said.contains("no such file in the bundle"), "{said}");
    assert_eq!(error.nearest(), Some("five-towns/place.csv"));
    let error = read(Bundle::default()).expect_err("there is nothing");
    assert!(error.to_string().contains("no such file in the bundle"), "{error}");
    let files =
        BTreeMap::from([("x/scenario.toml".to_owned(), "base = \"five-towns\"\nid = \"x\"\nformat = 1".to_owned())]);
    let scenario = read(Bundle { scenarios: vec!["x/scenario.toml".to_owned()], files });
    assert_eq!(scenario.expect("its base ships").id, "x");
}
