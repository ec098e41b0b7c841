//! The sampler: a population of parameters that is drawn in on the record, level by level.
//!
//! It knows nothing of scenarios: who runs the trials is handed in, and its result is a plain function of the runs. A
//! study that resumes hands in the runs of the earlier session and gets the same posterior.

use std::collections::BTreeMap;

use righting_model::math;

use super::distance::{Distance, Observed};
use super::moves::{Moves, Point, Proposed};
use crate::chance::{Use, index, normals, stream, uniform};
use crate::fit::latin_hypercube;
use crate::quantile::{ascending, quantile};

/// Trials in the prior for each member of the population.
const FIRST: u32 = 4;

/// Share of the copies that must have moved before the next level.
const MOVED: f64 = 0.5;

/// Rounds of moves that every level has at least.
const ROUNDS: u32 = 3;

/// While this share of the moves is accepted, all chances of a move are new and scales adapt; then a move keeps most of
/// the chances of the member it comes from, which says nothing of how wide chance alone is: scales stay.
const LEAST_ANEW: f64 = 0.12;

/// When fewer moves than this are accepted, the tolerance stays, and the trials left mix the population.
const LEAST_ACCEPTED: f64 = 0.08;

/// The same when members have inherited their chances from so few, as a share of the population, that a lower tolerance
/// would only choose among these.
const LEAST_COURSES: f64 = 1.0 / 32.0;

/// How to sample.
#[derive(Debug, Clone, PartialEq)]
pub struct SmcPlan {
    /// Trials after which no round of moves begins.
    pub trials: u32,
    /// Size of the population.
    pub members: u32,
    /// Seed of the proposals.
    pub seed: u64,
}

/// Where the scales of the distance from the record come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Scales {
    /// From the runs in the prior, and they stay: tolerances of all levels are the same thing.
    Prior,
    /// Anew for every level from all trials of the one before (Prangle 2017), as long as these have chances of their own:
    /// what the prior leaves wide open comes to count as the population is drawn in. Levels are then not nested and give
    /// no evidence.
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
    /// Parts whose chances can be redrawn without the others'; with none, every trial has chances of its own.
    pub chances: usize,
}

/// A member of a weighted sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Number of the trial.
    pub trial: u32,
    /// Where it lies.
    pub point: Point,
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
    /// Trials of which a run failed.
    pub failed: u64,
    /// Largest distance of a member.
    pub tolerance: f64,
    /// Median distance of the trials of the level.
    pub median: f64,
    /// Share of the moves that were accepted; 1 in the prior.
    pub accepted: f64,
    /// Whether its trials had new chances, rather than most of those of the member they came from.
    pub anew: bool,
    /// Effective size of the population: 1 over the sum of squared shares of its distinct members.
    pub effective: f64,
    /// Effective number of different chances in the population, median over the parts: members that descend from one
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

/// A trial handed out: its number and its point.
pub type Proposal = (u32, Point);

/// Summaries of the runs of a trial; `None` where one of them failed.
pub type Runs = Option<Vec<Vec<f64>>>;

/// What a sampler gives.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Sampled {
    /// The sample, one member per distinct trial.
    pub samples: Vec<Sample>,
    /// Runs in the prior, one of each trial that succeeded.
    pub prior: Vec<Vec<f64>>,
    /// How each level went.
    pub levels: Vec<Level>,
    /// The distance that was used.
    pub distance: Distance,
}

