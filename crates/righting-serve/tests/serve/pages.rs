//! Pages: what stands in them, and that they are nobody else's.

use std::path::Path;

use righting_lab::{Beginning, RunPlan, Runner, record};
use righting_model::{EngineKind, Kernel};
use righting_scenario::{Scenario, Source};
use serde_json::Value;

use crate::client::Answer;
use crate::{limited, reading};

/// Stores a run of five towns, as `righting run` does.
pub fn stored(folder: &Path) {
    let scenario =
        Scenario::load(&Source::Shipped("five-towns".to_owned()), &["time.days=8".parse().unwrap()]).unwrap();
    let plan = RunPlan { replicates: 4, seed: 1, engine: EngineKind::default(), kernel: Kernel::best() };
    let stop = false.into();
    record(&scenario, &plan, folder, Beginning::New, &Runner::threads(1, &stop).unwrap(), |_| {}).unwrap();
}

/// What stands in an element of a page.
#[track_caller]
pub fn held(page: &Answer, id: &str) -> Value {
    let text = page.text();
    let (_, rest) = text.split_once(&format!("id=\"{id}\">")).unwrap_or_else(|| panic!("no {id}: {text}"));
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn the_gallery_lists_what_ships_and_what_lies_under_the_root() {
    let (home, _site, client) = limited(|_| ());
    righting_scenario::init("five-towns", &home.path().join("cases/mine")).unwrap();
    righting_scenario::init("five-towns", &home.path().join("broken")).unwrap();
    std::fs::write(home.path().join("broken/scenario.toml"), "id = 1\nname = 2\n").unwrap();
    std::fs::create_dir(home.path().join("runs")).unwrap();
    stored(&home.path().join("runs/five-towns"));
    let gallery = held(&client.get("/"), "righting-data");
    let scenarios = gallery["scenarios"].as_array().unwrap();
    let of = |origin: &str| scenarios.iter().find(|row| row["origin"] == origin).unwrap_or_else(|| panic!("{origin}"));
    assert_eq!(of("shipped:five-towns")["people"], 51_000);
    assert_eq!(of("folder:cases/mine")["title"], of("shipped:five-towns")["title"]);
    assert!(of("folder:broken")["faults"].as_u64().unwrap() > 1);
    let runs = gallery["runs"].as_array().unwrap();
    assert_eq!((runs.len(), &runs[0]["path"], &runs[0]["replicates"]), (1, &"runs/five-towns".into(), &4.into()));
    assert_eq!(runs[0]["changes"][0], "time.days=8");
    assert_eq!(client.get("/api/scenarios").json()["scenarios"], gallery["scenarios"]);
    assert_eq!(client.get("/api/runs").json()["runs"], gallery["runs"]);
}

#[test]
fn a_scenario_opens_with_its_laboratory_and_no_number_of_a_run() {
    let (_home, _site, client) = reading();
    let page = client.get("/scenarios/shipped%3Afive-towns");
    let (report, live) = (held(&page, "righting-data"), held(&page, "righting-live"));
    assert_eq!((report["series"].as_array().unwrap().len(), report["dates"].as_array().unwrap().len()), (0, 14));
    assert_eq!((&live["scenario"], &live["seed"]), (&"five-towns".into(), &"1".into()));
    assert_eq!(live["bundle"]["files"].as_object().unwrap().len(), 0, "the files stay with the server");
    assert!(live["controls"]["dated"].as_array().unwrap().iter().any(|dated| dated["id"] == "emergency"));
    assert_eq!(held(&page, "righting-server")["origin"], "shipped:five-towns");
}

#[test]
fn a_run_opens_with_its_report_whether_it_was_written_or_not() {
    let (home, _site, client) = limited(|_| ());
    let folder = home.path().join("towns");
    stored(&folder);
    let made = client.get("/runs/towns");
    let report = held(&made, "righting-data");
    assert_eq!(
        (&report["provenance"]["replicates"], report["series"].as_array().unwrap().is_empty()),
        (&4.into(), false)
    );
    assert_eq!(held(&made, "righting-live")["digests"].as_array().unwrap().len(), 4);
    assert_eq!(held(&made, "righting-server")["origin"], "run:towns");

    let run = righting_store::StoredRun::open(&folder).unwrap();
    let scenario = righting_lab::restore(&run).unwrap();
    let mut written = righting_report::from_run(&run, &scenario, None).unwrap();
    written.subtitle = Some("As it was written".to_owned());
    run.write_file("report.html", righting_report::render(&written).as_bytes()).unwrap();
    assert_eq!(held(&client.get("/runs/towns"), "righting-data")["subtitle"], "As it was written");
    // A page that another hand changed is not shown: the tables tell.
    std::fs::write(folder.join("report.html"), "<script>alert(1)</script>").unwrap();
    let again = client.get("/runs/towns");
    assert!(!again.text().contains("alert") && held(&again, "righting-data") == report);
}

#[test]
fn a_run_answers_in_the_laboratory_as_it_was_stored() {
    let (home, _site, client) = limited(|_| ());
    stored(&home.path().join("towns"));
    let live = held(&client.get("/runs/towns"), "righting-live");
    let asked = serde_json::json!({ "kind": "laboratory", "origin": "run:towns", "arms": [{ "changes": live["changes"] }], "seed": live["seed"], "replicates": 4 });
    let events = client.events(client.job(&asked));
    let run = righting_store::StoredRun::open(&home.path().join("towns")).unwrap();
    assert_eq!(events.last().unwrap().data["digests"][0], run.digest().unwrap().to_string());
}

#[test]
fn what_is_not_there_or_leads_out_has_a_page_that_says_so() {
    let (home, site, client) = limited(|_| ());
    std::fs::write(home.path().join("file"), "x").unwrap();
    for (address, status, kind) in [
        ("/runs/x", 404, "path"),
        ("/runs/..%2F..%2Fetc", 400, "path"),
        ("/runs/%2Fetc%2Fpasswd", 400, "path"),
        ("/runs/a%00b", 400, "path"),
        ("/runs/%FF", 400, "address"),
        ("/runs/file", 404, "run"),
        ("/scenarios/shipped%3Afive-twons", 404, "scenario"),
        ("/scenarios/folder%3A..", 400, "path"),
        ("/scenarios/folder%3A%2Fetc", 400, "path"),
        ("/scenarios/five-towns", 404, "origin"),
        ("/editor/folder%3A..%2Fx", 400, "path"),
        ("/..%2Fetc%2Fpasswd", 404, "address"),
        ("/x/../../etc/passwd", 404, "address"),
    ] {
        let answer = client.get(address);
        assert_eq!(
            (answer.status, held(&answer, "righting-data")["kind"].as_str().unwrap()),
            (status, kind),
            "{address}"
        );
    }
    assert_eq!(client.get("/assets/..%2Findex.html").status, 404);
    let script = crate::client::Client::stranger(site.port).get("/assets/serve.js");
    assert_eq!((script.status, script.header("content-type")), (200, Some("text/javascript; charset=utf-8")));
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    stored(&outside.path().join("run"));
    righting_scenario::init("five-towns", &outside.path().join("case")).unwrap();
    let (home, _site, client) = limited(|_| ());
    symlink(outside.path().join("run"), home.path().join("run")).unwrap();
    symlink(outside.path().join("case"), home.path().join("case")).unwrap();
    std::fs::create_dir(home.path().join("mine")).unwrap();
    symlink(outside.path().join("case/scenario.toml"), home.path().join("mine/scenario.toml")).unwrap();
    let gallery = client.get("/api/scenarios").json();
    let listed = gallery["scenarios"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["origin"].as_str().unwrap().starts_with("folder:"));
    assert!(listed.map(|row| (&row["origin"], &row["faults"])).eq([(&"folder:mine".into(), &1.into())]));
    assert_eq!(client.get("/api/runs").json()["runs"], serde_json::json!([]));
    for address in [
        "/runs/run",
        "/api/runs/run/export?format=csv",
        "/scenarios/folder%3Acase",
        "/api/scenarios/folder%3Acase",
        "/api/scenarios/folder%3Amine",
    ] {
        assert_eq!(client.get(address).status, 403, "{address}");
    }
}
