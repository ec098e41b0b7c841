//! What help does, by each effect, and what an early or a late withdrawal does.

use righting_model::{EngineKind, HelpEffect, Order, Parameters, Quantity, Setup, Simulation, Trace, When};

use crate::towns;

const REPLICATES: u32 = 40;
const DAY: u32 = 1440;

fn runs(setup: Setup) -> Vec<Trace> {
    let simulation = Simulation::new(setup);
    (0..REPLICATES).map(|replicate| simulation.run(EngineKind::Sellke, 4, replicate).expect("it runs")).collect()
}

/// Mean over replicates of a national quantity at the end of a day.
fn mean(traces: &[Trace], day: usize, quantity: Quantity) -> f64 {
    traces.iter().map(|trace| trace.national(day, quantity)).sum::<f64>() / f64::from(REPLICATES)
}

fn with(effect: HelpEffect) -> Setup {
    let mut setup = towns::setup();
    if let Some(alliance) = &mut setup.alliance {
        alliance.effect = effect;
    }
    setup
}

fn withdrawn_on(day: u32, days: u32) -> Setup {
    let mut setup = towns::setup();
    setup.days = days;
    for action in setup.actions.iter_mut().filter(|action| action.order == Order::WithdrawAlliance) {
        action.when = When::At(day * DAY);
    }
    setup
}

#[test]
fn the_effects_share_all_chances_and_differ_only_after_the_decision() {
    let (signal, direct, none) =
        (runs(with(HelpEffect::Signal)), runs(with(HelpEffect::Direct)), runs(with(HelpEffect::None)));
    for replicate in 0..REPLICATES as usize {
        // The request is of day 4, the decision six hours later.
        for day in 0..4 {
            assert_eq!(signal[replicate].nation(day), none[replicate].nation(day));
            assert_eq!(direct[replicate].nation(day), none[replicate].nation(day));
        }
    }
    let last = signal[0].days() - 1;
    let reliability = |traces: &[Trace]| mean(traces, 6, Quantity::Reliability);
    assert!(reliability(&signal) > reliability(&none) + 0.01, "a signal raises reliability");
    // Direct troops add to the forces where the riot is; the signal reaches the national forces everywhere.
    assert!(reliability(&signal) > reliability(&direct));
    let differ = |traces: &[Trace]| traces.iter().zip(&none).filter(|(a, b)| a != b).count();
    assert!(differ(&signal) > 30 && differ(&direct) > 0, "{} {}", differ(&signal), differ(&direct));
    assert!(mean(&none, last, Quantity::Allied) == 0.0, "they have left, whatever they did");
}

#[test]
fn a_withdrawal_before_the_forces_have_recovered_leaves_them_weaker() {
    // Arrival is late on day 4, full strength a day later; the last leave two days after the order.
    let (early, due) = (runs(withdrawn_on(5, 12)), runs(withdrawn_on(9, 12)));
    let reliability = |traces: &[Trace]| (6..9).map(|day| mean(traces, day, Quantity::Reliability)).sum::<f64>() / 3.0;
    assert!(reliability(&early) < reliability(&due), "{} against {}", reliability(&early), reliability(&due));
    let allied = |traces: &[Trace]| mean(traces, 8, Quantity::Allied);
    assert!(allied(&early) < allied(&due));
}

#[test]
fn a_withdrawal_after_the_welcome_has_passed_costs_legitimacy_and_one_before_it_nothing() {
    let legitimacy = |withdrawal: u32, resentment: f64| {
        let mut setup = withdrawn_on(withdrawal, 14);
        // Arrests and killings alone would take all legitimacy from so small a country.
        let changes = [
            ("legitimacy.killing", 0.0),
            ("legitimacy.arrests", 0.0),
            ("alliance.welcome_days", 4.0),
            ("alliance.resentment", resentment),
        ];
        changes.iter().for_each(|(path, value)| setup.parameters.set(path, *value).unwrap());
        let trace = Simulation::new(setup).run(EngineKind::Sellke, 4, 0).expect("it runs");
        trace.national(13, Quantity::Legitimacy)
    };
    // Arrived by day 5, gone on day 8: no time for resentment, so its size changes not a bit.
    assert_eq!(legitimacy(6, 0.0), legitimacy(6, 0.01));
    // About three days of full strength beyond the welcome and two of leaving, at 0.01 a day; little has faded.
    let lost = legitimacy(12, 0.0) - legitimacy(12, 0.01);
    assert!((0.03..0.05).contains(&lost), "{lost}");
}

#[test]
fn the_default_welcome_covers_the_stay_of_2022() {
    // From the first arrival on 6 January 08:00 to the last departure on 19 January 10:00.
    assert!(Parameters::default().get("alliance.welcome_days").unwrap() > 13.0 + 2.0 / 24.0);
}

#[test]
fn a_request_that_is_taken_back_before_the_answer_brings_nobody() {
    let mut setup = withdrawn_on(4, 8);
    if let Some(alliance) = &mut setup.alliance {
        alliance.decision_hours = 48.0;
    }
    let trace = Simulation::new(setup).run(EngineKind::Sellke, 4, 0).expect("it runs");
    assert!((0..8).all(|day| trace.national(day, Quantity::Allied) == 0.0));
}
