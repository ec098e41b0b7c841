//! A diagnosis from scenario to verdict, in a folder.

use std::collections::BTreeMap;

use righting_infer::linear::dot;
use righting_infer::ranks::{band, chi_square, histogram, holds, kolmogorov, rank};
use righting_infer::regression::{Known, Table, contraction, logits, median};
use righting_infer::{Axis, IDENTIFIED, holm, latin_hypercube};
use righting_runner::{Progress, Runner};
use righting_scenario::Scenario;
use righting_store::{StudyFolder, TrialRow};
use serde::Serialize;

use crate::calibrate::Record;
use crate::design::trials_at;
use crate::error::LabError;
use crate::measure::Unmeasured;
use crate::study::{Chances, TrialPlan, Trials, axes_of};

/// Share of truths by chance outside the band of recovery.
pub const RECOVERED: f64 = 0.001;

/// Share of the table's runs that a record takes.
const KEPT: f64 = 0.1;

/// How to diagnose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagnosePlan {
    /// Runs of the shared table.
    pub table: u32,
    /// Records held out, simulated besides the table.
    pub records: u32,
    /// Runs of the pilot, from which parameters are declared identifiable or not; a tenth of them are its records.
    pub pilot: u32,
    /// Seed of designs and runs.
    pub seed: u64,
}

impl DiagnosePlan {
    /// What the results depend on, for `study.json`.
    pub fn entries(&self) -> BTreeMap<String, String> {
        let entry = |name: &str, value: u32| (name.to_owned(), value.to_string());
        BTreeMap::from([entry("table", self.table), entry("records", self.records), entry("pilot", self.pilot)])
    }
}

/// What the records say of one parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ParameterDiagnosis {
    /// Its path.
    pub path: String,
    /// Median contraction over the records of the pilot, by which it was declared.
    pub pilot_contraction: f64,
    /// Whether it was declared identifiable, before the records were looked at.
    pub identifiable: bool,
    /// Records whose truth lies inside the 90 % interval.
    pub inside: u64,
    /// Whether that number is within the 99.9 % band of a binomial with chance 0.9.
    pub recovered: bool,
    /// Median contraction over the records.
    pub contraction: f64,
    /// Correlation of the posterior mean with the truth.
    pub correlation: f64,
    /// Ranks of the truth, 0 to [`RANKS`](crate::RANKS), counted in 20 bins.
    pub histogram: Vec<u64>,
    /// p-value of the chi-square test that ranks are uniform.
    pub chi_square: f64,
    /// p-value of the Kolmogorov-Smirnov test that ranks are uniform.
    pub kolmogorov: f64,
    /// Whether Holm's rule over all parameters and both tests rejects uniformity at 5 %.
    pub rejected: bool,
}

/// The outcome.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Diagnosis {
    /// One row per parameter.
    pub parameters: Vec<ParameterDiagnosis>,
    /// Records inferred.
    pub records: u64,
    /// Smallest and largest number of truths inside that pass.
    pub band: (u64, u64),
    /// Runs in all, and how many of them failed.
    pub runs: (u64, u64),
    /// Runs that were stopped as runaways (see [`Runaway`](crate::Runaway)).
    pub stopped: u64,
    /// Targets that no run can be held against, and why.
    pub left_out: Vec<Unmeasured>,
}

impl Diagnosis {
    /// Whether every parameter is recovered, ranks are uniform, and at most a third was declared unidentifiable.
    pub fn passes(&self) -> bool {
        let unidentifiable = self.parameters.iter().filter(|parameter| !parameter.identifiable).count();
        let right = self.parameters.iter().all(|parameter| parameter.recovered && !parameter.rejected);
        right && 3 * unidentifiable <= self.parameters.len()
    }
}

