//! What a record would show: parts that add up, and errors of the size that the parameters say.

use righting_model::{EngineKind, EventKind, Location, Quantity, Setup, Simulation, Trace, math};

use crate::towns::setup;

const REPORTED: [Quantity; 4] = [
    Quantity::ReportedActive,
    Quantity::ReportedRioting,
    Quantity::ReportedDetainedTotal,
    Quantity::ReportedDeathsTotal,
];

fn traces(change: impl Fn(&mut Setup), replicates: u32) -> Vec<Trace> {
    let mut setup = setup();
    change(&mut setup);
    let simulation = Simulation::new(setup);
    (0..replicates).map(|replicate| simulation.run(EngineKind::Sellke, 11, replicate).expect("runs")).collect()
}

#[test]
fn reports_of_places_add_up_to_the_nation() {
    for trace in traces(|_| (), 5) {
        for day in 0..trace.days() {
            for quantity in REPORTED {
                let sum: f64 = (0..trace.places()).map(|place| trace.place(day, place)[quantity.column()]).sum();
                assert_eq!(sum, trace.national(day, quantity), "{} on day {day}", quantity.info().name);
            }
        }
    }
}

#[test]
fn without_errors_the_truth_is_reported() {
    let exact = |setup: &mut Setup| {
        for path in ["observation.crowd_error", "observation.count_error", "observation.thinning"] {
            setup.parameters.set(path, 0.0).unwrap();
        }
    };
    for trace in traces(exact, 2) {
        for day in 0..trace.days() {
            for place in 0..trace.places() {
                let row = trace.place(day, place);
                let truth = [Quantity::ActivePeak, Quantity::RiotingPeak, Quantity::DetainedTotal, Quantity::Dead];
                assert_eq!(REPORTED.map(|q| row[q.column()]), truth.map(|q| row[q.column()]), "day {day}, {place}");
            }
        }
    }
}

/// The first day of an event, if it happened.
fn day(trace: &Trace, kind: EventKind, location: Location) -> Option<usize> {
    trace.first(kind, location).map(|minute| (minute / 1440) as usize)
}

#[test]
fn no_place_is_dated_before_its_region() {
    let regions = setup().country.regions.len();
    let mut dated = 0;
    for trace in traces(|_| (), 40) {
        for kind in [EventKind::ProtestReported, EventKind::ViolenceReported] {
            for region in 0..regions {
                let first = day(&trace, kind, Location::Region(region));
                for place in setup().country.places_of(region) {
                    if let Some(own) = day(&trace, kind, Location::Place(place)) {
                        assert!(first.is_some_and(|first| first <= own), "{first:?} and {own}");
                        dated += 1;
                    }
                }
            }
        }
    }
    assert!(dated > 50, "{dated}");
}

#[test]
fn where_every_day_is_dated_reports_come_with_the_first_crowd_of_the_day() {
    let certain = |setup: &mut Setup| {
        setup.parameters.set("observation.dated", 1.0).unwrap();
        setup.parameters.set("observation.half", 0.0).unwrap();
    };
    for trace in traces(certain, 20) {
        for place in 0..trace.places() {
            let peak = |day: &usize| trace.place(*day, place)[Quantity::ActivePeak.column()];
            let first = (0..trace.days()).find(|day| peak(day) >= 50.0);
            assert_eq!(day(&trace, EventKind::ProtestReported, Location::Place(place)), first);
        }
    }
}

#[test]
fn a_day_is_dated_as_often_as_its_crowd_says() {
    let (mut found, mut expected, mut variance) = (0.0, 0.0, 0.0);
    let half = |setup: &mut Setup| setup.parameters.set("observation.half", 2000.0).unwrap();
    for trace in traces(half, 200) {
        for place in 0..trace.places() {
            let peak = |day: usize| trace.place(day, place)[Quantity::ActivePeak.column()];
            let Some(first) = (0..trace.days()).find(|&day| peak(day) >= 50.0) else { continue };
            let p = 0.9 * peak(first) / (peak(first) + 2000.0);
            found += f64::from(day(&trace, EventKind::ProtestReported, Location::Place(place)) == Some(first));
            // Places of a region share their uniform: at most five times the variance of a binomial.
            (expected, variance) = (expected + p, variance + 5.0 * p * (1.0 - p));
        }
    }
    // Fixed seeds; 4.4 standard errors.
    assert!(expected > 20.0 && (found - expected).abs() < 4.4 * f64::sqrt(variance), "{found} of {expected}");
}

#[test]
fn crowds_err_as_a_field_and_counts_of_a_day_alike() {
    let (mut crowds, mut counts) = (Vec::new(), Vec::new());
    for trace in traces(|setup| setup.parameters.set("observation.thinning", 0.0).unwrap(), 200) {
        for day in 1..trace.days() {
            let row = trace.place(day, 0);
            if row[Quantity::ActivePeak.column()] >= 200.0 {
                crowds.push(math::ln(row[Quantity::ReportedActive.column()] / row[Quantity::ActivePeak.column()]));
            }
            let gained = |quantity: Quantity, place: usize| {
                trace.place(day, place)[quantity.column()] - trace.place(day - 1, place)[quantity.column()]
            };
            let factors: Vec<f64> = (0..trace.places())
                .filter(|&place| gained(Quantity::DetainedTotal, place) >= 50.0)
                .map(|place| gained(Quantity::ReportedDetainedTotal, place) / gained(Quantity::DetainedTotal, place))
                .collect();
            // Two totals are rounded, so an increment is off by at most one.
            assert!(factors.iter().all(|factor| (factor - factors[0]).abs() <= 2.0 / 50.0), "{factors:?}");
            counts.extend(factors.first());
        }
    }
    // Fixed seeds; within 4.4 standard errors of a normal sample: error rate 1e-5 each.
    let variance = |sample: &[f64]| sample.iter().map(|x| x * x).sum::<f64>() / sample.len() as f64;
    let error = |size: usize| 4.4 * (2.0 / size as f64).sqrt();
    assert!(crowds.len() > 200 && counts.len() > 30, "{} {}", crowds.len(), counts.len());
    assert!((variance(&crowds) / (0.5 * 0.5) - 1.0).abs() < error(crowds.len()), "{}", variance(&crowds));
    let logs: Vec<f64> = counts.iter().map(|&factor| math::ln(factor)).collect();
    let expected = math::ln(1.0 + 0.15 * 0.15);
    assert!((variance(&logs) / expected - 1.0).abs() < error(logs.len()), "{} of {expected}", variance(&logs));
}
