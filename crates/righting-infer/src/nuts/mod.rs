//! The No-U-Turn sampler: draws from a density of many dimensions, by its gradient.
//!
//! Hamiltonian trajectories double until they turn back; the draw is taken from the trajectory by its weights (Hoffman and
//! Gelman 2014, JMLR 15: 1593-1623; multinomial form and criterion of Betancourt 2017, arXiv 1701.02434, appendix A).
//! During warm-up the step is tuned by dual averaging and a diagonal metric is learned in windows that double (as Stan's
//! reference manual describes). A chain's numbers depend on the seed and its own number only, and every function of
//! numbers is the house's own: the same draws on every machine and for any count of threads.

mod adapt;
mod density;
mod tree;

use crate::stream::{Use, normals, stream, uniform};
use crate::threads::in_order;
use adapt::{Metric, StepSize, windows};
pub use density::Density;
use rand_chacha::ChaCha8Rng;
use righting_model::math;
use tree::{State, Trajectory, Travelled};

/// Draws of warm-up at least: fewer leave no window in which to learn a metric.
pub(crate) const LEAST_WARMUP: usize = 20;

/// Attempts to find a place to start where the density is finite.
const STARTS: usize = 100;

/// How long to sample, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct NutsPlan {
    /// Chains, each from a place of its own.
    pub chains: usize,
    /// Draws of a chain that tune it and are thrown away.
    pub warmup: usize,
    /// Draws of a chain that are kept.
    pub draws: usize,
    /// Mean acceptance that the step is tuned to, inside (0, 1).
    pub acceptance: f64,
    /// A trajectory doubles at most so often.
    pub most_doublings: u32,
    /// Seed.
    pub seed: u64,
    /// Threads over which chains are shared out; the draws do not depend on it.
    pub threads: usize,
}

impl Default for NutsPlan {
    fn default() -> Self {
        Self { chains: 4, warmup: 500, draws: 1000, acceptance: 0.9, most_doublings: 9, seed: 1, threads: 1 }
    }
}

/// What one chain drew.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Chain {
    /// The draws, in order.
    pub draws: Vec<Vec<f64>>,
    /// Log density of every draw.
    pub log_densities: Vec<f64>,
    /// Step of the trajectories after warm-up, in units of the metric.
    pub step: f64,
    /// Kept draws whose trajectory lost its energy: the density is steeper there than the step can follow.
    pub divergent: usize,
    /// Gradients taken after warm-up.
    pub gradients: u64,
}

/// Why nothing could be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NutsError {
    /// A plan that asks for nothing, or for what cannot be.
    #[error("a plan of sampling needs {what}, found {found}")]
    Plan {
        /// What it needs.
        what: &'static str,
        /// What it has.
        found: f64,
    },
    /// No place with a finite density.
    #[error("chain {chain} found no finite density in {STARTS} places around the origin")]
    NoStart {
        /// Which chain.
        chain: usize,
    },
    /// No step that keeps the energy.
    #[error("chain {chain} found no step that keeps the energy of its trajectories: the gradient may be wrong")]
    NoStep {
        /// Which chain.
        chain: usize,
    },
}

