//! What is sampled: the space, its points, the members of a population, and how each level of it went.

use super::distance::Distance;

/// A point of the space that is sampled.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Position on the unit cube, uniform a priori.
    pub position: Vec<f64>,
    /// Random effects, standard normal a priori.
    pub effects: Vec<f64>,
}

/// How to sample.
#[derive(Debug, Clone, PartialEq)]
pub struct SmcPlan {
    /// Runs after which no round of moves begins.
    pub runs: u32,
    /// Size of the population while a trial is one run.
    pub members: u32,
    /// Runs of a trial once the population is near the record; with one, a trial stays one run.
    pub replicates: u32,
    /// Seed of the proposals.
    pub seed: u64,
}

/// Where the scales of the distance from the record come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Scales {
    /// From the runs in the prior, and they stay: tolerances of all levels are the same thing.
    Prior,
    /// Anew for every level from all trials of the one before (Prangle 2017), as long as these are not single runs that
    /// inherit chances: what the prior leaves wide open comes to count as the population is drawn in. Levels are then not
    /// nested and give no evidence.
    Levels,
    /// The whole distance is given.
    Given(Distance),
}

/// The space that is sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// Parameters, each uniform on the unit interval a priori.
    pub parameters: usize,
    /// Random effects, each standard normal a priori.
    pub effects: usize,
    /// Parts whose chances can be redrawn without the others'; with none, every run has chances of its own.
    pub chances: usize,
}

/// A member of a weighted sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Number of the trial: that of its first run.
    pub trial: u32,
    /// Where it lies.
    pub point: Point,
    /// Of every run and part, the run whose chances it follows. Any is as good as another a priori.
    pub chances: Vec<Vec<u32>>,
    /// Weight; a sample's weights sum to 1.
    pub weight: f64,
    /// Distance of its runs from the record.
    pub distance: f64,
    /// Summaries of its runs.
    pub runs: Vec<Vec<f64>>,
}

/// How a level went.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Level {
    /// Trials, failed ones included.
    pub trials: u64,
    /// Runs of a trial.
    pub replicates: u32,
    /// Trials of which a run failed.
    pub failed: u64,
    /// Largest distance of a member.
    pub tolerance: f64,
    /// Median distance of the trials of the level.
    pub median: f64,
    /// Share of the moves that were accepted; 1 where there were none.
    pub accepted: f64,
    /// Whether its trials had new chances, rather than most of those of the member they came from.
    pub anew: bool,
    /// Effective size of the population: 1 over the sum of squared shares of its distinct members.
    pub effective: f64,
    /// Effective number of different chances in the population, median over runs and parts: members that descend from one
    /// share most of them. As [`effective`](Self::effective) where every trial has chances of its own.
    pub courses: f64,
    /// Log of the probability of a trial from the prior to come within the tolerance; none where the distance has
    /// changed since the prior.
    pub log_probability: Option<f64>,
    /// Distances of the members.
    pub distances: Vec<f64>,
}

impl Level {
    /// Members that count as independent.
    pub fn independent(&self) -> f64 {
        self.effective.min(self.courses)
    }
}

/// A run handed out.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Its number.
    pub number: u32,
    /// Parameters and random effects.
    pub point: Point,
    /// Of every part, the run whose chances it follows.
    pub chances: Vec<u32>,
}

/// Summaries of a run; `None` where it failed.
pub type Run = Option<Vec<f64>>;
