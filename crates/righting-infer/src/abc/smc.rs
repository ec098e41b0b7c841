//! The sampler: a population of parameters that is drawn in on the record, level by level.
//!
//! It knows nothing of scenarios: who runs the trials is handed in, and its result is a plain function of the runs. A
//! study that resumes hands in the runs of the earlier session and gets the same posterior.

use super::distance::{Distance, Observed};
use super::moves::{Luck, Point};
use super::posterior::LEAST_EFFECTIVE;
use super::sampler::{Sampler, Stage, merged};

/// Share of all runs after which trials of several runs end and their single runs go on.
const SCORED: f64 = 0.88;

/// While this share of the moves is accepted, all chances of a move are new. With trials of several runs to come, these
/// take over at `LEAST_ANEW_SCORED`: they cost more and see farther through chance.
const LEAST_ANEW: f64 = 0.12;
const LEAST_ANEW_SCORED: f64 = 0.2;

/// When fewer moves than this are accepted, the tolerance stays, and the runs left mix the population.
const LEAST_ACCEPTED: f64 = 0.08;

/// The same when members have inherited their chances from so few, as a share of the population, that a lower tolerance
/// would only choose among these. Trials of several runs are the posterior: it keeps what a sample must have to say
/// anything, [`LEAST_EFFECTIVE`].
const LEAST_COURSES: f64 = 1.0 / 32.0;

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

/// What a sampler gives.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Sampled {
    /// The sample, one member per distinct trial.
    pub samples: Vec<Sample>,
    /// The sample of courses of events: single runs, most of whose chances are inherited. The same as `samples` where a
    /// trial stays one run.
    pub courses: Vec<Sample>,
    /// Runs in the prior, one of each trial that succeeded.
    pub prior: Vec<Vec<f64>>,
    /// How each level went.
    pub levels: Vec<Level>,
    /// The distance that was used last.
    pub distance: Distance,
}

/// Samples the posterior; `run` gets runs and gives the summaries of each.
///
/// # Errors
/// What `run` returns; nothing else can fail.
///
/// # Panics
/// When no run in the prior succeeds.
pub fn smc<E>(
    plan: &SmcPlan,
    space: Space,
    observed: &[Observed],
    scales: Scales,
    run: impl FnMut(&[Proposal]) -> Result<Vec<Run>, E>,
) -> Result<Sampled, E> {
    let (scores, inherits) = (plan.replicates > 1, space.chances > 0);
    let mut sampler = Sampler::new(plan, space, observed, run);
    let mut members = sampler.prior(&scales)?;
    let prior = sampler.found.iter().map(|runs| runs[0].clone()).collect();

    let first = Stage {
        luck: Luck::New,
        until: plan.runs,
        adapts: scales == Scales::Levels,
        least_accepted: if scores {
            LEAST_ANEW_SCORED
        } else if inherits {
            LEAST_ANEW
        } else {
            LEAST_ACCEPTED
        },
        least_courses: LEAST_COURSES * members.len() as f64,
        mixes: !scores && !inherits,
    };
    sampler.draw_in(&mut members, &first)?;
    let scored = if scores {
        let until = if inherits { (SCORED * f64::from(plan.runs)) as u32 } else { plan.runs };
        members = sampler.repeated(members, until)?;
        let (least_accepted, least_courses) = (LEAST_ACCEPTED, LEAST_EFFECTIVE);
        let stage = Stage { luck: Luck::SomeRuns, until, least_accepted, least_courses, mixes: true, ..first };
        sampler.draw_in(&mut members, &stage)?;
        let scored = merged(members.clone());
        members = sampler.single_runs(members);
        Some(scored)
    } else {
        None
    };
    if inherits {
        let stage =
            Stage { luck: Luck::SomeParts, adapts: false, least_accepted: LEAST_ACCEPTED, mixes: true, ..first };
        sampler.draw_in(&mut members, &stage)?;
    }
    let courses = merged(members);
    let samples = scored.unwrap_or_else(|| courses.clone());
    Ok(Sampled { samples, courses, prior, levels: sampler.levels, distance: sampler.distance })
}
