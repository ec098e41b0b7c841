//! A run as jobs: sent as text, run one by one, merged.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use righting_model::{EngineKind, Kernel};
use righting_runner::{Beginning, Inline, Job, RunPlan, Runner, RunnerError, record};
use righting_scenario::{Change, Scenario, Source};
use righting_store::{Existing, Packed, Reseeded, RunFolder};

fn on(threads: usize) -> Runner<'static> {
    static NEVER: AtomicBool = AtomicBool::new(false);
    Runner::threads(threads, &NEVER).expect("it can start threads")
}

fn scenario(changes: &[&str]) -> Scenario {
    let changes: Vec<Change> = changes.iter().map(|text| Change::read(text).expect("a change")).collect();
    Scenario::load(&Source::Shipped("five-towns".to_owned()), &changes).expect("it ships")
}

const fn plan(replicates: u32) -> RunPlan {
    RunPlan { replicates, seed: 5, engine: EngineKind::Sellke, kernel: Kernel::Baseline }
}

/// Every file of a run but its times, and the list of checksums that has them.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let files = files.filter(|path| path.is_file());
    let named = files.map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path));
    let results = named.filter(|(name, _)| name.ends_with(".parquet") || name == "run.json");
    results.map(|(name, path)| (name, fs::read(path).expect("a file"))).collect()
}

/// Sent to a machine as text, run there, sent back as text.
fn elsewhere(job: &Job, runner: &Runner<'_>) -> Vec<Packed> {
    let sent: Job = serde_json::from_str(&serde_json::to_string(job).expect("plain data")).expect("as written");
    assert_eq!(&sent, job);
    let packed = sent.run(runner, |_| {}).expect("it runs");
    serde_json::from_str(&serde_json::to_string(&packed).expect("plain data")).expect("as written")
}

#[test]
fn jobs_run_apart_make_the_bytes_of_the_whole() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let scenario = scenario(&["recovery.months=2", "without emergency"]);
    let whole = home.path().join("whole");
    record(&scenario, &plan(24), &whole, Beginning::New, &on(2), |_| {}).expect("it runs");

    let jobs = Job::whole(&scenario, &plan(24)).split(3);
    assert_eq!(jobs.iter().map(|job| (job.from, job.to)).collect::<Vec<_>>(), [(0, 8), (8, 16), (16, 24)]);
    let merged = home.path().join("merged");
    let manifest = jobs[0].manifest().expect("its scenario reads");
    let mut folder = RunFolder::create(&merged, manifest, Existing::Refuse).expect("a new folder");
    for (job, runner) in jobs.iter().zip([on(1), on(3), Runner::new(Inline, &false.into())]).rev() {
        folder.append_packed(elsewhere(job, &runner)).expect("they are the run's");
    }
    let again = folder.append_packed(elsewhere(&jobs[0], &on(2))).expect_err("they are there");
    assert!(again.to_string().contains("is stored already"), "{again}");
    folder.finish().expect("it is complete");
    assert!(bytes(&merged).len() > 5 && bytes(&merged) == bytes(&whole));
}

/// The compressed tables, without the times.
fn bodies(packed: &[Packed]) -> Vec<serde_json::Value> {
    packed.iter().map(|packed| serde_json::to_value(packed).expect("plain data")["body"].take()).collect()
}

#[test]
fn jobs_with_other_chances_from_a_date_on_say_so() {
    let scenario = scenario(&["time.days=6"]);
    let mut job = Job::whole(&scenario, &plan(3));
    let plain = elsewhere(&job, &on(2));
    assert!(bodies(&plain) == bodies(&elsewhere(&job, &on(1))));
    let from = scenario.date(3);
    job.plan.reseeded = Some(Reseeded { from, seed: 99 });
    assert_eq!(job.manifest().expect("it reads").reseeded, job.plan.reseeded);
    assert!(bodies(&elsewhere(&job, &on(2))) != bodies(&plain));
}

#[test]
fn a_job_is_split_evenly_and_never_into_nothing() {
    let job = Job { from: 10, to: 17, ..Job::whole(&scenario(&[]), &plan(20)) };
    let edges = |parts| job.split(parts).iter().map(|job| (job.from, job.to)).collect::<Vec<_>>();
    assert_eq!(edges(3), [(10, 12), (12, 14), (14, 17)]);
    assert_eq!(edges(1), [(10, 17)]);
    assert_eq!((edges(0), edges(100).len()), (edges(1), 7));
}

#[test]
fn a_job_that_cannot_be_run_says_why() {
    let job = Job::whole(&scenario(&[]), &plan(40));
    let stopped = job.run(&Runner::new(Inline, &true.into()), |_| {});
    assert!(matches!(stopped, Err(RunnerError::Interrupted)));
    let old = Job { version: "0.0.9".to_owned(), ..job.clone() };
    let said = old.run(&on(1), |_| {}).expect_err("another version").to_string();
    assert!(said.starts_with("a job of `five-towns/scenario.toml` was made by version 0.0.9, and this is "), "{said}");
    let early = Reseeded { from: "2030-02-28".parse().expect("a date"), seed: 9 };
    let plan = righting_runner::JobPlan { reseeded: Some(early), ..job.plan };
    let said = Job { plan, ..job.clone() }.run(&on(1), |_| {}).expect_err("before the first day").to_string();
    let expected = "the chances of a job of `five-towns` change on 2030-02-28, which is none of its days, 2030-03-01 to 2030-03-14";
    assert_eq!(said, expected);
    let wrong = Change::Set { path: "time.dayz".to_owned(), value: "7".to_owned() };
    let said = Job { changes: vec![wrong], ..job }.run(&on(1), |_| {}).expect_err("no such key").to_string();
    assert!(said.contains("dayz"), "{said}");
}
