//! A trial from scenarios to probabilities, in a folder.

use righting_infer::{Level, Scales, Spread, spreads};
use righting_runner::{Progress, Runner};
use righting_scenario::Scenario;
use righting_store::StudyFolder;
use serde::Serialize;
use std::collections::BTreeMap;

use super::account::{Account, SWITCHES};
use super::confusion::Confusion;
use super::evidence::{LogEvidence, Weighing};
use crate::calibrate::{
    CalibrationPlan, Record, SampledPosterior, held_against, posterior_predictive, record_predictive, sample_posterior,
    scores,
};
use crate::compare::FailedRun;
use crate::error::LabError;
use crate::measure::Unmeasured;
use crate::study::Outputs;

/// Parameters of contested structures have paths that begin so.
const CONTESTED: &str = "hypotheses.";

/// How to try the accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TryPlan {
    /// Runs per account and repeat.
    pub runs: u32,
    /// How often every account is sampled, each time under another seed.
    pub repeats: u32,
    /// Replicates of the posterior predictive ensemble of every account.
    pub predictive: u32,
    /// Seed of the first repeat.
    pub seed: u64,
}

impl TryPlan {
    /// What the results depend on, for `study.json`.
    pub fn entries(&self) -> BTreeMap<String, String> {
        let entry = |name: &str, value: u32| (name.to_owned(), value.to_string());
        BTreeMap::from([entry("runs", self.runs), entry("repeats", self.repeats), entry("predictive", self.predictive)])
    }

    fn repeat(&self, repeat: u32) -> CalibrationPlan {
        let Self { runs, predictive, seed, .. } = *self;
        CalibrationPlan { predictive, ..CalibrationPlan::new(runs, seed + u64::from(repeat)) }
    }
}

/// What a trial found of one account.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TriedAccount {
    /// Its name.
    pub account: String,
    /// Log probability of a run from its prior to come within the common tolerance.
    pub evidence: LogEvidence,
    /// The same by repeat.
    pub repeats: Vec<LogEvidence>,
    /// Independent members of its sample in the first repeat.
    pub effective: f64,
    /// Targets inside the 90 % band of its posterior predictive ensemble.
    pub inside: u64,
    /// Targets held against it.
    pub targets: u64,
    /// How many replicates of that ensemble failed.
    pub failed: u64,
    /// Each of them.
    pub failures: Vec<FailedRun>,
    /// Sharpness of that ensemble.
    pub sharpness: Option<f64>,
    /// Mean score of that ensemble (CRPS over targets, smaller is closer).
    pub crps: f64,
    /// Posterior of the parameters of its contested structures.
    pub parameters: Vec<Spread>,
}

/// A trial that is done.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TrialOfAccounts {
    /// The common tolerance.
    pub tolerance: f64,
    /// Accounts, in their order.
    pub accounts: Vec<TriedAccount>,
    /// Probabilities under several priors, the even one first.
    pub weighings: Vec<Weighing>,
    /// The even prior, by repeat.
    pub by_repeat: Vec<Weighing>,
    /// What is found in records whose account is known.
    pub confusion: Confusion,
    /// Runs in all.
    pub runs: u64,
    /// Runs that failed.
    pub failed: u64,
    /// Runs that were stopped as runaways (see [`Runaway`](crate::Runaway)): they count as far from the record.
    pub stopped: u64,
    /// Targets that no run can be held against, and why.
    pub left_out: Vec<Unmeasured>,
}

