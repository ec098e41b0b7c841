//! `compare`, `fork`, `curve`.

use std::path::Path;

use serde_json::Value;

use crate::{done, json, refused, tables};

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

#[test]
fn compare_tells_differences_and_keeps_arms_as_runs() {
    let folder = tempfile::tempdir().unwrap();
    let out = path(folder.path(), "compared");
    let arguments =
        ["compare", "five-towns", "--without", "emergency", "--with", "early=emergency.at=2030-03-03T12:00"];
    let more = ["--reseed-from", "2030-03-05", "--replicates", "32", "--seed", "3", "--out", &out];
    let told = json(&[&arguments[..], &more, &["--json"]].concat());
    let arms = told["arms"].as_array().unwrap();
    assert_eq!(arms.len(), 2);
    assert_eq!(arms[0]["first_difference"], "2030-03-05");
    assert_eq!(arms[0]["first_possible"], "2030-03-05");
    assert_eq!(arms[1]["first_difference"], "2030-03-03");
    // Until the date of reseeding a fork of the first arm has every chance in common with the base.
    assert_eq!(arms[0]["forks"]["first_difference"], "2030-03-05");
    for endpoint in ["deaths", "detentions", "active_person_days", "facilities_lost", "days_to_order", "output_lost"] {
        let difference = &told["differences"][endpoint];
        let number = |key: &str| difference[key].as_f64().unwrap();
        assert!((number("other") - number("base") - number("mean")).abs() < 1e-6, "{endpoint}: {difference}");
        assert!(told["variance_removed"].get(endpoint).is_some());
    }
    assert!(told["variance_removed"]["active_person_days"].as_f64().unwrap() > 0.5);
    assert!(std::fs::read_to_string(told["report"].as_str().unwrap()).unwrap().starts_with("<!doctype html>"));

    // An arm is a run like any other, and stored runs compare to the same numbers.
    let base = path(folder.path(), "compared/base");
    let plain = path(folder.path(), "plain");
    done(&["run", "five-towns", "--replicates", "32", "--seed", "3", "--no-report", "--out", &plain]);
    assert!(tables(Path::new(&base)) == tables(Path::new(&plain)));
    let arm = path(folder.path(), "compared/1-without-emergency");
    let again = path(folder.path(), "again");
    let stored = json(&["compare", &base, &arm, "--out", &again, "--json"]);
    assert_eq!(stored["differences"], told["differences"]);

    let (code, said) = refused(&["compare", "five-towns", "--without", "emergency", "--out", &out]);
    assert!(code == 2 && said.contains("--resume"), "{said}");
    let resumed = json(&[&arguments[..], &more, &["--resume", "--json"]].concat());
    assert_eq!(resumed["differences"], told["differences"]);
}

#[test]
fn compare_refuses_what_makes_no_pairs() {
    let (code, said) = refused(&["compare", "five-towns"]);
    assert!(code == 2 && said.contains("nothing to compare"), "{said}");
    let (code, said) = refused(&["compare", "five-towns", "--without", "emergancy"]);
    assert!(code == 2 && said.contains("did you mean `emergency`"), "{said}");
    let (code, said) = refused(&["compare", "five-towns", "--with", "nonsense"]);
    assert!(code == 2 && said.contains("NAME=CHANGE"), "{said}");
    let folder = tempfile::tempdir().unwrap();
    let runs = ["1", "2"].map(|seed| {
        let out = path(folder.path(), seed);
        done(&["run", "five-towns", "--replicates", "2", "--seed", seed, "--no-report", "--out", &out]);
        out
    });
    let out = path(folder.path(), "out");
    let (code, said) = refused(&["compare", &runs[0], &runs[1], "--out", &out]);
    assert!(code == 2 && said.contains("the seed of the base is 1, of the other 2"), "{said}");
    let late = ["--without", "emergency", "--reseed-from", "2031-01-01", "--out", &out];
    let (code, said) = refused(&[&["compare", "five-towns"][..], &late].concat());
    assert!(code == 2 && said.contains("2031-01-01 lies outside the run"), "{said}");
}

