//! Ensembles on disk: a scenario run into a folder.

use std::path::Path;

use righting_model::{EngineKind, Kernel, Start};
use righting_scenario::Scenario;
use righting_store::{
    Existing, Manifest, Outcome, PlaceEntry, RegionEntry, Reseeded, RunFolder, Shard, Status, StoreError, StoredRun,
    Tables,
};

use crate::ensemble::{EnsemblePlan, EnsembleSummary, Sink, run_ensemble};
use crate::error::RunnerError;
use crate::runner::{Progress, Runner, Stop};

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
    /// Processor level of the inner loop; it changes the time and no bit of the results.
    pub kernel: Kernel,
}

impl RunPlan {
    /// So many replicates under a seed, with the fast engine at this machine's best level.
    pub fn new(replicates: u32, seed: u64) -> Self {
        Self { replicates, seed, engine: EngineKind::default(), kernel: Kernel::best() }
    }
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
    runner: &Runner<'_>,
    progress: impl FnMut(Progress),
) -> Result<Recorded, RunnerError> {
    record_under(scenario, Start::Rest, plan, folder, beginning, runner, progress)
}

/// As [`record`], begun elsewhere than at rest.
///
/// # Errors
/// As [`record`].
pub fn record_under(
    scenario: &Scenario,
    start: Start,
    plan: &RunPlan,
    folder: &Path,
    beginning: Beginning,
    runner: &Runner<'_>,
    progress: impl FnMut(Progress),
) -> Result<Recorded, RunnerError> {
    let manifest = manifest_under(scenario, plan, &start);
    let mut run = match beginning {
        Beginning::New => RunFolder::create(folder, manifest, Existing::Refuse)?,
        Beginning::Replace => RunFolder::create(folder, manifest, Existing::Replace)?,
        Beginning::Resume => RunFolder::resume(folder, manifest)?,
    };
    let RunPlan { seed, engine, kernel, .. } = *plan;
    let ensemble = EnsemblePlan { engine, seed, replicates: run.pending() };
    let simulation = scenario.simulation().on(kernel).beginning(start);
    let summary = run_ensemble(&simulation, &ensemble, &mut run, runner, progress)?;
    let run = match summary.stop {
        Stop::Completed => Some(run.finish()?),
        Stop::Interrupted => None,
    };
    Ok(Recorded { summary, run })
}

/// Which shard to run, and whether to go on with what the folder has of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShardPlan {
    /// The shard.
    pub shard: Shard,
    /// Whether it goes on; a shard replaces nothing.
    pub resume: bool,
}

/// Runs a shard of a scenario's run into a folder of its own: [`merge_shards`](righting_store::merge_shards) makes the run
/// of all of them.
///
/// # Errors
/// As [`record`].
pub fn record_shard(
    scenario: &Scenario,
    start: Start,
    plan: &RunPlan,
    ShardPlan { shard, resume }: ShardPlan,
    folder: &Path,
    runner: &Runner<'_>,
    progress: impl FnMut(Progress),
) -> Result<(EnsembleSummary, Vec<Status>), RunnerError> {
    let manifest = manifest_under(scenario, plan, &start);
    let mut run = match resume {
        true => RunFolder::resume_shard(folder, manifest, shard)?,
        false => RunFolder::create_shard(folder, manifest, shard)?,
    };
    let ensemble = EnsemblePlan { engine: plan.engine, seed: plan.seed, replicates: run.pending() };
    let simulation = scenario.simulation().on(plan.kernel).beginning(start);
    let summary = run_ensemble(&simulation, &ensemble, &mut run, runner, progress)?;
    Ok((summary, run.statuses()?))
}

/// As [`manifest`], of a run begun elsewhere than at rest.
pub(crate) fn manifest_under(scenario: &Scenario, plan: &RunPlan, start: &Start) -> Manifest {
    let reseeded = match start {
        Start::Reseeded { days, seed } => Some(Reseeded { from: scenario.date(*days), seed: *seed }),
        Start::Rest | Start::States(_) => None,
    };
    Manifest { reseeded, ..manifest(scenario, plan) }
}

/// What `run.json` says of a run of a scenario.
pub fn manifest(scenario: &Scenario, plan: &RunPlan) -> Manifest {
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
