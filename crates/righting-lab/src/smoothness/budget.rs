//! The gain budget over all that is known of levels and shapes.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};
use righting_infer::{ascending, quantile};
use righting_model::{Gain, Levels, Parameters, Setup};
use righting_runner::Runner;
use serde::Serialize;

use crate::error::LabError;

/// Elasticities of the rate of joining in the crowd, by loop.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Loops {
    /// News.
    pub news: f64,
    /// Deterrence.
    pub deterrence: f64,
    /// Outrage at deaths.
    pub deaths: f64,
}

impl From<Gain> for Loops {
    fn from(gain: Gain) -> Self {
        Self { news: gain.news, deterrence: gain.deterrence, deaths: gain.deaths }
    }
}

/// The largest sum of the loops of every draw.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GainBudget {
    /// Draws of levels and shapes.
    pub draws: u32,
    /// With every level and shape where it stands.
    pub as_it_stands: f64,
    /// Median over draws.
    pub median: f64,
    /// 95th percentile.
    pub p95: f64,
    /// The largest.
    pub largest: f64,
    /// Its loops.
    pub largest_loops: Loops,
    /// Share of the draws at or above one.
    pub share_over: f64,
}

impl GainBudget {
    /// Of the parameters of a setup and of so many draws of those that are neither fitted nor set.
    pub(super) fn of(setup: &Setup, draws: u32, seed: u64, runner: &Runner<'_>) -> Result<Self, LabError> {
        let people = setup.country.population() as f64;
        let stands = Gain::largest(&setup.parameters, people).0.sum();
        let numbers: Vec<u32> = (0..draws).collect();
        let found = runner.all(&numbers, |&draw| Gain::largest(&drawn(setup, seed, draw), people).0)?;
        let sums: Vec<f64> = found.iter().map(Gain::sum).collect();
        let largest = found.iter().max_by(|a, b| a.sum().total_cmp(&b.sum())).copied().unwrap_or_default();
        let sorted = ascending(&sums);
        let at = |p: f64| if sorted.is_empty() { stands } else { quantile(&sorted, p) };
        Ok(Self {
            draws,
            as_it_stands: stands,
            median: at(0.5),
            p95: at(0.95),
            largest: at(1.0),
            largest_loops: largest.into(),
            share_over: sums.iter().filter(|&&sum| sum >= super::bounds::LARGEST_GAIN).count() as f64
                / sums.len().max(1) as f64,
        })
    }
}

/// The parameters of a setup with every level and shape drawn that is neither fitted nor set.
pub(crate) fn drawn(setup: &Setup, seed: u64, draw: u32) -> Parameters {
    let held = match &setup.levels {
        Levels::Drawn { held } => held.as_slice(),
        Levels::Fixed => &[],
    };
    let mut parameters = setup.parameters.clone();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(u64::from(draw));
    parameters.draw(held, |_| StandardNormal.sample(&mut rng));
    parameters
}
