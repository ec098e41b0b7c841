//! The population under way.

use std::collections::BTreeMap;

use righting_model::math;

use super::distance::{Distance, Observed};
use super::moves::{Luck, Moves, Proposed};
use super::population::{Level, Point, Proposal, Run, Sample, Scales, SmcPlan, Space};
use crate::quantile::{ascending, quantile};
use crate::search::latin_hypercube;
use crate::stream::{Use, index, normals, stream, uniform};

/// Trials in the prior for each member of the population.
const FIRST: u32 = 4;

/// Share of the copies that must have moved before the next level.
const MOVED: f64 = 0.5;

/// Rounds of moves that every level has at least.
const ROUNDS: u32 = 3;

/// Trials for each member while trials have several runs.
const TRIALS_PER_REPEATED: u32 = 13;

/// How a population is drawn in.
pub(super) struct Stage {
    /// Which chances of a move are new.
    pub luck: Luck,
    /// Runs, from the beginning of all, after which no round of moves begins.
    pub until: u32,
    /// Whether the scales of the distance are learned anew for every level.
    pub adapts: bool,
    /// When fewer moves than this share are accepted, no level follows.
    pub least_accepted: f64,
    /// The same when there are fewer different chances than this.
    pub least_courses: f64,
    /// Whether the runs that are left then mix the population.
    pub mixes: bool,
}

/// A trial that is to be simulated: the number of its first run, its point, and the chances of every run.
struct Trial {
    number: u32,
    point: Point,
    chances: Vec<Vec<u32>>,
}

pub(super) struct Sampler<'a, R> {
    plan: &'a SmcPlan,
    space: Space,
    observed: &'a [Observed],
    run: R,
    pub distance: Distance,
    pub levels: Vec<Level>,
    log_probability: Option<f64>,
    /// Runs of a trial.
    replicates: u32,
    /// Number of the next run.
    next: u32,
    /// Runs simulated.
    spent: u32,
    /// Of this level: trials, failures, runs of those that did not fail.
    trials: u64,
    failed: u64,
    pub found: Vec<Vec<Vec<f64>>>,
}

impl<'a, E, R: FnMut(&[Proposal]) -> Result<Vec<Run>, E>> Sampler<'a, R> {
    pub fn new(plan: &'a SmcPlan, space: Space, observed: &'a [Observed], run: R) -> Self {
        Self {
            plan,
            space,
            observed,
            run,
            // Nothing counts before the prior has been seen.
            distance: Distance { observed: observed.to_vec(), scales: vec![f64::INFINITY; observed.len()] },
            levels: Vec::new(),
            log_probability: None,
            replicates: 1,
            next: 0,
            spent: 0,
            trials: 0,
            failed: 0,
            found: Vec::new(),
        }
    }

    /// The nearest of many trials in the prior.
    pub fn prior(&mut self, scales: &Scales) -> Result<Vec<Sample>, E> {
        let (plan, space) = (self.plan, self.space);
        let count = (FIRST * plan.members).min(plan.runs);
        let positions = latin_hypercube(count as usize, space.parameters, plan.seed);
        let trial = |(number, position)| {
            let effects = normals(&mut stream(plan.seed, Use::Effects, number), space.effects);
            Trial { number, point: Point { position, effects }, chances: vec![vec![number; space.chances]] }
        };
        let trials = (0..count).zip(positions).map(trial).collect();
        self.next = count;
        let mut members: Vec<Sample> = self.simulate(trials)?.into_iter().flatten().collect();
        assert!(!members.is_empty(), "a run in the prior succeeds");
        self.distance = match scales {
            Scales::Given(distance) => distance.clone(),
            Scales::Prior | Scales::Levels => self.learned(),
        };
        self.measure(&mut members);
        nearest_first(&mut members);
        members.truncate(plan.members as usize);
        self.log_probability = Some(math::ln(members.len() as f64 / f64::from(count)));
        self.end_level(&members, 1.0, true);
        Ok(members)
    }

