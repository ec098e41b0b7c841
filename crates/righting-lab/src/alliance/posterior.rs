//! The weights of members' utilities, learnt from cases under weakly informative priors.
//!
//! A weight is log-normal around its default, with a standard deviation of [`SPREAD`] in its logarithm, so that its
//! sign is that of the theory and 95 % of it lies within a factor of four; readiness, which may have either sign, is
//! normal with standard deviation 1. Noise and its common share stay at their defaults: they only set the scale. A case
//! counts as one Bernoulli trial with the chance of [`righting_model::acceptance`]. The posterior is drawn by elliptical
//! slice sampling (Murray, Adams & MacKay 2010), which needs neither gradients nor tuning under normal priors.

use std::f64::consts::TAU;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use righting_model::{Parameters, acceptance, uniform};
use righting_scenario::AssistanceCase;

/// Standard deviation of the logarithm of a weight.
pub const SPREAD: f64 = 0.7;
/// Chances are kept off 0 and 1 by this much, so that one case never has a likelihood of nothing.
const FLOOR: f64 = 1e-9;

/// Parameters that are learnt, by their names in the section `alliance`.
pub const LEARNT: [&str; 11] = [
    "readiness",
    "regime",
    "successor",
    "assets",
    "rival",
    "overstretch",
    "opponent",
    "area",
    "ground",
    "objection",
    "veto",
];

/// How long a chain runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainPlan {
    /// Steps thrown away at the start.
    pub warm_up: usize,
    /// Steps kept.
    pub kept: usize,
    /// Seed.
    pub seed: u64,
}

impl Default for ChainPlan {
    fn default() -> Self {
        Self { warm_up: 200, kept: 1000, seed: 1 }
    }
}

/// Draws of the parameters from the posterior given the cases; `stream` tells chains of one seed apart.
pub(super) fn draws(cases: &[&AssistanceCase], plan: &ChainPlan, stream: u64) -> Vec<Parameters> {
    let mut rng = ChaCha8Rng::seed_from_u64(plan.seed);
    rng.set_stream(stream);
    let mut position = [0.0; LEARNT.len()];
    let mut height = log_likelihood(cases, &parameters(&position));
    let mut kept = Vec::with_capacity(plan.kept);
    for step in 0..plan.warm_up + plan.kept {
        (position, height) = slice(cases, position, height, &mut rng);
        if step >= plan.warm_up {
            kept.push(parameters(&position));
        }
    }
    kept
}

/// One step of elliptical slice sampling: a point on the ellipse through the position and a draw of the prior.
fn slice(
    cases: &[&AssistanceCase],
    position: [f64; LEARNT.len()],
    height: f64,
    rng: &mut ChaCha8Rng,
) -> ([f64; LEARNT.len()], f64) {
    let prior: [f64; LEARNT.len()] = std::array::from_fn(|_| StandardNormal.sample(rng));
    let mut chance = || uniform(rng.next_u32(), rng.next_u32());
    let level = height + libm::log(chance());
    let mut angle = TAU * chance();
    let (mut low, mut high) = (angle - TAU, angle);
    loop {
        let (cos, sin) = (libm::cos(angle), libm::sin(angle));
        let proposed = std::array::from_fn(|i| position[i] * cos + prior[i] * sin);
        let found = log_likelihood(cases, &parameters(&proposed));
        if found > level || high - low < 1e-12 {
            return (proposed, found);
        }
        if angle < 0.0 {
            low = angle;
        } else {
            high = angle;
        }
        angle = low + (high - low) * chance();
    }
}

/// Parameters at a point of the standard normal prior.
fn parameters(point: &[f64; LEARNT.len()]) -> Parameters {
    let mut parameters = Parameters::default();
    for (name, z) in LEARNT.iter().zip(point) {
        let path = format!("alliance.{name}");
        let default = parameters.get(&path).unwrap_or_else(|| unreachable!("`{path}` is registered"));
        let value = if *name == "readiness" { default + z } else { default * libm::exp(SPREAD * z) };
        // Ten times a default lies more than three standard deviations out.
        parameters.set(&path, value.clamp(-10.0, 10.0)).unwrap_or_else(|error| unreachable!("{error}"));
    }
    parameters
}

/// Chance of a yes in a case.
pub(super) fn chance(parameters: &Parameters, case: &AssistanceCase) -> f64 {
    acceptance(&parameters.section(), case.rule, &case.situation, case.regime_risk, &case.members)
}

fn log_likelihood(cases: &[&AssistanceCase], parameters: &Parameters) -> f64 {
    let of = |case: &&AssistanceCase| {
        let yes = chance(parameters, case);
        libm::log(if case.helped { yes } else { 1.0 - yes }.clamp(FLOOR, 1.0))
    };
    cases.iter().map(of).sum()
}
