//! `--live` and `--digest`: the engine in a report, and one line that stands for every number of a run.

use std::path::Path;

use righting_store::StoredRun;
use serde_json::Value;

use crate::{done, json, refused};

/// What the page carries for its laboratory.
fn laboratory(report: &Path) -> Option<Value> {
    let page = std::fs::read_to_string(report).unwrap();
    let (_, rest) = page.split_once(r#"id="righting-live">"#)?;
    Some(serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap())
}

/// Budget: 10 s unoptimised.
#[test]
fn a_digest_depends_on_what_is_run_and_not_on_how() {
    let folder = tempfile::tempdir().unwrap();
    let sized = |name: &str, size: [&str; 2], more: &[&str]| {
        let out = folder.path().join(name);
        let size = ["--replicates", size[0], "--seed", size[1], "--out", out.to_str().unwrap(), "--no-report"];
        let told = json(&[&["run", "five-towns", "--digest", "--json"][..], &size, more].concat());
        told["digest"].as_str().unwrap().to_owned()
    };
    let digest = |name: &str, more: &[&str]| sized(name, ["6", "9"], more);
    let one = digest("one", &["--threads", "1", "--kernel", "baseline"]);
    assert_eq!(one.len(), 64);
    assert_eq!(one, digest("two", &["--threads", "2"]));
    // A change that changes nothing has a hash of its own, and the same numbers.
    assert_eq!(one, digest("same", &["--set", "time.days=14"]));
    let others = [
        sized("seed", ["6", "10"], &[]),
        sized("size", ["5", "9"], &[]),
        digest("late", &["--set", "emergency.at=2030-03-05T13:00"]),
        digest("recovery", &["--recovery", "2"]),
    ];
    for (at, other) in others.iter().enumerate() {
        assert!(*other != one && others[at + 1..].iter().all(|next| next != other), "{at}: {other}");
    }
    let out = folder.path().join("text").to_string_lossy().into_owned();
    let said = done(&["run", "five-towns", "--replicates", "6", "--seed", "9", "--out", &out, "--digest"]);
    assert!(said.contains(&format!("\ndigest {one}\n")), "{said}");
    assert_eq!(StoredRun::open(Path::new(&out)).unwrap().digest().unwrap().to_string(), one);
}

/// Budget: 10 s unoptimised.
#[test]
fn a_live_report_carries_the_engine_the_scenario_and_the_digests_of_its_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run").to_string_lossy().into_owned();
    let report = folder.path().join("run/report.html");
    done(&["run", "five-towns", "--replicates", "20", "--seed", "9", "--out", &out, "--set", "time.days=8", "--live"]);
    let live = laboratory(&report).expect("a laboratory");
    let page = std::fs::read_to_string(&report).unwrap();
    assert!(page.contains("script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:;"), "its rights");
    assert!(page.split_once(r#"id="righting-engine">"#).unwrap().1.len() > 500_000, "the engine");

    let run = StoredRun::open(Path::new(&out)).unwrap();
    let digests: Vec<String> = run.digests(16).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(live["digests"], Value::from(digests));
    assert_eq!((&live["seed"], &live["changes"][0]), (&"9".into(), &"time.days=8".into()));
    assert_eq!(live["hash"], run.manifest().scenario_hash);
    assert!(live["bundle"]["files"]["five-towns/scenario.toml"].is_string());
    let controls = &live["controls"];
    let ids: Vec<&str> =
        controls["dated"].as_array().unwrap().iter().map(|dated| dated["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"emergency") && !ids.iter().any(|id| id.ends_with("-end")), "{ids:?}");
    let knobs = ["priors", "others"].map(|list| controls[list].as_array().unwrap().clone()).concat();
    for knob in &knobs {
        let [low, value, high] = ["low", "value", "high"].map(|key| knob[key].as_f64().unwrap());
        assert!(low < high && (low..=high).contains(&value), "{knob}");
        assert!(knob["log"] == false || low > 0.0, "{knob}");
    }
    assert!(knobs.iter().any(|knob| knob["path"] == "joining.contagion"));

    done(&["report", &out]);
    assert_eq!(laboratory(&report), None, "a report is without it until it is asked for");
    done(&["report", &out, "--live"]);
    assert_eq!(std::fs::read_to_string(&report).unwrap(), page, "the same bytes again");
}

/// Budget: 10 s unoptimised.
#[test]
fn what_a_page_cannot_run_again_is_no_live_report() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("compare").to_string_lossy().into_owned();
    let change = ["--without", "emergency", "--reseed-from", "2030-03-05", "--replicates", "2"];
    done(&[&["compare", "five-towns", "--out", &out][..], &change].concat());
    let forks = std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
    let fork = forks
        .filter(|path| path.join("run.json").is_file())
        .find(|path| StoredRun::open(path).is_ok_and(|run| run.manifest().reseeded.is_some()));
    let (code, said) = refused(&["report", fork.expect("a fork").to_str().unwrap(), "--live"]);
    assert_eq!(code, 2);
    assert!(said.contains("cannot be made live: it was run with other chances from a date on"), "{said}");
    let (code, said) = refused(&["run", "five-towns", "--live", "--no-report"]);
    assert_eq!(code, 2);
    assert!(said.contains("--no-report"), "{said}");
}