/// Diagnoses the inference of a scenario. The folder gets two tables of runs, `pilot/` and `trials/`, and
/// `declared.json`, written before any record is inferred: which parameters are declared identifiable.
///
/// # Errors
/// When the scenario has no priors or no targets, the folder is another study's, or the disk refuses;
/// that it was interrupted when the runner is stopped: the same call goes on.
pub fn diagnose(
    scenario: &Scenario,
    plan: &DiagnosePlan,
    folder: &StudyFolder,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Diagnosis, LabError> {
    let axes = axes_of(scenario)?;
    let total = u64::from(plan.pilot + plan.table + plan.records);
    let mut runs = (0, 0);
    let (mut stopped, mut left_out) = (0, Vec::new());
    let mut simulate = |name: &str, count: u32, seed: u64| -> Result<Vec<Known>, LabError> {
        let trial_plan = TrialPlan { axes: axes.clone(), replicates: 1, seed, chances: Chances::Own };
        let mut trials = Trials::new(scenario, trial_plan, folder, name, runner)?;
        let record = Record::of(trials.outputs());
        if record.observed.is_empty() {
            return Err(LabError::NoTargets { scenario: scenario.id.clone() });
        }
        let points = latin_hypercube(count as usize, axes.len(), seed);
        let rows = trials.run(&trials_at(&axes, &points, 0), &mut |within| {
            progress(Progress { done: runs.0 + within.done, total, failed: runs.1 + within.failed });
        })?;
        stopped += rows.iter().filter(|row| row.stopped.is_some()).count() as u64;
        left_out = trials.outputs().left_out().to_vec();
        let known: Vec<Known> = rows.iter().filter_map(|row| known(row, &axes, &record, &trials)).collect();
        runs = (runs.0 + rows.len() as u64, runs.1 + (rows.len() - known.len()) as u64);
        if known.len() < 20 { Err(LabError::NoReplicates) } else { Ok(known) }
    };

    let pilot = simulate("pilot", plan.pilot, plan.seed + 1)?;
    let declared = declare(&pilot, &axes);
    folder.write_file("declared.json", &serde_json::to_vec_pretty(&declared).map_err(LabError::sink)?)?;
    let known = simulate("trials", plan.table + plan.records, plan.seed)?;
    let (records, table) = known.split_at((plan.records as usize).min(known.len() / 2));
    let parameters = judge(records, &Table::new(table), &axes, &declared, plan.seed, runner)?;
    let held = records.len() as u64;
    Ok(Diagnosis { parameters, records: held, band: band(held, RECOVERED), runs, stopped, left_out })
}

fn known(row: &TrialRow, axes: &[Axis], record: &Record, trials: &Trials<'_>) -> Option<Known> {
    let values = row.summaries.as_ref().ok()?;
    let positions = axes.iter().zip(&row.parameters).map(|(axis, &value)| axis.position(value));
    Some(Known { responses: logits(positions), summaries: record.summaries(trials.outputs(), values) })
}

/// Contraction of every parameter, the median over the pilot's records.
fn declare(pilot: &[Known], axes: &[Axis]) -> BTreeMap<String, f64> {
    let (records, table) = pilot.split_at(pilot.len() / 10);
    let table = Table::new(table);
    let found: Vec<Vec<f64>> = records
        .iter()
        .map(|record| {
            let (positions, weights) = table.infer(&record.summaries, KEPT);
            (0..axes.len()).map(|p| contraction(&column(&positions, p), &weights)).collect()
        })
        .collect();
    axes.iter().enumerate().map(|(p, axis)| (axis.path.clone(), median(&column(&found, p)))).collect()
}

/// What is said of one parameter of one record.
struct Verdict {
    inside: bool,
    rank: usize,
    contraction: f64,
    mean: f64,
    truth: f64,
}

fn judge(
    records: &[Known],
    table: &Table,
    axes: &[Axis],
    declared: &BTreeMap<String, f64>,
    seed: u64,
    runner: &Runner<'_>,
) -> Result<Vec<ParameterDiagnosis>, LabError> {
    let verdicts = |&(number, record): &(usize, &Known)| -> Vec<Verdict> {
        let (positions, weights) = table.infer(&record.summaries, KEPT);
        let verdict = |p: usize| {
            let positions = column(&positions, p);
            let truth = righting_infer::logistic(record.responses[p]);
            Verdict {
                inside: holds(&positions, &weights, truth),
                rank: rank(&positions, &weights, truth, seed, (number * axes.len() + p) as u32),
                contraction: contraction(&positions, &weights),
                mean: dot(&positions, &weights),
                truth,
            }
        };
        (0..axes.len()).map(verdict).collect()
    };
    let numbered: Vec<(usize, &Known)> = records.iter().enumerate().collect();
    let verdicts: Vec<Vec<Verdict>> = runner.all(&numbered, verdicts)?;
    let (low, high) = band(records.len() as u64, RECOVERED);
    let mut parameters: Vec<ParameterDiagnosis> = axes
        .iter()
        .enumerate()
        .map(|(p, axis)| {
            let own: Vec<&Verdict> = verdicts.iter().map(|row| &row[p]).collect();
            let ranks: Vec<usize> = own.iter().map(|verdict| verdict.rank).collect();
            let inside = own.iter().filter(|verdict| verdict.inside).count() as u64;
            let histogram = histogram(&ranks);
            let pilot_contraction = declared[&axis.path];
            ParameterDiagnosis {
                path: axis.path.clone(),
                pilot_contraction,
                identifiable: pilot_contraction >= IDENTIFIED,
                inside,
                recovered: (low..=high).contains(&inside),
                contraction: median(&own.iter().map(|verdict| verdict.contraction).collect::<Vec<_>>()),
                correlation: correlation(&own),
                chi_square: chi_square(&histogram),
                kolmogorov: kolmogorov(&ranks),
                histogram,
                rejected: false,
            }
        })
        .collect();
    let p_values: Vec<f64> = parameters.iter().flat_map(|found| [found.chi_square, found.kolmogorov]).collect();
    let rejected = holm(&p_values, 0.05);
    parameters.iter_mut().zip(rejected.chunks(2)).for_each(|(found, tests)| found.rejected = tests[0] || tests[1]);
    Ok(parameters)
}

fn correlation(verdicts: &[&Verdict]) -> f64 {
    let count = verdicts.len() as f64;
    let mean = |value: &dyn Fn(&Verdict) -> f64| verdicts.iter().map(|verdict| value(verdict)).sum::<f64>() / count;
    let (a, b) = (mean(&|verdict| verdict.mean), mean(&|verdict| verdict.truth));
    let product = mean(&|verdict| (verdict.mean - a) * (verdict.truth - b));
    let scale = mean(&|verdict| (verdict.mean - a) * (verdict.mean - a))
        * mean(&|verdict| (verdict.truth - b) * (verdict.truth - b));
    if scale > 0.0 { product / righting_model::math::sqrt(scale) } else { 0.0 }
}

fn column(rows: &[Vec<f64>], index: usize) -> Vec<f64> {
    rows.iter().map(|row| row[index]).collect()
}