/// Draws from a density.
///
/// ```
/// use righting_infer::nuts::{Density, NutsPlan, sample};
///
/// struct Normal;
/// impl Density for Normal {
///     fn dimensions(&self) -> usize {
///         2
///     }
///     fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
///         // Means 1 and 2, standard deviations 1 and 3.
///         let z = [at[0] - 1.0, (at[1] - 2.0) / 3.0];
///         gradient.copy_from_slice(&[-z[0], -z[1] / 3.0]);
///         -0.5 * (z[0] * z[0] + z[1] * z[1])
///     }
/// }
/// let chains = sample(&Normal, &NutsPlan::default()).unwrap();
/// let second: Vec<f64> = chains.iter().flat_map(|chain| chain.draws.iter().map(|draw| draw[1])).collect();
/// let mean = second.iter().sum::<f64>() / second.len() as f64;
/// assert!((mean - 2.0).abs() < 0.4, "{mean}");
/// ```
///
/// # Errors
/// [`NutsError`] for a plan that asks for nothing, and for a density that is nowhere finite or has a wrong gradient.
pub fn sample(density: &impl Density, plan: &NutsPlan) -> Result<Vec<Chain>, NutsError> {
    let need = |holds: bool, what, found| if holds { Ok(()) } else { Err(NutsError::Plan { what, found }) };
    need(plan.chains > 0, "a chain", plan.chains as f64)?;
    need(plan.draws > 0, "a draw", plan.draws as f64)?;
    need(plan.warmup >= LEAST_WARMUP, "20 draws of warm-up", plan.warmup as f64)?;
    need(plan.acceptance > 0.0 && plan.acceptance < 1.0, "an acceptance inside (0, 1)", plan.acceptance)?;
    need(plan.most_doublings > 0, "a doubling", f64::from(plan.most_doublings))?;
    in_order(plan.chains, plan.threads, |chain| one_chain(density, plan, chain)).into_iter().collect()
}

fn one_chain(density: &impl Density, plan: &NutsPlan, chain: usize) -> Result<Chain, NutsError> {
    let mut rng = stream(plan.seed, Use::Chain, chain as u32);
    let mut state = start(density, &mut rng).ok_or(NutsError::NoStart { chain })?;
    let mut metric = Metric::new(density.dimensions());
    let first = adapt::reasonable_step(density, &state, &metric, &mut rng).ok_or(NutsError::NoStep { chain })?;
    let mut step = StepSize::new(first, plan.acceptance);
    let ends = windows(plan.warmup);
    for draw in 0..plan.warmup {
        let found = advance(density, &mut state, &metric, step.now(), plan.most_doublings, &mut rng);
        step.learn(found.acceptance);
        if (ends.first..ends.last).contains(&draw) {
            metric.see(&state.position);
            if ends.closes(draw) {
                metric.renew();
                let next = adapt::reasonable_step(density, &state, &metric, &mut rng);
                step.restart(next.ok_or(NutsError::NoStep { chain })?);
            }
        }
    }
    let mut kept =
        Chain { draws: Vec::new(), log_densities: Vec::new(), step: step.settled(), divergent: 0, gradients: 0 };
    for _ in 0..plan.draws {
        let found = advance(density, &mut state, &metric, kept.step, plan.most_doublings, &mut rng);
        kept.divergent += usize::from(found.diverged);
        kept.gradients += u64::from(found.steps);
        kept.draws.push(state.position.clone());
        kept.log_densities.push(state.log_density);
    }
    Ok(kept)
}

/// A place near the origin where the density is finite.
fn start(density: &impl Density, rng: &mut ChaCha8Rng) -> Option<State> {
    (0..STARTS).find_map(|attempt| {
        // Ever nearer to the origin, where coordinates with standard priors have their mode.
        let reach = 1.0 / (1.0 + attempt as f64 / 10.0);
        let position = normals(rng, density.dimensions()).into_iter().map(|z| reach * z).collect();
        let state = State::at(density, position);
        (state.log_density.is_finite() && state.gradient.iter().all(|slope| slope.is_finite())).then_some(state)
    })
}

/// Moves the state by one trajectory.
fn advance(
    density: &impl Density,
    state: &mut State,
    metric: &Metric,
    step: f64,
    most_doublings: u32,
    rng: &mut ChaCha8Rng,
) -> Travelled {
    state.momentum = metric.momentum(rng);
    let mut trajectory = Trajectory::new(state, metric, step);
    for depth in 0..most_doublings {
        let forward = uniform(rng) < 0.5;
        let Some(branch) = trajectory.branch(density, depth, forward, rng) else { break };
        if math::ln(uniform(rng)) < branch.log_weight - trajectory.log_weight() {
            state.clone_from(&branch.chosen);
        }
        if trajectory.join(branch, forward) {
            break;
        }
    }
    trajectory.travelled()
}

#[cfg(test)]
mod tests;
