//! Negative cases: where there was no mass unrest, the fitted model makes none.

use righting_model::{EngineKind, Quantity};
use righting_scenario::{Scenario, Source};

/// Replicates per case.
const REPLICATES: u32 = 500;
/// People active at once that would be mass unrest.
const MASS: f64 = 10_000.0;

/// At most one run in twenty reaches 10,000. A case with a true share of 8 % passes in under 1 % of all seeds, and the
/// seed is fixed; in 2,000 runs of another seed the shares were 0, 0.3 and 0.1 %.
#[test]
fn no_mass_unrest_without_the_shock_in_2016_and_in_2019() {
    for id in ["kazakhstan-2022-no-shock", "kazakhstan-2016", "kazakhstan-2019"] {
        let scenario = Scenario::load(&Source::Shipped(id.to_owned()), &[]).unwrap();
        let simulation = scenario.simulation();
        let mass = (0..REPLICATES).filter(|&replicate| {
            let trace = simulation.run(EngineKind::default(), 20160521, replicate).unwrap();
            (0..trace.days()).any(|day| trace.national(day, Quantity::ActivePeak) >= MASS)
        });
        let mass = mass.count();
        assert!(20 * mass <= REPLICATES as usize, "{mass} of {REPLICATES} runs of {id}");
    }
}
