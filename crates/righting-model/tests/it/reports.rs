//! What a record would show: parts that add up, and errors of the size that the parameters say.

use righting_model::{EngineKind, Quantity, Setup, Simulation, Trace};

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
        let observation = &mut setup.parameters.observation;
        (observation.crowd_error, observation.count_error, observation.thinning) = (0.0, 0.0, 0.0);
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

#[test]
fn crowds_err_each_on_its_own_and_counts_of_a_day_alike() {
    let (mut crowds, mut pairs, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    for trace in traces(|setup| setup.parameters.observation.thinning = 0.0, 200) {
        for day in 1..trace.days() {
            let errors: Vec<f64> = (0..trace.places())
                .map(|place| trace.place(day, place))
                .filter(|row| row[Quantity::ActivePeak.column()] >= 200.0)
                .map(|row| (row[Quantity::ReportedActive.column()] / row[Quantity::ActivePeak.column()]).ln())
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
    let logs: Vec<f64> = counts.iter().map(|factor: &f64| factor.ln()).collect();
    let expected = (1.0f64 + 0.15 * 0.15).ln();
    assert!((variance(&logs) / expected - 1.0).abs() < error(logs.len()), "{} of {expected}", variance(&logs));
}
