//! A calibration from scenario to posterior, in a folder.

use std::sync::atomic::AtomicBool;

use righting_scenario::Scenario;
use righting_store::{StoredRun, StudyFolder, TrialRow};
use serde::Serialize;

use super::arviz::arviz_json;
use super::distance::Observed;
use super::plan::CalibrationPlan;
use super::posterior::Posterior;
use super::predictive::{Predictive, record_predictive};
use super::smc::{Generation, Proposal, Runs, smc};
use crate::check::{Check, Checker};
use crate::design::trials_at;
use crate::ensemble::Progress;
use crate::error::LabError;
use crate::fit::{Axis, latin_hypercube};
use crate::quantile::ascending;
use crate::score::crps_of_interval;
use crate::study::{Chances, Outputs, TrialPlan, Trials, axes_of};

/// Draws in the file for ArviZ.
const DRAWS: usize = 2000;

/// A calibration that is done.
#[derive(Debug)]
#[non_exhaustive]
pub struct Calibrated {
    /// The posterior.
    pub posterior: Posterior,
    /// How each generation went.
    pub generations: Vec<Generation>,
    /// Names of the targets that the sample was held against.
    pub summaries: Vec<String>,
    /// The posterior predictive ensemble.
    pub run: StoredRun,
    /// The prior predictive ensemble.
    pub prior_run: StoredRun,
    /// The posterior predictive held against the record.
    pub check: Check,
    /// The prior predictive held against the record.
    pub prior_check: Check,
    /// Posterior against prior.
    pub comparison: PredictiveComparison,
}

/// Fair continuous ranked probability scores of the two predictive ensembles, on the scale of comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PredictiveComparison {
    /// Mean over targets of the prior predictive.
    pub prior: f64,
    /// Mean over targets of the posterior predictive.
    pub posterior: f64,
    /// Targets that the posterior predicts better.
    pub better: u64,
    /// Targets in all.
    pub targets: u64,
}

