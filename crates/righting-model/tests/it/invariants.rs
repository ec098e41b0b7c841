//! People are conserved, chances are addressed, and the engines tell one story.

use proptest::prelude::*;
use righting_model::{Action, EngineKind, EventKind, Kernel, Order, Quantity, Reach, Simulation, Trace, When};

use crate::towns;

const PEOPLE: f64 = 51_334.0;

fn everyone(trace: &Trace, day: usize) -> f64 {
    let civilians_dead = trace.national(day, Quantity::Dead);
    [
        Quantity::Quiet,
        Quantity::Serving,
        Quantity::Protesting,
        Quantity::Rioting,
        Quantity::Withdrawn,
        Quantity::Detained,
    ]
    .into_iter()
    .map(|quantity| trace.national(day, quantity))
    .sum::<f64>()
        + civilians_dead
}

#[test]
fn every_mechanism_leaves_a_mark() {
    let trace = Simulation::new(towns::setup()).run(EngineKind::Sellke, 1, 0).unwrap();
    let last = trace.days() - 1;
    for quantity in
        [Quantity::DetainedTotal, Quantity::InjuredTotal, Quantity::OutputLost, Quantity::ReportedDetainedTotal]
    {
        assert!(trace.national(last, quantity) > 0.0, "{}", quantity.info().name);
    }
    let peak = (0..trace.days()).map(|day| trace.national(day, Quantity::RiotingPeak)).fold(0.0, f64::max);
    assert!(peak > 50.0, "a riot of {peak}");
    assert!((0..trace.days()).any(|day| trace.national(day, Quantity::Allied) == 100.0));
    for kind in [
        EventKind::ProtestOnset,
        EventKind::ViolenceOnset,
        EventKind::Shock,
        EventKind::AllianceAccepted,
        EventKind::AllianceLeft,
    ] {
        assert!(trace.events.iter().any(|event| event.kind == kind), "{}", kind.name());
    }
}

#[test]
fn a_facility_is_attacked_as_it_draws_attacks() {
    let attacks = |attraction: f64| {
        let mut setup = towns::setup();
        setup.country.facilities.iter_mut().for_each(|facility| facility.attraction = attraction);
        let simulation = Simulation::new(setup);
        let traces = (0..8).map(|replicate| simulation.run(EngineKind::Sellke, 1, replicate).unwrap());
        let kinds = [EventKind::FacilityHeld, EventKind::FacilitySeized, EventKind::FacilityBurned];
        traces.map(|trace| trace.events.iter().filter(|event| kinds.contains(&event.kind)).count()).sum::<usize>()
    };
    let [none, few, many] = [0.0, 0.05, 5.0].map(attacks);
    assert_eq!(none, 0);
    assert!(few < many, "{few} attacks on a site of little attraction, {many} on one of much");
}

#[test]
fn a_country_without_a_shock_stays_quiet() {
    let mut setup = towns::setup();
    setup.shocks.clear();
    setup.hypotheses = Default::default();
    let trace = Simulation::new(setup).run(EngineKind::Sellke, 1, 0).unwrap();
    assert_eq!(trace.joinings, 0);
    assert!((0..trace.days()).all(|day| trace.national(day, Quantity::Active) == 0.0));
}

#[test]
fn processor_levels_give_the_same_trace() {
    let reference = Simulation::new(towns::setup()).on(Kernel::Baseline).run(EngineKind::Sellke, 5, 3).unwrap();
    for level in [Kernel::Avx2, Kernel::Avx512].into_iter().filter(|level| level.available()) {
        let trace = Simulation::new(towns::setup()).on(level).run(EngineKind::Sellke, 5, 3).unwrap();
        assert_eq!(trace, reference, "{}", level.name());
    }
}

#[test]
fn an_action_changes_nothing_before_its_day() {
    let base = Simulation::new(towns::setup());
    let mut changed = towns::setup();
    let order = Order::Emergency { on: true };
    changed.actions.push(Action {
        id: "early".into(),
        label: "early".into(),
        when: When::At(2 * 1440 + 600),
        reach: Reach::Nation,
        order,
    });
    let changed = Simulation::new(changed);
    let mut differ = 0;
    for replicate in 0..50 {
        let a = base.run(EngineKind::Sellke, 9, replicate).unwrap();
        let b = changed.run(EngineKind::Sellke, 9, replicate).unwrap();
        for day in 0..2 {
            assert_eq!(a.nation(day), b.nation(day));
            assert!((0..a.places()).all(|place| a.place(day, place) == b.place(day, place)));
        }
        differ += u32::from(a != b);
    }
    assert!(differ > 40, "the action acts: {differ} of 50 traces differ after it");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn people_are_conserved_and_shares_are_shares(seed in any::<u64>(), replicate in 0u32..1000, oracle in any::<bool>()) {
        let engine = if oracle { EngineKind::Oracle } else { EngineKind::Sellke };
        let trace = Simulation::new(towns::setup()).run(engine, seed, replicate).unwrap();
        for day in 0..trace.days() {
            prop_assert_eq!(everyone(&trace, day), PEOPLE);
            for place in 0..trace.places() {
                let row = trace.place(day, place);
                prop_assert!(row.iter().all(|value| value.is_finite() && *value >= 0.0));
                for share in [
                    Quantity::Reliability,
                    Quantity::Cohesion,
                    Quantity::Legitimacy,
                    Quantity::Opposed,
                    Quantity::Willing,
                    Quantity::Grievance,
                ] {
                    prop_assert!(row[share.column()] <= 1.0 + 1e-9);
                }
            }
        }
    }
}
