//! The first ten minutes: what the program says of itself, and how a scenario is looked into.

use crate::{done, json, refused, righting, text};

/// Runs without arguments, and its help, at several widths. Budget: 2 s.
#[test]
fn alone_it_says_what_to_try_and_help_says_what_there_is() {
    for columns in ["80", "200"] {
        let shown = |arguments: &[&str]| {
            let output = righting(arguments).env("COLUMNS", columns).output().unwrap();
            assert!(output.status.success(), "{}", text(&output.stderr));
            let shown = text(&output.stdout);
            let limit = columns.parse::<usize>().unwrap();
            assert!(shown.lines().all(|line| line.chars().count() <= limit), "{shown}");
            shown
        };
        let alone = shown(&[]);
        assert_eq!(alone.lines().filter(|line| line.starts_with("  righting ")).count(), 4, "{alone}");
        for help in [shown(&["--help"]), shown(&["-h"])] {
            for group in ["Start:\n  new ", "\nRun:\n  run ", "\nAsk:\n", "\nLearn:\n", "\nLibrary:\n", "Exit codes: 0"]
            {
                assert!(help.contains(group), "no {group:?} in\n{help}");
            }
            assert!(!help.contains("Commands:"), "{help}");
        }
    }
}

/// Budget: 3 s.
#[test]
fn an_explanation_is_had_in_parts() {
    let whole = done(&["explain", "five-towns"]);
    let joining = done(&["explain", "five-towns", "joining"]);
    assert!(joining.starts_with("Schedule of a step") && joining.contains("joining.contagion"), "{joining}");
    assert!(!joining.contains("harm.") && joining.lines().count() * 4 < whole.lines().count(), "{joining}");
    let files = done(&["explain", "five-towns", "files"]);
    assert!(files.starts_with("Files of data") && files.contains("places.csv"), "{files}");
    let set = ["explain", "five-towns", "--set", "joining.contagion=0.0123"];
    let changed = json(&[&set[..], &["joining", "--changed", "--json"]].concat());
    let paths: Vec<&str> =
        changed["parameters"].as_array().unwrap().iter().map(|row| row["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&"joining.contagion") && paths.iter().all(|path| path.starts_with("joining.")), "{paths:?}");
    let all = json(&["explain", "five-towns", "--changed", "--json"]);
    let differs = |row: &serde_json::Value| row["value"] != row["default"];
    assert!(all["parameters"].as_array().unwrap().iter().all(differs) && all["schedule"] == serde_json::json!([]));
    let (code, said) = refused(&["explain", "five-towns", "joinin"]);
    assert!(code == 2 && said.contains("no part `joinin`") && said.contains("did you mean `joining`"), "{said}");
}

/// Old names of options still work, and say the new one. Budget: 5 s.
#[test]
fn an_old_name_says_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("fork");
    let save =
        ["fork", "save", "five-towns", "--replicates", "1", "--at", "2030-03-02", "--out", out.to_str().unwrap()];
    let output = righting(&save).output().unwrap();
    let said = text(&output.stderr);
    assert!(output.status.success() && said.contains("--at is called --as-of now"), "{said}");
}
