//! What the program prints.

use crate::{done, json};

#[test]
fn explain_prints_the_schedule_that_runs() {
    let told = json(&["explain", "five-towns", "--json"]);
    let names: Vec<&str> =
        told["schedule"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    let schedule = righting_model::Schedule::standard();
    let model: Vec<&str> = schedule.mechanisms().map(|mechanism| mechanism.name()).collect();
    assert_eq!(names, model);
    let printed = done(&["explain", "five-towns"]);
    for name in model {
        assert!(printed.contains(name), "{name}");
    }
}

#[test]
fn explain_sources_lists_every_number_with_mark_and_source() {
    let told = json(&["explain", "kazakhstan-2022", "--sources", "--json"]);
    for number in told["numbers"].as_array().unwrap() {
        let mark = number["mark"].as_str().unwrap_or_else(|| panic!("no mark: {number}"));
        assert!(!number["source"].as_str().unwrap().is_empty(), "{number}");
        assert!(mark != "assumed" || number["prior"].is_array(), "assumed without a prior: {number}");
    }
    for parameter in told["parameters"].as_array().unwrap() {
        assert!(!parameter["source"].as_str().unwrap().is_empty(), "{parameter}");
        assert!(parameter["low"].as_f64().unwrap() < parameter["high"].as_f64().unwrap(), "{parameter}");
    }
}

#[test]
fn explain_schema_is_a_json_schema() {
    let schema = json(&["explain", "five-towns", "--schema"]);
    assert!(schema["$schema"].is_string() && schema["properties"]["country"].is_object());
}

#[test]
fn list_names_the_scenarios_that_ship() {
    let told = json(&["list", "--json"]);
    let ids: Vec<&str> = told["scenarios"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"kazakhstan-2022") && ids.contains(&"five-towns"), "{ids:?}");
}

#[test]
fn nothing_is_coloured_when_asked_not_to() {
    for arguments in [&["explain", "five-towns"][..], &["list"], &["--help"]] {
        assert!(!done(arguments).contains('\u{1b}'), "{arguments:?}");
    }
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let folder = tempfile::tempdir().unwrap();
    done(&["man", folder.path().to_str().unwrap()]);
    let bash = done(&["completions", "bash"]);
    for command in ["run", "check", "report", "export", "explain", "new", "list", "fit", "study", "classic"] {
        assert!(folder.path().join(format!("righting-{command}.1")).is_file(), "{command}");
        assert!(bash.contains(command), "{command}");
    }
}
