use super::*;

fn row(helped: bool, probability: f64) -> BacktestRow {
    BacktestRow {
        id: String::new(),
        requester: String::new(),
        body: String::new(),
        group: "csto".to_owned(),
        date: Date::MIN,
        asked: true,
        helped,
        probability,
        error: 0.0,
        prior: 0.5,
        correct: true,
    }
}

#[test]
fn brier_scores_are_mean_squared_errors_and_the_majority_leaves_the_case_out() {
    let rows = [row(true, 0.9), row(false, 0.2), row(false, 0.0)];
    let brier = Brier::of(rows.iter());
    assert!((brier.model - (0.01 + 0.04) / 3.0).abs() < 1e-12);
    assert!((brier.always_no - 1.0 / 3.0).abs() < 1e-12);
    assert!((brier.always_yes - 2.0 / 3.0).abs() < 1e-12);
    // The yes faces two noes; each no faces a tie.
    assert!((brier.majority - (1.0 + 0.25 + 0.25) / 3.0).abs() < 1e-12);
}

#[test]
fn without_cases_the_draws_are_those_of_the_prior() {
    let plan = ChainPlan { warm_up: 0, kept: 4000, seed: 3 };
    let weights = weights(&posterior::draws(&[], &plan, 0));
    for weight in &weights {
        let z = |value: f64| match weight.name {
            "readiness" => value - weight.default,
            _ => libm::log(value / weight.default) / SPREAD,
        };
        // Fixed seed. Quantiles of a standard normal, 4.4 standard errors of 4000 draws at density 0.10 and 0.40.
        assert!((z(weight.p50)).abs() < 0.1, "{weight:?}");
        assert!((z(weight.p5) + 1.645).abs() < 0.2 && (z(weight.p95) - 1.645).abs() < 0.2, "{weight:?}");
    }
}

#[test]
fn a_case_never_learns_from_itself() {
    let cases = righting_scenario::assistance_cases().unwrap();
    let plan = ChainPlan { warm_up: 10, kept: 30, seed: 1 };
    let mut turned = cases.clone();
    turned[0].helped = !turned[0].helped;
    let before = predicted(&cases, 0, &plan);
    let after = predicted(&turned, 0, &plan);
    assert_eq!(before.probability, after.probability);
    assert_ne!(predicted(&cases, 1, &plan).probability, predicted(&turned, 1, &plan).probability);
}
