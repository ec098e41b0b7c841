//! A state held at a midnight and continued equals an unbroken run; other chances change only what follows.

use std::sync::Arc;

use righting_model::{EngineKind, Simulation, Start, State, first_difference};

use crate::towns::setup;

const DAY: u32 = 1440;

fn kept(state: State) -> Start {
    Start::States(Arc::new(move |_| Ok(state.clone())))
}

#[test]
fn a_continued_state_equals_an_unbroken_run() {
    for engine in [EngineKind::Sellke, EngineKind::Oracle] {
        let simulation = Simulation::new(setup());
        let unbroken = simulation.run(engine, 7, 3).expect("runs");
        for days in [0, 1, 4, setup().days] {
            let state = simulation.run_until(engine, 7, 3, days).expect("runs");
            assert_eq!(state.day(), days);
            let continued = Simulation::new(setup()).beginning(kept(state));
            // The state says whose chances it follows: seed and replicate of the call do not count.
            assert_eq!(continued.run(engine, 99, 0).expect("runs"), unbroken, "{} from day {days}", engine.name());
        }
    }
}

#[test]
fn one_state_continues_under_several_futures_as_each_would_unbroken() {
    let past = setup();
    let mut compared = 0;
    for index in 0..past.actions.len() {
        let mut future = setup();
        let gone = future.actions.remove(index);
        let Some(minute) = first_difference(&past, &future) else { panic!("{} was taken out", gone.id) };
        let days = minute / DAY;
        let state = Simulation::new(setup()).run_until(EngineKind::Sellke, 1, 0, days).expect("runs");
        let unbroken = Simulation::new(future.clone()).run(EngineKind::Sellke, 1, 0).expect("runs");
        let continued = Simulation::new(future).beginning(kept(state)).run(EngineKind::Sellke, 1, 0).expect("runs");
        assert_eq!(continued, unbroken, "without {} from day {days}", gone.id);
        compared += 1;
    }
    assert!(compared > 1);
}

#[test]
fn other_chances_change_what_follows_and_nothing_before() {
    let days = 4;
    let plain = Simulation::new(setup());
    let other = Simulation::new(setup()).beginning(Start::Reseeded { days, seed: 12_345 });
    let mut differ = 0;
    for replicate in 0..8 {
        let a = plain.run(EngineKind::Sellke, 1, replicate).expect("runs");
        let b = other.run(EngineKind::Sellke, 1, replicate).expect("runs");
        for day in 0..days as usize {
            assert_eq!(a.nation(day), b.nation(day), "day {day}");
        }
        let last = a.days() - 1;
        differ += u32::from(a.nation(last) != b.nation(last));
    }
    assert!(differ >= 6, "only {differ} of 8 differ");
}

#[test]
fn reseeding_keeps_the_distribution() {
    // Joinings of 200 runs each way: means within 4.4 standard errors (fixed seeds, error rate 1e-5).
    let plain = Simulation::new(setup());
    let other = Simulation::new(setup()).beginning(Start::Reseeded { days: 3, seed: 77 });
    let sample = |simulation: &Simulation, seed: u64| -> Vec<f64> {
        let one = |replicate| simulation.run(EngineKind::Sellke, seed, replicate).expect("runs").joinings as f64;
        (0..200).map(one).collect()
    };
    let (a, b) = (sample(&plain, 500), sample(&other, 900));
    let moments = |values: &[f64]| {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0) / n)
    };
    let ((mean_a, error_a), (mean_b, error_b)) = (moments(&a), moments(&b));
    assert!((mean_a - mean_b).abs() < 4.4 * (error_a + error_b).sqrt(), "{mean_a} and {mean_b}");
}

#[test]
fn setups_tell_when_their_courses_can_part() {
    assert_eq!(first_difference(&setup(), &setup()), None);
    let mut other = setup();
    let contagion = 2.0 * other.parameters.get("joining.contagion").unwrap();
    other.parameters.set("joining.contagion", contagion).unwrap();
    assert_eq!(first_difference(&setup(), &other), Some(0));
}

#[test]
fn a_state_of_another_country_is_refused() {
    let state = Simulation::new(setup()).run_until(EngineKind::Sellke, 1, 0, 2).expect("runs");
    let mut other = setup();
    other.country.places.pop();
    other.country.facilities.retain(|facility| facility.place < other.country.places.len());
    let failure = Simulation::new(other).beginning(kept(state)).run(EngineKind::Sellke, 1, 0).expect_err("refuses");
    assert_eq!(failure.stage, "fork");
}
