//! Forks on disk: the replicates of a run held at the start of a date, to go on under other futures.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;
use righting_model::{EngineKind, Kernel, Simulation, Start, State, first_difference};
use righting_scenario::{Change, Scenario};
use righting_store::{Manifest, write_study_file};
use serde::{Deserialize, Serialize};

use crate::ensemble::{BATCH, Progress};
use crate::error::LabError;
use crate::stored::{Beginning, Recorded, RunPlan, manifest, record_under, reload, restore_from};

const RECORD: &str = "fork.json";

/// What a folder of states was made from.
#[derive(Serialize, Deserialize)]
struct Record {
    at: Date,
    manifest: Manifest,
}

/// A folder of states.
pub struct Fork {
    folder: PathBuf,
    manifest: Manifest,
    /// The past.
    pub scenario: Scenario,
    /// Seed, replicates and engine of the past, which its futures keep.
    pub plan: RunPlan,
    /// Date at whose start the states stand.
    pub at: Date,
}

/// First and last date at whose start a run can be held.
pub fn fork_dates(scenario: &Scenario) -> [Date; 2] {
    [scenario.start, scenario.date(scenario.setup.days.saturating_sub(1))]
}

/// Runs a scenario to the start of a date and keeps every replicate's state in a folder. `None`:
/// interrupted; the same call goes on with what is missing.
///
/// # Errors
/// When the date lies outside the run, the folder holds another fork, a replicate fails, or the disk
/// refuses.
pub fn save_fork(
    scenario: &Scenario,
    plan: &RunPlan,
    at: Date,
    folder: &Path,
    stop: &AtomicBool,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Option<Fork>, LabError> {
    let [first, last] = fork_dates(scenario);
    let days = scenario.day(at).filter(|_| at <= last).ok_or(LabError::OutsideRun { date: at, first, last })?;
    begin(&Record { at, manifest: manifest(scenario, plan) }, folder)?;
    let fork = Fork {
        folder: folder.to_owned(),
        manifest: manifest(scenario, plan),
        scenario: scenario.clone(),
        plan: *plan,
        at,
    };
    let simulation = Simulation::new_on(scenario.setup.clone(), plan.kernel);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(plan.threads).build().map_err(LabError::Threads)?;
    let numbers: Vec<u32> = (0..plan.replicates).collect();
    for batch in numbers.chunks(BATCH as usize) {
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let save = |&replicate: &u32| -> Result<(), LabError> {
            let path = fork.path(replicate);
            if path.exists() {
                return Ok(());
            }
            let state = simulation
                .run_until(plan.engine, plan.seed, replicate, days)
                .map_err(|source| LabError::Replicate { replicate, source })?;
            let bytes = postcard::to_allocvec(&state).map_err(LabError::sink)?;
            Ok(write_study_file(&path, &bytes)?)
        };
        pool.install(|| batch.par_iter().map(save).collect::<Result<(), LabError>>())?;
        let done = u64::from(batch[batch.len() - 1]) + 1;
        progress(Progress { done, total: u64::from(plan.replicates), failed: 0 });
    }
    Ok(Some(fork))
}

impl Fork {
    /// Opens a folder of states.
    ///
    /// # Errors
    /// When it holds none, or another version of the program made it.
    pub fn open(folder: &Path) -> Result<Self, LabError> {
        let path = folder.join(RECORD);
        let text = std::fs::read(&path).map_err(LabError::file("read", &path))?;
        let record: Record = serde_json::from_slice(&text).map_err(LabError::sink)?;
        let engines = [EngineKind::Sellke, EngineKind::Oracle];
        let engine = engines.into_iter().find(|engine| engine.name() == record.manifest.engine).unwrap_or_default();
        let Manifest { seed, replicates, .. } = record.manifest;
        let plan = RunPlan { replicates, seed, engine, threads: 0, kernel: Kernel::best() };
        let scenario = restore_from(&record.manifest, folder)?;
        Ok(Self { folder: folder.to_owned(), manifest: record.manifest, scenario, plan, at: record.at })
    }

    /// The scenario of the past with changes.
    ///
    /// # Errors
    /// When a change does not fit the scenario.
    pub fn changed(&self, changes: &[Change]) -> Result<Scenario, LabError> {
        reload(&self.manifest, &self.folder, changes)
    }

    fn path(&self, replicate: u32) -> PathBuf {
        self.folder.join(format!("{replicate:06}.state"))
    }
}

/// Makes the folder, or finds that it was begun for the same.
fn begin(record: &Record, folder: &Path) -> Result<(), LabError> {
    let path = folder.join(RECORD);
    let text = serde_json::to_vec_pretty(record).map_err(LabError::sink)?;
    match std::fs::read(&path) {
        Ok(stored) if stored == text => Ok(()),
        Ok(_) => {
            let (stored, asked) = ("another".to_owned(), "the one asked for".to_owned());
            Err(LabError::OtherStudy {
                path: folder.to_owned(),
                what: "scenario, seed, date or number of replicates",
                stored,
                asked,
            })
        }
        Err(_) => {
            std::fs::create_dir_all(folder).map_err(LabError::file("create", folder))?;
            Ok(write_study_file(&path, &text)?)
        }
    }
}

/// Goes on with the states of a fork under a future, into a run folder like any other.
///
/// # Errors
/// When the future may differ from the past before the fork, or as for [`record`](crate::record).
pub fn continue_fork(
    fork: &Fork,
    future: &Scenario,
    threads: usize,
    folder: &Path,
    beginning: Beginning,
    stop: &AtomicBool,
    progress: impl FnMut(Progress) + Send,
) -> Result<Recorded, LabError> {
    let days = fork.scenario.day(fork.at).unwrap_or(0);
    if let Some(minute) = first_difference(&fork.scenario.setup, &future.setup)
        && minute < days * 1440
    {
        return Err(LabError::NoFuture { possible: future.date(minute / 1440), at: fork.at });
    }
    let paths: Vec<PathBuf> = (0..fork.plan.replicates).map(|replicate| fork.path(replicate)).collect();
    let source = move |replicate: u32| -> Result<State, String> {
        let path = &paths[replicate as usize];
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let bytes = std::fs::read(path).map_err(|error| told(&error))?;
        postcard::from_bytes(&bytes).map_err(|error| told(&error))
    };
    let plan = RunPlan { threads, ..fork.plan };
    record_under(future, Start::States(Arc::new(source)), &plan, folder, beginning, stop, progress)
}
