//! `run --recovery`, `recovery`, `study recovery`.

use crate::{done, json, refused};

#[test]
fn a_run_goes_on_for_months_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let runs = ["1", "3"].map(|threads| {
        let out = folder.path().join(threads);
        let path = out.to_str().unwrap().to_owned();
        done(&["run", "five-towns", "--replicates", "20", "--recovery", "24", "--threads", threads, "--out", &path]);
        (std::fs::read(out.join("recovery.parquet")).unwrap(), path)
    });
    assert!(runs[0].0 == runs[1].0, "the months do not depend on threads");
    let out = &runs[0].1;
    let told = json(&["recovery", out, "--json"]);
    assert_eq!((&told["months"], &told["replicates"]), (&24.into(), &20.into()));
    let rows = told["rows"].as_array().unwrap();
    let find = |quantity: &str, month: u32| {
        rows.iter().find(|row| row["quantity"] == quantity && row["region"].is_null() && row["month"] == month).unwrap()
    };
    let gap = |month| find("output_gap", month)["p50"].as_f64().unwrap();
    assert!(gap(24) > 0.0 && gap(12) > gap(1), "{} then {}", gap(1), gap(12));
    assert_eq!(find("detained", 24)["p95"], 0.0);
    let text = done(&["recovery", out]);
    assert!(text.contains("relapse") && text.contains("south"), "{text}");
    let page = std::fs::read_to_string(std::path::Path::new(out).join("report.html")).unwrap();
    assert!(page.contains("The months after"));
}

#[test]
fn reforms_are_switched_by_name_and_a_misspelt_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let out = out.to_str().unwrap();
    let base = ["run", "five-towns", "--replicates", "4", "--no-report", "--recovery", "6", "--out", out];
    let levy = ["--set", "recovery.reform.levy.kind=levy", "--set", "recovery.reform.levy.size=0.1"];
    done(&[&base[..], &levy].concat());
    let told = json(&["recovery", out, "--json"]);
    let levied = |row: &&serde_json::Value| row["quantity"] == "levies" && row["month"] == 6;
    assert!(told["rows"].as_array().unwrap().iter().filter(levied).all(|row| row["p50"].as_f64().unwrap() > 0.0));
    let (code, text) = refused(&[&base[..], &["--set", "recovery.reform.levy.kind=levi"]].concat());
    assert!(code == 2 && text.contains("levy"), "{text}");
    let (code, text) = refused(&["run", "five-towns", "--recovery", "400", "--out", "nowhere"]);
    assert!(code == 2 && text.contains("0 to 120"), "{text}");
}

#[test]
fn a_run_without_months_is_refused_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let out = out.to_str().unwrap();
    done(&["run", "five-towns", "--replicates", "2", "--no-report", "--out", out]);
    let (code, text) = refused(&["recovery", out]);
    assert!(code == 2 && text.contains("--recovery 60"), "{text}");
}

#[test]
fn an_event_study_has_groups_verdicts_and_a_trial_of_the_tolerated_rise() {
    let told = json(&["study", "recovery", "five-towns", "--replicates", "6", "--json"]);
    assert_eq!(told["groups"].as_array().unwrap().len(), 6);
    let trials = told["tolerance"].as_array().unwrap();
    assert!(trials.iter().all(|row| row["runs"] == 6));
    assert_eq!(told, json(&["study", "recovery", "five-towns", "--replicates", "6", "--threads", "1", "--json"]));
}

/// Validation: the rule follows mean crowds and the test simulates people. 100 crises with a fixed seed; where half come
/// out, 35 to 65 do with an error rate of 0.2 %. More come out of a larger rise, without a threshold on the way.
#[test]
fn half_of_the_crises_are_outbreaks_at_the_tolerated_rise() {
    let told = json(&["study", "recovery", "five-towns", "--replicates", "100", "--json"]);
    let trials = told["tolerance"].as_array().unwrap();
    let outbreaks = |share: f64| trials.iter().find(|row| row["share"] == share).unwrap()["outbreak"].as_f64().unwrap();
    let [less, as_tolerated, more] = [0.7, 1.0, 1.3].map(outbreaks);
    assert!((0.35..=0.65).contains(&as_tolerated), "{as_tolerated}");
    assert!(less < 0.3 && less < as_tolerated && as_tolerated < more, "{less} and {more}");
}
