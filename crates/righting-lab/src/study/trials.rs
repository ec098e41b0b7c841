//! Trials simulated batch by batch into a table that an interrupted study goes on with.

use std::collections::BTreeMap;
use std::path::Path;

use righting_model::{MixedChances, RandomEffects, Setup, Simulation, Watched};
use righting_runner::{Asked, Origin, Progress, Runaway, Runner, TrialParts, caught, restore_from};
use righting_scenario::Scenario;
use righting_store::{Sets, Shard, StoreError, StudyFolder, StudyManifest, StudyPart, StudyShards, TrialRow};

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
    /// Runs whose chances it follows: of the events of every place and the nation, then of the reports of each. Where there
    /// are none, its own. Not for trials of several replicates, which would all be the same run.
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
        let parts = TrialParts::new(folder.trials(name, &paths, &outputs.names())?, part_of(each), each);
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

/// What a part of a study depends on that tries sets of parameters.
pub fn of_part(manifest: StudyManifest, shard: Option<Shard>) -> StudyManifest {
    StudyManifest { part: shard.map(|shard| StudyPart { shard, arms: Vec::new() }), ..manifest }
}

/// A sweep put together of its parts.
pub struct MergedTrials {
    /// Paths of the parameters that were moved.
    pub parameters: Vec<String>,
    /// Sets of parameters, and runs of each.
    pub sets: [u32; 2],
    /// All rows, in order.
    pub rows: Vec<TrialRow>,
    /// What was tried.
    pub scenario: Scenario,
}

/// Makes the sweep of its parts: the bytes of one made in one place. Said again after an interruption, it goes on. `told`
/// gets runs done and in all.
///
/// # Errors
/// When the parts are of no sweep, unfinished or missing, or differ where they overlap; when the disk refuses.
pub fn merge_trials(
    shards: &StudyShards,
    out: &Path,
    mut told: impl FnMut(u64, u64),
) -> Result<MergedTrials, LabError> {
    let StudyManifest { kind, plan, .. } = shards.manifest();
    let number = |name: &str| plan.get(name).filter(|_| kind == "sweep").and_then(|value| value.parse().ok());
    let (Some(trials), Some(replicates)) = (number("trials"), number("replicates")) else {
        return Err(StoreError::NoShard { path: shards.first().to_owned() }.into());
    };
    let scenario = restore_from(&Origin::from(shards.manifest()), shards.first())?;
    let sets = Sets { total: trials, each: replicates, in_file: part_of(replicates as usize) };
    let [each, total] = [replicates, trials].map(u64::from);
    let (parameters, rows) =
        shards.merge_sets(out, "trials", sets, |done| told(u64::from(done) * each, total * each))?;
    Ok(MergedTrials { parameters, sets: [trials, replicates], rows, scenario })
}

/// Trials in one part of a table, by their runs.
fn part_of(each: usize) -> usize {
    (PART_RUNS / each.max(1)).max(1)
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
        part: None,
    }
}
