//! A negative case: without its shock the fitted country is at rest.

use righting_model::{EngineKind, Quantity};
use righting_scenario::{Scenario, Source};

/// Replicates.
const REPLICATES: usize = 300;

/// Chance calls bring people out at rest, with heavy tails: in countries over five million the day's largest crowd may
/// exceed 0.05 % of residents in a fifth of the runs, and 1 % in one of a hundred. The years 2016 and 2019 are no negative
/// cases under this form: with a year's inflation as one affront they miss (the book, "Forecasts").
#[test]
fn without_the_shock_crowds_are_those_of_rest() {
    let scenario = Scenario::load(&Source::Shipped("kazakhstan-2022-no-shock".to_owned()), &[]).unwrap();
    let simulation = scenario.simulation();
    let residents = scenario.setup.country.population() as f64;
    let share = |replicate: usize| {
        let trace = simulation.run(EngineKind::default(), 20160521, replicate as u32).unwrap();
        (0..trace.days()).map(|day| trace.national(day, Quantity::ActivePeak)).fold(0.0, f64::max) / residents
    };
    let shares: Vec<f64> = (0..REPLICATES).map(share).collect();
    let beyond = |limit: f64| shares.iter().filter(|&&share| share > limit).count();
    assert!(5 * beyond(0.0005) <= REPLICATES, "{} of {REPLICATES} beyond 0.05 %", beyond(0.0005));
    assert!(100 * beyond(0.01) <= REPLICATES, "{} of {REPLICATES} beyond 1 %", beyond(0.01));
}
