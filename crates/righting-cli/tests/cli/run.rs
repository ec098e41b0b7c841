//! `run`, `check`, `report`, `export`.

use righting_model::Kernel;
use serde_json::Value;

use crate::{done, json, refused, tables, text};

#[test]
fn run_prints_one_object_and_leaves_a_whole_folder() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let out = out.to_str().unwrap();
    let told = json(&["run", "five-towns", "--replicates", "24", "--seed", "3", "--out", out, "--json"]);
    let promised =
        ["run", "report", "replicates", "succeeded", "failed", "failures", "seconds", "ms_per_run_per_core", "people"];
    let more = ["places", "steps", "peak_memory_mb", "inside", "targets", "left_out"];
    let home = ["fitted_for", "fitted_here", "levels", "notices", "warnings"];
    assert_eq!(keys(&told), sorted([&promised[..], &more, &home].concat()));
    assert_eq!((&told["replicates"], &told["succeeded"], &told["failed"]), (&24.into(), &24.into(), &0.into()));
    assert_eq!(told["places"], 5);
    let page = std::fs::read_to_string(told["report"].as_str().unwrap()).unwrap();
    assert!(page.starts_with("<!doctype html>"));
    assert!(std::path::Path::new(out).join("run.json").is_file());

    let check = json(&["check", out, "--json"]);
    let promised = ["rows", "inside", "total", "sharpness", "first_place", "onset_days"];
    let more = ["replicates", "failed", "left_out", "read_in_part", "first_place_share"];
    assert_eq!(keys(&check), sorted([&promised[..], &more, &home].concat()));
    assert_eq!((&check["inside"], &check["total"]), (&told["inside"], &told["targets"]), "run and check agree");
    assert_eq!(check["replicates"], 24);
    let rows = check["rows"].as_array().unwrap();
    assert_eq!(check["total"].as_u64().unwrap(), rows.len() as u64);
    let inside = rows.iter().filter(|row| row["inside"] == true).count() as u64;
    assert_eq!(check["inside"].as_u64().unwrap(), inside);
    let promised = ["quantity", "place", "date", "record", "p5", "p50", "p95", "inside"];
    assert!(rows.iter().all(|row| keys(row) == sorted(promised.to_vec())));
    let onsets = check["onset_days"].as_array().unwrap();
    assert_eq!(onsets.len(), 2);
    assert!(onsets.iter().all(|row| keys(row) == sorted(vec!["region", "record", "p5", "p50", "p95"])));
}

/// The keys of an object: what is promised to scripts, no fewer and no more.
fn keys(value: &Value) -> Vec<&str> {
    sorted(value.as_object().unwrap().keys().map(String::as_str).collect())
}

fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names
}

#[test]
fn threads_change_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let runs = ["1", "2", "8"].map(|threads| {
        let out = folder.path().join(threads);
        done(&["run", "five-towns", "--replicates", "40", "--threads", threads, "--out", out.to_str().unwrap()]);
        let record = std::fs::read_to_string(out.join("run.json")).unwrap();
        let report = std::fs::read_to_string(out.join("report.html")).unwrap();
        (tables(&out), record, report)
    });
    assert!(runs[0] == runs[1] && runs[1] == runs[2]);
}

/// Levels that this machine lacks are refused by name; the others give the same bytes.
#[test]
fn processor_levels_change_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let mut runs = Vec::new();
    for level in [Kernel::Baseline, Kernel::Avx2, Kernel::Avx512] {
        let out = folder.path().join(level.name());
        let arguments =
            ["run", "five-towns", "--replicates", "40", "--kernel", level.name(), "--out", out.to_str().unwrap()];
        if level.available() {
            done(&arguments);
            runs.push((tables(&out), std::fs::read_to_string(out.join("run.json")).unwrap()));
        } else {
            let (code, said) = refused(&arguments);
            assert_eq!(code, 2, "{said}");
            assert!(said.contains(level.name()) && !out.exists(), "{said}");
        }
    }
    assert!(runs.iter().all(|run| *run == runs[0]));
}

