//! `why`, `migrate`, and the studies of the model's form.

use std::path::Path;

use crate::{done, json, refused};

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

#[test]
fn why_says_what_moved_people_in_numbers_that_add_up() {
    let home = tempfile::tempdir().unwrap();
    let run = path(home.path(), "run");
    done(&["run", "five-towns", "--replicates", "6", "--seed", "2", "--out", &run]);
    let report = std::fs::read_to_string(Path::new(&run).join("report.html")).unwrap();
    assert!(report.contains("Why people joined"));

    let told = json(&["why", &run, "--place", "Dunwater", "--day", "2030-03-03", "--json"]);
    let number = |key: &str| told["account"][key].as_f64().unwrap();
    let expected = number("expected");
    let close = |sum: f64| assert!((sum - expected).abs() <= 1e-6 * expected.max(1.0), "{sum} of {expected}");
    close(["affront", "call", "organisers", "news"].map(number).iter().sum());
    close(["usual", "weekday", "fields", "forces", "curfew"].map(number).iter().sum());
    assert_eq!(told["course"].as_array().unwrap().len(), 14);
    assert_eq!((told["place"].as_str(), told["day"].as_str()), (Some("Dunwater"), Some("2030-03-03")));

    // Without a day it is that of the largest crowd; a region and one replicate can be asked.
    let said = done(&["why", &run]);
    assert!(said.starts_with("the nation, 2030-03-") && said.contains("news of others who joined"), "{said}");
    let one = json(&["why", &run, "--region", "south", "--replicate", "3", "--json"]);
    assert_eq!(one["replicates"], serde_json::json!([3]));

    let (code, said) = refused(&["why", &run, "--place", "Dunwatr"]);
    assert!(code == 2 && said.contains("did you mean `Dunwater`"), "{said}");
    let (code, said) = refused(&["why", &run, "--day", "2031-01-01"]);
    assert!(code == 2 && said.contains("lies outside the run"), "{said}");
    let (code, said) = refused(&["why", &run, "--replicate", "6"]);
    assert!(code == 2 && said.contains("no replicate 6"), "{said}");
}

#[test]
fn why_says_how_sure() {
    let home = tempfile::tempdir().unwrap();
    let run = path(home.path(), "run");
    done(&["run", "five-towns", "--levels", "drawn", "--replicates", "2", "--no-report", "--out", &run]);
    let told = json(&["why", &run, "--how-sure", "--draws", "8", "--chances", "2", "--json"]);
    assert_eq!((told["levels_drawn"].as_bool(), told["structures"].as_u64()), (Some(true), Some(8)));
    for row in told["rows"].as_array().unwrap() {
        let sum: f64 = ["chance", "levels", "structure"].map(|part| row[part]["value"].as_f64().unwrap()).iter().sum();
        let whole = if row["sd"].as_f64().unwrap() > 0.0 { 1.0 } else { 0.0 };
        assert!((sum - whole).abs() < 1e-9, "{row}");
    }
}

#[test]
fn studies_of_the_form_write_a_page_and_fail_where_they_must() {
    let home = tempfile::tempdir().unwrap();
    let page = path(home.path(), "smooth.md");
    let smooth = ["study", "smoothness", "five-towns", "--set", "time.days=6", "--replicates", "8", "--draws", "20"];
    let told = json(&[&smooth[..], &["--page", &page, "--json"]].concat());
    assert!(told["levels"].as_array().unwrap().len() > 10 && told["gain"]["largest"].as_f64().unwrap() < 1.0);
    let written = std::fs::read_to_string(&page).unwrap();
    assert!(
        written.starts_with("# How smooth the model is: five-towns") && written.contains("pool.share"),
        "{written}"
    );
    // Contagion that needs several sources has thresholds: its gain passes one.
    let (code, said) = refused(&[&smooth[..], &["--set", "news.power=2.0", "--require"]].concat());
    assert!(code == 1 && said.contains("gain budget"), "{said}");

    let drawn = ["study", "invariance", "five-towns", "--set", "time.days=4", "--replicates", "20", "--exact", "2"];
    let told = json(&[&drawn[..], &["--json"]].concat());
    assert_eq!(told["exact"].as_array().unwrap().len(), 6);
    assert!(told["exact"][0]["first"].is_null(), "{told}");

    let (code, said) = refused(&["study", "transfer", "five-towns", "bahrain-2011", "bahrain-2011"]);
    assert!(code == 2 && said.contains("leaving one out takes 3"), "{said}");
}

#[test]
fn a_scenario_of_version_0_1_0_is_migrated() {
    let home = tempfile::tempdir().unwrap();
    let [case, copy] = ["case", "copy"].map(|name| path(home.path(), name));
    done(&["new", "five-towns", &case]);
    let file = Path::new(&case).join("scenario.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n[parameters.grievance]\nthreshold = 0.4\n")).unwrap();
    let (code, _) = refused(&["run", &case]);
    assert_eq!(code, 2);
    let told = json(&["migrate", &case, "--out", &copy, "--json"]);
    assert_eq!(told["steps"][0]["became"], "taken_out");
    assert_eq!(told["faults"], serde_json::json!([]));
    done(&["validate", &copy]);
    let said = done(&["migrate", &case]);
    assert!(said.contains("grievance.threshold = 0.4") && said.contains("pool.share"), "{said}");
    assert!(done(&["migrate", &case]).contains("nothing of version 0.1.0"));
    assert!(Path::new(&case).join("scenario.toml.0.1.0").is_file());
    let (code, said) = refused(&["migrate", &path(home.path(), "nowhere")]);
    assert!(code == 2 && said.contains("cannot read"), "{said}");
}