    /// Draws a population in, level by level.
    pub fn draw_in(&mut self, members: &mut [Sample], stage: &Stage) -> Result<(), E> {
        let size = members.len();
        let mut exhausted = false;
        while size >= 2 && !exhausted && self.spent < stage.until {
            if stage.adapts && !self.found.is_empty() {
                self.distance = self.learned();
                self.measure(members);
                self.log_probability = None;
            }
            nearest_first(members);
            let tolerance = members[size / 2 - 1].distance;
            let near = members.partition_point(|member| member.distance <= tolerance);
            self.log_probability = self.log_probability.map(|sum| sum + math::ln(near as f64 / size as f64));
            if near == size {
                // As near as can be.
                break;
            }
            let moves = Moves::new(&members[..near], stage.luck);
            self.copy(members, near);
            let accepted = self.walk(&mut members[near..], &moves, tolerance, MOVED, stage.until)?;
            let level = self.end_level(members, accepted, stage.luck == Luck::New);
            exhausted = level.accepted < stage.least_accepted || level.courses < stage.least_courses;
        }
        if stage.mixes && self.spent < stage.until {
            let tolerance = members.iter().map(|member| member.distance).fold(f64::NEG_INFINITY, f64::max);
            let moves = Moves::new(members, stage.luck);
            let accepted = self.walk(members, &moves, tolerance, f64::INFINITY, stage.until)?;
            self.end_level(members, accepted, stage.luck == Luck::New);
        }
        Ok(())
    }

    /// From here on a trial has several runs: some of the members by lot, as many as the runs until then can move, with
    /// new chances.
    pub fn repeated(&mut self, mut members: Vec<Sample>, until: u32) -> Result<Vec<Sample>, E> {
        self.replicates = self.plan.replicates;
        let affordable = until.saturating_sub(self.spent) / (self.replicates * TRIALS_PER_REPEATED);
        let all = members.len();
        let count = (affordable as usize).max(least_members(self.space.parameters)).min(all);
        let mut rng = stream(self.plan.seed, Use::Resampling, self.next);
        (0..count).for_each(|at| members.swap(at, at + index(&mut rng, all - at)));
        members.truncate(count);
        let trials = members.into_iter().map(|member| {
            let number = self.next;
            self.next += self.replicates;
            let chances = (number..self.next).map(|run| vec![run; self.space.chances]).collect();
            Trial { number, point: member.point, chances }
        });
        let trials = trials.collect();
        self.found.clear();
        let members: Vec<Sample> = self.simulate(trials)?.into_iter().flatten().collect();
        self.log_probability = None;
        self.end_level(&members, 1.0, true);
        Ok(members)
    }

    /// From here on a trial is one run: every run of every member is a member of its own.
    pub fn single_runs(&mut self, members: Vec<Sample>) -> Vec<Sample> {
        self.replicates = 1;
        let single = |member: Sample| {
            let Sample { trial, point, chances, runs, .. } = member;
            (trial..).zip(chances).zip(runs).map(move |((trial, chances), run)| Sample {
                trial,
                point: point.clone(),
                chances: vec![chances],
                weight: 0.0,
                distance: 0.0,
                runs: vec![run],
            })
        };
        let mut singles = members.into_iter().flat_map(single).collect::<Vec<_>>();
        self.measure(&mut singles);
        singles
    }

    /// A distance with the scales of all that the level has seen.
    fn learned(&self) -> Distance {
        Distance::learned(self.observed, &self.found.iter().flatten().map(Vec::as_slice).collect::<Vec<_>>())
    }

    fn measure(&self, members: &mut [Sample]) {
        members.iter_mut().for_each(|member| member.distance = self.distance.of(&member.runs));
    }

    /// Simulates trials; of each what it gives, unless one of its runs failed.
    fn simulate(&mut self, trials: Vec<Trial>) -> Result<Vec<Option<Sample>>, E> {
        let run = |trial: &Trial, replicate: u32| Proposal {
            number: trial.number + replicate,
            point: trial.point.clone(),
            chances: trial.chances[replicate as usize].clone(),
        };
        let replicates = self.replicates;
        let runs = |trial| (0..replicates).map(move |replicate| run(trial, replicate));
        let proposals: Vec<Proposal> = trials.iter().flat_map(runs).collect();
        self.spent += proposals.len() as u32;
        self.trials += trials.len() as u64;
        let found = (self.run)(&proposals)?;
        let sample = |(trial, runs): (Trial, &[Run])| {
            let Trial { number, point, chances } = trial;
            let Some(runs) = runs.iter().cloned().collect::<Option<Vec<_>>>() else {
                self.failed += 1;
                return None;
            };
            self.found.push(runs.clone());
            let distance = self.distance.of(&runs);
            Some(Sample { trial: number, point, chances, weight: 0.0, distance, runs })
        };
        Ok(trials.into_iter().zip(found.chunks(replicates as usize)).map(sample).collect())
    }