/// Samples the posterior; `run` gets trials and gives the runs of each.
///
/// # Errors
/// What `run` returns; nothing else can fail.
///
/// # Panics
/// When no trial in the prior succeeds.
pub fn smc<E>(
    plan: &SmcPlan,
    space: Space,
    observed: &[Observed],
    scales: Scales,
    run: impl FnMut(&[Proposal]) -> Result<Vec<Runs>, E>,
) -> Result<Sampled, E> {
    let mut sampler = Sampler { plan, run, next: 0, spent: 0, trials: 0, failed: 0, found: Vec::new() };
    let proposals = sampler.prior(space);
    sampler.next = proposals.len() as u32;
    let first = sampler.simulate(&proposals)?;
    assert!(!sampler.found.is_empty(), "a trial in the prior succeeds");
    let adapts = scales == Scales::Levels;
    let mut distance = match scales {
        Scales::Given(distance) => distance,
        Scales::Prior | Scales::Levels => sampler.learned(observed),
    };
    let prior = sampler.found.iter().map(|runs| runs[0].clone()).collect();
    let trials = proposals.len() as f64;
    let sample = |((trial, point), runs): (Proposal, Runs)| {
        let runs = runs?;
        Some(Sample { trial, point, weight: 0.0, distance: distance.of(&runs), runs })
    };
    let mut members: Vec<Sample> = proposals.into_iter().zip(first).filter_map(sample).collect();
    nearest_first(&mut members);
    members.truncate(plan.members as usize);
    let mut log_probability = Some(math::ln(members.len() as f64 / trials));
    let mut levels = vec![sampler.level(&members, &distance, 1.0, true, log_probability)];

    let size = members.len();
    let can_inherit = space.chances > 0;
    let mut anew = true;
    while size >= 2 && sampler.goes_on() {
        let last = &levels[levels.len() - 1];
        let exhausted = last.accepted < LEAST_ACCEPTED || last.courses < LEAST_COURSES * size as f64;
        let turns = anew && can_inherit;
        if exhausted && !turns {
            break;
        }
        anew &= !can_inherit || last.accepted >= LEAST_ANEW;
        if adapts && anew && !sampler.found.is_empty() {
            distance = sampler.learned(observed);
            members.iter_mut().for_each(|member| member.distance = distance.of(&member.runs));
            log_probability = None;
        }
        nearest_first(&mut members);
        let tolerance = members[size / 2 - 1].distance;
        let near = members.partition_point(|member| member.distance <= tolerance);
        log_probability = log_probability.map(|sum| sum + math::ln(near as f64 / size as f64));
        if near == size {
            // As near as can be.
            break;
        }
        let moves = Moves::new(&members[..near], anew);
        sampler.copy(&mut members, near);
        let accepted = sampler.walk(&mut members[near..], &moves, &distance, tolerance, MOVED)?;
        levels.push(sampler.level(&members, &distance, accepted, anew, log_probability));
    }
    if sampler.goes_on() {
        let tolerance = members.iter().map(|member| member.distance).fold(f64::NEG_INFINITY, f64::max);
        let moves = Moves::new(&members, anew);
        let accepted = sampler.walk(&mut members, &moves, &distance, tolerance, f64::INFINITY)?;
        levels.push(sampler.level(&members, &distance, accepted, anew, log_probability));
    }
    Ok(Sampled { samples: merged(members), prior, levels, distance })
}

struct Sampler<'a, R> {
    plan: &'a SmcPlan,
    run: R,
    /// Number of the next trial.
    next: u32,
    /// Trials simulated.
    spent: u32,
    /// Of this level: trials, failures, runs of those that did not fail.
    trials: u64,
    failed: u64,
    found: Vec<Vec<Vec<f64>>>,
}

