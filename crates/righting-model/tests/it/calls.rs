//! Calls: dated ones bring people out on their day, and march; chance ones are the protest of a country at rest.

use righting_model::{EngineKind, Quantity, Reach, Setup, Shock, ShockKind, Simulation, Trace, When};

use crate::towns;

const DAY: u32 = 1440;

fn calm(calls: f64) -> Setup {
    let mut setup = towns::setup();
    setup.shocks.clear();
    setup.actions.clear();
    setup.hypotheses = Default::default();
    setup.parameters.set("calls.rate", calls).expect("in its range");
    setup
}

fn called(size: f64, to: Option<usize>) -> Setup {
    let mut setup = calm(0.0);
    setup.shocks.push(Shock {
        id: "call".to_owned(),
        label: String::new(),
        when: When::At(3 * DAY),
        reach: Reach::Nation,
        kind: ShockKind::Call { size, to },
    });
    setup
}

fn runs(setup: Setup) -> Vec<Trace> {
    let simulation = Simulation::new(setup);
    (0..20).map(|replicate| simulation.run(EngineKind::Sellke, 6, replicate).expect("it runs")).collect()
}

fn joined(traces: &[Trace], day: usize, place: Option<usize>) -> f64 {
    let of = |trace: &Trace| match place {
        None => trace.national(day, Quantity::Joined),
        Some(place) => trace.place(day, place)[Quantity::Joined.column()],
    };
    traces.iter().map(of).sum()
}

#[test]
fn a_dated_call_brings_people_out_on_its_day_the_more_the_larger_it_is() {
    let (small, large) = (runs(called(1.0, None)), runs(called(4.0, None)));
    assert_eq!(joined(&small, 2, None), joined(&runs(calm(0.0)), 2, None));
    assert!(joined(&small, 3, None) > 20.0 * joined(&small, 2, None).max(1.0));
    assert!(joined(&large, 3, None) > 1.5 * joined(&small, 3, None));
}

#[test]
fn a_march_meets_where_it_leads() {
    let (here, there) = (runs(called(1.0, None)), runs(called(1.0, Some(0))));
    let share = |traces: &[Trace]| joined(traces, 3, Some(0)) / joined(traces, 3, None);
    // Some join for other reasons, and meet where they live.
    assert!(share(&there) > 0.7 && share(&here) < 0.5, "{} and {}", share(&there), share(&here));
}

#[test]
fn a_country_at_rest_has_protests_by_chance_calls_alone() {
    let (silent, called) = (runs(calm(0.0)), runs(calm(10.0)));
    let all = |traces: &[Trace]| (0..12).map(|day| joined(traces, day, None)).sum::<f64>();
    assert!(all(&called) > 10.0 * all(&silent).max(1.0), "{} and {}", all(&called), all(&silent));
}
