//! Ensembles on disk: a scenario run into a folder, a run read back and held against its record.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use righting_model::{EngineKind, Kernel, Quantity, Start};
use righting_scenario::{Bundle, Change, File, Scenario, Source};
use righting_store::{
    Existing, Manifest, Outcome, PlaceEntry, RegionEntry, Reseeded, RunFolder, StoreError, StoredRun, StudyManifest,
    Tables,
};

use crate::check::{Check, Checker};
use crate::ensemble::{EnsemblePlan, EnsembleSummary, Progress, Sink, Stop, run_ensemble};
use crate::error::LabError;
use crate::measure::READ;

impl Sink for RunFolder {
    type Error = StoreError;

    fn write(&mut self, batch: Vec<Outcome>) -> Result<(), StoreError> {
        self.append(batch)
    }
}

/// What to run into a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunPlan {
    /// Replicates in all.
    pub replicates: u32,
    /// Seed of the ensemble.
    pub seed: u64,
    /// Engine that moves the people.
    pub engine: EngineKind,
    /// Worker threads; 0 takes one per core.
    pub threads: usize,
    /// Processor level of the inner loop; it changes the time and no bit of the results.
    pub kernel: Kernel,
}

/// What to do with a folder that holds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// Begin a new run; refuse if the folder holds something.
    New,
    /// Begin a new run, which replaces the run in the folder once it is complete.
    Replace,
    /// Go on with the run in the folder.
    Resume,
}

/// A scenario run into a folder.
#[derive(Debug)]
#[non_exhaustive]
pub struct Recorded {
    /// What was done in this session.
    pub summary: EnsembleSummary,
    /// The run; `None` when it was interrupted and waits to be resumed.
    pub run: Option<StoredRun>,
}

/// Runs a scenario into a folder.
///
/// # Errors
/// When the folder cannot be taken (see [`Beginning`]) or the disk refuses; what was stored stays.
pub fn record(
    scenario: &Scenario,
    plan: &RunPlan,
    folder: &Path,
    beginning: Beginning,
    stop: &AtomicBool,
    progress: impl FnMut(Progress) + Send,
) -> Result<Recorded, LabError> {
    record_under(scenario, Start::Rest, plan, folder, beginning, stop, progress)
}

/// As [`record`], begun elsewhere than at rest.
pub(crate) fn record_under(
    scenario: &Scenario,
    start: Start,
    plan: &RunPlan,
    folder: &Path,
    beginning: Beginning,
    stop: &AtomicBool,
    progress: impl FnMut(Progress) + Send,
) -> Result<Recorded, LabError> {
    let mut manifest = manifest(scenario, plan);
    if let Start::Reseeded { days, seed } = &start {
        manifest.reseeded = Some(Reseeded { from: scenario.date(*days), seed: *seed });
    }
    let mut run = match beginning {
        Beginning::New => RunFolder::create(folder, manifest, Existing::Refuse)?,
        Beginning::Replace => RunFolder::create(folder, manifest, Existing::Replace)?,
        Beginning::Resume => RunFolder::resume(folder, manifest)?,
    };
    let RunPlan { seed, engine, threads, kernel, .. } = *plan;
    let ensemble = EnsemblePlan { engine, seed, replicates: run.pending(), threads };
    let simulation = scenario.simulation().on(kernel).beginning(start);
    let summary = run_ensemble(&simulation, &ensemble, &mut run, stop, progress)?;
    let run = match summary.stop {
        Stop::Completed => Some(run.finish()?),
        Stop::Interrupted => None,
    };
    Ok(Recorded { summary, run })
}

pub(crate) fn manifest(scenario: &Scenario, plan: &RunPlan) -> Manifest {
    let country = &scenario.setup.country;
    Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario.id.clone(),
        title: scenario.title.clone(),
        scenario_hash: scenario.hash.clone(),
        changes: scenario.changes.clone(),
        seed: plan.seed,
        replicates: plan.replicates,
        engine: plan.engine.name().to_owned(),
        tables: Tables::Places,
        start: scenario.start,
        days: scenario.setup.days,
        recovery_months: scenario.setup.recovery.months,
        regions: country
            .regions
            .iter()
            .map(|region| RegionEntry { id: region.id.clone(), name: region.name.clone() })
            .collect(),
        places: country
            .places
            .iter()
            .map(|place| PlaceEntry {
                key: place.key,
                name: place.name.clone(),
                region: place.region,
                population: place.population,
            })
            .collect(),
        reseeded: None,
        draws: None,
        files: scenario.files.clone(),
    }
}

/// The scenario of a stored run, from the files that the run keeps.
///
/// # Errors
/// When this version of the program reads the files differently than the one that ran them.
pub fn restore(run: &StoredRun) -> Result<Scenario, LabError> {
    restore_from(&Origin::from(run.manifest()), run.path())
}

/// What a stored scenario is read back from.
pub(crate) struct Origin<'a> {
    version: &'a str,
    scenario_hash: &'a str,
    changes: &'a [Change],
    files: &'a [File],
}

impl<'a> From<&'a Manifest> for Origin<'a> {
    fn from(manifest: &'a Manifest) -> Self {
        let Manifest { version, scenario_hash, changes, files, .. } = manifest;
        Self { version, scenario_hash, changes, files }
    }
}

impl<'a> From<&'a StudyManifest> for Origin<'a> {
    fn from(manifest: &'a StudyManifest) -> Self {
        let StudyManifest { version, scenario_hash, changes, files, .. } = manifest;
        Self { version, scenario_hash, changes, files }
    }
}

/// The scenario of a manifest that stands in `folder`.
pub(crate) fn restore_from(origin: &Origin<'_>, folder: &Path) -> Result<Scenario, LabError> {
    let scenario = reload(origin, folder, &[]).map_err(|error| match error {
        LabError::Scenario(_) => stale(origin, folder),
        other => other,
    })?;
    if scenario.hash == origin.scenario_hash { Ok(scenario) } else { Err(stale(origin, folder)) }
}

fn stale(origin: &Origin<'_>, folder: &Path) -> LabError {
    LabError::Stale { folder: folder.to_owned(), version: origin.version.to_owned() }
}

/// The scenario of a manifest with further changes.
pub(crate) fn reload(origin: &Origin<'_>, folder: &Path, more: &[Change]) -> Result<Scenario, LabError> {
    if origin.files.is_empty() {
        return Err(stale(origin, folder));
    }
    let changes: Vec<Change> = origin.changes.iter().chain(more).cloned().collect();
    Ok(Scenario::load(&Source::Bundle(Bundle::of(origin.files)), &changes)?)
}

/// Holds a stored run against the targets of its scenario.
///
/// # Errors
/// When a table cannot be read, or no replicate succeeded.
pub fn check_run(run: &StoredRun, scenario: &Scenario) -> Result<Check, LabError> {
    let quantities: &[Quantity] = &READ;
    let mut checker = Checker::new(scenario);
    for replicate in run.replicates_of(quantities, true)? {
        checker.observe(&replicate?.1);
    }
    checker.finish()
}
