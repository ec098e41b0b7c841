//! How members of a sample move: symmetric random walks on scales where the prior is simple.
//!
//! Positions on the unit cube, where the prior is uniform, move as logits, so that proposals never leave the prior;
//! the slope of the logit then enters the acceptance. Random effects are standard normal and move by the
//! preconditioned Crank-Nicolson proposal (Cotter, Roberts, Stuart and White 2013, Statistical Science 28: 424-446),
//! which keeps that prior by itself, however many effects there are. Chances are redrawn for some runs or some places at a
//! time.

use rand_chacha::ChaCha8Rng;
use righting_model::math;

use super::population::{Point, Sample};
use crate::linear::{Matrix, cholesky, dot};
use crate::stream::{Use, index, normals, stream, uniform};

/// Positions nearer to an end of the prior than this count as this near.
const EDGE: f64 = 1e-9;

/// Smallest and largest share of a full step: the size of a step is drawn anew for every move, log-uniform between
/// them, so that some moves are right for any tolerance.
const STEPS: (f64, f64) = (0.1, 1.0);

/// The full step of a Gaussian random walk in d dimensions is this over the root of d (Roberts, Gelman and Gilks 1997).
const FULL: f64 = 2.38;

/// The logit of a position on (0, 1).
pub fn logit(position: f64) -> f64 {
    let position = position.clamp(EDGE, 1.0 - EDGE);
    math::ln(position / (1.0 - position))
}

/// The position of a logit.
pub fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + math::exp(-logit))
}

/// Which chances of a move are new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Luck {
    /// All.
    New,
    /// Those of some of a trial's runs.
    SomeRuns,
    /// Those of some parts of the only run.
    SomeParts,
}

/// Proposals fitted to a sample.
pub(super) struct Moves {
    /// Cholesky factor of the covariance of the logits.
    factor: Matrix,
    luck: Luck,
}

/// A trial proposed, and how much denser the prior is there than where it came from, on the scale of the walk.
pub(super) struct Proposed {
    pub point: Point,
    pub chances: Vec<Vec<u32>>,
    pub prior_ratio: f64,
}

impl Moves {
    pub fn new(members: &[Sample], luck: Luck) -> Self {
        let logits: Vec<Vec<f64>> = members.iter().map(|member| logits(&member.point.position)).collect();
        let mut covariance = covariance(&logits, &vec![1.0 / members.len() as f64; members.len()]);
        covariance.iter_mut().enumerate().for_each(|(i, row)| row[i] = row[i].max(1e-8));
        Self { factor: cholesky(&covariance), luck }
    }

    /// Moves a member to the trial with this number: its position, its effects, or both, each as often, or neither where
    /// parts of a run have new chances; of effects only some, from one to all, and of directions where trials have
    /// several runs. Some of the chances are new
    /// in every move: most matter little, and those who descend from one member are told apart by them.
    pub fn propose(&self, member: &Sample, seed: u64, number: u32) -> Proposed {
        let from = &member.point;
        let mut rng = stream(seed, Use::Proposal, number);
        let step = STEPS.0 * math::pow(STEPS.1 / STEPS.0, uniform(&mut rng));
        let parts = [true, !from.effects.is_empty(), self.luck == Luck::SomeParts];
        let kinds: Vec<usize> = (0..parts.len()).filter(|&part| parts[part]).collect();
        let kind = kinds.get(index(&mut rng, kinds.len() + 1)).copied();
        let moves = |part: usize| parts[part] && kind.is_none_or(|kind| kind == part);
        let mut point = from.clone();
        if moves(0) {
            let mut noise = vec![0.0; self.factor.len()];
            let along = match self.luck {
                Luck::SomeRuns => some(&mut rng, noise.len()),
                Luck::New | Luck::SomeParts => (0..noise.len()).collect(),
            };
            let scale = step * FULL / math::sqrt(along.len() as f64);
            for (&direction, normal) in along.iter().zip(normals(&mut rng, along.len())) {
                noise[direction] = normal;
            }
            for ((at, row), from) in point.position.iter_mut().zip(&self.factor).zip(&from.position) {
                *at = logistic(logit(*from) + scale * dot(row, &noise)).clamp(EDGE, 1.0 - EDGE);
            }
        }
        if moves(1) {
            let keep = math::sqrt(1.0 - step * step);
            for one in some(&mut rng, point.effects.len()) {
                point.effects[one] = keep * point.effects[one] + step * normals(&mut rng, 1)[0];
            }
        }
        let mut chances = member.chances.clone();
        let runs = (number..).zip(&mut chances);
        match self.luck {
            Luck::New => runs.for_each(|(own, run)| run.fill(own)),
            Luck::SomeRuns => {
                let anew = some(&mut rng, member.chances.len());
                runs.enumerate().filter(|(run, _)| anew.contains(run)).for_each(|(_, (own, run))| run.fill(own));
            }
            Luck::SomeParts => {
                runs.for_each(|(own, run)| some(&mut rng, run.len()).into_iter().for_each(|part| run[part] = own));
            }
        }
        let slope = |point: &Point| point.position.iter().map(|&at| math::ln(at * (1.0 - at))).sum::<f64>();
        Proposed { prior_ratio: math::exp(slope(&point) - slope(from)), point, chances }
    }
}

/// Some of so many parts, from about one of them to all: which, and how many, by chance.
fn some(rng: &mut ChaCha8Rng, count: usize) -> Vec<usize> {
    let share = math::pow(count as f64, -uniform(rng));
    let one = index(rng, count);
    (0..count).filter(|&part| uniform(rng) < share || part == one).collect()
}

fn logits(position: &[f64]) -> Vec<f64> {
    position.iter().map(|&at| logit(at)).collect()
}

/// Weighted covariance; the weights sum to 1.
pub(crate) fn covariance(points: &[Vec<f64>], weights: &[f64]) -> Matrix {
    let n = points[0].len();
    let mean: Vec<f64> = (0..n).map(|i| points.iter().zip(weights).map(|(point, w)| w * point[i]).sum()).collect();
    let cell = |i: usize, j: usize| {
        points.iter().zip(weights).map(|(point, w)| w * (point[i] - mean[i]) * (point[j] - mean[j])).sum::<f64>()
    };
    (0..n).map(|i| (0..n).map(|j| cell(i, j)).collect()).collect()
}
