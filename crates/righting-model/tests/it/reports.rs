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

/// Days on which 50 are active in a place, from the first on.
fn days_out(trace: &Trace, place: usize) -> Vec<usize> {
    (0..trace.days()).filter(|&day| trace.place(day, place)[Quantity::ActivePeak.column()] >= 50.0).collect()
}

#[test]
fn the_first_report_of_a_region_is_the_first_of_its_places() {
    let regions = setup().country.regions.len();
    for trace in traces(|_| (), 20) {
        for kind in [EventKind::ProtestReported, EventKind::ViolenceReported] {
            for region in 0..regions {
                let places = setup().country.places_of(region).collect::<Vec<_>>();
                let first = places.iter().filter_map(|&place| day(&trace, kind, Location::Place(place))).min();
                assert_eq!(day(&trace, kind, Location::Region(region)), first);
            }
        }
    }
}

#[test]
fn where_every_day_is_dated_reports_come_on_the_day_of_the_onset() {
    for trace in traces(|setup| setup.parameters.set("observation.undated", 0.0).unwrap(), 20) {
        for place in 0..trace.places() {
            let reported = day(&trace, EventKind::ProtestReported, Location::Place(place));
            assert_eq!(reported, days_out(&trace, place).first().copied());
            assert_eq!(reported, day(&trace, EventKind::ProtestOnset, Location::Place(place)));
        }
    }
}

#[test]
fn a_day_is_dated_as_often_as_the_parameter_says() {
    let (mut on_the_first, mut onsets) = (0, 0);
    for trace in traces(|setup| setup.parameters.set("observation.undated", 0.3).unwrap(), 300) {
        for place in 0..trace.places() {
            let days = days_out(&trace, place);
            let reported = day(&trace, EventKind::ProtestReported, Location::Place(place));
            assert!(reported.is_none_or(|day| days.contains(&day)), "{reported:?} of {days:?}");
            onsets += u32::from(!days.is_empty());
            on_the_first += u32::from(reported.is_some() && reported == days.first().copied());
        }
    }
    // A binomial with fixed seeds; 4.4 standard errors: error rate 1e-5.
    let (n, found) = (f64::from(onsets), f64::from(on_the_first));
    assert!(n > 300.0 && (found - 0.7 * n).abs() < 4.4 * (n * 0.21).sqrt(), "{found} of {n}");
}

#[test]
fn crowds_err_each_on_its_own_and_counts_of_a_day_alike() {
    let (mut crowds, mut pairs, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    for trace in traces(|setup| setup.parameters.set("observation.thinning", 0.0).unwrap(), 200) {
        for day in 1..trace.days() {
            let errors: Vec<f64> = (0..trace.places())
                .map(|place| trace.place(day, place))
                .filter(|row| row[Quantity::ActivePeak.column()] >= 200.0)
                .map(|row| math::ln(row[Quantity::ReportedActive.column()] / row[Quantity::ActivePeak.column()]))
                .collect();
            pairs.extend(errors.chunks_exact(2).map(|pair| pair[0] * pair[1]));
            crowds.extend(errors);
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
    assert!(crowds.len() > 500 && pairs.len() > 100 && counts.len() > 30, "{} {}", crowds.len(), counts.len());
    assert!((variance(&crowds) / (0.35 * 0.35) - 1.0).abs() < error(crowds.len()), "{}", variance(&crowds));
    let correlation = pairs.iter().sum::<f64>() / pairs.len() as f64 / (0.35 * 0.35);
    assert!(correlation.abs() < 4.4 / (pairs.len() as f64).sqrt(), "{correlation}");
    let logs: Vec<f64> = counts.iter().map(|&factor| math::ln(factor)).collect();
    let expected = math::ln(1.0 + 0.15 * 0.15);
    assert!((variance(&logs) / expected - 1.0).abs() < error(logs.len()), "{} of {expected}", variance(&logs));
}