impl<E, R: FnMut(&[Proposal]) -> Result<Vec<Runs>, E>> Sampler<'_, R> {
    fn goes_on(&self) -> bool {
        self.spent < self.plan.trials
    }

    /// A distance with the scales of all that the level has seen.
    fn learned(&self, observed: &[Observed]) -> Distance {
        Distance::learned(observed, &self.found.iter().flatten().map(Vec::as_slice).collect::<Vec<_>>())
    }

    fn prior(&self, space: Space) -> Vec<Proposal> {
        let count = (FIRST * self.plan.members).min(self.plan.trials);
        let positions = latin_hypercube(count as usize, space.parameters, self.plan.seed);
        let point = |(number, position)| {
            let effects = normals(&mut stream(self.plan.seed, Use::Effects, number), space.effects);
            (number, Point { position, effects, chances: vec![number; space.chances] })
        };
        (0..count).zip(positions).map(point).collect()
    }

    fn simulate(&mut self, proposals: &[Proposal]) -> Result<Vec<Runs>, E> {
        self.spent += proposals.len() as u32;
        self.trials += proposals.len() as u64;
        let found = (self.run)(proposals)?;
        self.failed += found.iter().filter(|runs| runs.is_none()).count() as u64;
        self.found.extend(found.iter().flatten().cloned());
        Ok(found)
    }

    /// Replaces the members beyond the nearest by copies of these.
    fn copy(&self, members: &mut [Sample], near: usize) {
        let mut rng = stream(self.plan.seed, Use::Resampling, self.next);
        let (originals, copies) = members.split_at_mut(near);
        copies.iter_mut().for_each(|copy| *copy = originals[index(&mut rng, near)].clone());
    }

    /// Moves members by Metropolis and Hastings' rule within the tolerance (Marjoram, Molitor, Plagnol and Tavare 2003),
    /// until a share of them has moved or the trials are used up; the share of moves accepted.
    fn walk(
        &mut self,
        members: &mut [Sample],
        moves: &Moves,
        distance: &Distance,
        tolerance: f64,
        share: f64,
    ) -> Result<f64, E> {
        let seed = self.plan.seed;
        let enough = share * members.len() as f64;
        let mut moved = vec![false; members.len()];
        let (mut round, mut tried, mut accepted) = (0, 0_u64, 0_u64);
        let count = |moved: &[bool]| moved.iter().filter(|&&moved| moved).count() as f64;
        self.found.clear();
        while self.goes_on() && (round < ROUNDS || count(&moved) < enough) {
            // Luck is drawn first: what the prior refuses is not simulated.
            let (mut movers, mut proposals) = (Vec::new(), Vec::new());
            for (number, (index, member)) in (self.next..).zip(members.iter().enumerate()) {
                let Proposed { point, prior_ratio } = moves.propose(&member.point, seed, number);
                if uniform(&mut stream(seed, Use::Acceptance, number)) < prior_ratio {
                    movers.push(index);
                    proposals.push((number, point));
                }
            }
            self.next += members.len() as u32;
            tried += members.len() as u64;
            let found = self.simulate(&proposals)?;
            for ((index, (trial, point)), runs) in movers.into_iter().zip(proposals).zip(found) {
                let Some(runs) = runs else { continue };
                let far = distance.of(&runs);
                if far <= tolerance {
                    members[index] = Sample { trial, point, weight: 0.0, distance: far, runs };
                    moved[index] = true;
                    accepted += 1;
                }
            }
            round += 1;
        }
        Ok(accepted as f64 / tried.max(1) as f64)
    }

    /// The level that ends here; counts of the next begin.
    fn level(
        &mut self,
        members: &[Sample],
        distance: &Distance,
        accepted: f64,
        anew: bool,
        log_probability: Option<f64>,
    ) -> Level {
        let found: Vec<f64> = self.found.iter().map(|runs| distance.of(runs)).collect();
        let effective = diversity(members.iter().map(|member| member.trial));
        let parts = members[0].point.chances.len();
        let of_part = |part: usize| diversity(members.iter().map(|member| member.point.chances[part]));
        let courses: Vec<f64> = (0..parts).map(of_part).collect();
        Level {
            trials: std::mem::take(&mut self.trials),
            failed: std::mem::take(&mut self.failed),
            tolerance: members.iter().map(|member| member.distance).fold(f64::NEG_INFINITY, f64::max),
            median: if found.is_empty() { f64::NAN } else { quantile(&ascending(&found), 0.5) },
            accepted,
            anew,
            effective,
            courses: if courses.is_empty() { effective } else { quantile(&ascending(&courses), 0.5) },
            log_probability,
            distances: members.iter().map(|member| member.distance).collect(),
        }
    }
}

fn nearest_first(members: &mut [Sample]) {
    members.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.trial.cmp(&b.trial)));
}

/// Effective number of different trials in a list: 1 over the sum of their squared shares.
fn diversity(trials: impl Iterator<Item = u32>) -> f64 {
    let mut count = BTreeMap::new();
    trials.for_each(|trial| *count.entry(trial).or_insert(0.0) += 1.0);
    let total: f64 = count.values().sum();
    total * total / count.values().map(|count: &f64| count * count).sum::<f64>()
}

/// One member per distinct trial, with the share of the population that copies it as its weight.
fn merged(mut members: Vec<Sample>) -> Vec<Sample> {
    let share = 1.0 / members.len() as f64;
    members.sort_by_key(|member| member.trial);
    let mut distinct: Vec<Sample> = Vec::new();
    for member in members {
        match distinct.last_mut() {
            Some(last) if last.trial == member.trial => last.weight += share,
            _ => distinct.push(Sample { weight: share, ..member }),
        }
    }
    distinct
}
