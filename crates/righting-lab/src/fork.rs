//! Forks on disk: the replicates of a run held at the start of a date, to go on under other futures.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use righting_model::{EngineKind, Kernel, Start, State, first_difference};
use righting_runner::{
    BATCH, Beginning, Origin, Progress, Recorded, RunPlan, Runner, RunnerError, Stop, record_under, reload,
    restore_from,
};
use righting_scenario::{Change, Scenario};
use righting_store::{Checksums, StudyFolder, StudyManifest, read_study};

use crate::error::LabError;
use crate::study::manifest as study_manifest;

/// A folder of states.
pub struct Fork {
    folder: PathBuf,
    manifest: StudyManifest,
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

/// What a fork is made from, beside what every study has.
const AT: &str = "at";
const REPLICATES: &str = "replicates";
const ENGINE: &str = "engine";

/// Runs a scenario to the start of a date and keeps every replicate's state in a folder; with `resume`, those that are
/// missing. `None`: interrupted, to be resumed.
///
/// # Errors
/// When the date lies outside the run, the folder holds something else, a replicate fails, or the disk
/// refuses.
pub fn save_fork(
    scenario: &Scenario,
    plan: &RunPlan,
    at: Date,
    (folder, resume): (&Path, bool),
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Option<Fork>, LabError> {
    let [first, last] = fork_dates(scenario);
    let days = scenario.day(at).filter(|_| at <= last).ok_or(LabError::OutsideRun { date: at, first, last })?;
    let entries =
        [(AT, at.to_string()), (REPLICATES, plan.replicates.to_string()), (ENGINE, plan.engine.name().into())];
    let entries = entries.map(|(name, value)| (name.to_owned(), value)).into();
    let study = StudyFolder::open(folder, study_manifest(scenario, "fork", plan.seed, entries), resume)?;
    let simulation = scenario.simulation().on(plan.kernel);
    let list = Checksums::read(folder)?;
    let kept = |replicate: u32| list.lists(&name_of(replicate)) && folder.join(name_of(replicate)).is_file();
    let missing: Vec<u32> = (0..plan.replicates).filter(|&replicate| !kept(replicate)).collect();
    let mut done = u64::from(plan.replicates) - missing.len() as u64;
    let save = |&replicate: &u32| -> Result<(u32, Vec<u8>), RunnerError> {
        let state = simulation
            .run_until(plan.engine, plan.seed, replicate, days)
            .map_err(|source| RunnerError::Replicate { replicate, source })?;
        Ok((replicate, postcard::to_allocvec(&state).map_err(RunnerError::sink)?))
    };
    let told = |batch: &[_]| {
        done += batch.len() as u64;
        progress(Progress { done, total: u64::from(plan.replicates), failed: 0 });
    };
    let keep = |batch: Vec<Result<(u32, Vec<u8>), RunnerError>>| {
        for state in batch {
            let (replicate, bytes) = state?;
            study.write_file(&name_of(replicate), &bytes)?;
        }
        Ok::<(), RunnerError>(())
    };
    if runner.batches(missing.chunks(BATCH as usize), save, told, keep)? == Stop::Interrupted {
        return Ok(None);
    }
    let manifest = study.manifest().clone();
    Ok(Some(Fork { folder: folder.to_owned(), manifest, scenario: scenario.clone(), plan: *plan, at }))
}

fn name_of(replicate: u32) -> String {
    format!("{replicate:06}.state")
}

impl Fork {
    /// Opens a folder of states.
    ///
    /// # Errors
    /// When it holds none, when another version of the program made it, or when its record is damaged.
    pub fn open(folder: &Path) -> Result<Self, LabError> {
        let manifest = read_study(folder)?;
        let broken = || LabError::NoFork { folder: folder.to_owned(), kind: manifest.kind.clone() };
        let entry = |name: &str| manifest.plan.get(name).filter(|_| manifest.kind == "fork").ok_or_else(broken);
        let named = entry(ENGINE)?;
        let engine = EngineKind::by_name(named)
            .ok_or_else(|| LabError::NoEngine { folder: folder.to_owned(), found: named.clone() })?;
        let replicates = entry(REPLICATES)?.parse().map_err(|_| broken())?;
        let at = entry(AT)?.parse().map_err(|_| broken())?;
        let plan = RunPlan { replicates, seed: manifest.seed, engine, kernel: Kernel::best() };
        let scenario = restore_from(&Origin::from(&manifest), folder)?;
        Ok(Self { folder: folder.to_owned(), manifest, scenario, plan, at })
    }

    /// The scenario of the past with changes.
    ///
    /// # Errors
    /// When a change does not fit the scenario.
    pub fn changed(&self, changes: &[Change]) -> Result<Scenario, LabError> {
        Ok(reload(&Origin::from(&self.manifest), &self.folder, changes)?)
    }
}

/// Goes on with the states of a fork under a future, into a run folder like any other.
///
/// # Errors
/// When the future may differ from the past before the fork, or as for [`record`](crate::record).
pub fn continue_fork(
    fork: &Fork,
    future: &Scenario,
    folder: &Path,
    beginning: Beginning,
    runner: &Runner<'_>,
    progress: impl FnMut(Progress),
) -> Result<Recorded, LabError> {
    let days = fork.scenario.day(fork.at).unwrap_or(0);
    if future.setup.days < days {
        return Err(LabError::EndsBefore { end: future.date(future.setup.days.saturating_sub(1)), at: fork.at });
    }
    if let Some(minute) = first_difference(&fork.scenario.setup, &future.setup)
        && minute < days * 1440
    {
        return Err(LabError::NoFuture { possible: future.date(minute / 1440), at: fork.at });
    }
    let list = Checksums::read(&fork.folder)?;
    let source = move |replicate: u32| -> Result<State, String> {
        let name = name_of(replicate);
        let bytes = list.bytes(&name).map_err(|error| error.to_string())?;
        postcard::from_bytes(&bytes).map_err(|error| format!("{name}: {error}"))
    };
    Ok(record_under(future, Start::States(Arc::new(source)), &fork.plan, folder, beginning, runner, progress)?)
}
