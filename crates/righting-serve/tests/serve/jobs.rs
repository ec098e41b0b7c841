//! The laboratory: what it tells, what ends it, what is remembered.

use std::time::{Duration, Instant};

use righting_lab::{Beginning, RunPlan, Runner, record};
use righting_model::{EngineKind, Kernel};
use righting_scenario::{Change, Scenario, Source};
use righting_serve::Limits;
use serde_json::{Value, json};

use crate::client::{Client, Event};
use crate::{Site, limited, reading, refused};

/// A question to the laboratory: five towns, two arms.
fn question(replicates: u32, changes: &[&str]) -> Value {
    let arms = [json!({ "changes": [] }), json!({ "changes": changes })];
    json!({ "kind": "laboratory", "origin": "shipped:five-towns", "arms": arms, "seed": "9", "replicates": replicates })
}

/// A question that is not answered while a test lasts.
fn endless() -> Value {
    question(4000, &["time.days=14"])
}

#[track_caller]
fn ended(events: &[Event]) -> &Value {
    let last = events.last().expect("events");
    assert_eq!(last.name, "ended");
    &last.data
}

/// Waits until a job is as asked.
#[track_caller]
fn until(client: &Client, id: u64, is: impl Fn(&Value) -> bool) -> Value {
    let begun = Instant::now();
    loop {
        let info = client.get(&format!("/api/jobs/{id}")).json();
        if is(&info) {
            return info;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{info}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The digest of the same run by the way that stores it.
fn stored_digest(changes: &[&str], replicates: u32) -> String {
    let changes: Vec<Change> = changes.iter().map(|text| Change::read(text).unwrap()).collect();
    let scenario = Scenario::load(&Source::Shipped("five-towns".to_owned()), &changes).unwrap();
    let home = tempfile::tempdir().unwrap();
    let plan = RunPlan { replicates, seed: 9, engine: EngineKind::default(), kernel: Kernel::best() };
    let stop = false.into();
    let runner = Runner::threads(1, &stop).unwrap();
    let recorded = record(&scenario, &plan, &home.path().join("run"), Beginning::New, &runner, |_| {}).unwrap();
    recorded.run.unwrap().digest().unwrap().to_string()
}

#[test]
fn both_arms_have_the_digests_of_stored_runs() {
    let (_home, _site, client) = reading();
    let changes = ["emergency.at=2030-03-05T13:00", "time.days=8", "without reinforce"];
    let events = client.events(client.job(&question(5, &changes)));
    assert!(events.iter().map(|event| event.id).eq(0..events.len()), "every event is told once, in order");
    let info = ended(&events);
    assert_eq!((&info["state"], &info["done"], &info["total"]), (&"done".into(), &10.into(), &10.into()));
    assert_eq!(info["digests"], json!([stored_digest(&[], 5), stored_digest(&changes, 5)]));

    let told: Vec<&Event> = events.iter().filter(|event| event.name == "replicate").collect();
    let mut pairs: Vec<(u64, u64)> = told
        .iter()
        .map(|event| (event.data["replicate"].as_u64().unwrap(), event.data["arm"].as_u64().unwrap()))
        .collect();
    pairs.sort_unstable();
    assert!(pairs.into_iter().eq((0..5).flat_map(|replicate| [(replicate, 0), (replicate, 1)])));
    for event in &told {
        let days = if event.data["arm"] == 0 { 14 } else { 8 };
        let regions = Scenario::load(&Source::Shipped("five-towns".to_owned()), &[]).unwrap().regions.len();
        assert_eq!(event.data["columns"].as_array().unwrap().len(), 4 * days * (1 + regions));
        assert!(event.data["failure"].is_null());
    }
    // Whoever has a beginning asks for the rest, and makes the digest of both.
    let mut rest = question(5, &changes);
    rest["arms"][1]["from"] = 3.into();
    let more = client.events(client.job(&rest));
    assert_eq!(ended(&more)["digests"][1], Value::Null);
    let of = |events: &[Event], arm: u64| -> Vec<(u64, String)> {
        let own = events.iter().filter(|event| event.name == "replicate" && event.data["arm"] == arm);
        own.map(|event| (event.data["replicate"].as_u64().unwrap(), event.data["digest"].as_str().unwrap().to_owned()))
            .collect()
    };
    let mut all = [of(&events, 1).into_iter().filter(|(number, _)| *number < 3).collect(), of(&more, 1)].concat();
    all.sort_unstable();
    let digests: Vec<String> = all.into_iter().map(|(_, digest)| digest).collect();
    assert_eq!(client.post("/api/digest", &json!({ "replicates": digests })).json()["digest"], info["digests"][1]);
}

#[test]
fn a_change_that_fits_no_scenario_is_refused_in_words() {
    let (_home, _site, client) = reading();
    for (change, word) in [
        ("time.dayz=7", "did you mean `days`?"),
        ("emergency", "expected `path=value`"),
        ("time.days=0", "expected a whole number from 1"),
    ] {
        let events = client.events(client.job(&question(2, &[change])));
        let info = ended(&events);
        assert_eq!(info["state"], "refused", "{change}");
        assert!(info["problem"].to_string().contains(word), "{info}");
        assert!(events.iter().all(|event| event.name != "replicate"));
    }
    let events = client.events(client.job(&question(2, &["time.days=7", "time.days=8"])));
    assert!(ended(&events)["problem"]["message"].as_str().unwrap().contains("contradict"));
    let unknown = json!({ "kind": "laboratory", "origin": "shipped:five-twons", "arms": [{ "changes": [] }], "seed": "1", "replicates": 2 });
    assert_eq!(ended(&client.events(client.job(&unknown)))["problem"]["help"], "did you mean `five-towns`?");
}

#[test]
fn what_is_beyond_a_limit_is_not_queued() {
    let (_home, _site, client) = reading();
    let cases: [(&str, Value, &str); 7] = [
        ("replicates", 0.into(), "replicates"),
        ("replicates", 4001.into(), "replicates"),
        ("seed", "-1".into(), "seed"),
        ("seed", "99999999999999999999".into(), "seed"),
        ("arms", json!([]), "arms"),
        ("arms", json!([{ "changes": [], "from": 9 }]), "from"),
        ("arms", json!([{ "changes": vec!["a=1"; 201] }]), "changes"),
    ];
    for (key, value, kind) in cases {
        let mut asked = question(3, &[]);
        asked[key] = value.clone();
        assert_eq!(refused(&client.post("/api/jobs", &asked)), (400, kind.to_owned()), "{key}={value}");
    }
    for (key, value) in
        [("engine", json!("fast")), ("origin", json!("five-towns")), ("kind", json!("shell")), ("command", json!("ls"))]
    {
        let mut asked = question(3, &[]);
        asked[key] = value;
        assert_eq!(refused(&client.post("/api/jobs", &asked)), (400, "json".to_owned()), "{key}");
    }
    let run = json!({ "kind": "run", "origin": "shipped:five-towns", "seed": "1", "replicates": 2 });
    assert_eq!(refused(&client.post("/api/jobs", &run)), (403, "read_only".to_owned()));
    assert_eq!(client.get("/api/jobs").json()["jobs"], json!([]), "nothing was queued");
}

#[test]
fn the_ninth_job_is_refused_until_one_is_over() {
    let (_home, _site, client) = reading();
    let jobs: Vec<u64> = (0..8).map(|_| client.job(&endless())).collect();
    let ninth = client.post("/api/jobs", &endless());
    assert_eq!(refused(&ninth), (429, "too_many_jobs".to_owned()));
    assert!(ninth.text().contains("8 jobs wait or run, at most 8 may"), "{ninth:?}");
    // One that waits is over at once, also behind one that runs long.
    let cancel = |id: u64| client.post(&format!("/api/jobs/{id}/cancel"), &json!({}));
    assert_eq!(cancel(jobs[4]).json()["state"], "cancelled");
    let again = client.job(&endless());
    assert_eq!(refused(&client.post("/api/jobs", &endless())).0, 429);
    for id in jobs.iter().chain([&again]) {
        cancel(*id);
        until(&client, *id, |info| info["state"] == "cancelled");
    }
    assert_eq!(refused(&cancel(jobs[0])), (409, "over".to_owned()));
    assert_eq!(refused(&cancel(99)), (404, "job".to_owned()));
}

/// Budget: 5 s where a second is meant.
#[test]
fn a_running_job_is_cancelled_soon_and_keeps_what_it_told() {
    let (_home, _site, client) = reading();
    let id = client.job(&endless());
    until(&client, id, |info| info["done"].as_u64() > Some(3));
    let begun = Instant::now();
    client.post(&format!("/api/jobs/{id}/cancel"), &json!({}));
    let events = client.events(id);
    let seconds = begun.elapsed().as_secs_f64();
    assert!(seconds < 5.0, "{seconds} s");
    let info = ended(&events);
    assert_eq!((info["state"].as_str(), info["problem"]["kind"].as_str()), (Some("cancelled"), Some("cancelled")));
    let told = events.iter().filter(|event| event.name == "replicate").count() as u64;
    assert!(told > 3 && Some(told) == info["done"].as_u64() && told < 8000, "{told}");
    // The next question is not kept waiting, and has its own answer.
    let next = client.events(client.job(&question(2, &["time.days=8"])));
    assert_eq!(ended(&next)["digests"][1], stored_digest(&["time.days=8"], 2));
}

#[test]
fn a_job_ends_after_its_time() {
    let (_home, _site, client) = limited(|limits| limits.laboratory_seconds = 1);
    let events = client.events(client.job(&endless()));
    let info = ended(&events);
    assert_eq!((info["state"].as_str(), info["problem"]["kind"].as_str()), (Some("limited"), Some("time")));
    assert!(info["problem"]["message"].as_str().unwrap().contains("1 s"), "{info}");
    assert!(events.iter().any(|event| event.name == "replicate"), "what it made is told");
}

#[test]
fn a_job_ends_where_its_results_or_the_server_hold_too_much() {
    let (_home, _site, client) = limited(|limits| limits.job_bytes = 100_000);
    let info = ended(&client.events(client.job(&endless()))).clone();
    assert_eq!((info["state"].as_str(), info["problem"]["kind"].as_str()), (Some("limited"), Some("job_bytes")));
    let (_home, _site, client) = limited(|limits| limits.memory_bytes = 1 << 20);
    let info = ended(&client.events(client.job(&endless()))).clone();
    assert_eq!((info["state"].as_str(), info["problem"]["kind"].as_str()), (Some("limited"), Some("memory")));
    assert!(info["problem"]["message"].as_str().unwrap().contains("at most 1 MB"), "{info}");
}

#[test]
fn a_reader_goes_on_where_it_was() {
    let (_home, _site, client) = reading();
    let id = client.job(&question(4, &["time.days=8"]));
    let all = client.events(id);
    for last in [0, 3, all.len() - 2] {
        let rest = client.with("Last-Event-ID", &last.to_string()).events(id);
        assert_eq!(rest, all[last + 1..], "{last}");
    }
    let behind = client.with("Last-Event-ID", &all.len().to_string()).events(id);
    assert_eq!(behind, []);
    assert_eq!(
        refused(&client.with("Last-Event-ID", "x").get(&format!("/api/jobs/{id}/events"))),
        (400, "last_event_id".to_owned())
    );
}

#[test]
fn finished_jobs_are_kept_where_the_server_writes_and_forgotten_where_it_reads() {
    let home = tempfile::tempdir().unwrap();
    let asked = question(3, &["time.days=8"]);
    let told = {
        let site = Site::open(home.path(), true, Limits::default());
        let client = site.client();
        let told = client.events(client.job(&asked));
        // One that was not finished is not kept.
        client.job(&endless());
        told
    };
    assert!(home.path().join("jobs/1.job").is_file() && !home.path().join("jobs/2.job").exists());
    let site = Site::open(home.path(), true, Limits::default());
    let client = site.client();
    assert_eq!(client.events(1), told);
    assert_eq!(client.get("/api/jobs").json()["jobs"][0]["digests"], ended(&told)["digests"]);
    assert_eq!(refused(&client.get("/api/jobs/2")), (404, "job".to_owned()));
    client.events(client.job(&asked));
    assert_eq!(client.get("/api/jobs").json()["jobs"][0]["id"], 2, "numbers go on");
    drop(site);
    // A file that is no job, and a link, are left alone.
    std::fs::write(home.path().join("jobs/7.job"), "no job").unwrap();
    let site = Site::open(home.path(), true, Limits::default());
    assert_eq!(site.client().job(&asked), 3);

    let (home, _site, client) = limited(|limits| limits.remembered = 2);
    for _ in 0..4 {
        client.events(client.job(&asked));
    }
    assert_eq!(refused(&client.get("/api/jobs/1")), (404, "job_forgotten".to_owned()));
    assert_eq!(client.get("/api/jobs").json()["jobs"].as_array().unwrap().len(), 2);
    assert!(home.path().read_dir().unwrap().next().is_none(), "nothing is written");
}
