//! The gates that a joint calibration must pass before its posterior is called one.

use serde::Serialize;

/// The tail of the weights is lighter than this (Vehtari and others 2024).
pub const MOST_PARETO_K: f64 = 0.7;

/// Effective size at least.
pub const LEAST_SIZE: f64 = 400.0;

/// Distinct ancestors at least.
pub const LEAST_ANCESTORS: f64 = 100.0;

/// R-hat at most (Vehtari and others 2021).
pub const MOST_R_HAT: f64 = 1.01;

/// Quartiles of a parameter in one sample.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quartiles {
    /// Its name.
    pub name: String,
    /// 25, 50 and 75 %.
    pub at: [f64; 3],
}

/// What a gate asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GateKind {
    /// Shape of the tail of the weights under [`MOST_PARETO_K`].
    ParetoK,
    /// Effective size of at least [`LEAST_SIZE`].
    EffectiveSize,
    /// At least [`LEAST_ANCESTORS`] distinct ancestors.
    Ancestors,
    /// R-hat of every parameter at most [`MOST_R_HAT`].
    RHat,
    /// The median of every parameter under each seed inside the other's central 50 % interval.
    Seeds,
}

/// One gate, what was found, and whether it is passed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Gate {
    /// What it asks.
    pub kind: GateKind,
    /// The worst found of two seeds; of [`GateKind::Seeds`] the share of parameters that agree.
    pub found: f64,
    /// What was needed.
    pub needed: f64,
    /// Whether it is passed; what is not a number passes nothing.
    pub passed: bool,
    /// Parameters that fail it; empty where a gate is not about parameters.
    pub failing: Vec<String>,
}

/// What is judged of one seed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// Shape of the tail of the weights.
    pub pareto_k: f64,
    /// Effective size: the smaller of that of the chains and that of the weights.
    pub effective: f64,
    /// Distinct ancestors of the members.
    pub ancestors: f64,
    /// R-hat by parameter, in the order of the quartiles.
    pub r_hat: Vec<f64>,
    /// Quartiles by parameter.
    pub quartiles: Vec<Quartiles>,
}

/// Judges two calibrations of the same records under two seeds.
///
/// # Panics
/// When the two are not of the same parameters.
pub fn judge(one: &Judged, other: &Judged) -> Vec<Gate> {
    let names = |of: &Judged| of.quartiles.iter().map(|entry| entry.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(one), names(other), "two seeds of one calibration");
    let both = [one, other];
    let worst = |kind, needed: f64, found: [f64; 2], largest: bool, strictly: bool| {
        let found = if largest { greater(found) } else { -greater(found.map(|value| -value)) };
        let passed = if largest { found < needed || (!strictly && found == needed) } else { found >= needed };
        Gate { kind, found, needed, passed, failing: Vec::new() }
    };
    let r_hat = both.map(|of| of.r_hat.iter().copied().fold(1.0, |a, b| greater([a, b])));
    let mut mixed = worst(GateKind::RHat, MOST_R_HAT, r_hat, true, false);
    let unmixed = |index: usize| both.iter().any(|of| of.r_hat[index].is_nan() || of.r_hat[index] > MOST_R_HAT);
    mixed.failing = failing(one, unmixed);
    vec![
        worst(GateKind::ParetoK, MOST_PARETO_K, both.map(|of| of.pareto_k), true, true),
        worst(GateKind::EffectiveSize, LEAST_SIZE, both.map(|of| of.effective), false, false),
        worst(GateKind::Ancestors, LEAST_ANCESTORS, both.map(|of| of.ancestors), false, false),
        mixed,
        seeds(one, other),
    ]
}

fn seeds(one: &Judged, other: &Judged) -> Gate {
    let inside = |of: &Quartiles, by: &Quartiles| (by.at[0]..=by.at[2]).contains(&of.at[1]);
    let apart = |index: usize| {
        let (a, b) = (&one.quartiles[index], &other.quartiles[index]);
        !(inside(a, b) && inside(b, a))
    };
    let failing = failing(one, apart);
    let found = 1.0 - failing.len() as f64 / one.quartiles.len().max(1) as f64;
    Gate { kind: GateKind::Seeds, found, needed: 1.0, passed: failing.is_empty(), failing }
}

fn failing(of: &Judged, fails: impl Fn(usize) -> bool) -> Vec<String> {
    (0..of.quartiles.len()).filter(|&index| fails(index)).map(|index| of.quartiles[index].name.clone()).collect()
}

/// The greater of two; not a number where one is not.
fn greater([a, b]: [f64; 2]) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged() -> Judged {
        let quartiles = |name: &str| Quartiles { name: name.to_owned(), at: [-1.0, 0.0, 1.0] };
        Judged {
            pareto_k: 0.4,
            effective: 400.0,
            ancestors: 100.0,
            r_hat: vec![1.0, 1.01],
            quartiles: vec![quartiles("pool.share"), quartiles("harm.lethality")],
        }
    }

    fn failed(one: &Judged, other: &Judged) -> Vec<GateKind> {
        judge(one, other).into_iter().filter(|gate| !gate.passed).map(|gate| gate.kind).collect()
    }

    #[test]
    fn every_gate_closes_on_what_it_asks() {
        let good = judged();
        assert_eq!(failed(&good, &good), []);
        let worse = |change: fn(&mut Judged)| {
            let mut of = judged();
            change(&mut of);
            // Either order is judged alike.
            assert_eq!(failed(&of, &judged()), failed(&judged(), &of));
            failed(&of, &judged())
        };
        assert_eq!(worse(|of| of.pareto_k = 0.7), [GateKind::ParetoK]);
        assert_eq!(worse(|of| of.pareto_k = f64::NAN), [GateKind::ParetoK]);
        assert_eq!(worse(|of| of.effective = 399.0), [GateKind::EffectiveSize]);
        assert_eq!(worse(|of| of.effective = f64::NAN), [GateKind::EffectiveSize]);
        assert_eq!(worse(|of| of.ancestors = 99.0), [GateKind::Ancestors]);
        assert_eq!(worse(|of| of.r_hat[0] = 1.02), [GateKind::RHat]);
        assert_eq!(worse(|of| of.r_hat[1] = f64::NAN), [GateKind::RHat]);
        assert_eq!(worse(|of| of.quartiles[1].at = [0.1, 0.5, 1.0]), [GateKind::Seeds]);
    }

    #[test]
    fn the_parameters_that_fail_are_named() {
        let mut other = judged();
        other.quartiles[1].at = [1.5, 2.0, 3.0];
        other.r_hat[0] = 1.2;
        let gates = judge(&judged(), &other);
        assert_eq!(gates[3].failing, ["pool.share"]);
        assert_eq!((gates[4].found, gates[4].failing.as_slice()), (0.5, ["harm.lethality".to_owned()].as_slice()));
    }
}
