//! Bad input: exit code 2 and a message that helps.

use std::path::Path;

use crate::{done, refused};

#[test]
fn every_bad_scenario_ends_with_2_and_says_where() {
    let bad = Path::new(env!("CARGO_MANIFEST_DIR")).join("../righting-scenario/tests/bad");
    let mut seen = 0;
    for entry in bad.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if !path.is_dir() {
            continue;
        }
        let (code, said) = refused(&["explain", path.to_str().unwrap()]);
        assert_eq!(code, 2, "{}: {said}", path.display());
        assert!((40..4000).contains(&said.len()) && !said.contains("panicked"), "{}: {said}", path.display());
        seen += 1;
    }
    assert!(seen >= 40, "only {seen} bad scenarios");
}

#[test]
fn a_misspelt_scenario_gets_the_nearest_name() {
    let (code, said) = refused(&["run", "five-twons"]);
    assert_eq!(code, 2);
    assert!(said.contains("five-twons") && said.contains("did you mean `five-towns`"), "{said}");
}

#[test]
fn a_misspelt_setting_gets_the_nearest_name_and_its_place() {
    let (code, said) = refused(&["explain", "five-towns", "--set", "joining.contagoin=1"]);
    assert_eq!(code, 2);
    assert!(said.contains("joining.contagoin=1") && said.contains("contagion"), "{said}");
    let (code, said) = refused(&["explain", "five-towns", "--set", "joining.contagion"]);
    assert_eq!(code, 2);
    assert!(said.contains("path=value"), "{said}");
    let (code, said) = refused(&["explain", "five-towns", "--set", "joining.contagion=-4"]);
    assert_eq!(code, 2);
    assert!(said.contains("-4"), "{said}");
}

#[test]
fn folders_that_are_no_run_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["check", "report"] {
        let (code, said) = refused(&[command, folder.path().to_str().unwrap()]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("run.json"), "{said}");
    }
}

#[test]
fn a_folder_that_is_no_run_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let precious = folder.path().join("precious.txt");
    std::fs::write(&precious, "years of work").unwrap();
    let out = folder.path().to_str().unwrap();
    let (code, said) = refused(&["run", "five-towns", "--replicates", "2", "--force", "--out", out]);
    assert_eq!(code, 2, "{said}");
    assert_eq!(std::fs::read_to_string(precious).unwrap(), "years of work");
}

#[test]
fn numbers_out_of_range_are_refused_by_name() {
    for arguments in [
        ["run", "five-towns", "--replicates", "0"],
        ["run", "five-towns", "--replicates", "many"],
        ["run", "five-towns", "--engine", "steam"],
        ["run", "five-towns", "--seed", "-1"],
    ] {
        let (code, said) = refused(&arguments);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(arguments[2]), "{said}");
    }
}

#[test]
fn a_bad_plan_of_a_fit_shows_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("fit.toml");
    std::fs::write(&plan, "seed = 1\nreplicates = 8\ngenerations = 1\n[[parameter]]\npath = \"joining.contagoin\"\n")
        .unwrap();
    let out = folder.path().join("fit");
    let (code, said) =
        refused(&["fit", "five-towns", "--plan", plan.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("fit.toml:5") && said.contains("nearest name is `joining.contagion`"), "{said}");
    assert!(!out.exists());
}

#[test]
fn init_writes_a_folder_that_runs_and_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own");
    done(&["init", "five-towns", own.to_str().unwrap()]);
    let explained = |scenario: &str| {
        let told: serde_json::Value = serde_json::from_str(&done(&["explain", scenario, "--json"])).unwrap();
        (told["people"].clone(), told["parameters"].clone(), told["hash"].clone())
    };
    assert_eq!(explained(own.to_str().unwrap()), explained("five-towns"));
    let (code, said) = refused(&["init", "five-towns", own.to_str().unwrap()]);
    assert_eq!(code, 2, "{said}");
}