#[test]
fn a_fork_continues_to_the_tables_of_unbroken_runs() {
    let folder = tempfile::tempdir().unwrap();
    let fork = path(folder.path(), "fork");
    let save =
        ["fork", "save", "five-towns", "--as-of", "2030-03-05", "--replicates", "20", "--seed", "9", "--out", &fork];
    done(&save);
    let (code, said) = refused(&save);
    assert!(code == 2 && said.contains("exists already") && said.contains("--resume goes on"), "{said}");
    // Going on makes what is missing.
    std::fs::remove_file(Path::new(&fork).join("000007.state")).unwrap();
    done(&[&save[..], &["--resume"]].concat());
    for (name, changes) in
        [("same", vec![]), ("calm", vec!["--without", "emergency"]), ("dear", vec!["--without", "reinforce"])]
    {
        let unbroken = path(folder.path(), &format!("{name}-unbroken"));
        let run = ["run", "five-towns", "--replicates", "20", "--seed", "9", "--no-report", "--out", &unbroken];
        done(&[&run[..], &changes].concat());
        let continued = path(folder.path(), name);
        let go = ["fork", "continue", &fork, "--out", &continued];
        if name == "dear" {
            // Triggered from the start on: its absence could show before the fork.
            let (code, said) = refused(&[&go[..], &changes].concat());
            assert!(code == 2 && said.contains("before the fork at the start of 2030-03-05"), "{said}");
            continue;
        }
        done(&[&go[..], &changes].concat());
        assert!(tables(Path::new(&continued)) == tables(Path::new(&unbroken)), "{name}");
        let record = |folder: &str| std::fs::read_to_string(Path::new(folder).join("run.json")).unwrap();
        assert_eq!(record(&continued), record(&unbroken), "{name}");
    }
    let short = path(folder.path(), "short");
    let (code, said) = refused(&["fork", "continue", &fork, "--out", &short, "--set", "time.days=3"]);
    assert!(code == 2 && said.contains("ends on 2030-03-03") && !Path::new(&short).exists(), "{said}");
}

#[test]
fn curve_tells_chances_and_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let out = path(folder.path(), "curve");
    let with = "without emergency=without emergency";
    let arguments = ["curve", "five-towns", "--sizes", "2,0,1", "--within", "8", "--replicates", "24", "--with", with];
    let told = json(&[&arguments[..], &["--out", &out, "--json"]].concat());
    let points = told["points"].as_array().unwrap();
    assert_eq!(points.len(), 6);
    let chance = |future: usize, size: usize| points[3 * future + size]["chance"].as_f64().unwrap();
    assert_eq!([chance(0, 0), chance(1, 0)], [1.0, 1.0], "without a shock nothing is lost");
    assert!(chance(0, 2) <= chance(0, 0));
    let interval = |point: &Value| [0, 1].map(|end| point["interval"][end].as_f64().unwrap());
    assert!(points.iter().all(|point| {
        let ([low, high], chance) = (interval(point), point["chance"].as_f64().unwrap());
        low <= chance && chance <= high
    }));
    for table in ["curve.parquet", "runs.parquet", "report.html"] {
        assert!(Path::new(&out).join(table).is_file(), "{table}");
    }
    let whole = std::fs::read(Path::new(&out).join("runs.parquet")).unwrap();
    std::fs::remove_file(Path::new(&out).join("cells/01-001.parquet")).unwrap();
    let again = json(&[&arguments[..], &["--out", &out, "--resume", "--threads", "1", "--json"]].concat());
    assert_eq!(again["points"], told["points"]);
    assert!(std::fs::read(Path::new(&out).join("runs.parquet")).unwrap() == whole);

    let (code, said) = refused(&[&arguments[..], &["--out", &out]].concat());
    assert!(code == 2 && said.contains("exists already"), "{said}");
    let (code, said) = refused(&[&arguments[..], &["--seed", "2", "--resume", "--out", &out]].concat());
    assert!(code == 2 && said.contains("seed"), "{said}");
    let (code, said) = refused(&["curve", "five-towns", "--shock", "prize"]);
    assert!(code == 2 && said.contains("its price shocks are price"), "{said}");
}
