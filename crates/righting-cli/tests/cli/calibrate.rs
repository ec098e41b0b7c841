//! Sweeps, sensitivity, calibration and diagnosis, end to end on the five towns.

use crate::{done, json, refused};

#[test]
fn a_calibration_leaves_a_posterior_that_check_and_resume_take_up() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("study");
    let out = out.to_str().unwrap();
    let call = ["calibrate", "five-towns", "--set", "time.days=8", "--runs", "400", "--predictive", "10", "--out", out];
    let told = json(&[&call[..], &["--json"]].concat());
    assert_eq!(told["parameters"].as_array().unwrap().len(), 3);
    assert_eq!(((400..=450).contains(&told["runs"].as_u64().unwrap()), told["failed"].as_u64()), (true, Some(0)));
    let effective = told["effective"].as_f64().unwrap();
    assert!(effective > 2.0, "{effective}");
    for file in ["posterior.parquet", "posterior.json", "report.html", "study.json", "trials/000000.parquet"] {
        assert!(folder.path().join("study").join(file).is_file(), "{file}");
    }
    let run = told["run"].as_str().unwrap();
    let check = json(&["check", run, "--json"]);
    assert_eq!(check["inside"], told["inside"]);
    let check = json(&["check", told["reconstruction"].as_str().unwrap(), "--json"]);
    assert_eq!(check["inside"], told["inside_reconstruction"]);

    let (code, message) = refused(&call);
    assert_eq!(code, 2);
    assert!(message.contains("exists already"), "{message}");
    let again = json(&[&call[..], &["--resume", "--json"]].concat());
    assert_eq!(again["parameters"], told["parameters"]);
    let (code, message) = refused(&[&call[..], &["--resume", "--seed", "2"]].concat());
    assert_eq!(code, 2);
    assert!(message.contains("its seed is 1, not 2"), "{message}");
}

#[test]
fn a_scenario_whose_priors_are_all_held_cannot_be_calibrated() {
    let held = ["--set", "joining.contagion=1", "--set", "pool.share=0.1", "--set", "policing.arrests=0.1"];
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("study");
    let call = [&["calibrate", "five-towns", "--out", out.to_str().unwrap()][..], &held].concat();
    let (code, message) = refused(&call);
    assert_eq!(code, 2);
    assert!(message.contains("has no priors") && message.contains("[[prior]]"), "{message}");
}

#[test]
fn a_sweep_takes_a_design_of_the_users_own() {
    let folder = tempfile::tempdir().unwrap();
    let design = folder.path().join("design.csv");
    std::fs::write(&design, "joining.contagion,leaving.hours\n0.5,6\n2,3\n").unwrap();
    let out = folder.path().join("study");
    let (design, out) = (design.to_str().unwrap(), out.to_str().unwrap());
    let told = json(&["sweep", "five-towns", "--csv", design, "--replicates", "3", "--out", out, "--json"]);
    assert_eq!((told["trials"].as_u64(), told["succeeded"].as_u64()), (Some(2), Some(6)));
    assert_eq!(told["parameters"].as_array().unwrap().len(), 2);

    std::fs::write(design, "joining.contagoin\n0.5\n").unwrap();
    let (code, message) = refused(&["sweep", "five-towns", "--csv", design, "--out", out]);
    assert_eq!(code, 2);
    assert!(message.contains("no parameter is called `joining.contagoin`"), "{message}");
    assert!(message.contains("the nearest name is `joining.contagion`"), "{message}");
}

#[test]
fn sensitivity_screens_and_shares_out_the_variance() {
    let folder = tempfile::tempdir().unwrap();
    for (method, key) in [("morris", "effect"), ("sobol", "indices")] {
        let out = folder.path().join(method);
        let size = if method == "morris" { "6" } else { "16" };
        let call = ["sensitivity", "five-towns", "--method", method, "--size", size, "--replicates", "2", "--json"];
        let told = json(&[&call[..], &["--output", "peak_active", "--out", out.to_str().unwrap()]].concat());
        let output = &told["outputs"][0];
        assert_eq!(output["output"], "peak_active");
        assert!(output["parameters"].as_array().unwrap().iter().all(|parameter| parameter[key].is_object()));
    }
    let out = folder.path().join("wrong");
    let call = ["sensitivity", "five-towns", "--size", "4", "--replicates", "1", "--output", "peak_activ", "--out"];
    let (code, message) = refused(&[&call[..], &[out.to_str().unwrap()]].concat());
    assert_eq!(code, 2);
    assert!(message.contains("no output is called `peak_activ`"), "{message}");
}

