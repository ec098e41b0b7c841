//! Tests that runs answer: the scenario beside itself with something changed.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use righting_scenario::{Change, ClaimTest, Expect, Scenario, Source};
use righting_store::StoredRun;

use super::{Found, Holds};
use crate::compare::{Arm, ComparePlan, Comparison, compare};
use crate::endpoint::Endpoint;
use crate::ensemble::Progress;
use crate::error::LabError;
use crate::future::Future;
use crate::quantile::ascending;
use crate::score::crps_of_interval;
use crate::stored::RunPlan;
use crate::study::Outputs;

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

/// Runs every distinct change that the tests ask for, once.
pub(super) fn weigh<'a>(
    (scenario, source): (&Scenario, &Source),
    tests: impl Iterator<Item = &'a ClaimTest>,
    plan: RunPlan,
    folder: &Path,
    resume: bool,
    stop: &AtomicBool,
    progress: impl FnMut(Progress) + Send,
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
        return Ok(Some(Weighed { changes, comparison: None, scores: Vec::new() }));
    }
    let arm = |(at, changes): (usize, &Vec<Change>)| -> Result<Arm, LabError> {
        let future = Future::of(changes.clone());
        let slug: String = future.slug().chars().take(60).collect();
        let scenario = Scenario::load(source, changes)?;
        Ok(Arm { name: future.name, folder: format!("{}-{slug}", at + 1), scenario })
    };
    let arms = changes.iter().enumerate().map(arm).collect::<Result<Vec<_>, _>>()?;
    let base = Arm { name: "base".to_owned(), folder: "base".to_owned(), scenario: scenario.clone() };
    let compare_plan = ComparePlan { run: plan, reseed_from: None, resume };
    let Some(comparison) = compare(&base, &arms, &compare_plan, folder, stop, progress)? else { return Ok(None) };
    let of_base = summaries(&folder.join(&base.folder), scenario)?;
    let score = |(arm, &scored): (&Arm, &bool)| -> Result<Option<Score>, LabError> {
        if !scored {
            return Ok(None);
        }
        let of_arm = summaries(&folder.join(&arm.folder), scenario)?;
        Ok(Some(Score::of(&of_base, &of_arm, scenario)))
    };
    let scores = arms.iter().zip(&scored).map(score).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(Weighed { changes, comparison: Some(comparison), scores }))
}

impl Weighed {
    pub fn found(&self, test: &ClaimTest, claim: &str) -> Result<Found, LabError> {
        let wanted = test.changes().map_err(LabError::ClaimChange)?;
        let at = self.changes.iter().position(|known| *known == wanted);
        let (Some(at), Some(comparison)) = (at, &self.comparison) else { unreachable!("its runs were made") };
        let arm = &comparison.arms[at];
        match test {
            ClaimTest::Compare { endpoint, expect, .. } => {
                let known = Endpoint::ALL.into_iter().find(|known| known.name() == endpoint);
                let known = known.ok_or_else(|| LabError::ClaimNames {
                    claim: claim.to_owned(),
                    what: "endpoint".to_owned(),
                    name: endpoint.clone(),
                })?;
                let difference = &arm.differences[known.index()];
                // A count of thousands needs no tenths.
                let digits = usize::from(difference.base.abs() < 1000.0);
                let says = format!(
                    "{}: {} {:.digits$} against {:.digits$}, difference {:+.digits$} (standard error {:.digits$}; 90 % of \
                     {} pairs from {:+.digits$} to {:+.digits$}).",
                    arm.name,
                    known.label(),
                    difference.other,
                    difference.base,
                    difference.mean,
                    difference.standard_error,
                    arm.pairs,
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
                     gain {:+.4} (error {:.4}); {} targets are met better. The parameters are those fitted without it.",
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
fn summaries(folder: &Path, scenario: &Scenario) -> Result<Vec<Vec<f64>>, LabError> {
    let outputs = Outputs::of(scenario);
    let recorded = outputs.recorded();
    let mut columns = vec![Vec::new(); recorded.len()];
    for replicate in StoredRun::open(folder)?.replicates()? {
        let (_, trace) = replicate?;
        let values = outputs.read(&trace);
        for (column, &index) in columns.iter_mut().zip(&recorded) {
            column.push(outputs.list()[index].scaled(values[index]));
        }
    }
    Ok(columns)
}

impl Score {
    fn of(base: &[Vec<f64>], arm: &[Vec<f64>], scenario: &Scenario) -> Self {
        let outputs = Outputs::of(scenario);
        let records: Vec<[f64; 2]> =
            outputs.recorded().into_iter().filter_map(|index| outputs.list()[index].record).collect();
        let scores = |columns: &[Vec<f64>], part: Option<usize>| -> Vec<f64> {
            let score = |(column, [low, high]): (&Vec<f64>, &[f64; 2])| {
                let kept = column.iter().enumerate().filter(|(index, _)| part.is_none_or(|part| index % PARTS == part));
                let kept: Vec<f64> = kept.map(|(_, &value)| value).collect();
                crps_of_interval(&ascending(&kept), *low, *high)
            };
            columns.iter().zip(&records).map(score).collect()
        };
        let mean = |scores: &[f64]| scores.iter().sum::<f64>() / scores.len() as f64;
        let (of_base, of_arm) = (scores(base, None), scores(arm, None));
        let gains: Vec<f64> =
            (0..PARTS).map(|part| mean(&scores(base, Some(part))) - mean(&scores(arm, Some(part)))).collect();
        let middle = mean(&gains);
        let variance = gains.iter().map(|gain| (gain - middle) * (gain - middle)).sum::<f64>() / (PARTS - 1) as f64;
        Self {
            base: mean(&of_base),
            arm: mean(&of_arm),
            gain: mean(&of_base) - mean(&of_arm),
            error: (variance / PARTS as f64).sqrt(),
            better: of_base.iter().zip(&of_arm).filter(|(base, arm)| arm < base).count(),
            targets: records.len(),
        }
    }
}
