//! The laboratory on a small country of five towns.

mod agreement;
mod calibrate;
mod check;
mod curve;
mod ensemble;
mod fit;
mod forecast;
mod negative;
mod scores;

use righting_model::Simulation;
use righting_scenario::{Change, Scenario, Source};

fn five_towns(changes: &[&str]) -> Scenario {
    let changes: Vec<Change> = changes.iter().map(|change| change.parse().unwrap()).collect();
    Scenario::load(&Source::Shipped("five-towns".to_owned()), &changes).unwrap()
}

fn simulation(changes: &[&str]) -> Simulation {
    five_towns(changes).simulation()
}
