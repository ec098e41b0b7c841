//! Chances mixed from several replicates: what each part follows, and what it leaves alone.

use std::sync::Arc;

use righting_model::{
    EngineKind, Event, EventKind, MixedChances, QUANTITIES, Quantity, Setup, Simulation, Start, Trace,
};

use crate::towns::setup;

const SEED: u64 = 7;

fn mixed(change: impl Fn(&mut MixedChances)) -> Simulation {
    let parts = setup().country.places.len() + 1;
    let mut chances = MixedChances { events: vec![3; parts], reports: vec![3; parts] };
    change(&mut chances);
    Simulation::new(Setup { mixed_chances: Some(chances), ..setup() })
}

fn run(simulation: &Simulation, replicate: u32) -> Trace {
    simulation.run(EngineKind::Sellke, SEED, replicate).expect("runs")
}

#[test]
fn chances_all_of_one_replicate_are_that_replicate() {
    for engine in [EngineKind::Sellke, EngineKind::Oracle] {
        let own = Simulation::new(setup()).run(engine, SEED, 3).expect("runs");
        assert_eq!(mixed(|_| ()).run(engine, SEED, 8).expect("runs"), own, "{}", engine.name());
    }
}

#[test]
fn pilots_of_a_recovery_have_chances_of_their_own() {
    // They are many crises of one country: under the same chances all would be one.
    assert!(mixed(|_| ()).setup().at_rest(5).mixed_chances.is_none());
}

/// What happened, without what was reported of it.
fn happened(trace: &Trace) -> Vec<&Event> {
    let reported = |event: &&Event| matches!(event.kind, EventKind::ProtestReported | EventKind::ViolenceReported);
    trace.events.iter().filter(|event| !reported(event)).collect()
}

#[test]
fn reports_drawn_anew_leave_what_happens_alone() {
    let reported = [
        Quantity::ReportedActive,
        Quantity::ReportedRioting,
        Quantity::ReportedDetainedTotal,
        Quantity::ReportedDeathsTotal,
    ];
    let [a, b] = [run(&mixed(|_| ()), 0), run(&mixed(|chances| chances.reports.fill(4)), 0)];
    assert_eq!(happened(&a), happened(&b));
    let mut differ = 0;
    for day in 0..a.days() {
        for info in QUANTITIES {
            let quantity = info.quantity;
            let same = a.national(day, quantity) == b.national(day, quantity);
            assert!(same || reported.contains(&quantity), "{} on day {day}", info.name);
            differ += u32::from(!same);
        }
    }
    assert!(differ > 5, "only {differ} reports differ");
}

#[test]
fn every_place_can_have_other_chances() {
    let plain = run(&mixed(|_| ()), 0);
    for place in 0..setup().country.places.len() {
        let other = run(&mixed(|chances| chances.events[place] = 4), 0);
        let joined = |trace: &Trace| -> Vec<f64> {
            (0..trace.days()).map(|day| trace.place(day, place)[Quantity::Joined.column()]).collect()
        };
        assert_ne!(joined(&plain), joined(&other), "place {place}");
    }
}

#[test]
fn a_state_carries_its_mixed_chances() {
    let whole = mixed(|chances| chances.events[1] = 4);
    let state = whole.run_until(EngineKind::Sellke, SEED, 0, 3).expect("runs");
    let continued = Simulation::new(setup()).beginning(Start::States(Arc::new(move |_| Ok(state.clone()))));
    assert_eq!(continued.run(EngineKind::Sellke, 99, 5).expect("runs"), run(&whole, 0));
}
