//! Elites and security forces: who stands by the government, and what that depends on.

use righting_model::{EngineKind, Order, Quantity, Setup, Simulation, Trace, When};

use crate::towns;

fn run(setup: Setup) -> Trace {
    Simulation::new(setup).run(EngineKind::Sellke, 2, 0).expect("it runs")
}

/// The towns with one change, and no elite split unless it is made.
fn changed(change: impl FnOnce(&mut Setup)) -> Trace {
    let mut setup = towns::setup();
    setup.hypotheses = Default::default();
    change(&mut setup);
    run(setup)
}

/// A country without a crisis, so that only what is changed acts.
fn calm(change: impl FnOnce(&mut Setup)) -> Trace {
    changed(|setup| {
        setup.shocks.clear();
        setup.actions.clear();
        setup.parameters.set("pool.share", 0.00001).unwrap();
        change(setup);
    })
}

/// Mean over the days of a run.
fn mean(trace: &Trace, quantity: Quantity) -> f64 {
    (0..trace.days()).map(|day| trace.national(day, quantity)).sum::<f64>() / trace.days() as f64
}

fn set(setup: &mut Setup, path: &str, value: f64) {
    setup.parameters.set(path, value).expect("a parameter in its range");
}

#[test]
fn at_rest_all_obey_and_the_elite_is_whole() {
    let trace = calm(|_| {});
    for quantity in [Quantity::Reliability, Quantity::Cohesion] {
        assert!((0..trace.days()).all(|day| trace.national(day, quantity) == 1.0), "{}", quantity.info().name);
    }
}

#[test]
fn forces_that_are_not_paid_settle_where_the_equation_says() {
    let trace = calm(|setup| {
        setup.days = 60;
        for (path, value) in [("forces.arrears", 0.5), ("forces.pay", 0.4), ("forces.sight", 0.0)] {
            set(setup, path, value);
        }
    });
    // gain / (gain + loss), with a recovery of 0.5 and a loss of 0.4 * 0.5.
    let rest = trace.national(59, Quantity::Reliability);
    assert!((rest - 0.5 / 0.7).abs() < 1e-5, "{rest}");
}

#[test]
fn sight_of_defection_spreads_it() {
    let reliability = |sight: f64| {
        let trace = calm(|setup| {
            setup.days = 60;
            for (path, value) in [("forces.arrears", 0.5), ("forces.pay", 0.2), ("forces.sight", sight)] {
                set(setup, path, value);
            }
        });
        trace.national(59, Quantity::Reliability)
    };
    // gain (1 - rho) = loss rho + sight (1 - rho) rho at rest, everywhere the same.
    let rho = reliability(0.3);
    assert!((0.5 * (1.0 - rho) - 0.1 * rho - 0.3 * (1.0 - rho) * rho).abs() < 1e-4, "{rho}");
    assert!(rho < reliability(0.0));
}

#[test]
fn dead_comrades_killings_by_order_and_missing_pay_each_lower_reliability() {
    // Over several crises: not every one has dead among the forces.
    let reliability = |path: &str, value: f64| {
        let mut setup = towns::setup();
        setup.hypotheses = Default::default();
        for path in ["forces.losses", "forces.orders", "forces.pay"] {
            set(&mut setup, path, 0.0);
        }
        set(&mut setup, "harm.security", 0.1);
        set(&mut setup, path, value);
        let simulation = Simulation::new(setup);
        let crisis = |replicate| simulation.run(EngineKind::Sellke, 2, replicate).expect("it runs");
        (0..8).map(|replicate| mean(&crisis(replicate), Quantity::Reliability)).sum::<f64>()
    };
    let none = reliability("forces.losses", 0.0);
    for (path, value) in [("forces.losses", 0.05), ("forces.orders", 0.02), ("forces.pay", 2.0)] {
        assert!(reliability(path, value) < none, "{path}");
    }
}

#[test]
fn a_split_at_the_top_goes_down_the_hierarchy_and_a_new_command_mends_it() {
    let split = |reshuffle: bool| {
        calm(|setup| {
            setup.days = 40;
            setup.hypotheses.elite_split = true;
            if reshuffle {
                let mut order = towns::setup().actions.into_iter().find(|a| a.order == Order::Reshuffle).expect("one");
                order.when = When::At(20 * 1440);
                setup.actions.push(order);
            }
        })
    };
    let (kept, mended) = (split(false), split(true));
    let cohesion = |trace: &Trace, day: usize, place: usize| trace.place(day, place)[Quantity::Cohesion.column()];
    // Place 0 is the national seat, place 2 the seat of the other region.
    assert!(cohesion(&kept, 39, 0) < 0.5, "the half that is left looks at the half that broke away");
    assert!(cohesion(&kept, 39, 0) < cohesion(&kept, 39, 2) && cohesion(&kept, 39, 2) < 1.0);
    assert!(cohesion(&kept, 39, 2) < cohesion(&kept, 0, 2), "regional elites follow in time");
    assert!(cohesion(&mended, 39, 0) > 0.99 && cohesion(&mended, 39, 2) > 0.99);
    let reliability = |trace: &Trace| trace.national(39, Quantity::Reliability);
    assert!(reliability(&kept) < reliability(&mended));
    for day in 0..40 {
        for place in 0..kept.places() {
            assert!((0.0..=1.0).contains(&cohesion(&kept, day, place)));
        }
    }
}

#[test]
fn pressure_lowers_cohesion_and_allies_reassure() {
    let cohesion = |path: &str, value: f64| {
        let trace = changed(|setup| {
            // Allies answer while crowds are out.
            if let Some(alliance) = &mut setup.alliance {
                alliance.decision_hours = 1.0;
            }
            let request = setup.actions.iter_mut().find(|action| action.order == Order::RequestAlliance);
            request.expect("there is one").when = When::At(0);
            set(setup, "policing.overwhelmed", 2.0);
            for path in ["elites.control", "elites.blame", "elites.rents", "elites.assurance"] {
                set(setup, path, 0.0);
            }
            if path == "elites.assurance" {
                set(setup, "elites.control", 0.5);
            }
            set(setup, path, value);
        });
        mean(&trace, Quantity::Cohesion)
    };
    let none = cohesion("elites.control", 0.0);
    assert_eq!(none, 1.0);
    for (path, value) in [("elites.control", 0.5), ("elites.blame", 1.0), ("elites.rents", 0.1)] {
        assert!(cohesion(path, value) < none, "{path}");
    }
    assert!(cohesion("elites.assurance", 0.5) > cohesion("elites.control", 0.5));
}

#[test]
fn more_are_privately_opposed_than_are_ready_and_the_difference_is_out() {
    let trace = changed(|_| {});
    let mut out = 0.0;
    for day in 0..trace.days() {
        let (opposed, ready) = (trace.national(day, Quantity::Opposed), trace.national(day, Quantity::Willing));
        assert!(opposed >= ready, "day {day}: {opposed} opposed, {ready} ready");
        out += opposed - ready;
    }
    assert!(out > 0.01, "{out}");
    // At rest nobody is out, and all who are opposed are ready.
    let calm = calm(|_| {});
    assert!((0..calm.days()).all(|day| calm.national(day, Quantity::Opposed) == calm.national(day, Quantity::Willing)));
}
