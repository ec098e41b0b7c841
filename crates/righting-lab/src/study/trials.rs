//! Trials simulated batch by batch into a table that an interrupted study goes on with.

use std::collections::BTreeMap;

use righting_model::{MixedChances, RandomEffects, Setup, Simulation, Watched};
use righting_runner::{Asked, Progress, Runaway, Runner, TrialParts, caught};
use righting_scenario::Scenario;
use righting_store::{StudyFolder, StudyManifest, TrialRow};

use super::axes::at_values;
use super::outputs::Outputs;
use crate::error::LabError;
use righting_infer::Axis;

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
pub struct Trials<'s> {
    work: Work,
    parts: TrialParts,
    runner: Runner<'s>,
}

/// What is simulated of a trial, and what is read of it.
struct Work {
    base: Simulation,
    plan: TrialPlan,
    outputs: Outputs,
    runaway: Runaway,
}

impl<'s> Trials<'s> {
    /// Trials of a scenario into the table `name` of a study.
    ///
    /// # Errors
    /// When the table cannot be opened.
    pub fn new(
        scenario: &Scenario,
        plan: TrialPlan,
        folder: &StudyFolder,
        name: &str,
        runner: &Runner<'s>,
    ) -> Result<Self, LabError> {
        let outputs = Outputs::of(scenario);
        let paths: Vec<String> = plan.axes.iter().map(|axis| axis.path.clone()).collect();
        let each = plan.replicates.max(1) as usize;
        let parts = TrialParts::new(folder.trials(name, &paths, &outputs.names())?, PART_RUNS / each, each);
        let work = Work { base: scenario.simulation(), runaway: Runaway::of(scenario), outputs, plan };
        Ok(Self { work, parts, runner: runner.clone() })
    }

    /// What every run is read for.
    pub fn outputs(&self) -> &Outputs {
        &self.work.outputs
    }

    /// The rows of these trials, in order: from the table what an earlier session simulated, the rest simulated now
    /// and added to it. A run that fails is a row with its stage and message, and the rest goes on.
    ///
    /// # Errors
    /// That it was interrupted when the runner is stopped: what was simulated is kept.
    pub fn run(&mut self, trials: &[Trial], progress: &mut dyn FnMut(Progress)) -> Result<Vec<TrialRow>, LabError> {
        let Self { work, parts, runner } = self;
        Ok(parts.run(trials, runner, |trial| work.rows(trial), progress)?)
    }
}

impl Asked for Trial {
    fn number(&self) -> u32 {
        self.number
    }

    fn has(&self, row: &TrialRow, run: usize) -> bool {
        row.trial == self.number && row.replicate as usize == run && row.parameters == self.values
    }
}

impl Work {
    fn rows(&self, trial: &Trial) -> Vec<TrialRow> {
        let base = self.base.setup();
        let row = |replicate| {
            let setup = Setup {
                random_effects: trial.random_effects.clone(),
                mixed_chances: trial.chances.as_deref().map(mixed_chances),
                ..at_values(base, self.plan.axes.iter().map(|axis| axis.path.as_str()), &trial.values)
            };
            self.row(&self.base.varied(setup), trial, replicate)
        };
        (0..self.plan.replicates).map(row).collect()
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
