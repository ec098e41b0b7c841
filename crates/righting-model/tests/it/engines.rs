//! The fast engine and the plain one tell one story.

use righting_model::{EngineKind, Quantity, Setup, Simulation, Trace};

use crate::towns;

const SEEDS: u32 = 200;

/// A tenth of the towns, so that the plain engine is done in seconds.
fn small() -> Setup {
    let mut setup = towns::setup();
    setup.country.places.iter_mut().for_each(|place| place.population /= 10);
    setup.country.facilities.clear();
    setup.days = 8;
    for (path, value) in [("harm.lethality", 0.1), ("calls.rate", 10.0), ("policing.arrests", 0.5)] {
        setup.parameters.set(path, value).expect("it is registered");
    }
    setup
}

fn sample(engine: EngineKind, seed: u64) -> Vec<[f64; 7]> {
    let simulation = Simulation::new(small());
    let last = small().days as usize - 1;
    let day = |trace: &Trace, quantity, day| trace.national(day, quantity);
    let one = |replicate| {
        let trace = simulation.run(engine, seed, replicate).expect("it runs");
        [
            trace.joinings as f64,
            (0..=last).map(|at| day(&trace, Quantity::ActivePeak, at)).fold(0.0, f64::max),
            day(&trace, Quantity::DetainedTotal, last),
            day(&trace, Quantity::Dead, last),
            day(&trace, Quantity::Withdrawn, last),
            day(&trace, Quantity::Opposed, 1),
            day(&trace, Quantity::Joined, 0),
        ]
    };
    (0..SEEDS).map(one).collect()
}

/// Largest difference of two empirical distribution functions (Kolmogorov and Smirnov).
fn distance(a: &mut [f64], b: &mut [f64]) -> f64 {
    a.sort_by(f64::total_cmp);
    b.sort_by(f64::total_cmp);
    let below = |sample: &[f64], x: f64| sample.partition_point(|&value| value <= x) as f64 / sample.len() as f64;
    a.iter().chain(b.iter()).map(|&x| (below(a, x) - below(b, x)).abs()).fold(0.0, f64::max)
}

#[test]
fn engines_agree_in_distribution() {
    let (fast, plain) = (sample(EngineKind::Sellke, 1), sample(EngineKind::Oracle, 2));
    let n = f64::from(SEEDS);
    for index in 0..7 {
        let column = |rows: &[[f64; 7]]| rows.iter().map(|row| row[index]).collect::<Vec<f64>>();
        let (mut a, mut b) = (column(&fast), column(&plain));
        let d = distance(&mut a, &mut b);
        // Fixed seeds; 1 % over the seven columns (Bonferroni): sqrt(ln(2 * 700) / n).
        let limit = (libm::log(2.0 * 700.0) / n).sqrt();
        assert!(d < limit, "column {index}: {d} against {limit}; medians {} and {}", a[100], b[100]);
        assert!(b[199] > b[0], "column {index} does not vary");
    }
}