/// Calibrates a scenario to its record. The folder gets the table of runs (`trials/`), `posterior.parquet`,
/// `posterior.json` for ArviZ, and two runs, `posterior/` and `prior/`.
///
/// # Errors
/// When the scenario has no priors or no targets, the folder is another study's, or the disk refuses;
/// [`LabError::Interrupted`] when `stop` was raised: the same call goes on.
pub fn calibrate(
    scenario: &Scenario,
    plan: &CalibrationPlan,
    folder: &StudyFolder,
    stop: &AtomicBool,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Calibrated, LabError> {
    let axes = axes_of(scenario)?;
    let CalibrationPlan { replicates, seed, threads, .. } = *plan;
    let trial_plan = TrialPlan { axes: axes.clone(), replicates, seed, chances: Chances::Own, threads };
    let mut trials = Trials::new(scenario, trial_plan, folder, "trials", stop)?;
    let record = Record::of(trials.outputs());
    if record.observed.is_empty() {
        return Err(LabError::NoTargets { scenario: scenario.id.clone() });
    }
    let smc_plan = plan.smc();
    let total = u64::from(smc_plan.trials.iter().sum::<u32>() * replicates) + 2 * u64::from(plan.predictive);
    let (mut before, mut failed_before) = (0, 0);
    let (samples, generations) = smc(&smc_plan, axes.len(), &record.observed, |_, proposals: &[Proposal]| {
        let (first, points) = (proposals[0].0, proposals.iter().map(|(_, at)| at.clone()).collect::<Vec<_>>());
        let rows = trials.run(&trials_at(&axes, &points, first), &mut |within: Progress| {
            progress(Progress { done: before + within.done, total, failed: failed_before + within.failed });
        })?;
        before += rows.len() as u64;
        failed_before += rows.iter().filter(|row| row.summaries.is_err()).count() as u64;
        if rows.iter().all(|row| row.summaries.is_err()) {
            return Err(LabError::NoReplicates);
        }
        Ok(record.runs(trials.outputs(), &rows, replicates))
    })?;
    let posterior = Posterior { axes, samples };
    folder.write_columns("posterior.parquet", &posterior.columns())?;
    let text = arviz_json(&posterior, &record.names, &record.observed, DRAWS, seed);
    folder.write_file("posterior.json", text.as_bytes())?;

    let drawn = posterior.draw(plan.predictive as usize, seed);
    let values = drawn.iter().map(|&index| posterior.values(&posterior.samples[index])).collect();
    let mut predict = |name: &str, values, done| -> Result<StoredRun, LabError> {
        let draws = format!("{name} of {} runs, seed {seed}", plan.runs);
        let predictive = Predictive { draws, axes: posterior.axes.clone(), values, seed: seed + 1, threads };
        let run = record_predictive(scenario, &predictive, &folder.path().join(name), stop, |within| {
            progress(Progress { done: done + within.done, total, failed: failed_before + within.failed });
        })?;
        folder.write_columns(&format!("{name}/draws.parquet"), &columns(&predictive))?;
        Ok(run)
    };
    let run = predict("posterior", values, before)?;
    let points = latin_hypercube(plan.predictive as usize, posterior.axes.len(), seed + 1);
    let values = trials_at(&posterior.axes, &points, 0).into_iter().map(|trial| trial.values).collect();
    let prior_run = predict("prior", values, before + u64::from(plan.predictive))?;

    let outputs = Outputs::of(scenario);
    let (check, columns) = held_against(&run, scenario, &outputs, &record)?;
    let (prior_check, prior_columns) = held_against(&prior_run, scenario, &outputs, &record)?;
    let comparison = compared(&record.observed, &prior_columns, &columns);
    Ok(Calibrated { posterior, generations, summaries: record.names, run, prior_run, check, prior_check, comparison })
}

/// What the record says, on the scale of comparison.
pub(crate) struct Record {
    pub columns: Vec<usize>,
    pub names: Vec<String>,
    pub observed: Vec<Observed>,
}

impl Record {
    pub fn of(outputs: &Outputs) -> Self {
        let columns = outputs.recorded();
        let list = outputs.list();
        let observed = columns.iter().filter_map(|&index| list[index].record);
        Self {
            observed: observed.map(|[low, high]| Observed { low, high }).collect(),
            names: columns.iter().map(|&index| list[index].name.clone()).collect(),
            columns,
        }
    }

    /// The summaries of a run from all that was read of it.
    pub fn summaries(&self, outputs: &Outputs, values: &[f64]) -> Vec<f64> {
        self.columns.iter().map(|&index| outputs.list()[index].scaled(values[index])).collect()
    }

    pub fn runs(&self, outputs: &Outputs, rows: &[TrialRow], replicates: u32) -> Vec<Runs> {
        let summaries = |row: &TrialRow| row.summaries.as_ref().ok().map(|values| self.summaries(outputs, values));
        rows.chunks(replicates as usize).map(|trial| trial.iter().map(summaries).collect()).collect()
    }
}

fn columns(predictive: &Predictive) -> Vec<(String, Vec<f64>)> {
    let column =
        |(index, axis): (usize, &Axis)| (axis.path.clone(), predictive.values.iter().map(|row| row[index]).collect());
    predictive.axes.iter().enumerate().map(column).collect()
}

/// A stored run held against the record, and its summaries, one column per target.
fn held_against(
    run: &StoredRun,
    scenario: &Scenario,
    outputs: &Outputs,
    record: &Record,
) -> Result<(Check, Vec<Vec<f64>>), LabError> {
    let mut checker = Checker::new(scenario);
    let mut columns = vec![Vec::new(); record.columns.len()];
    for replicate in run.replicates()? {
        let (_, trace) = replicate?;
        checker.observe(&trace);
        let values = record.summaries(outputs, &outputs.read(&trace));
        columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
    }
    Ok((checker.finish()?, columns))
}

/// CRPS of an ensemble for each target of the record, on the scale of comparison; `columns` has one per target.
pub(crate) fn scores(observed: &[Observed], columns: &[Vec<f64>]) -> Vec<f64> {
    let score =
        |(column, observed): (&Vec<f64>, &Observed)| crps_of_interval(&ascending(column), observed.low, observed.high);
    columns.iter().zip(observed).map(score).collect()
}

fn compared(observed: &[Observed], prior: &[Vec<f64>], posterior: &[Vec<f64>]) -> PredictiveComparison {
    let (prior, posterior) = (scores(observed, prior), scores(observed, posterior));
    let mean = |scores: &[f64]| scores.iter().sum::<f64>() / scores.len() as f64;
    PredictiveComparison {
        prior: mean(&prior),
        posterior: mean(&posterior),
        better: prior.iter().zip(&posterior).filter(|(prior, posterior)| posterior < prior).count() as u64,
        targets: observed.len() as u64,
    }
}
