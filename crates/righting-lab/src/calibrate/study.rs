//! A calibration from scenario to posterior, in a folder.

use righting_infer::{
    Axis, Distance, Level, Observed, Posterior, Proposal, Run, Sample, Sampled, Scales, Space, arviz_json, ascending,
    crps_of_interval, latin_hypercube, smc,
};
use righting_model::{Country, MixedChances, RandomEffects};
use righting_runner::{Progress, Runner};
use righting_scenario::Scenario;
use righting_store::{StoredRun, StudyFolder, TrialRow};
use serde::Serialize;

use super::plan::CalibrationPlan;
use super::predictive::{Member, Predictive, record_predictive};
use crate::check::{Check, Checker};
use crate::error::LabError;
use crate::measure::Unmeasured;
use crate::study::{Chances, Outputs, Trial, TrialPlan, Trials, axes_of, mixed_chances};

/// Draws of the prior in the file for ArviZ.
const DRAWS: usize = 2000;

/// Ensembles that follow the sampling.
const ENSEMBLES: u64 = 3;

/// A posterior sample, and how it was found.
#[derive(Debug)]
#[non_exhaustive]
pub struct SampledPosterior {
    /// The posterior.
    pub posterior: Posterior,
    /// Single runs near the record, with their chances: the courses of events. The posterior's own members where a trial
    /// stays one run.
    pub courses: Posterior,
    /// Summaries of runs in the prior, one of each trial that succeeded.
    pub prior: Vec<Vec<f64>>,
    /// How each level went.
    pub levels: Vec<Level>,
    /// The distance from the record.
    pub distance: Distance,
    /// Runs, failed ones included.
    pub runs: u64,
    /// Runs that failed.
    pub failed: u64,
    /// Runs that were stopped as runaways (see [`Runaway`](crate::Runaway)): they count as far from the record.
    pub stopped: u64,
    /// Targets that no run can be held against, and why.
    pub left_out: Vec<Unmeasured>,
    /// Names of the targets that the sample was held against.
    pub summaries: Vec<String>,
}

/// A calibration that is done.
#[derive(Debug)]
#[non_exhaustive]
pub struct Calibrated {
    /// The posterior sample.
    pub sampled: SampledPosterior,
    /// The posterior predictive ensemble.
    pub run: StoredRun,
    /// The courses of events, reported anew.
    pub reconstruction: StoredRun,
    /// The prior predictive ensemble.
    pub prior_run: StoredRun,
    /// The posterior predictive held against the record.
    pub check: Check,
    /// The reconstruction held against the record.
    pub reconstruction_check: Check,
    /// The prior predictive held against the record.
    pub prior_check: Check,
    /// Their scores.
    pub comparison: PredictiveComparison,
}

/// Fair continuous ranked probability scores of the three ensembles, on the scale of comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PredictiveComparison {
    /// Mean over targets of the prior predictive.
    pub prior: f64,
    /// Mean over targets of the posterior predictive.
    pub posterior: f64,
    /// Mean over targets of the reconstruction.
    pub reconstruction: f64,
    /// Targets that the posterior predicts better than the prior.
    pub better: u64,
    /// Targets in all.
    pub targets: u64,
}

