//! Scores agree with the Python packages `scoringrules` and `views-evaluation`.

use righting_lab::{brier, covers, crps, crps_of_steps, ignorance, interval_score, log_score, silverman};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    ensembles: Vec<Ensemble>,
    brier: Vec<Binary>,
}

#[derive(Deserialize)]
struct Ensemble {
    members: Vec<f64>,
    y: f64,
    scores: Scores,
}

#[derive(Deserialize)]
struct Scores {
    crps_fair: f64,
    crps_steps: f64,
    crps_steps_scoringrules: f64,
    ignorance: f64,
    interval_score: f64,
    interval_score_scoringrules: f64,
    covered: bool,
    bandwidth: f64,
    /// None where the density underflows there.
    log_score: Option<f64>,
    silverman: f64,
}

#[derive(Deserialize)]
struct Binary {
    probability: f64,
    happened: bool,
    score: f64,
}

/// 1e-9, of the number itself where that is larger than 1.
#[track_caller]
fn agrees(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found} is not {expected}");
}

#[test]
fn scores_agree_with_scoringrules_and_views_evaluation() {
    // Made by tests/python/score_vectors.py; `cargo xtask test` makes them again and compares.
    let vectors: Vectors = serde_json::from_str(include_str!("../python/vectors.json")).unwrap();
    assert!(vectors.ensembles.len() >= 20);
    for Ensemble { members, y, scores } in vectors.ensembles {
        let mut sorted = members.clone();
        sorted.sort_by(f64::total_cmp);
        agrees(crps(&sorted, y), scores.crps_fair);
        agrees(crps_of_steps(&sorted, y), scores.crps_steps);
        agrees(crps_of_steps(&sorted, y), scores.crps_steps_scoringrules);
        agrees(ignorance(&members, y), scores.ignorance);
        agrees(interval_score(&sorted, y, 0.1), scores.interval_score);
        agrees(interval_score(&sorted, y, 0.1), scores.interval_score_scoringrules);
        assert_eq!(covers(&sorted, y, 0.1), scores.covered);
        agrees(silverman(&members), scores.silverman);
        let found = log_score(&members, y, scores.bandwidth);
        scores.log_score.map_or_else(|| assert!(found > 100.0), |expected| agrees(found, expected));
    }
    for Binary { probability, happened, score } in vectors.brier {
        agrees(brier(probability, happened), score);
    }
}