#[test]
fn a_diagnosis_declares_first_and_judges_then() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("study");
    let out = out.to_str().unwrap();
    let call =
        ["diagnose", "five-towns", "--set", "time.days=8", "--table", "1000", "--records", "40", "--pilot", "400"];
    let told = json(&[&call[..], &["--out", out, "--json"]].concat());
    assert_eq!(told["records"].as_u64(), Some(40));
    for parameter in told["parameters"].as_array().unwrap() {
        let counts = parameter["histogram"].as_array().unwrap().iter().map(|count| count.as_u64().unwrap());
        assert_eq!(counts.sum::<u64>(), 40);
    }
    assert!(folder.path().join("study/declared.json").is_file());
    assert!(done(&[&call[..], &["--out", out, "--resume"]].concat()).contains("truths inside pass"));
}

#[test]
fn a_trial_weighs_accounts_and_says_how_well_records_tell_them_apart() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("study");
    let out = out.to_str().unwrap();
    let call = ["trial", "five-towns", "--set", "time.days=8", "--runs", "400", "--predictive", "10"];
    let call = [&call[..], &["--accounts", "spontaneous,armed_groups,organisers+elite_split", "--out", out]].concat();
    let told = json(&[&call[..], &["--json"]].concat());
    let weighing = &told["weighings"][0];
    let sum = |list: &serde_json::Value| -> f64 {
        list.as_array().unwrap().iter().map(|probability| probability["mean"].as_f64().unwrap()).sum()
    };
    assert!((sum(&weighing["accounts"]) - 1.0).abs() < 1e-9);
    let names: Vec<&str> =
        told["accounts"].as_array().unwrap().iter().map(|account| account["account"].as_str().unwrap()).collect();
    assert_eq!(names, ["spontaneous", "armed_groups", "organisers+elite_split"]);
    assert_eq!(told["by_repeat"].as_array().unwrap().len(), 2);
    for (row, records) in
        told["confusion"]["found"].as_array().unwrap().iter().zip(told["confusion"]["records"].as_array().unwrap())
    {
        let found: u64 = row.as_array().unwrap().iter().map(|count| count.as_u64().unwrap()).sum();
        assert_eq!(Some(found), records.as_u64());
    }
    for file in ["trial.json", "report.html", "armed_groups/run.json", "trials-spontaneous-2/000000.parquet"] {
        assert!(folder.path().join("study").join(file).is_file(), "{file}");
    }
    let again = json(&[&call[..], &["--resume", "--json"]].concat());
    assert_eq!(again["weighings"], told["weighings"]);
    let (code, message) = refused(&["trial", "five-towns", "--accounts", "aliens", "--out", out]);
    assert_eq!(code, 2);
    assert!(message.contains("no account is called `aliens`") && message.contains("armed_groups"), "{message}");
}

#[test]
fn a_record_with_one_dated_region_leaves_none_out() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("study");
    let (code, message) = refused(&["study", "onset", "five-towns", "--out", out.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(message.contains("dates the onset of 1 regions") && message.contains("`onset`"), "{message}");
}

#[test]
fn a_ledger_refuses_the_trial_of_another_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let (trial, out) = (folder.path().join("trial"), folder.path().join("claims"));
    let (trial, out) = (trial.to_str().unwrap(), out.to_str().unwrap());
    let call = ["trial", "five-towns", "--set", "time.days=8", "--runs", "200", "--repeats", "1", "--predictive", "4"];
    done(&[&call[..], &["--accounts", "spontaneous", "--out", trial]].concat());
    let (code, message) = refused(&["claims", "kazakhstan-2022", "--trial", trial, "--out", out]);
    assert_eq!(code, 2);
    assert!(message.contains("is not one of `kazakhstan-2022`"), "{message}");
}
