//! One trajectory: leapfrog steps, doubled until it turns back.

use rand_chacha::ChaCha8Rng;
use righting_model::math;

use super::adapt::Metric;
use super::density::Density;
use crate::linear::dot;
use crate::stream::uniform;

/// Loss of energy beyond which a trajectory counts as diverged (the 1,000 of Stan).
const LOST: f64 = 1000.0;

/// A point of phase space.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub position: Vec<f64>,
    pub momentum: Vec<f64>,
    pub gradient: Vec<f64>,
    pub log_density: f64,
}

impl State {
    /// A point at rest.
    pub fn at(density: &impl Density, position: Vec<f64>) -> Self {
        let mut gradient = vec![0.0; position.len()];
        let log_density = density.log_density(&position, &mut gradient);
        Self { momentum: vec![0.0; position.len()], position, gradient, log_density }
    }

    /// Negative energy: the log density less the kinetic energy.
    pub fn log_joint(&self, metric: &Metric) -> f64 {
        self.log_density - metric.kinetic(&self.momentum)
    }

    /// The point one leapfrog step on; backwards for a negative step.
    pub fn leap(&self, density: &impl Density, metric: &Metric, step: f64) -> Self {
        let mut next = self.clone();
        next.momentum.iter_mut().zip(&self.gradient).for_each(|(p, slope)| *p += 0.5 * step * slope);
        let velocity = metric.velocity(&next.momentum);
        next.position.iter_mut().zip(&velocity).for_each(|(q, v)| *q += step * v);
        next.log_density = density.log_density(&next.position, &mut next.gradient);
        let State { momentum, gradient, .. } = &mut next;
        momentum.iter_mut().zip(gradient.iter()).for_each(|(p, slope)| *p += 0.5 * step * slope);
        next
    }
}

/// A piece of a trajectory, with the state chosen from it.
pub(super) struct Branch {
    pub chosen: State,
    pub log_weight: f64,
    /// Its ends in the direction in which it was made.
    near: State,
    far: State,
    /// Sum of the momenta.
    sum: Vec<f64>,
}

/// A trajectory under way.
pub(super) struct Trajectory<'a> {
    metric: &'a Metric,
    step: f64,
    /// Log joint density where it began.
    level: f64,
    back: State,
    front: State,
    sum: Vec<f64>,
    log_weight: f64,
    accepted: f64,
    steps: u32,
    diverged: bool,
}

/// What a trajectory tells of itself.
pub(super) struct Travelled {
    /// Mean probability with which a single step would have been accepted.
    pub acceptance: f64,
    pub steps: u32,
    pub diverged: bool,
}

impl<'a> Trajectory<'a> {
    pub fn new(from: &State, metric: &'a Metric, step: f64) -> Self {
        Self {
            metric,
            step,
            level: from.log_joint(metric),
            back: from.clone(),
            front: from.clone(),
            sum: from.momentum.clone(),
            log_weight: 0.0,
            accepted: 0.0,
            steps: 0,
            diverged: false,
        }
    }

    pub fn log_weight(&self) -> f64 {
        self.log_weight
    }

    pub fn travelled(&self) -> Travelled {
        let Self { steps, diverged, .. } = *self;
        Travelled { acceptance: self.accepted / f64::from(steps.max(1)), steps, diverged }
    }

    /// 2^depth more steps at one end; none when they turn back or diverge.
    pub fn branch(
        &mut self,
        density: &impl Density,
        depth: u32,
        forward: bool,
        rng: &mut ChaCha8Rng,
    ) -> Option<Branch> {
        let end = if forward { self.front.clone() } else { self.back.clone() };
        self.grow(density, &end, depth, if forward { self.step } else { -self.step }, rng)
    }

    fn grow(
        &mut self,
        density: &impl Density,
        from: &State,
        depth: u32,
        step: f64,
        rng: &mut ChaCha8Rng,
    ) -> Option<Branch> {
        if depth == 0 {
            return self.leaf(from.leap(density, self.metric, step));
        }
        let first = self.grow(density, from, depth - 1, step, rng)?;
        let second = self.grow(density, &first.far, depth - 1, step, rng)?;
        let log_weight = log_sum(first.log_weight, second.log_weight);
        let sum: Vec<f64> = first.sum.iter().zip(&second.sum).map(|(a, b)| a + b).collect();
        let turned = self.turns(&first.near, &second.far, &sum)
            || self.turns(&first.near, &second.near, &plus(&first.sum, &second.near.momentum))
            || self.turns(&first.far, &second.far, &plus(&second.sum, &first.far.momentum));
        let takes_second = math::ln(uniform(rng)) < second.log_weight - log_weight;
        let chosen = if takes_second { second.chosen } else { first.chosen };
        (!turned).then_some(Branch { chosen, log_weight, near: first.near, far: second.far, sum })
    }

    fn leaf(&mut self, state: State) -> Option<Branch> {
        self.steps += 1;
        let change = state.log_joint(self.metric) - self.level;
        // Not a number is a loss too.
        let lost = change.is_nan() || change < -LOST;
        self.diverged |= lost;
        if lost {
            return None;
        }
        self.accepted += math::exp(change.min(0.0));
        let sum = state.momentum.clone();
        Some(Branch { near: state.clone(), far: state.clone(), chosen: state, log_weight: change, sum })
    }

    /// Takes a branch up; whether the whole turns back.
    pub fn join(&mut self, branch: Branch, forward: bool) -> bool {
        let Branch { log_weight, near, far, sum, .. } = branch;
        let whole = plus(&self.sum, &sum);
        let joint = if forward { self.front.clone() } else { self.back.clone() };
        let other = if forward { self.back.clone() } else { self.front.clone() };
        let turned = self.turns(&other, &far, &whole)
            || self.turns(&other, &near, &plus(&self.sum, &near.momentum))
            || self.turns(&joint, &far, &plus(&sum, &joint.momentum));
        if forward {
            self.front = far;
        } else {
            self.back = far;
        }
        self.sum = whole;
        self.log_weight = log_sum(self.log_weight, log_weight);
        turned
    }

    /// Whether the way between two ends turns back: the sum of its momenta points away from the velocity at an end.
    fn turns(&self, one: &State, other: &State, sum: &[f64]) -> bool {
        let ahead = |state: &State| dot(&self.metric.velocity(&state.momentum), sum);
        ahead(one) <= 0.0 || ahead(other) <= 0.0
    }
}

fn plus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(x, y)| x + y).collect()
}

/// ln(e^a + e^b).
fn log_sum(a: f64, b: f64) -> f64 {
    let most = a.max(b);
    if most == f64::NEG_INFINITY { most } else { most + math::ln(math::exp(a - most) + math::exp(b - most)) }
}
