//! Random numbers, addressed by what they are for.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rand_distr::{Distribution, StandardNormal};

/// What a stream of random numbers is for. The numbers are part of every result: add at the end, never reorder.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
pub enum Use {
    /// Proposal of a trial.
    Proposal = 1,
    /// Draws from a weighted sample.
    Resampling = 2,
    /// Bootstrap.
    Bootstrap = 3,
    /// Trajectories and base points of a sensitivity analysis.
    Trajectory = 4,
    /// Random effects of a trial in the prior.
    Effects = 5,
    /// Whether a move is accepted.
    Acceptance = 6,
    /// A chain of Hamiltonian trajectories.
    Chain = 7,
    /// Points of a design.
    Design = 8,
    /// Levels of a case that was not fitted.
    Predictive = 9,
}

/// The stream for `number` of a use under a seed.
pub fn stream(seed: u64, purpose: Use, number: u32) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream((u64::from(number) << 8) | purpose as u64);
    rng
}

/// Uniform on [0, 1) with 53 bits.
pub fn uniform(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// Index from 0 to `count` - 1.
pub fn index(rng: &mut ChaCha8Rng, count: usize) -> usize {
    (uniform(rng) * count as f64) as usize
}

/// Standard normals.
pub fn normals(rng: &mut ChaCha8Rng, count: usize) -> Vec<f64> {
    (0..count).map(|_| StandardNormal.sample(rng)).collect()
}

/// Running sums of weights, in their order.
pub fn cumulative(weights: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let running = weights.into_iter().scan(0.0, |sum, weight| {
        *sum += weight;
        Some(*sum)
    });
    running.collect()
}

/// `count` indices drawn with their weights by systematic resampling (Kitagawa 1996): a comb of equal steps over the running
/// sums, shifted by a part of a step. In ascending order.
pub fn comb(cumulative: &[f64], count: usize, shift: f64) -> Vec<usize> {
    (0..count).map(|tooth| pick(cumulative, (tooth as f64 + shift) / count as f64)).collect()
}

/// Which of ascending cumulative weights a share of their total falls on.
pub fn pick(cumulative: &[f64], share: f64) -> usize {
    let at = share * cumulative.last().copied().unwrap_or(0.0);
    cumulative.partition_point(|&sum| sum <= at).min(cumulative.len() - 1)
}