/// Calibrates a scenario to its record. The folder gets the table of runs (`trials/`), `posterior.parquet`,
/// `courses.parquet`, `posterior.json` for ArviZ, and three runs: `posterior/`, `reconstruction/` and `prior/`.
///
/// # Errors
/// When the scenario has no priors or no targets, the folder is another study's, or the disk refuses;
/// that it was interrupted when the runner is stopped: the same call goes on.
pub fn calibrate(
    scenario: &Scenario,
    plan: &CalibrationPlan,
    folder: &StudyFolder,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Calibrated, LabError> {
    let seed = plan.seed;
    let mut before =
        Progress { done: 0, total: u64::from(plan.runs) + ENSEMBLES * u64::from(plan.predictive), failed: 0 };
    let sampled = sample_posterior(scenario, plan, Scales::Levels, folder, "trials", runner, |within| {
        progress(Progress { total: before.total, ..within });
    })?;
    let posterior = &sampled.posterior;
    folder.write_columns("posterior.parquet", &posterior.columns())?;
    folder.write_columns("courses.parquet", &sampled.courses.columns())?;
    let text = arviz_json(posterior, &sampled.summaries, &sampled.distance.observed, DRAWS, seed);
    folder.write_file("posterior.json", text.as_bytes())?;

    before.done = sampled.runs;
    before.total = sampled.runs + ENSEMBLES * u64::from(plan.predictive);
    before.failed = sampled.failed;
    let mut predict = |name: &str, predictive: &Predictive| -> Result<StoredRun, LabError> {
        let path = folder.path().join(name);
        let run = record_predictive(scenario, predictive, &path, runner, |within| {
            progress(Progress { done: before.done + within.done, ..before });
        })?;
        before.done += u64::from(plan.predictive);
        folder.write_columns(&format!("{name}/draws.parquet"), &columns(predictive))?;
        Ok(run)
    };
    let (of, axes) = (format!("{} runs, seed {seed}", plan.runs), posterior.axes.clone());
    let run = predict("posterior", &posterior_predictive(scenario, posterior, plan))?;
    let reconstruction = predict("reconstruction", &reconstruction(scenario, &sampled.courses, plan))?;
    let points = latin_hypercube(plan.predictive as usize, axes.len(), seed + 1);
    let member = |point: &Vec<f64>| Member {
        trial: None,
        values: axes.iter().zip(point).map(|(axis, &at)| axis.value(at)).collect(),
        random_effects: None,
        mixed_chances: None,
    };
    let members = points.iter().map(member).collect();
    let prior = Predictive { draws: format!("prior of {of}"), axes, members, seed: seed + 1 };
    let prior_run = predict("prior", &prior)?;

    let outputs = Outputs::of(scenario);
    let record = Record::of(&outputs);
    let (check, columns) = held_against(&run, scenario, &outputs, &record)?;
    let (reconstruction_check, reconstructed) = held_against(&reconstruction, scenario, &outputs, &record)?;
    let (prior_check, prior_columns) = held_against(&prior_run, scenario, &outputs, &record)?;
    let comparison = compared(&record.observed, &prior_columns, &columns, &reconstructed);
    Ok(Calibrated { sampled, run, reconstruction, prior_run, check, reconstruction_check, prior_check, comparison })
}

/// The ensemble that a posterior predicts: parameters and random effects of its members, with new chances.
pub(crate) fn posterior_predictive(scenario: &Scenario, posterior: &Posterior, plan: &CalibrationPlan) -> Predictive {
    drawn(scenario, posterior, plan, plan.seed + 1, |_, _| None)
}

/// What happened, as far as the record tells: courses of events with the chances they have, reported anew.
fn reconstruction(scenario: &Scenario, courses: &Posterior, plan: &CalibrationPlan) -> Predictive {
    drawn(scenario, courses, plan, plan.seed, |number, sample| {
        let mixed = mixed_chances(&sample.chances[0]);
        Some(MixedChances { reports: vec![number; mixed.reports.len()], ..mixed })
    })
}

/// Members of a posterior as an ensemble; `chances` says what each follows as which replicate.
fn drawn(
    scenario: &Scenario,
    posterior: &Posterior,
    plan: &CalibrationPlan,
    seed: u64,
    chances: impl Fn(u32, &Sample) -> Option<MixedChances>,
) -> Predictive {
    let member = |(number, index): (u32, usize)| {
        let sample = &posterior.samples[index];
        Member {
            trial: Some(sample.trial),
            values: posterior.values(sample),
            random_effects: Some(RandomEffects::of_list(&scenario.setup.country, &sample.point.effects)),
            mixed_chances: chances(number, sample),
        }
    };
    Predictive {
        draws: format!(
            "posterior of {} runs, seed {}: {} members, effective size {:.1}, {:.1} independent; replicates repeat members",
            plan.runs,
            plan.seed,
            posterior.samples.len(),
            posterior.effective(),
            posterior.independent()
        ),
        axes: posterior.axes.clone(),
        members: (0..).zip(posterior.draw(plan.predictive as usize, plan.seed)).map(member).collect(),
        seed,
    }
}

/// Samples the posterior of a scenario, every run into the table `name` of a study.
///
/// # Errors
/// As [`calibrate`].
pub fn sample_posterior(
    scenario: &Scenario,
    plan: &CalibrationPlan,
    scales: Scales,
    folder: &StudyFolder,
    name: &str,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<SampledPosterior, LabError> {
    let axes = axes_of(scenario)?;
    let country = &scenario.setup.country;
    let seed = plan.seed;
    let trial_plan = TrialPlan { axes: axes.clone(), replicates: 1, seed, chances: Chances::Own };
    let mut trials = Trials::new(scenario, trial_plan, folder, name, runner)?;
    let record = Record::of(trials.outputs());
    if record.observed.is_empty() {
        return Err(LabError::NoTargets { scenario: scenario.id.clone() });
    }
    let chances = chance_names(country);
    let space = Space { parameters: axes.len(), effects: RandomEffects::count(country), chances: chances.len() };
    let mut before = Progress { done: 0, total: u64::from(plan.runs), failed: 0 };
    let (mut stopped, left_out) = (0, trials.outputs().left_out().to_vec());
    let Sampled { samples, courses, prior, levels, distance, .. } =
        smc(&plan.smc(axes.len()), space, &record.observed, scales, |proposals| {
            let trial = |proposal: &Proposal| Trial {
                number: proposal.number,
                values: axes.iter().zip(&proposal.point.position).map(|(axis, &at)| axis.value(at)).collect(),
                random_effects: Some(RandomEffects::of_list(country, &proposal.point.effects)),
                chances: Some(proposal.chances.clone()),
            };
            let rows = trials.run(&proposals.iter().map(trial).collect::<Vec<_>>(), &mut |within: Progress| {
                progress(Progress { done: before.done + within.done, failed: before.failed + within.failed, ..before });
            })?;
            before.done += rows.len() as u64;
            before.failed += rows.iter().filter(|row| row.summaries.is_err()).count() as u64;
            stopped += rows.iter().filter(|row| row.stopped.is_some()).count() as u64;
            if before.done == before.failed {
                return Err(LabError::NoReplicates);
            }
            Ok(rows.iter().map(|row| record.run(trials.outputs(), row)).collect())
        })?;
    let posterior = Posterior { axes, effects: RandomEffects::names(country), chances: Vec::new(), samples };
    Ok(SampledPosterior {
        courses: Posterior { chances, samples: courses, ..posterior.clone() },
        posterior,
        prior,
        levels,
        distance,
        runs: before.done,
        failed: before.failed,
        stopped,
        left_out,
        summaries: record.names,
    })
}

/// Names of the chances, in their order.
fn chance_names(country: &Country) -> Vec<String> {
    let of = |kind: &'static str| {
        let places = country.places.iter().map(move |place| format!("chances.{kind}.place.{}", place.key));
        places.chain([format!("chances.{kind}.nation")])
    };
    of("events").chain(of("reports")).collect()
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
        let observed = columns.iter().filter_map(|&index| {
            let [low, high] = list[index].record?;
            Some(Observed { low, high, national: list[index].national })
        });
        Self {
            observed: observed.collect(),
            names: columns.iter().map(|&index| list[index].name.clone()).collect(),
            columns,
        }
    }

    /// The summaries of a run from all that was read of it.
    pub fn summaries(&self, outputs: &Outputs, values: &[f64]) -> Vec<f64> {
        self.columns.iter().map(|&index| outputs.list()[index].scaled(values[index])).collect()
    }

    /// The summaries of a run, if it succeeded.
    pub fn run(&self, outputs: &Outputs, row: &TrialRow) -> Run {
        row.summaries.as_ref().ok().map(|values| self.summaries(outputs, values))
    }
}

