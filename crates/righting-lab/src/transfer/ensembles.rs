//! The runs of a transfer: one table of a case is one file, which is whole or not there, and is what resumes.

use righting_infer::log1p;
use righting_model::{EngineKind, Setup};
use righting_runner::{Progress, Runner, Stop, caught};
use righting_scenario::Scenario;
use righting_store::{StudyColumn, StudyFolder, read_study_table, write_study_table};

use super::number::Number;
use crate::error::LabError;
use crate::measure::Measure;

/// Runs handed on at once.
const BATCH: usize = 64;

/// What to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransferPlan {
    /// Runs of every case in each table.
    pub replicates: u32,
    /// Seed of all runs.
    pub seed: u64,
}

/// Members of every number of a case, on ln(1 + x).
pub(super) struct Members {
    pub logs: Vec<Vec<f64>>,
    pub failed: u32,
}

/// Runs ensembles into the folder of a study, or reads those that are there.
pub(super) struct Ensembles<'a, 's> {
    folder: std::path::PathBuf,
    plan: TransferPlan,
    runner: &'a Runner<'s>,
    done: u64,
    total: u64,
    progress: &'a mut dyn FnMut(Progress),
}

impl<'a, 's> Ensembles<'a, 's> {
    pub fn new(
        folder: &StudyFolder,
        plan: &TransferPlan,
        runner: &'a Runner<'s>,
        total: u64,
        progress: &'a mut dyn FnMut(Progress),
    ) -> Result<Self, LabError> {
        Ok(Self { folder: folder.folder("members")?, plan: *plan, runner, done: 0, total, progress })
    }

    /// The members of the numbers of a case under a setup; `table` names the file.
    pub fn members(
        &mut self,
        scenario: &Scenario,
        numbers: &[(Number, Measure)],
        table: &str,
        setup: Setup,
    ) -> Result<Members, LabError> {
        let path = self.folder.join(format!("{}-{table}.parquet", scenario.id));
        if !path.exists() {
            let rows = self.run(scenario, numbers, setup)?;
            let columns: Vec<(&str, StudyColumn)> = numbers
                .iter()
                .enumerate()
                .map(|(at, (number, _))| {
                    (number.target.as_str(), StudyColumn::Number(rows.iter().map(|row| row[at]).collect()))
                })
                .collect();
            write_study_table(&path, &columns)?;
        } else {
            self.done += u64::from(self.plan.replicates);
            (self.progress)(Progress { done: self.done, total: self.total, failed: 0 });
        }
        let mut logs = Vec::new();
        let mut failed = 0;
        for (_, column) in read_study_table(&path)? {
            let StudyColumn::Number(values) = column else { continue };
            // A run that failed has no number.
            failed = values.iter().filter(|value| value.is_nan()).count() as u32;
            logs.push(values.into_iter().filter(|value| !value.is_nan()).map(log1p).collect::<Vec<f64>>());
        }
        if logs.len() != numbers.len() || logs.iter().any(|logs| logs.len() < 2) {
            return Err(LabError::NoReplicates);
        }
        Ok(Members { logs, failed })
    }

    /// The numbers of every run; of one that failed, none.
    fn run(
        &mut self,
        scenario: &Scenario,
        numbers: &[(Number, Measure)],
        setup: Setup,
    ) -> Result<Vec<Vec<f64>>, LabError> {
        let (simulation, country) = (scenario.simulation_of(setup), &scenario.setup.country);
        let seed = self.plan.seed;
        let one = |&replicate: &u32| match caught(|| simulation.run(EngineKind::default(), seed, replicate)) {
            Ok(trace) => numbers.iter().map(|(_, measure)| measure.value(&trace, country)).collect(),
            Err(_) => vec![f64::NAN; numbers.len()],
        };
        let replicates: Vec<u32> = (0..self.plan.replicates).collect();
        let Self { done, total, progress, runner, .. } = self;
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(replicates.len());
        let told = |batch: &[Vec<f64>]| {
            *done += batch.len() as u64;
            progress(Progress { done: *done, total: *total, failed: 0 });
        };
        let keep = |batch: Vec<Vec<f64>>| {
            rows.extend(batch);
            Ok::<(), LabError>(())
        };
        match runner.batches(replicates.chunks(BATCH), one, told, keep)? {
            Stop::Completed => Ok(rows),
            Stop::Interrupted => Err(LabError::interrupted()),
        }
    }
}
