//! The fast engine and the plain one agree in distribution; a finer clock gives the same medians.

use righting_lab::{convergence, holm, same_distribution};
use righting_model::{EngineKind, Quantity, Simulation};

use crate::{five_towns, on, simulation};

const SEEDS: u64 = 200;
const COMPARED: [Quantity; 4] = [Quantity::Active, Quantity::Rioting, Quantity::Detained, Quantity::Dead];
const FAMILYWISE: f64 = 0.01;

/// By quantity, place and day: one value per seed.
fn samples(simulation: &Simulation, engine: EngineKind, first_seed: u64) -> Vec<Vec<f64>> {
    let seeds: Vec<u64> = (first_seed..first_seed + SEEDS).collect();
    let traces: Vec<Vec<f64>> = on(0).map(&seeds, |&seed| {
        let trace = simulation.run(engine, seed, 0).unwrap();
        let cell = |quantity: Quantity, place, day| trace.place(day, place)[quantity.column()];
        COMPARED
            .iter()
            .flat_map(|&quantity| (0..5).map(move |place| (quantity, place)))
            .flat_map(|(quantity, place)| (0..trace.days()).map(move |day| (quantity, place, day)))
            .map(|(quantity, place, day)| cell(quantity, place, day))
            .collect()
    });
    (0..traces[0].len()).map(|column| traces.iter().map(|row| row[column]).collect()).collect()
}

fn p_values(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<f64> {
    // Enough permutations for the smallest p-value that Holm asks for.
    let most = (2.0 * a.len() as f64 / FAMILYWISE) as u32;
    let pairs: Vec<_> = a.iter().zip(b).enumerate().collect();
    on(0).map(&pairs, |&(index, (a, b))| same_distribution(a, b, most, index as u64))
}

/// Familywise error 1 % by Holm's rule; fixed seeds, so it fails always or never.
#[test]
fn sellke_and_oracle_agree_in_distribution() {
    let simulation = simulation(&[]);
    let sellke = samples(&simulation, EngineKind::Sellke, 0);
    let oracle = samples(&simulation, EngineKind::Oracle, 10_000);
    let p_values = p_values(&sellke, &oracle);
    let moving = sellke.iter().filter(|column| column.iter().any(|&value| value != column[0])).count();
    assert!(4 * moving > p_values.len(), "{moving} of {} columns vary: the test would see nothing", p_values.len());
    let rejected: Vec<usize> = holm(&p_values, FAMILYWISE)
        .iter()
        .enumerate()
        .filter(|(_, rejected)| **rejected)
        .map(|(index, _)| index)
        .collect();
    assert!(rejected.is_empty(), "{rejected:?} of {} differ", p_values.len());
}

/// The same tests see people leave twice as fast: they are able to fail.
#[test]
fn the_tests_of_agreement_would_see_a_changed_rate() {
    let hours = 0.5 * five_towns(&[]).setup.parameters.get("leaving.hours").unwrap();
    let sellke = samples(&simulation(&[]), EngineKind::Sellke, 0);
    let changed = samples(&simulation(&[&format!("leaving.hours={hours}")]), EngineKind::Sellke, 10_000);
    assert!(holm(&p_values(&sellke, &changed), FAMILYWISE).contains(&true));
}

#[test]
fn a_convergence_study_compares_two_clocks() {
    let study = convergence(&simulation(&[]), 1, 60, &on(0), |_| {}).unwrap();
    assert!(study.steps.1 > 1.2 * study.steps.0, "{:?} steps", study.steps);
    assert!(!study.rows.is_empty());
    for row in &study.rows {
        assert!(row.share.is_finite() && row.days > 0 && row.p95 - row.p5 >= 20.0, "{row:?}");
    }
    let largest = study.rows.iter().map(|row| row.share).fold(0.0, f64::max);
    assert_eq!(largest, study.largest);
}
