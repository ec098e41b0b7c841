//! Tests that runs answer: the scenario beside itself with something changed.

use std::collections::BTreeMap;
use std::path::Path;

use righting_infer::Observed;
use righting_measure::Endpoint;
use righting_runner::{Progress, RunPlan, Runner};
use righting_scenario::{Change, ClaimTest, Expect, Scenario, Source};
use righting_store::{StoredRun, StudyFolder};

use super::{Found, Holds};
use crate::calibrate::{Record, scores};
use crate::compare::{Arm, ComparePlan, Comparison, FailedRun, compare};
use crate::error::LabError;
use crate::future::Future;
use crate::study::{Outputs, manifest};

/// Standard errors by which a mean must lie off zero to decide.
const DECIDES: f64 = 2.0;

/// Parts of an ensemble whose scores tell their error.
const PARTS: usize = 10;

/// The runs that the claims of a scenario ask for.
pub(super) struct Weighed {
    changes: Vec<Vec<Change>>,
    comparison: Option<Comparison>,
    scores: Vec<Option<Score>>,
}

/// By how much an arm is closer to the record than the base.
#[derive(Clone, Copy)]
struct Score {
    base: f64,
    arm: f64,
    gain: f64,
    error: f64,
    better: usize,
    targets: usize,
}

/// What stands in the way of a test before it is run.
pub(super) fn fault(source: &Source, test: &ClaimTest, claim: &str) -> Option<LabError> {
    if let ClaimTest::Compare { endpoint, .. } = test
        && let Err(error) = endpoint_of(endpoint, claim)
    {
        return Some(error);
    }
    let changes = test.changes().map_err(LabError::ClaimChange);
    changes.and_then(|changes| Ok(Scenario::load(source, &changes)?)).err()
}

fn endpoint_of(name: &str, claim: &str) -> Result<Endpoint, LabError> {
    let names = || LabError::ClaimNames { claim: claim.to_owned(), what: "endpoint".to_owned(), name: name.to_owned() };
    Endpoint::ALL.into_iter().find(|known| known.name() == name).ok_or_else(names)
}

/// Runs every distinct change that the tests ask for, once.
pub(super) fn weigh<'a>(
    (scenario, source): (&Scenario, &Source),
    tests: impl Iterator<Item = &'a ClaimTest>,
    plan: RunPlan,
    folder: &Path,
    resume: bool,
    runner: &Runner<'_>,
    progress: impl FnMut(Progress),
) -> Result<Option<Weighed>, LabError> {
    let mut changes: Vec<Vec<Change>> = Vec::new();
    let mut scored = Vec::new();
    for test in tests {
        let wanted = test.changes().map_err(LabError::ClaimChange)?;
        if wanted.is_empty() {
            continue;
        }
        let at = changes.iter().position(|known| *known == wanted).unwrap_or_else(|| {
            changes.push(wanted);
            scored.push(false);
            changes.len() - 1
        });
        scored[at] |= matches!(test, ClaimTest::Hypothesis { .. });
    }
    if changes.is_empty() {
        StudyFolder::open(folder, manifest(scenario, "claims", plan.seed, BTreeMap::new()), resume)?;
        return Ok(Some(Weighed { changes, comparison: None, scores: Vec::new() }));
    }
    let arm = |(at, changes): (usize, &Vec<Change>)| -> Result<Arm, LabError> {
        Ok(Arm::numbered(at + 1, Future::of(changes.clone()).name, Scenario::load(source, changes)?))
    };
    let arms = changes.iter().enumerate().map(arm).collect::<Result<Vec<_>, _>>()?;
    let base = Arm::base(scenario.clone());
    let compare_plan = ComparePlan { kind: "claims", run: plan, reseed_from: None, resume };
    let Some(comparison) = compare(&base, &arms, &compare_plan, folder, runner, progress)? else { return Ok(None) };
    let outputs = Outputs::of(scenario);
    let record = Record::of(&outputs);
    let of_base = summaries(&folder.join(&base.folder), &outputs, &record)?;
    let score = |(arm, &scored): (&Arm, &bool)| -> Result<Option<Score>, LabError> {
        if !scored {
            return Ok(None);
        }
        let of_arm = summaries(&folder.join(&arm.folder), &outputs, &record)?;
        Ok(Some(Score::of(&of_base, &of_arm, &record.observed)))
    };
    let scores = arms.iter().zip(&scored).map(score).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(Weighed { changes, comparison: Some(comparison), scores }))
}

