//! The laboratory on a small country of five towns.

mod agreement;
mod calibrate;
mod check;
mod curve;
mod ensemble;
mod fit;
mod forecast;
mod negative;
mod questions;
mod scores;

use std::sync::atomic::AtomicBool;

use righting_lab::Runner;
use righting_model::Simulation;
use righting_scenario::{Change, Scenario, Source};

fn five_towns(changes: &[&str]) -> Scenario {
    let changes: Vec<Change> = changes.iter().map(|change| change.parse().unwrap()).collect();
    Scenario::load(&Source::Shipped("five-towns".to_owned()), &changes).unwrap()
}

/// So many threads, 0 for one per core, never stopped.
fn on(threads: usize) -> Runner<'static> {
    static NEVER: AtomicBool = AtomicBool::new(false);
    Runner::threads(threads, &NEVER).unwrap()
}

fn simulation(changes: &[&str]) -> Simulation {
    five_towns(changes).simulation()
}
