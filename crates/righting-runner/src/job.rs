//! A part of an ensemble as a value: sent, run anywhere, merged to the bytes of the whole.

use righting_model::{EngineKind, Kernel, Start};
use righting_scenario::{Bundle, Change, Scenario, Source};
use righting_store::{Manifest, Packed, Reseeded, Shard};
use serde::{Deserialize, Serialize};

use crate::ensemble::{EnsemblePlan, Sink, run_ensemble};
use crate::error::RunnerError;
use crate::record::{RunPlan, manifest_under};
use crate::runner::{Progress, Runner, Stop};

/// Some replicates of an ensemble, with all that they depend on: plain data. Whoever runs it gives back
/// [packed replicates](Packed), which a [`RunFolder`](righting_store::RunFolder) takes in any order; its tables are those
/// of a run made in one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// Version of the program that made it; another may simulate otherwise, and refuses it.
    pub version: String,
    /// The scenario's files.
    pub scenario: Bundle,
    /// Changes to it.
    pub changes: Vec<Change>,
    /// Seed of the ensemble.
    pub seed: u64,
    /// First replicate of the job.
    pub from: u32,
    /// The one after its last.
    pub to: u32,
    /// What is run.
    pub plan: JobPlan,
}

/// What a job runs, beside scenario, seed and replicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobPlan {
    /// Replicates of the whole ensemble.
    pub replicates: u32,
    /// Engine that moves the people.
    pub engine: EngineKind,
    /// From when on chances are others, if they are.
    pub reseeded: Option<Reseeded>,
}

impl Job {
    /// All replicates of a plan.
    pub fn whole(scenario: &Scenario, plan: &RunPlan) -> Self {
        let RunPlan { replicates, seed, engine, .. } = *plan;
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: scenario.bundle(),
            changes: scenario.changes.clone(),
            seed,
            from: 0,
            to: replicates,
            plan: JobPlan { replicates, engine, reseeded: None },
        }
    }

    /// The same job as so many of nearly equal size, fewer where there are fewer replicates.
    pub fn split(&self, parts: u32) -> Vec<Self> {
        let count = self.to.saturating_sub(self.from);
        let shares = Shard::all(parts.clamp(1, count.max(1))).map(|shard| shard.share(count));
        shares.map(|share| Self { from: self.from + share.start, to: self.from + share.end, ..self.clone() }).collect()
    }

    /// The scenario that it runs.
    ///
    /// # Errors
    /// When its files are no scenario, or a change does not fit.
    pub fn scenario(&self) -> Result<Scenario, RunnerError> {
        if self.version != env!("CARGO_PKG_VERSION") {
            let scenario = self.scenario.scenarios.first().cloned().unwrap_or_default();
            return Err(RunnerError::OtherVersion { scenario, found: self.version.clone() });
        }
        Ok(Scenario::load(&Source::Bundle(self.scenario.clone()), &self.changes)?)
    }

    /// What `run.json` says of the whole ensemble.
    ///
    /// # Errors
    /// As [`scenario`](Self::scenario).
    pub fn manifest(&self) -> Result<Manifest, RunnerError> {
        let scenario = self.scenario()?;
        Ok(manifest_under(&scenario, &self.run_plan(), &self.start(&scenario)?))
    }

    /// Simulates its replicates.
    ///
    /// # Errors
    /// As [`scenario`](Self::scenario); [`RunnerError::Interrupted`] when the runner is stopped.
    pub fn run(&self, runner: &Runner<'_>, progress: impl FnMut(Progress)) -> Result<Vec<Packed>, RunnerError> {
        let scenario = self.scenario()?;
        let start = self.start(&scenario)?;
        let mut parcel = Parcel { manifest: manifest_under(&scenario, &self.run_plan(), &start), packed: Vec::new() };
        let simulation = scenario.simulation().beginning(start);
        let replicates = (self.from..self.to).collect();
        let ensemble = EnsemblePlan { engine: self.plan.engine, seed: self.seed, replicates };
        match run_ensemble(&simulation, &ensemble, &mut parcel, runner, progress)?.stop {
            Stop::Completed => Ok(parcel.packed),
            Stop::Interrupted => Err(RunnerError::Interrupted),
        }
    }

    fn run_plan(&self) -> RunPlan {
        let JobPlan { replicates, engine, .. } = self.plan;
        RunPlan { replicates, seed: self.seed, engine, kernel: Kernel::best() }
    }

    fn start(&self, scenario: &Scenario) -> Result<Start, RunnerError> {
        let Some(Reseeded { from, seed }) = self.plan.reseeded else { return Ok(Start::Rest) };
        let last = scenario.date(scenario.setup.days.saturating_sub(1));
        let outside = || RunnerError::OutsideDays { scenario: scenario.id.clone(), from, first: scenario.start, last };
        Ok(Start::Reseeded { days: scenario.day(from).ok_or_else(outside)?, seed })
    }
}

/// Packs what it gets.
struct Parcel {
    manifest: Manifest,
    packed: Vec<Packed>,
}

impl Sink for Parcel {
    type Error = std::convert::Infallible;

    fn write(&mut self, batch: Vec<righting_store::Outcome>) -> Result<(), Self::Error> {
        self.packed.extend(batch.into_iter().map(|outcome| Packed::of(&self.manifest, outcome)));
        Ok(())
    }
}