impl Weighed {
    /// Pairs in the arm that has the fewest; `None` where nothing was run.
    pub fn complete(&self) -> Option<usize> {
        self.comparison.as_ref()?.arms.iter().map(|arm| arm.pairs).min()
    }

    /// Ensembles that were run.
    pub fn arms(&self) -> u64 {
        self.comparison.as_ref().map_or(0, |comparison| 1 + comparison.arms.len() as u64)
    }

    /// Replicates that failed, with what was changed.
    pub fn failed(&self) -> Vec<FailedRun> {
        self.comparison.as_ref().map_or_else(Vec::new, |comparison| comparison.failed.clone())
    }

    pub fn found(&self, test: &ClaimTest, claim: &str) -> Result<Found, LabError> {
        let wanted = test.changes().map_err(LabError::ClaimChange)?;
        let at = self.changes.iter().position(|known| *known == wanted);
        let (Some(at), Some(comparison)) = (at, &self.comparison) else { unreachable!("its runs were made") };
        let arm = &comparison.arms[at];
        match test {
            ClaimTest::Compare { endpoint, expect, .. } => {
                let known = endpoint_of(endpoint, claim)?;
                let Some(difference) = &arm.differences[known.index()] else {
                    let says = format!("{}: no pair of runs has {} in both.", arm.name, known.label());
                    return Ok(Found { holds: Holds::Unknown, says });
                };
                // A count of thousands needs no tenths.
                let digits = usize::from(difference.base.abs() < 1000.0);
                let says = format!(
                    "{}: {} {:.digits$} against {:.digits$}, difference {:+.digits$} (standard error {:.digits$}; 5th and \
                     95th percentile of {} pairs {:+.digits$} and {:+.digits$}).",
                    arm.name,
                    known.label(),
                    difference.other,
                    difference.base,
                    difference.mean,
                    difference.standard_error,
                    difference.pairs,
                    difference.p5,
                    difference.p95
                );
                let towards = if *expect == Expect::More { difference.mean } else { -difference.mean };
                Ok(Found { holds: decided(towards, difference.standard_error), says })
            }
            _ => {
                let score = self.scores[at].expect("it was scored");
                let says = format!(
                    "{}: the score of the record (CRPS, mean of {} targets, smaller is closer) is {:.4} against {:.4}, \
                     gain {:+.4} (error {:.4}); {} of them are met better. The parameters are those of the scenario without it.",
                    arm.name, score.targets, score.arm, score.base, score.gain, score.error, score.better
                );
                Ok(Found { holds: decided(score.gain, score.error), says })
            }
        }
    }
}

fn decided(towards: f64, error: f64) -> Holds {
    if towards.abs() <= DECIDES * error { Holds::Within } else { Holds::when(towards > 0.0) }
}

/// What the targets read in each replicate, one column per target, on the scale of comparison.
fn summaries(folder: &Path, outputs: &Outputs, record: &Record) -> Result<Vec<Vec<f64>>, LabError> {
    let mut columns = vec![Vec::new(); record.columns.len()];
    for replicate in StoredRun::open(folder)?.replicates()? {
        let (_, trace) = replicate?;
        let values = record.summaries(outputs, &outputs.read(&trace));
        columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
    }
    Ok(columns)
}

impl Score {
    fn of(base: &[Vec<f64>], arm: &[Vec<f64>], observed: &[Observed]) -> Self {
        let mean = |scores: &[f64]| scores.iter().sum::<f64>() / scores.len() as f64;
        let (of_base, of_arm) = (scores(observed, base), scores(observed, arm));
        let gain = |at: usize| mean(&scores(observed, &part(base, at))) - mean(&scores(observed, &part(arm, at)));
        let gains: Vec<f64> = (0..PARTS).map(gain).collect();
        let middle = mean(&gains);
        let variance = gains.iter().map(|gain| (gain - middle) * (gain - middle)).sum::<f64>() / (PARTS - 1) as f64;
        Self {
            base: mean(&of_base),
            arm: mean(&of_arm),
            gain: mean(&of_base) - mean(&of_arm),
            error: (variance / PARTS as f64).sqrt(),
            better: of_base.iter().zip(&of_arm).filter(|(base, arm)| arm < base).count(),
            targets: observed.len(),
        }
    }
}

/// One of the parts of an ensemble: every tenth replicate.
fn part(columns: &[Vec<f64>], at: usize) -> Vec<Vec<f64>> {
    columns.iter().map(|column| column.iter().copied().skip(at).step_by(PARTS).collect()).collect()
}