fn columns(predictive: &Predictive) -> Vec<(String, Vec<f64>)> {
    let column = |(index, axis): (usize, &Axis)| {
        (axis.path.clone(), predictive.members.iter().map(|member| member.values[index]).collect())
    };
    let trials: Option<Vec<f64>> = predictive.members.iter().map(|member| member.trial.map(f64::from)).collect();
    let trials = trials.map(|trials| ("trial".to_owned(), trials));
    trials.into_iter().chain(predictive.axes.iter().enumerate().map(column)).collect()
}

/// A stored run held against the record, and its summaries, one column per target.
pub(crate) fn held_against(
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

fn compared(
    observed: &[Observed],
    prior: &[Vec<f64>],
    posterior: &[Vec<f64>],
    reconstruction: &[Vec<f64>],
) -> PredictiveComparison {
    let [prior, posterior, reconstruction] =
        [prior, posterior, reconstruction].map(|columns| scores(observed, columns));
    let mean = |scores: &[f64]| scores.iter().sum::<f64>() / scores.len() as f64;
    PredictiveComparison {
        prior: mean(&prior),
        posterior: mean(&posterior),
        reconstruction: mean(&reconstruction),
        better: prior.iter().zip(&posterior).filter(|(prior, posterior)| posterior < prior).count() as u64,
        targets: observed.len() as u64,
    }
}
