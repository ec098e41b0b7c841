//! The sampler: a population of parameters that is drawn in on the record, level by level.
//!
//! It knows nothing of scenarios: who runs the trials is handed in, and its result is a plain function of the runs. A
//! study that resumes hands in the runs of the earlier session and gets the same posterior.

use super::distance::{Distance, Observed};
use super::moves::Luck;
use super::population::{Level, Proposal, Run, Sample, Scales, SmcPlan, Space};
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
