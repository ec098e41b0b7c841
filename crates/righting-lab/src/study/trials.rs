//! Trials simulated batch by batch into a table that an interrupted study goes on with.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use righting_model::{MixedChances, RandomEffects, Setup, Simulation, Watched};
use righting_scenario::Scenario;
use righting_store::{StudyFolder, StudyManifest, TrialRow, TrialTable};

use super::axes::with_parameters;
use super::outputs::Outputs;
use crate::ensemble::{Progress, caught};
use crate::error::LabError;
use crate::fit::Axis;
use crate::runaway::Runaway;
use crate::work::until;

/// Runs in one part of a table: what a kill loses at most.
const PART_RUNS: usize = 400;

/// Which chances the replicates of different trials have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chances {
    /// The same in every trial: outputs are functions of the parameters, differences are not chance.
    Shared,
    /// Its own in every trial, as independent draws need.
    Own,
}

/// What to simulate.
#[derive(Debug, Clone, PartialEq)]
pub struct TrialPlan {
    /// The parameters that trials set.
    pub axes: Vec<Axis>,
    /// Runs per trial.
    pub replicates: u32,
    /// Seed of the runs.
    pub seed: u64,
    /// Which chances trials have.
    pub chances: Chances,
    /// Worker threads; 0 takes one per core.
    pub threads: usize,
}

/// One set of parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Its number: with the seed, and the number of the replicate, the address of its chances.
    pub number: u32,
    /// Values, in the order of the axes.
    pub values: Vec<f64>,
    /// Random effects; where there are none, each run draws its own.
    pub random_effects: Option<RandomEffects>,
    /// Runs whose chances it follows, in the order of [`mixed_chances`]; where there are none, its own. Not for trials of
    /// several replicates, which would all be the same run.
    pub chances: Option<Vec<u32>>,
}

/// Simulates trials into a table.
pub struct Trials<'a> {
    base: Simulation,
    plan: TrialPlan,
    outputs: Outputs,
    runaway: Runaway,
    table: TrialTable,
    /// Parts taken from the table or added to it so far.
    taken: u32,
    pool: rayon::ThreadPool,
    stop: &'a AtomicBool,
}

impl<'a> Trials<'a> {
    /// Trials of a scenario into the table `name` of a study.
    ///
    /// # Errors
    /// When the table cannot be opened or the threads not be started.
    pub fn new(
        scenario: &Scenario,
        plan: TrialPlan,
        folder: &StudyFolder,
        name: &str,
        stop: &'a AtomicBool,
    ) -> Result<Self, LabError> {
        let outputs = Outputs::of(scenario);
        let paths: Vec<String> = plan.axes.iter().map(|axis| axis.path.clone()).collect();
        Ok(Self {
            base: scenario.simulation(),
            runaway: Runaway::of(scenario),
            table: folder.trials(name, &paths, &outputs.names())?,
            outputs,
            taken: 0,
            pool: rayon::ThreadPoolBuilder::new()
                .num_threads(plan.threads)
                .thread_name(|index| format!("righting-worker-{index}"))
                .build()
                .map_err(LabError::Threads)?,
            plan,
            stop,
        })
    }

    /// What every run is read for.
    pub fn outputs(&self) -> &Outputs {
        &self.outputs
    }

