//! Replicates of a run.

use std::time::Instant;

use rayon::prelude::*;

use crate::chance::Chance;
use crate::error::ClassicError;

use super::groups::Ending;
use super::model::Counts;
use super::outbursts::{Outburst, OutburstCounter};
use super::parameters::Parameters;
use super::rebellion::Rebellion;
use super::rules::{Jail, Rules};
use super::society::Society;

enum Engine {
    Society(Box<Society>),
    Rebellion(Box<Rebellion>),
}

impl Engine {
    fn step(&mut self) -> Counts {
        match self {
            Self::Society(society) => society.step(),
            Self::Rebellion(society) => society.step(),
        }
    }

    fn agents(&self) -> usize {
        match self {
            Self::Society(society) => society.agents(),
            Self::Rebellion(society) => society.agents(),
        }
    }
}

/// One replicate of Model I.
#[derive(Debug, Clone)]
pub struct Replicate {
    /// Counts after every tick.
    pub counts: Vec<Counts>,
    /// Outbursts that ended.
    pub outbursts: Vec<Outburst>,
    /// Turns taken.
    pub updates: u64,
    /// Seconds of wall time on one thread.
    pub seconds: f64,
}

/// Runs Model I for `ticks`.
pub fn run_once(rules: Rules, parameters: &Parameters, ticks: u32, chance: Chance) -> Result<Replicate, ClassicError> {
    let mut engine = if rules.jail == Jail::InPlaceShared {
        Engine::Rebellion(Box::new(Rebellion::new(parameters.clone(), chance)?))
    } else {
        Engine::Society(Box::new(Society::new(rules, parameters.clone(), chance)?))
    };
    let start = Instant::now();
    let mut counter = OutburstCounter::default();
    let mut counts = Vec::with_capacity(ticks as usize);
    let mut updates = 0;
    for _ in 0..ticks {
        let now = engine.step();
        counter.push(now.active);
        counts.push(now);
        updates += engine.agents() as u64;
    }
    let seconds = start.elapsed().as_secs_f64();
    Ok(Replicate { counts, outbursts: counter.done().to_vec(), updates, seconds })
}

/// Runs replicates 0..n of Model I, in parallel; the order of the results is that of the numbers.
pub fn run_many(
    rules: Rules,
    parameters: &Parameters,
    ticks: u32,
    seed: u64,
    replicates: u32,
) -> Result<Vec<Replicate>, ClassicError> {
    (0..u64::from(replicates))
        .into_par_iter()
        .map(|replicate| run_once(rules, parameters, ticks, Chance::new(seed, replicate)))
        .collect()
}

/// Runs replicates 0..n of Model II until genocide or `cap`.
pub fn run_groups(
    rules: Rules,
    parameters: &Parameters,
    cap: u32,
    seed: u64,
    replicates: u32,
) -> Result<Vec<(Ending, u64)>, ClassicError> {
    (0..u64::from(replicates))
        .into_par_iter()
        .map(|replicate| {
            let chance = Chance::new(seed, replicate);
            let mut society = Society::new(rules, parameters.clone(), chance)?;
            let ending = society.until_genocide(cap)?;
            Ok((ending, society.killed().iter().sum()))
        })
        .collect()
}

/// Waits (ticks) and activations over the outbursts of all replicates.
pub fn waits_and_activations(runs: &[Replicate]) -> (Vec<f64>, Vec<f64>) {
    let bursts = || runs.iter().flat_map(|run| &run.outbursts);
    let waits = bursts().filter_map(|burst| burst.wait.map(f64::from)).collect();
    (waits, bursts().map(|burst| burst.activation as f64).collect())
}

/// Most actives at once in a replicate.
pub fn peak(run: &Replicate) -> f64 {
    run.counts.iter().map(|c| c.active).max().unwrap_or(0).into()
}