#[test]
fn an_existing_run_is_kept_unless_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let arguments = |extra: &[&'static str]| {
        let mut all = vec!["run", "five-towns", "--replicates", "4", "--no-report", "--out", out.to_str().unwrap()];
        all.extend(extra);
        all.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let call = |extra: &[&'static str]| crate::run(&arguments(extra).iter().map(String::as_str).collect::<Vec<_>>());
    assert!(call(&["--seed", "1"]).status.success());
    let first = tables(&out);
    let again = call(&["--seed", "2"]);
    assert_eq!(again.status.code(), Some(2));
    let said = text(&again.stderr);
    assert!(said.contains("--resume") && said.contains("--force"), "{said}");
    assert!(tables(&out) == first, "the first run was touched");
    let other = call(&["--seed", "2", "--resume"]);
    assert_eq!(other.status.code(), Some(2), "{}", text(&other.stderr));
    assert!(tables(&out) == first);
    assert!(call(&["--seed", "2", "--force"]).status.success());
    assert!(tables(&out) != first);
}

#[test]
fn require_inside_decides_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let out = out.to_str().unwrap();
    done(&["run", "five-towns", "--replicates", "8", "--no-report", "--out", out]);
    done(&["check", out, "--require-inside", "0"]);
    let (code, said) = refused(&["check", out, "--require-inside", "1.01"]);
    assert_eq!(code, 2, "{said}");
    let share = json(&["check", out, "--json"]);
    let share = share["inside"].as_f64().unwrap() / share["total"].as_f64().unwrap();
    if share < 1.0 {
        assert_eq!(refused(&["check", out, "--require-inside", "1"]).0, 1);
    }
}

#[test]
fn export_writes_csv_without_touching_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let (out, csv) = (folder.path().join("run"), folder.path().join("csv"));
    let (out_name, csv_name) = (out.to_str().unwrap(), csv.to_str().unwrap());
    done(&["run", "five-towns", "--replicates", "3", "--no-report", "--out", out_name]);
    let before = tables(&out);
    done(&["export", out_name, "--format", "csv", "--out", csv_name]);
    let nation = std::fs::read_to_string(csv.join("nation.csv")).unwrap();
    let days = json(&["explain", "five-towns", "--json"])["days"].as_u64().unwrap();
    assert_eq!(nation.lines().count() as u64, 1 + 3 * days);
    assert!(nation.lines().next().unwrap().contains("active"));
    assert!(tables(&out) == before);
}

#[test]
fn a_report_is_rebuilt_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let out_name = out.to_str().unwrap();
    done(&["run", "five-towns", "--replicates", "8", "--out", out_name]);
    let first = std::fs::read(out.join("report.html")).unwrap();
    std::fs::remove_file(out.join("report.html")).unwrap();
    let said = done(&["report", out_name]);
    assert!(said.trim_end().ends_with("report.html"), "{said}");
    assert!(std::fs::read(out.join("report.html")).unwrap() == first);
}

#[test]
fn set_and_without_change_the_scenario_and_are_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let out_name = out.to_str().unwrap();
    done(&["run", "five-towns", "--replicates", "2", "--set", "time.days=3", "--no-report", "--out", out_name]);
    let record = std::fs::read_to_string(out.join("run.json")).unwrap();
    assert!(record.contains(r#""path": "time.days""#));
    // The stored scenario is enough to check the run.
    json(&["check", out_name, "--json"]);
}

#[test]
fn the_oracle_runs_too() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let told = json(&[
        "run",
        "five-towns",
        "--replicates",
        "2",
        "--engine",
        "oracle",
        "--no-report",
        "--json",
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(told["succeeded"], 2);
    assert!(told["report"].is_null());
}

/// Two countries side by side: each in its own folder, the same as alone, and one page of both.
#[test]
fn several_scenarios_run_each_alone_and_share_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let both = folder.path().join("both");
    let same = ["--replicates", "4", "--seed", "5", "--set", "time.days=8"];
    let group = [&["run", "five-towns", "solomon-islands-2021", "--beside", "UKR"][..], &same].concat();
    let told = json(&[&group[..], &["--out", both.to_str().unwrap(), "--json"]].concat());
    assert_eq!(keys(&told), ["report", "runs"]);
    assert_eq!(told["runs"].as_array().unwrap().len(), 2);
    let page = std::fs::read_to_string(told["report"].as_str().unwrap()).unwrap();
    for word in ["Solomon Islands", "Ukraine (no run)", "Rule of law", "affront + 1.00", "What the runs show"] {
        assert!(page.contains(word), "{word}");
    }
    let alone = folder.path().join("alone");
    done(&[&["run", "five-towns", "--out", alone.to_str().unwrap()][..], &same].concat());
    assert!(tables(&alone) == tables(&both.join("five-towns")));

    // A command cut short after the first country goes on with the second.
    std::fs::remove_dir_all(both.join("solomon-islands-2021")).unwrap();
    done(&[&group[..], &["--out", both.to_str().unwrap(), "--resume"]].concat());
    assert!(both.join("solomon-islands-2021/run.json").is_file());
}

#[test]
fn a_country_without_indicators_and_a_scenario_twice_are_refused() {
    let (code, message) = refused(&["run", "five-towns", "--beside", "UKA"]);
    assert_eq!(code, 2);
    assert!(message.contains("`UKA`") && message.contains("UKR"), "{message}");
    let (code, message) = refused(&["run", "five-towns", "five-towns"]);
    assert_eq!(code, 2);
    assert!(message.contains("two scenarios are called `five-towns`"), "{message}");
}
