//! The sampler: generations of trials, each weighted and drawn in on the record.
//!
//! It knows nothing of scenarios: who runs the trials is handed in, and its result is a plain function of the runs. A
//! study that resumes hands in the runs of the earlier session and gets the same posterior.

use righting_model::math;

use super::adjust::{Adjustment, adjust};
use super::distance::{Observed, distances, scales};
use super::kernel::Kernel;
use crate::fit::latin_hypercube;
use crate::quantile::{ascending, quantile};

/// How to sample.
#[derive(Debug, Clone, PartialEq)]
pub struct SmcPlan {
    /// Trials of each generation, the first of which lie in the prior.
    pub trials: Vec<u32>,
    /// Share of the runs of each generation that is kept.
    pub kept: Vec<f64>,
    /// Seed of the proposals.
    pub seed: u64,
    /// Whether the last generation is adjusted by regression.
    pub adjusted: bool,
}

/// A member of a weighted sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Number of the trial.
    pub trial: u32,
    /// Number of the replicate within the trial.
    pub replicate: u32,
    /// Position on the unit cube of the prior.
    pub position: Vec<f64>,
    /// Weight; a sample's weights sum to 1.
    pub weight: f64,
    /// Distance of the run from the record.
    pub distance: f64,
    /// Summaries of the run.
    pub summaries: Vec<f64>,
}

/// How a generation went.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Generation {
    /// Runs, failed ones included.
    pub runs: u64,
    /// Runs that failed.
    pub failed: u64,
    /// Largest distance kept.
    pub tolerance: f64,
    /// Median distance of all runs of the generation.
    pub median: f64,
    /// Effective size of the sample kept: 1 over the sum of squared weights.
    pub effective: f64,
    /// Share of summaries that the regression used; 0 where there was none.
    pub adjusted: f64,
}

/// Trials handed out: number and position on the unit cube.
pub type Proposal = (u32, Vec<f64>);

/// Runs of one trial: summaries by replicate, `None` where it failed.
pub type Runs = Vec<Option<Vec<f64>>>;

/// Samples the posterior; `run` gets the trials of a generation and gives the runs of each.
///
/// # Errors
/// What `run` returns; nothing else can fail.
///
/// # Panics
/// When a generation has no successful run, or the plan has no generation.
pub fn smc<E>(
    plan: &SmcPlan,
    dimensions: usize,
    observed: &[Observed],
    mut run: impl FnMut(usize, &[Proposal]) -> Result<Vec<Runs>, E>,
) -> Result<(Vec<Sample>, Vec<Generation>), E> {
    let (mut samples, mut generations) = (Vec::new(), Vec::new());
    let mut first = 0;
    for (generation, (&count, &kept)) in plan.trials.iter().zip(&plan.kept).enumerate() {
        let kernel = (generation > 0).then(|| Kernel::new(&samples));
        let positions = match &kernel {
            None => latin_hypercube(count as usize, dimensions, plan.seed),
            Some(kernel) => (first..first + count).map(|number| kernel.propose(plan.seed, number)).collect(),
        };
        let proposals: Vec<Proposal> = (first..).zip(positions).collect();
        first += count;
        let runs = run(generation, &proposals)?;
        let (mut next, mut report) = keep(proposals, runs, observed, kept);
        weigh(&mut next, kernel.as_ref());
        if plan.adjusted && generation + 1 == plan.trials.len() {
            report.adjusted = draw_in(&mut next, observed, report.tolerance);
        }
        report.effective = 1.0 / next.iter().map(|sample| sample.weight * sample.weight).sum::<f64>();
        samples = next;
        generations.push(report);
    }
    Ok((samples, generations))
}

/// The runs within the tolerance, which is a quantile of the distances.
fn keep(proposals: Vec<Proposal>, runs: Vec<Runs>, observed: &[Observed], kept: f64) -> (Vec<Sample>, Generation) {
    let mut samples: Vec<Sample> = Vec::new();
    let mut failed = 0;
    for ((trial, position), runs) in proposals.into_iter().zip(runs) {
        for (replicate, summaries) in (0..).zip(runs) {
            match summaries {
                Some(summaries) => {
                    let position = position.clone();
                    samples.push(Sample { trial, replicate, position, weight: 0.0, distance: 0.0, summaries });
                }
                None => failed += 1,
            }
        }
    }
    assert!(!samples.is_empty(), "a generation has at least one successful run");
    let runs: Vec<&[f64]> = samples.iter().map(|sample| sample.summaries.as_slice()).collect();
    let found = distances(&runs, observed, &scales(&runs));
    samples.iter_mut().zip(&found).for_each(|(sample, &distance)| sample.distance = distance);
    let sorted = ascending(&found);
    // At least so many that a covariance exists.
    let least = (4 * samples[0].position.len() + 8).min(sorted.len());
    let tolerance = sorted[((kept * sorted.len() as f64) as usize).max(least) - 1];
    let report = Generation {
        runs: samples.len() as u64 + failed,
        failed,
        tolerance,
        median: quantile(&sorted, 0.5),
        effective: 0.0,
        adjusted: 0.0,
    };
    samples.retain(|sample| sample.distance <= tolerance);
    (samples, report)
}

/// Weights of a sample: prior over proposal. In the first generation the proposal is the prior.
fn weigh(samples: &mut [Sample], kernel: Option<&Kernel>) {
    let logs: Vec<f64> =
        samples.iter().map(|sample| kernel.map_or(0.0, |kernel| kernel.log_weight(&sample.position))).collect();
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    samples.iter_mut().zip(logs).for_each(|(sample, log)| sample.weight = math::exp(log - largest));
    normalise(samples);
}

/// Epanechnikov weights and the regression; the share of summaries that it used.
fn draw_in(samples: &mut Vec<Sample>, observed: &[Observed], tolerance: f64) -> f64 {
    // Where every run kept is equally far, as when all meet the record, there is nothing to tell them apart by.
    if samples.iter().any(|sample| sample.distance < tolerance) {
        for sample in samples.iter_mut() {
            let share = sample.distance / tolerance;
            sample.weight *= 1.0 - share * share;
        }
        samples.retain(|sample| sample.weight > 0.0);
        normalise(samples);
    }
    let misses: Vec<Vec<f64>> = samples
        .iter()
        .map(|sample| sample.summaries.iter().zip(observed).map(|(&value, observed)| observed.miss(value)).collect())
        .collect();
    let positions: Vec<Vec<f64>> = samples.iter().map(|sample| sample.position.clone()).collect();
    let weights: Vec<f64> = samples.iter().map(|sample| sample.weight).collect();
    let Adjustment { positions, used } = adjust(&positions, &weights, &misses);
    samples.iter_mut().zip(positions).for_each(|(sample, position)| sample.position = position);
    used
}

fn normalise(samples: &mut [Sample]) {
    let total: f64 = samples.iter().map(|sample| sample.weight).sum();
    samples.iter_mut().for_each(|sample| sample.weight /= total);
}