    /// The rows of these trials, in order: from the table what an earlier session simulated, the rest simulated now
    /// and added to it. A run that fails is a row with its stage and message, and the rest goes on.
    ///
    /// # Errors
    /// [`LabError::Interrupted`] when the stop flag is up: what was simulated is kept.
    pub fn run(
        &mut self,
        trials: &[Trial],
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Vec<TrialRow>, LabError> {
        let total = (trials.len() * self.plan.replicates as usize) as u64;
        let mut rows = Vec::with_capacity(total as usize);
        let mut failed = 0;
        for batch in trials.chunks((PART_RUNS / self.plan.replicates.max(1) as usize).max(1)) {
            let part = if self.taken < self.table.parts() { self.recall(batch)? } else { self.complete(batch)? };
            self.taken += 1;
            failed += part.iter().filter(|row| row.summaries.is_err()).count() as u64;
            rows.extend(part);
            progress(Progress { done: rows.len() as u64, total, failed });
        }
        Ok(rows)
    }

    fn recall(&self, batch: &[Trial]) -> Result<Vec<TrialRow>, LabError> {
        let rows = self.table.read(self.taken)?;
        let asked = batch.iter().flat_map(|trial| (0..self.plan.replicates).map(move |replicate| (trial, replicate)));
        let same = |(row, (trial, replicate)): (&TrialRow, (&Trial, u32))| {
            row.trial == trial.number && row.replicate == replicate && row.parameters == trial.values
        };
        if rows.len() == batch.len() * self.plan.replicates as usize && rows.iter().zip(asked).all(same) {
            return Ok(rows);
        }
        Err(LabError::OtherTrials { part: self.taken, trial: batch[0].number })
    }

    /// Simulates a batch and stores it, but for the trials that an interrupted session simulated. Interrupted itself, it
    /// keeps what it has.
    fn complete(&mut self, batch: &[Trial]) -> Result<Vec<TrialRow>, LabError> {
        let each = self.plan.replicates as usize;
        let kept = self.table.partial()?;
        let kept_of = |trial: &Trial| -> Option<&[TrialRow]> {
            let rows = kept.chunks(each).find(|rows| rows[0].trial == trial.number)?;
            let same = |row: &TrialRow| row.trial == trial.number && row.parameters == trial.values;
            (rows.len() == each && rows.iter().all(same)).then_some(rows)
        };
        if kept.chunks(each).count() != batch.iter().filter_map(kept_of).count() {
            return Err(LabError::OtherTrials { part: self.taken, trial: batch[0].number });
        }
        let missing: Vec<&Trial> = batch.iter().filter(|trial| kept_of(trial).is_none()).collect();
        let simulated = self.simulate(&missing);
        let interrupted = simulated.iter().any(Option::is_none);
        let mut simulated = simulated.into_iter();
        let mut rows = Vec::with_capacity(batch.len() * each);
        for trial in batch {
            match kept_of(trial) {
                Some(kept) => rows.extend_from_slice(kept),
                None => rows.extend(simulated.next().flatten().unwrap_or_default()),
            }
        }
        if interrupted {
            if rows.len() > kept.len() {
                self.table.keep_partial(&rows)?;
            }
            return Err(LabError::Interrupted);
        }
        self.table.append(&rows)?;
        Ok(rows)
    }

    /// The rows of each trial; none of those not begun when the flag was raised.
    fn simulate(&self, batch: &[&Trial]) -> Vec<Option<Vec<TrialRow>>> {
        let rows = |trial: &&Trial| {
            let base = self.base.setup();
            let row = |replicate| {
                let chances = trial.chances.as_ref();
                let setup = Setup {
                    parameters: with_parameters(&base.parameters, &self.plan.axes, &trial.values),
                    random_effects: trial.random_effects.clone(),
                    mixed_chances: chances.map(|runs| mixed_chances(runs)),
                    ..base.clone()
                };
                self.row(&self.base.varied(setup), trial, replicate)
            };
            (0..self.plan.replicates).map(row).collect::<Vec<_>>()
        };
        self.pool.install(|| until(batch, self.stop, rows))
    }

    fn row(&self, simulation: &Simulation, trial: &Trial, replicate: u32) -> TrialRow {
        let address = match self.plan.chances {
            Chances::Shared => replicate,
            Chances::Own => trial.number * self.plan.replicates + replicate,
        };
        let result = caught(|| self.runaway.run(simulation, self.plan.seed, address));
        let (stopped, trace) = match result {
            Ok(Watched::Whole(trace)) => (None, Ok(trace)),
            // Its summaries say that it went wrong, by one rule for every run: they only have to lie far from the record.
            Ok(Watched::Stopped(stopped)) => {
                let days = simulation.setup().days as usize;
                (Some(stopped.days() as u32), Ok(stopped.last_day_repeated(days)))
            }
            Err(failure) => (None, Err(failure)),
        };
        TrialRow {
            trial: trial.number,
            replicate,
            stopped,
            parameters: trial.values.clone(),
            summaries: trace
                .map(|trace| self.outputs.read(&trace))
                .map_err(|failure| (failure.stage.to_owned(), failure.message)),
        }
    }
}

/// The chances of a run that follows those of others: of the events of every place and the nation, then of the reports of
/// every place and the nation.
pub(crate) fn mixed_chances(runs: &[u32]) -> MixedChances {
    let (events, reports) = runs.split_at(runs.len() / 2);
    MixedChances { events: events.to_vec(), reports: reports.to_vec() }
}

/// What a study of a scenario depends on.
pub fn manifest(scenario: &Scenario, kind: &str, seed: u64, plan: BTreeMap<String, String>) -> StudyManifest {
    StudyManifest {
        kind: kind.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario.id.clone(),
        title: scenario.title.clone(),
        scenario_hash: scenario.hash.clone(),
        changes: scenario.changes.clone(),
        seed,
        plan,
        files: scenario.files.clone(),
    }
}
