//! Nothing wrong passes silently: targets that match no day, gates over nothing, parameters of another country, bounds.

use std::path::{Path, PathBuf};

use crate::{done, json, refused};

/// Five towns in a folder of its own, with its targets changed.
fn towns(folder: &Path, change: impl Fn(&str) -> String) -> PathBuf {
    let scenario = folder.join("s");
    done(&["init", "five-towns", scenario.to_str().unwrap()]);
    let targets = scenario.join("records/targets.csv");
    let text = std::fs::read_to_string(&targets).unwrap();
    std::fs::write(&targets, change(&text)).unwrap();
    scenario
}

fn ran(folder: &Path, scenario: &Path) -> (String, String) {
    let out = folder.join("run").to_str().unwrap().to_owned();
    let told = done(&["run", scenario.to_str().unwrap(), "--replicates", "8", "--out", &out]);
    (out, told)
}

#[test]
fn a_target_outside_the_days_is_counted_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = towns(folder.path(), |text| {
        text.replace(
            "deaths_total,cumulative,nation,2030-03-14,2030-03-14",
            "deaths_total,cumulative,nation,2030-06-14,2030-06-14",
        )
    });
    let (out, told) = ran(folder.path(), &scenario);
    let named = "(s/records/targets.csv:5): 2030-06-14 is after the last simulated day, 2030-03-14";
    assert!(told.contains(" of 4 targets inside") && told.contains("; 1 target left out"), "{told}");
    assert!(told.contains(&format!("left out: deaths {named}")), "{told}");
    let check = json(&["check", &out, "--json"]);
    assert_eq!((&check["total"], &check["left_out"][0]["target"]), (&4.into(), &"deaths".into()));
    assert_eq!(check["left_out"][0]["line"], 5);
    let page = std::fs::read_to_string(Path::new(&out).join("report.html")).unwrap();
    assert!(page.contains("Targets left out") && page.contains("2030-06-14 is after the last simulated day"));
    // What is listed and what is counted agree: every target of a short list is shown.
    let listed = told.lines().filter(|line| [" inside", " outside"].iter().any(|end| line.trim_end().ends_with(end)));
    assert_eq!(listed.count(), 4, "{told}");
}

#[test]
fn a_gate_over_nothing_fails() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = towns(folder.path(), |text| text.replace("2030-", "2031-"));
    let (out, told) = ran(folder.path(), &scenario);
    assert!(told.contains("no target of the record can be held against this run; 5 targets left out"), "{told}");
    assert!(!told.contains("targets inside") && !told.contains("0 of 0"), "{told}");
    done(&["check", &out]);
    for share in ["0", "1"] {
        let (code, said) = refused(&["check", &out, "--require-inside", share]);
        assert!(code == 1 && said.contains("--require-inside has nothing to judge"), "{said}");
    }
}

#[test]
fn parameters_of_another_country_are_told_first() {
    let folder = tempfile::tempdir().unwrap();
    let out = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let towns = json(&["run", "five-towns", "--replicates", "4", "--out", &out("towns"), "--json"]);
    assert_eq!((&towns["fitted_for"], &towns["fitted_here"]), (&serde_json::Value::Null, &false.into()));
    let other = ["run", "bahrain-2011", "--set", "time.days=5", "--replicates", "2"];
    let told = done(&[&other[..], &["--out", &out("bahrain")]].concat());
    assert!(
        told.starts_with(
            "The parameters were fitted to the record of kazakhstan-2022 (KAZ) and to none of this country (BHR)"
        ),
        "{told}"
    );
    let page = std::fs::read_to_string(Path::new(&out("bahrain")).join("report.html")).unwrap();
    assert!(page.contains("fitted to the record of kazakhstan-2022 (KAZ)"));
    let home = ["run", "kazakhstan-2022", "--set", "time.days=3", "--replicates", "2", "--no-report"];
    let told = json(&[&home[..], &["--out", &out("kazakhstan"), "--json"]].concat());
    assert_eq!((&told["fitted_for"]["case"], &told["fitted_here"]), (&"kazakhstan-2022".into(), &true.into()));
}

#[test]
fn a_crowd_of_half_a_nation_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let wild = ["--set", "grievance.threshold=0.05", "--set", "joining.contagion=5"];
    let told = json(
        &[&["run", "five-towns", "--replicates", "4", "--out", out.to_str().unwrap(), "--json"], &wild[..]].concat(),
    );
    let notices: Vec<&str> = told["notices"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert!(notices.iter().any(|notice| notice.contains("of the nation: no recorded uprising")), "{notices:?}");
}

#[test]
fn numbers_out_of_bounds_are_refused_before_anything_is_begun() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let out = out.to_str().unwrap();
    let forecast = ["forecast", "kazakhstan-2022-forecast", "--as-of", "2022-01-04", "--out", out];
    for (arguments, bound) in [
        (vec!["run", "five-towns", "--out", out, "--replicates", "4000000000"], "from 1 to 1000000"),
        (vec!["run", "five-towns", "--out", out, "--threads", "1000000"], "from 0 to 1024"),
        (vec!["run", "five-towns", "--out", out, "--recovery", "4000000000"], "from 0 to 120"),
        (vec!["compare", "five-towns", "--out", out, "--replicates", "1"], "from 2 to 1000000"),
        (vec!["calibrate", "five-towns", "--out", out, "--runs", "4000000000"], "from 200 to 10000000"),
        (vec!["calibrate", "five-towns", "--out", out, "--predictive", "4000000000"], "from 2 to 100000"),
        ([&forecast[..], &["--members", "4000000000"]].concat(), "from 2 to 100000"),
        ([&forecast[..], &["--replicates", "4000000000"]].concat(), "from 2 to 1000000"),
    ] {
        let (code, said) = refused(&arguments);
        assert!(code == 2 && said.contains(bound), "{arguments:?}: {said}");
        assert!(!Path::new(out).exists());
    }
}

#[test]
fn a_study_knows_the_runs_it_was_made_from() {
    let folder = tempfile::tempdir().unwrap();
    let study = folder.path().join("c");
    let path = study.to_str().unwrap();
    done(&["compare", "five-towns", "--both", "time.days=4", "--without", "price", "--replicates", "2", "--out", path]);
    done(&["validate", path]);
    let arm = std::fs::read_dir(&study).unwrap().map(|entry| entry.unwrap().path());
    let arm = arm.into_iter().find(|path| path.is_dir() && !path.ends_with("base")).unwrap();
    let (base, aside) = (study.join("base"), study.join("aside"));
    let swap = || {
        std::fs::rename(&base, &aside).unwrap();
        std::fs::rename(&arm, &base).unwrap();
        std::fs::rename(&aside, &arm).unwrap();
    };
    swap();
    let (code, said) = refused(&["validate", path]);
    assert!(code == 1 && said.contains("2 faults"), "{said}");
    swap();
    std::fs::remove_dir_all(&base).unwrap();
    let (code, said) = refused(&["validate", path]);
    assert!(code == 1 && said.contains("1 fault"), "{said}");
}
