//! What a joint calibration found.

use serde::Serialize;
use std::collections::BTreeMap;

use super::plan::JointPlan;
use crate::abc::weighted_quantile;
use crate::diagnostics::{Judged, Quartiles, Smoothed, bulk_effective, pareto_smoothed, split_r_hat};
use crate::hierarchy::{Draw, Joint, Place};
use crate::likelihood::RecordLikelihood;
use crate::nuts::Chain;
use crate::stream::{Use, comb, cumulative, stream, uniform};
use crate::surrogate::{Check, Design};
use righting_model::math;

/// A round: the first fit, or a refinement.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Round {
    /// Runs behind the surrogates, all cases together.
    pub runs: usize,
    /// How the surrogates did on left-out runs, by case.
    pub checks: BTreeMap<String, Vec<Check>>,
    /// Mean and standard deviation of what is monitored.
    pub moments: Vec<[f64; 2]>,
    /// Farthest that a mean has moved since the round before, in standard deviations; none in the first.
    pub moved: Option<f64>,
}

impl Round {
    pub(super) fn new(
        joint: &Joint<RecordLikelihood>,
        designs: &[Design],
        draws: &[Draw],
        before: Option<&Self>,
    ) -> Self {
        let values: Vec<Vec<f64>> = draws.iter().map(|draw| joint.monitored(draw)).collect();
        let count = values.len() as f64;
        let of = |index: usize| {
            let mean = values.iter().map(|row| row[index]).sum::<f64>() / count;
            let square = values.iter().map(|row| (row[index] - mean) * (row[index] - mean)).sum::<f64>() / count;
            [mean, math::sqrt(square)]
        };
        let moments: Vec<[f64; 2]> = (0..values[0].len()).map(of).collect();
        let far = |(now, then): (&[f64; 2], &[f64; 2])| (now[0] - then[0]).abs() / now[1].max(f64::MIN_POSITIVE);
        let moved = before.map(|before| moments.iter().zip(&before.moments).map(far).fold(0.0, f64::max));
        Self { runs: designs.iter().map(Design::runs).sum(), checks: checks(joint), moments, moved }
    }
}

/// One draw of the posterior, with its real runs.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Member {
    /// Its values.
    pub draw: Draw,
    /// Its weight; all sum to 1.
    pub weight: f64,
    /// Number of its first real run of every case; the others follow it.
    pub runs: Vec<u32>,
}

/// A joint posterior.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Calibrated {
    /// The hierarchy with the last surrogates.
    pub joint: Joint<RecordLikelihood>,
    /// Draws with weights.
    pub members: Vec<Member>,
    /// Indices of members drawn with their weights, all of which count the same.
    pub drawn: Vec<usize>,
    /// Rounds.
    pub rounds: Vec<Round>,
    /// Draws of the sampler that diverged.
    pub divergent: usize,
    /// Names of what is monitored.
    pub names: Vec<String>,
    /// Convergence, weights and quartiles, for [`judge`](crate::diagnostics::judge).
    pub judged: Judged,
}

impl Calibrated {
    pub(super) fn new(
        joint: Joint<RecordLikelihood>,
        chains: &[Chain],
        kept: Vec<Draw>,
        log_ratios: &[f64],
        runs: Vec<Vec<u32>>,
        rounds: Vec<Round>,
        plan: &JointPlan,
    ) -> Self {
        let smoothed = pareto_smoothed(log_ratios);
        let drawn = resampled(&smoothed.weights, plan.members, plan.seed);
        let names = joint.names();
        let judged = judged(&joint, &names, chains, &kept, &smoothed, &drawn);
        let member = |((draw, &weight), runs): ((Draw, &f64), Vec<u32>)| Member { draw, weight, runs };
        let members = kept.into_iter().zip(&smoothed.weights).zip(runs).map(member).collect();
        let divergent = chains.iter().map(|chain| chain.divergent).sum();
        Self { joint, members, drawn, rounds, divergent, names, judged }
    }

    /// Values of what is monitored, a row a member.
    pub fn values(&self) -> Vec<Vec<f64>> {
        self.members.iter().map(|member| self.joint.monitored(&member.draw)).collect()
    }

    /// Weights of the members.
    pub fn weights(&self) -> Vec<f64> {
        self.members.iter().map(|member| member.weight).collect()
    }
}

/// Checks of the surrogate of every case, by its name.
fn checks(joint: &Joint<RecordLikelihood>) -> BTreeMap<String, Vec<Check>> {
    let of =
        |(case, place): (usize, &Place)| (place.case.clone(), joint.likelihood(case).surrogate().checks().to_vec());
    joint.places().iter().enumerate().map(of).collect()
}

/// Systematic resampling (Kitagawa 1996).
fn resampled(weights: &[f64], count: usize, seed: u64) -> Vec<usize> {
    comb(&cumulative(weights.iter().copied()), count, uniform(&mut stream(seed, Use::Resampling, 0)))
}

fn judged(
    joint: &Joint<RecordLikelihood>,
    names: &[String],
    chains: &[Chain],
    kept: &[Draw],
    smoothed: &Smoothed,
    drawn: &[usize],
) -> Judged {
    let monitored = |chain: &Chain| chain.draws.iter().map(|at| joint.monitored(&joint.draw(at))).collect();
    let by_chain: Vec<Vec<Vec<f64>>> = chains.iter().map(monitored).collect();
    let column = |index: usize| -> Vec<Vec<f64>> {
        by_chain.iter().map(|chain| chain.iter().map(|row| row[index]).collect()).collect()
    };
    let columns: Vec<Vec<Vec<f64>>> = (0..names.len()).map(column).collect();
    let mixed = columns.iter().map(|of| bulk_effective(of)).fold(f64::INFINITY, f64::min);
    let values: Vec<Vec<f64>> = kept.iter().map(|draw| joint.monitored(draw)).collect();
    let quartiles = |(index, name): (usize, &String)| {
        let of: Vec<f64> = values.iter().map(|row| row[index]).collect();
        Quartiles { name: name.clone(), at: [0.25, 0.5, 0.75].map(|p| weighted_quantile(&of, &smoothed.weights, p)) }
    };
    let distinct: std::collections::BTreeSet<usize> = drawn.iter().copied().collect();
    Judged {
        pareto_k: smoothed.pareto_k,
        effective: mixed.min(smoothed.effective),
        ancestors: distinct.len() as f64,
        r_hat: columns.iter().map(|of| split_r_hat(of)).collect(),
        quartiles: names.iter().enumerate().map(quartiles).collect(),
    }
}
