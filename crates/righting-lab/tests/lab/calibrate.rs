//! Calibration: a posterior with a closed form, repeats and resumes, and a sample that an ordinary run takes up.

use std::convert::Infallible;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use righting_lab::{
    Calibrated, CalibrationPlan, LabError, Observed, Sample, SmcPlan, calibrate, check_run, manifest, smc, spreads,
};
use righting_scenario::Scenario;
use righting_store::StudyFolder;

use crate::five_towns;

/// Standard normals by the Box-Muller transform of hashed counters: a simulator of its own for the toy.
fn noise(trial: u32, replicate: u32, index: u32) -> f64 {
    righting_model::Draws::new(77, trial).normals(righting_model::Purpose::Shock, replicate, 0, index)[0]
}

const PRIOR: (f64, f64) = (-4.0, 4.0);

/// Twenty observations of a normal with unknown mean and standard deviation 1, summarised by their mean; the prior of
/// the mean is uniform and far wider than the posterior, which is then N(mean, 1/20) but for its tails.
fn toy(adjusted: bool, seed: u64) -> (f64, f64) {
    let plan = SmcPlan { trials: vec![2000; 4], kept: vec![0.2, 0.2, 0.2, 0.2], seed, adjusted };
    let run = |_: usize, proposals: &[(u32, Vec<f64>)]| -> Result<_, Infallible> {
        let simulate = |(trial, position): &(u32, Vec<f64>)| {
            let mean = PRIOR.0 + position[0] * (PRIOR.1 - PRIOR.0);
            let sample = (0..20).map(|i| mean + noise(*trial, seed as u32, i)).sum::<f64>() / 20.0;
            vec![Some(vec![sample])]
        };
        Ok(proposals.iter().map(simulate).collect())
    };
    let (samples, _) = smc(&plan, 1, &[Observed::exactly(1.3)], run).unwrap_or_else(|never| match never {});
    let value = |sample: &Sample| PRIOR.0 + sample.position[0] * (PRIOR.1 - PRIOR.0);
    let mean: f64 = samples.iter().map(|sample| sample.weight * value(sample)).sum();
    let variance: f64 = samples.iter().map(|sample| sample.weight * (value(sample) - mean).powi(2)).sum();
    (mean, variance.sqrt())
}

#[test]
fn the_posterior_of_a_normal_mean_is_the_closed_form() {
    // Posterior N(1.3, 0.2236). Five seeds; the effective size is above 250, so the standard error of a mean is under
    // 0.0142 and of a standard deviation under 0.0100; 4.5 of them, error rate 1e-4 over all.
    for seed in 1..=5 {
        for adjusted in [false, true] {
            let (mean, deviation) = toy(adjusted, seed);
            assert!((mean - 1.3).abs() < 0.064, "seed {seed}, adjusted {adjusted}: mean {mean}");
            let wide = if adjusted { 0.0 } else { 0.01 };
            assert!((deviation - 0.2236 - wide).abs() < 0.045, "seed {seed}, adjusted {adjusted}: {deviation}");
        }
    }
}

fn run(scenario: &Scenario, path: &Path, threads: usize, stop_after: u64) -> Result<Calibrated, LabError> {
    let plan = CalibrationPlan { threads, predictive: 20, ..CalibrationPlan::new(1200, 4) };
    let study = manifest(scenario, "calibrate", 4, plan.entries());
    let folder = if path.join("study.json").is_file() {
        StudyFolder::resume(path, study)?
    } else {
        StudyFolder::create(path, study)?
    };
    let stop = AtomicBool::new(false);
    calibrate(scenario, &plan, &folder, &stop, |progress| {
        stop.store(progress.done >= stop_after, Ordering::Relaxed);
    })
}

#[test]
fn an_interrupted_calibration_goes_on_to_the_same_posterior() {
    let scenario = five_towns(&["time.days=8"]);
    let [whole, parted] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let first = run(&scenario, whole.path(), 2, u64::MAX).unwrap();
    let mut interruptions = 0;
    let second = loop {
        // Each session gets a little further, to points that no generation ends at.
        match run(&scenario, parted.path(), 1, 150 + 330 * interruptions) {
            Ok(done) => break done,
            Err(LabError::Interrupted) => interruptions += 1,
            Err(error) => panic!("{error}"),
        }
    };
    assert!(interruptions >= 3, "{interruptions}");
    assert!(first.posterior == second.posterior && first.check == second.check);
    for file in ["posterior.parquet", "posterior.json", "posterior/nation.parquet", "posterior/draws.parquet"] {
        let [a, b] = [whole.path(), parted.path()].map(|folder| std::fs::read(folder.join(file)).unwrap());
        assert!(a == b, "{file} differs");
    }
}

#[test]
fn a_posterior_runs_and_is_held_against_the_record_like_any_run() {
    let scenario = five_towns(&["time.days=8"]);
    let folder = tempfile::tempdir().unwrap();
    let done = run(&scenario, folder.path(), 0, u64::MAX).unwrap();
    assert_eq!(check_run(&done.run, &scenario).unwrap(), done.check);
    assert_eq!(done.run.manifest().draws.as_deref(), Some("posterior of 1200 runs, seed 4"));
    let weight: f64 = done.posterior.samples.iter().map(|sample| sample.weight).sum();
    assert!((weight - 1.0).abs() < 1e-9);
    // Not above 0: many runs of this small country meet all of its wide record.
    assert!(done.generations.iter().all(|found| found.runs > 0 && found.tolerance <= found.median));
    assert!(spreads(&done.posterior).iter().all(|spread| spread.contraction < 1.0));
    let text = std::fs::read_to_string(folder.path().join("posterior.json")).unwrap();
    let groups: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(groups["posterior"]["joining.contagion"][0].as_array().unwrap().len(), 2000);
}