/// Tries accounts, each given as the scenario under it. The folder gets a table of runs per account and repeat and a
/// posterior predictive run per account.
///
/// # Errors
/// As [`calibrate`](crate::calibrate).
pub fn try_accounts(
    scenarios: &[(Account, Scenario)],
    plan: &TryPlan,
    folder: &StudyFolder,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<TrialOfAccounts, LabError> {
    let count = scenarios.len() as u64;
    let total = count * u64::from(plan.repeats * plan.runs + plan.predictive);
    let mut before = Progress { done: 0, total, failed: 0 };
    let sampled = sample_all(scenarios, plan, folder, runner, &mut before, &mut progress)?;
    let last = |found: &SampledPosterior| found.levels.last().map_or(f64::INFINITY, |level| level.tolerance);
    let tolerance = sampled.iter().flatten().map(last).fold(0.0, f64::max);
    let mut tried = Vec::new();
    for ((account, scenario), repeats) in scenarios.iter().zip(&sampled) {
        let path = folder.path().join(account.name());
        let predictive = posterior_predictive(scenario, &repeats[0].posterior, &plan.repeat(0));
        let run = record_predictive(scenario, &predictive, &path, runner, |within| {
            progress(Progress { done: before.done + within.done, ..before });
        })?;
        before.done += u64::from(plan.predictive);
        let outputs = Outputs::of(scenario);
        let record = Record::of(&outputs);
        let (check, columns) = held_against(&run, scenario, &outputs, &record)?;
        let found = scores(&record.observed, &columns);
        let evidence: Vec<LogEvidence> =
            repeats.iter().map(|found| LogEvidence::within(&found.levels, tolerance)).collect();
        let contested = |spread: &Spread| spread.path.starts_with(CONTESTED);
        tried.push(TriedAccount {
            account: account.name(),
            evidence: LogEvidence::pooled(&evidence),
            repeats: evidence,
            effective: repeats[0].levels.last().map_or(0.0, Level::independent),
            inside: check.inside,
            targets: check.total,
            failed: run.failed() as u64,
            failures: FailedRun::of(&account.name(), &run),
            sharpness: check.sharpness,
            crps: found.iter().sum::<f64>() / found.len() as f64,
            parameters: spreads(&repeats[0].posterior).into_iter().filter(contested).collect(),
        });
    }
    let accounts: Vec<Account> = scenarios.iter().map(|(account, _)| *account).collect();
    Ok(TrialOfAccounts {
        tolerance,
        weighings: weighings(&accounts, &tried, &sampled, plan.seed),
        by_repeat: (0..plan.repeats as usize)
            .map(|repeat| {
                let evidence: Vec<LogEvidence> = tried.iter().map(|account| account.repeats[repeat]).collect();
                weigh(&format!("alike, seed {}", plan.seed + repeat as u64), &accounts, &evidence, None, plan.seed)
            })
            .collect(),
        confusion: Confusion::new(&accounts, &sampled.iter().map(|repeats| priors(repeats)).collect::<Vec<_>>()),
        accounts: tried,
        runs: sampled.iter().flatten().map(|found| found.runs).sum(),
        failed: before.failed,
        stopped: sampled.iter().flatten().map(|found| found.stopped).sum(),
        left_out: sampled.iter().flatten().next().map_or_else(Vec::new, |found| found.left_out.clone()),
    })
}

/// The runs of the prior of every repeat.
fn priors(repeats: &[SampledPosterior]) -> Vec<Vec<f64>> {
    repeats.iter().flat_map(|found| found.prior.iter().cloned()).collect()
}

/// The posteriors of every account, by account and then by repeat. The first distance is that of all others.
fn sample_all(
    scenarios: &[(Account, Scenario)],
    plan: &TryPlan,
    folder: &StudyFolder,
    runner: &Runner<'_>,
    before: &mut Progress,
    progress: &mut impl FnMut(Progress),
) -> Result<Vec<Vec<SampledPosterior>>, LabError> {
    let mut sampled: Vec<Vec<SampledPosterior>> = scenarios.iter().map(|_| Vec::new()).collect();
    let mut scales = Scales::Prior;
    for repeat in 0..plan.repeats {
        for ((account, scenario), sampled) in scenarios.iter().zip(&mut sampled) {
            let name = format!("trials-{}-{}", account.name(), repeat + 1);
            let own = plan.repeat(repeat);
            let found = sample_posterior(scenario, &own, scales.clone(), folder, &name, runner, |within| {
                let (done, failed) = (before.done + within.done, before.failed + within.failed);
                progress(Progress { done, failed, ..*before });
            })?;
            before.done += u64::from(plan.runs);
            before.failed += found.failed;
            scales = Scales::Given(found.distance.clone());
            sampled.push(found);
        }
    }
    Ok(sampled)
}

/// Probabilities under an even prior, under others over the accounts, and under others over the contested parameters.
fn weighings(
    accounts: &[Account],
    tried: &[TriedAccount],
    sampled: &[Vec<SampledPosterior>],
    seed: u64,
) -> Vec<Weighing> {
    let evidence: Vec<LogEvidence> = tried.iter().map(|account| account.evidence).collect();
    let spontaneous = accounts.iter().position(|account| account.on == [false; 3]);
    let half: Vec<f64> = (0..accounts.len())
        .map(|at| if Some(at) == spontaneous { 0.5 } else { 0.5 / (accounts.len() - 1).max(1) as f64 })
        .collect();
    let within = |range: (f64, f64)| -> Vec<LogEvidence> {
        evidence.iter().zip(sampled).map(|(evidence, repeats)| narrowed(*evidence, repeats, range)).collect()
    };
    let mut all = vec![weigh("every account alike", accounts, &evidence, None, seed)];
    if spontaneous.is_some() && accounts.len() > 1 {
        all.push(weigh("the spontaneous account one half", accounts, &evidence, Some(&half), seed));
    }
    all.push(weigh("alike; contested parameters in the lower half", accounts, &within((0.0, 0.5)), None, seed));
    all.push(weigh("alike; contested parameters in the upper half", accounts, &within((0.5, 1.0)), None, seed));
    all
}

fn weigh(prior: &str, accounts: &[Account], evidence: &[LogEvidence], weights: Option<&[f64]>, seed: u64) -> Weighing {
    let on: Vec<[bool; SWITCHES.len()]> = accounts.iter().map(|account| account.on).collect();
    let even = vec![1.0 / accounts.len() as f64; accounts.len()];
    Weighing::new(prior, &on, evidence, weights.unwrap_or(&even), seed)
}

/// LogEvidence under priors of the contested parameters that are cut to a part of their range: the share of the sample there
/// over the share of the prior there.
fn narrowed(evidence: LogEvidence, repeats: &[SampledPosterior], (low, high): (f64, f64)) -> LogEvidence {
    let share = |found: &SampledPosterior| -> (f64, f64) {
        let axes = &found.posterior.axes;
        let contested: Vec<usize> = (0..axes.len()).filter(|&axis| axes[axis].path.starts_with(CONTESTED)).collect();
        let inside = |position: &[f64]| contested.iter().all(|&axis| (low..=high).contains(&position[axis]));
        let samples = found.posterior.samples.iter();
        let share = samples.filter(|sample| inside(&sample.point.position)).map(|sample| sample.weight).sum::<f64>();
        (share, righting_model::math::pow(high - low, contested.len() as f64))
    };
    let (shares, priors): (Vec<f64>, Vec<f64>) = repeats.iter().map(share).unzip();
    let size: f64 = repeats.iter().filter_map(|found| found.levels.last()).map(|level| level.effective).sum();
    // A share of nothing is no number: half a member is the least that the sample can tell.
    let mean = (shares.iter().sum::<f64>() / shares.len() as f64).max(0.5 / size.max(1.0));
    let relative = ((1.0 - mean) / (mean * size.max(1.0))).max(0.0);
    LogEvidence {
        log: evidence.log + righting_model::math::ln(mean / priors[0]),
        error: righting_model::math::sqrt(evidence.error * evidence.error + relative),
    }
}