    /// Replaces the members beyond the nearest by copies of these.
    fn copy(&self, members: &mut [Sample], near: usize) {
        let mut rng = stream(self.plan.seed, Use::Resampling, self.next);
        let (originals, copies) = members.split_at_mut(near);
        copies.iter_mut().for_each(|copy| *copy = originals[index(&mut rng, near)].clone());
    }

    /// Moves members by Metropolis and Hastings' rule within the tolerance (Marjoram, Molitor, Plagnol and Tavare 2003),
    /// until a share of them has moved or the runs are used up; the share of moves accepted.
    fn walk(
        &mut self,
        members: &mut [Sample],
        moves: &Moves,
        tolerance: f64,
        share: f64,
        until: u32,
    ) -> Result<f64, E> {
        let seed = self.plan.seed;
        let enough = share * members.len() as f64;
        let mut moved = vec![false; members.len()];
        let (mut round, mut tried, mut accepted) = (0, 0_u64, 0_u64);
        let count = |moved: &[bool]| moved.iter().filter(|&&moved| moved).count() as f64;
        self.found.clear();
        while self.spent < until && (round < ROUNDS || count(&moved) < enough) {
            // Luck is drawn first: what the prior refuses is not simulated.
            let (mut movers, mut trials) = (Vec::new(), Vec::new());
            for (index, member) in members.iter().enumerate() {
                let number = self.next;
                self.next += self.replicates;
                let Proposed { point, chances, prior_ratio } = moves.propose(member, seed, number);
                if uniform(&mut stream(seed, Use::Acceptance, number)) < prior_ratio {
                    movers.push(index);
                    trials.push(Trial { number, point, chances });
                }
            }
            tried += members.len() as u64;
            for (index, found) in movers.into_iter().zip(self.simulate(trials)?) {
                if let Some(sample) = found.filter(|sample| sample.distance <= tolerance) {
                    members[index] = sample;
                    moved[index] = true;
                    accepted += 1;
                }
            }
            round += 1;
        }
        Ok(accepted as f64 / tried.max(1) as f64)
    }

    /// The level that ends here; counts of the next begin.
    fn end_level(&mut self, members: &[Sample], accepted: f64, anew: bool) -> &Level {
        let found: Vec<f64> = self.found.iter().map(|runs| self.distance.of(runs)).collect();
        let effective = diversity(members.iter().map(|member| (member.trial, 1.0)));
        let runs = (0..self.replicates as usize).flat_map(|run| (0..self.space.chances).map(move |part| (run, part)));
        let of_part =
            |(run, part): (usize, usize)| diversity(members.iter().map(|member| (member.chances[run][part], 1.0)));
        let courses: Vec<f64> = runs.map(of_part).collect();
        self.levels.push(Level {
            trials: std::mem::take(&mut self.trials),
            replicates: self.replicates,
            failed: std::mem::take(&mut self.failed),
            tolerance: members.iter().map(|member| member.distance).fold(f64::NEG_INFINITY, f64::max),
            median: if found.is_empty() { f64::NAN } else { quantile(&ascending(&found), 0.5) },
            accepted,
            anew,
            effective,
            courses: if courses.is_empty() { effective } else { quantile(&ascending(&courses), 0.5) },
            log_probability: self.log_probability,
            distances: members.iter().map(|member| member.distance).collect(),
        });
        &self.levels[self.levels.len() - 1]
    }
}

/// Members without which a covariance of so many parameters cannot be told.
pub fn least_members(parameters: usize) -> usize {
    2 * parameters + 8
}

fn nearest_first(members: &mut [Sample]) {
    members.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.trial.cmp(&b.trial)));
}

/// Effective number of different things in a weighted list: 1 over the sum of their squared shares.
pub(super) fn diversity<T: Ord>(weighted: impl Iterator<Item = (T, f64)>) -> f64 {
    let mut weights = BTreeMap::new();
    weighted.for_each(|(thing, weight)| *weights.entry(thing).or_insert(0.0) += weight);
    let total: f64 = weights.values().sum();
    total * total / weights.values().map(|weight: &f64| weight * weight).sum::<f64>()
}

/// One member per distinct trial, with the share of the population that copies it as its weight.
pub(super) fn merged(mut members: Vec<Sample>) -> Vec<Sample> {
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
