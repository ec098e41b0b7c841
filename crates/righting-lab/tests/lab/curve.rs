//! The righting curve on shipped scenarios.

use righting_lab::{LabError, futures_of, shocks_of};
use righting_scenario::{Scenario, Source};

use crate::five_towns;

#[test]
fn every_suggested_future_can_be_run() {
    for (id, expected) in [("five-towns", 2), ("kazakhstan-2022", 4)] {
        let source = Source::Shipped(id.to_owned());
        let scenario = Scenario::load(&source, &[]).unwrap();
        let futures = futures_of(&scenario);
        assert_eq!(futures.len(), expected, "{id}");
        for future in futures {
            let changed = Scenario::load(&source, &future.changes).unwrap_or_else(|e| panic!("{}: {e}", future.name));
            assert_eq!(changed.hash == scenario.hash, future.changes.is_empty());
        }
    }
}

#[test]
fn shocks_are_the_rises_of_prices() {
    let scenario = five_towns(&[]);
    assert_eq!(shocks_of(&scenario, &[]).unwrap(), ["price"]);
    let known = match shocks_of(&scenario, &["emergency".to_owned()]) {
        Err(LabError::NoShock { known, .. }) => known,
        other => panic!("{other:?}"),
    };
    assert_eq!(known, ["price"]);
}
