//! Failures are loud, damage is found, and what is stored goes on.

use std::path::Path;

use serde_json::Value;

use crate::{done, json, refused, run, tables, text};

/// Flips one bit in the middle of a file.
fn flip(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

/// A trigger that is no number as soon as anybody is out.
const SPOILED: &str = "active > 5 && rioting / (active - active) > 0.1";

#[test]
fn replicates_that_fail_are_named_and_the_exit_code_is_1() {
    let home = tempfile::tempdir().unwrap();
    let [case, out] = ["case", "out"].map(|name| home.path().join(name).to_str().unwrap().to_owned());
    done(&["init", "five-towns", &case]);
    let path = home.path().join("case/scenario.toml");
    let scenario = std::fs::read_to_string(&path).unwrap();
    assert!(scenario.contains("active > 1000"));
    std::fs::write(&path, scenario.replacen("active > 1000", SPOILED, 1)).unwrap();
    let asked = ["run", &case, "--replicates", "6", "--no-report", "--out", &out, "--json"];
    let output = run(&asked);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let told: Value = serde_json::from_str(&text(&output.stdout)).unwrap();
    let failed = told["failed"].as_u64().unwrap();
    assert!(failed > 0, "{told}");
    assert_eq!(told["failures"].as_array().unwrap().len() as u64, failed);
    assert_eq!(told["failures"][0]["stage"], "government");
    assert!(text(&output.stderr).contains(&format!("{failed} of 6 replicates failed")));
    let found = json(&["validate", &out, "--json"]);
    assert_eq!(found["faults"], serde_json::json!([]));
    assert!(found["warnings"][0]["message"].as_str().unwrap().contains("replicates failed"), "{found}");
}

#[test]
fn a_flipped_bit_is_found_by_every_command_that_reads_and_by_validate() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    let [out, arms, csv, fork] = ["out", "arms", "csv", "fork"].map(path);
    done(&["run", "five-towns", "--replicates", "3", "--out", &out]);
    let found = json(&["validate", &out, "--json"]);
    assert_eq!((&found["kind"], &found["warnings"]), (&"run".into(), &serde_json::json!([])));
    flip(&home.path().join("out/nation.parquet"));
    flip(&home.path().join("out/report.html"));
    for command in [vec!["check", &out], vec!["report", &out], vec!["export", &out, "--format", "csv", "--out", &csv]] {
        let (code, said) = refused(&command);
        assert!(code == 2 && said.contains("nation.parquet is broken"), "{command:?}: {said}");
    }
    let output = run(&["validate", &out]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("fault: nation.parquet: ") && said.contains("fault: report.html: "), "{said}");

    done(&["compare", "five-towns", "--without", "emergency", "--replicates", "2", "--out", &arms]);
    done(&["validate", &arms]);
    flip(&home.path().join("arms/1-without-emergency/nation.parquet"));
    let (code, said) = refused(&["compare", &path("arms/base"), &path("arms/1-without-emergency"), "--out", &csv]);
    assert!(code == 2 && said.contains("nation.parquet is broken"), "{said}");

    done(&["fork", "save", "five-towns", "--as-of", "2030-03-05", "--replicates", "3", "--out", &fork]);
    flip(&home.path().join("fork/000001.state"));
    let output = run(&["fork", "continue", &fork, "--out", &path("on"), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_str(&text(&output.stdout)).unwrap();
    assert_eq!((&told["failed"], &told["failures"][0]["replicate"]), (&1.into(), &1.into()));
    assert_eq!(run(&["validate", &fork]).status.code(), Some(1));
}

#[test]
fn a_finished_run_grows_and_a_comment_is_no_difference() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    let [case, grown, long] = ["case", "grown", "long"].map(path);
    done(&["init", "five-towns", &case]);
    let call = |replicates: &str, out: &str, more: &[&str]| {
        let asked = ["run", &case, "--replicates", replicates, "--no-report", "--out", out];
        done(&[&asked[..], more].concat());
    };
    call("20", &long, &[]);
    call("5", &grown, &[]);
    let file = home.path().join("case/scenario.toml");
    let scenario = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("# a note\r\n{scenario}\n")).unwrap();
    call("20", &grown, &["--resume"]);
    assert!(tables(Path::new(&grown)) == tables(Path::new(&long)));
    std::fs::write(&file, scenario.replace("days = 14", "days = 13")).unwrap();
    let (code, said) = refused(&["run", &case, "--replicates", "20", "--out", &grown, "--resume"]);
    // A line may end after the slash of a path.
    let whole = said.replace("case/ ", "case/");
    assert!(code == 2 && whole.contains("its `time.days` in case/scenario.toml is 14, not 13"), "{said}");
}
