//! Calibration: a posterior with a closed form, repeats and resumes, and a sample that an ordinary run takes up.

use std::convert::Infallible;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use righting_lab::{
    Calibrated, CalibrationPlan, LabError, Observed, Proposal, Runner, RunnerError, Sample, Sampled, Scales, SmcPlan,
    Space, calibrate, check_run, manifest, smc, spreads,
};
use righting_model::Quantity;
use righting_scenario::Scenario;
use righting_store::{StudyFolder, read_trials};

use crate::five_towns;

/// Standard normals by the Box-Muller transform of hashed counters: a simulator of its own for the toy.
fn noise(trial: u32, seed: u32, index: u32) -> f64 {
    righting_model::Draws::new(77, trial).of(seed).normals(righting_model::Purpose::Shock, 0, index)[0]
}

const PRIOR: (f64, f64) = (-4.0, 4.0);

/// Twenty observations of a normal with unknown mean and standard deviation 1, summarised by their mean; the prior of
/// the mean is uniform and far wider than the posterior, which is then N(mean, 1/20) but for its tails.
fn toy(seed: u64) -> Sampled {
    let plan = SmcPlan { runs: 40_000, members: 800, replicates: 1, seed };
    let run = |proposals: &[Proposal]| -> Result<_, Infallible> {
        let simulate = |proposal: &Proposal| {
            let mean = PRIOR.0 + proposal.point.position[0] * (PRIOR.1 - PRIOR.0);
            Some(vec![(0..20).map(|i| mean + noise(proposal.number, seed as u32, i)).sum::<f64>() / 20.0])
        };
        Ok(proposals.iter().map(simulate).collect())
    };
    let space = Space { parameters: 1, effects: 0, chances: 0 };
    smc(&plan, space, &[Observed::exactly(1.3)], Scales::Prior, run).unwrap_or_else(|never| match never {})
}

/// Mean and standard deviation of a weighted sample.
fn moments(values: impl Iterator<Item = (f64, f64)> + Clone) -> (f64, f64) {
    let mean: f64 = values.clone().map(|(weight, value)| weight * value).sum();
    let variance: f64 = values.map(|(weight, value)| weight * (value - mean).powi(2)).sum();
    (mean, variance.sqrt())
}

#[test]
fn the_posterior_of_a_normal_mean_is_the_closed_form() {
    // Posterior N(1.3, 0.2236). Five seeds; the effective size is above 200, so the standard error of a mean is under
    // 0.0159 and of a standard deviation under 0.0112; 4.5 of them, error rate 1e-4 over all.
    for seed in 1..=5 {
        let Sampled { samples, levels, .. } = toy(seed);
        let value = |sample: &Sample| PRIOR.0 + sample.point.position[0] * (PRIOR.1 - PRIOR.0);
        let (mean, deviation) = moments(samples.iter().map(|sample| (sample.weight, value(sample))));
        let last = levels.last().unwrap();
        assert!(last.effective > 200.0, "seed {seed}: {}", last.effective);
        assert!((mean - 1.3).abs() < 0.0715, "seed {seed}: mean {mean}");
        assert!((deviation - 0.2236).abs() < 0.0504, "seed {seed}: {deviation}");
        // A run from the prior comes within the tolerance t with probability 2 t / 8: the data have the density 1/8.
        // Each halving has a relative error of 1 in the root of 400, twice that as copies are alike; under 12 halvings.
        let within = righting_model::math::ln(2.0 * last.tolerance * scale_of(seed) / (PRIOR.1 - PRIOR.0));
        assert!((last.log_probability.unwrap() - within).abs() < 1.0, "seed {seed}: {last:?}, expected {within}");
    }
}

#[test]
fn the_posterior_is_that_of_pyabc() {
    // What pyABC 0.13 found on the same toy (bench/peers/toy_posterior.py). Means of five seeds each: effective sizes above
    // 200 on both sides, so the error of a mean of means is under 0.2236 / sqrt(1000) = 0.0071 and that of a difference 0.0100;
    // of deviations 0.0071. 4.5 of them, error rate 1e-5. pyABC stops at a tolerance that its deviations do not show.
    let found: serde_json::Value = serde_json::from_str(include_str!("../python/toy_posterior.json")).unwrap();
    let theirs = |key: &str| {
        let seeds = found["seeds"].as_array().unwrap();
        seeds.iter().map(|seed| seed[key].as_f64().unwrap()).sum::<f64>() / seeds.len() as f64
    };
    let ours: Vec<(f64, f64)> = (1..=5)
        .map(|seed| {
            let samples = toy(seed).samples;
            let value = |sample: &Sample| PRIOR.0 + sample.point.position[0] * (PRIOR.1 - PRIOR.0);
            moments(samples.iter().map(|sample| (sample.weight, value(sample))))
        })
        .collect();
    let mean = ours.iter().map(|(mean, _)| mean).sum::<f64>() / 5.0;
    let deviation = ours.iter().map(|(_, deviation)| deviation).sum::<f64>() / 5.0;
    assert!((mean - theirs("mean")).abs() < 0.045, "{mean} against {}", theirs("mean"));
    assert!((deviation - theirs("standard_deviation")).abs() < 0.032, "{deviation}");
}

#[test]
fn inherited_chances_keep_the_posterior_of_a_normal_mean() {
    // The toy once more: each of its twenty observations follows a chance of its own, most of which a move keeps once
    // moves under new chances are seldom accepted. The posterior is the same.
    for seed in 1..=3 {
        let plan = SmcPlan { runs: 40_000, members: 800, replicates: 1, seed };
        let run = |proposals: &[Proposal]| -> Result<_, Infallible> {
            let simulate = |Proposal { point, chances, .. }: &Proposal| {
                let mean = PRIOR.0 + point.position[0] * (PRIOR.1 - PRIOR.0);
                let noises = (0..).zip(chances).map(|(index, &run)| noise(run, seed as u32, index));
                Some(vec![mean + noises.sum::<f64>() / 20.0])
            };
            Ok(proposals.iter().map(simulate).collect())
        };
        let space = Space { parameters: 1, effects: 0, chances: 20 };
        let found =
            smc(&plan, space, &[Observed::exactly(1.3)], Scales::Prior, run).unwrap_or_else(|never| match never {});
        let value = |sample: &Sample| PRIOR.0 + sample.point.position[0] * (PRIOR.1 - PRIOR.0);
        let (mean, deviation) = moments(found.samples.iter().map(|sample| (sample.weight, value(sample))));
        let last = found.levels.last().unwrap();
        // Bounds as in the closed form above: 4.5 errors at an effective size of 200.
        assert!(last.effective > 200.0, "seed {seed}: {}", last.effective);
        assert!((mean - 1.3).abs() < 0.0715, "seed {seed}: mean {mean}");
        assert!((deviation - 0.2236).abs() < 0.0504, "seed {seed}: {deviation}");
        let turned = found.levels.iter().filter(|level| !level.anew).count();
        assert!(turned >= 1, "seed {seed}: {turned} levels inherited chances");
    }
}

#[test]
fn trials_of_several_runs_see_through_chance() {
    // A figure with the mean m and a chance of its own, a standard normal, of which the record says 1.3. Single runs within a
    // small tolerance give the posterior N(1.3, 1). The score of many runs is least where their mean is the record, so trials
    // of eight hold m more closely; and the single runs that they leave are near the record themselves.
    let sampled = |replicates: u32| {
        let plan = SmcPlan { runs: 60_000, members: 800, replicates, seed: 5 };
        let run = |proposals: &[Proposal]| -> Result<_, Infallible> {
            let simulate = |Proposal { point, chances, .. }: &Proposal| {
                Some(vec![PRIOR.0 + point.position[0] * (PRIOR.1 - PRIOR.0) + noise(chances[0], 5, 0)])
            };
            Ok(proposals.iter().map(simulate).collect())
        };
        let space = Space { parameters: 1, effects: 0, chances: 1 };
        smc(&plan, space, &[Observed::exactly(1.3)], Scales::Levels, run).unwrap_or_else(|never| match never {})
    };
    let of = |samples: &[Sample]| {
        let value = |sample: &Sample| PRIOR.0 + sample.point.position[0] * (PRIOR.1 - PRIOR.0);
        moments(samples.iter().map(|sample| (sample.weight, value(sample))))
    };
    let (single, several) = (sampled(1), sampled(8));
    // Fixed seed. Effective sizes above 100, so errors under 0.1 of a mean and under 0.07 of a deviation: 4.5 of them.
    let ((mean, deviation), (closer_mean, closer)) = (of(&single.samples), of(&several.samples));
    assert!((mean - 1.3).abs() < 0.45 && (deviation - 1.0).abs() < 0.32, "{mean} {deviation}");
    assert!((closer_mean - 1.3).abs() < 0.45 && closer < 0.6, "{closer_mean} {closer}");
    assert!(single.samples == single.courses && several.samples != several.courses);
    // An eighth of the runs draws single runs in from a deviation above 1.
    let farthest = several.courses.iter().map(|sample| (sample.runs[0][0] - 1.3).abs()).fold(0.0, f64::max);
    assert!(farthest < 0.8, "{farthest}");
}

fn scale_of(seed: u64) -> f64 {
    toy(seed).distance.scales[0]
}

#[test]
fn scales_of_the_levels_let_an_exact_summary_count_beside_a_vague_one() {
    // Two parameters, each with a summary of its own; as wide as each other in the prior, one of them has 15 times the
    // other's chance. With the scales of the prior that chance hides the exact one.
    let plan = SmcPlan { runs: 40_000, members: 800, replicates: 1, seed: 3 };
    let deviation = |scales: Scales| {
        let run = |proposals: &[Proposal]| -> Result<_, Infallible> {
            let simulate = |Proposal { number, point, .. }: &Proposal| {
                let [a, b] = [point.position[0], point.position[1]];
                Some(vec![a + 0.02 * noise(*number, 3, 0), b + 0.3 * noise(*number, 3, 1)])
            };
            Ok(proposals.iter().map(simulate).collect())
        };
        let space = Space { parameters: 2, effects: 0, chances: 0 };
        let observed = [Observed::exactly(0.4), Observed::exactly(0.5)];
        let Sampled { samples, .. } = smc(&plan, space, &observed, scales, run).unwrap_or_else(|never| match never {});
        moments(samples.iter().map(|sample| (sample.weight, sample.point.position[0]))).1
    };
    let [prior, levels] = [Scales::Prior, Scales::Levels].map(deviation);
    // Fixed seed; the deviation of the exact posterior is 0.02, and effective sizes are in the hundreds.
    assert!(levels > 0.018 && levels < 0.8 * prior, "{levels} against {prior}");
}

#[test]
fn random_effects_have_the_posterior_of_a_hierarchy() {
    // One region's figure is parameter + effect + noise with variances 1/3 (uniform on (-1, 1)), 1 and 0.25; with the
    // regression of the effect on the figure the slope is 1 / (1/3 + 1 + 1/4), so the effect is 0.316 at a figure of 0.5.
    // The uniform is not normal, which moves this by under 0.01 (quadrature).
    let plan = SmcPlan { runs: 80_000, members: 2000, replicates: 1, seed: 9 };
    let run = |proposals: &[Proposal]| -> Result<_, Infallible> {
        let simulate = |Proposal { number, point, .. }: &Proposal| {
            Some(vec![2.0 * point.position[0] - 1.0 + point.effects[0] + 0.5 * noise(*number, 9, 0)])
        };
        Ok(proposals.iter().map(simulate).collect())
    };
    let space = Space { parameters: 1, effects: 2, chances: 0 };
    let Sampled { samples, .. } =
        smc(&plan, space, &[Observed::exactly(0.5)], Scales::Levels, run).unwrap_or_else(|never| match never {});
    let of = |index: usize| moments(samples.iter().map(|sample| (sample.weight, sample.point.effects[index])));
    // Effective size above 500, 4.5 standard errors of 0.61 / sqrt(500), beside the 0.01.
    let (mean, deviation) = of(0);
    assert!((mean - 0.316).abs() < 0.133, "{mean}");
    assert!(deviation < 0.75, "the record speaks of the effect: {deviation}");
    // It says nothing of the second effect, which keeps its prior.
    let (mean, deviation) = of(1);
    assert!(mean.abs() < 0.2 && (deviation - 1.0).abs() < 0.143, "{mean} {deviation}");
}

fn run(scenario: &Scenario, path: &Path, threads: usize, stop_after: u64) -> Result<Calibrated, LabError> {
    let plan = CalibrationPlan { predictive: 20, replicates: 4, ..CalibrationPlan::new(1200, 4) };
    let study = manifest(scenario, "calibrate", 4, plan.entries());
    let folder = if path.join("study.json").is_file() {
        StudyFolder::resume(path, study)?
    } else {
        StudyFolder::create(path, study)?
    };
    let stop = AtomicBool::new(false);
    let runner = Runner::threads(threads, &stop)?;
    calibrate(scenario, &plan, &folder, &runner, |progress| {
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
            Err(LabError::Runner(RunnerError::Interrupted)) => interruptions += 1,
            Err(error) => panic!("{error}"),
        }
    };
    assert!(interruptions >= 3, "{interruptions}");
    assert!(first.sampled.posterior == second.sampled.posterior && first.check == second.check);
    for file in [
        "posterior.parquet",
        "courses.parquet",
        "posterior.json",
        "posterior/nation.parquet",
        "posterior/draws.parquet",
        "reconstruction/nation.parquet",
    ] {
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
    let longer = check_run(&done.run, &five_towns(&[])).unwrap_err().to_string();
    assert!(longer.contains("8 days") && longer.contains("14 days"), "{longer}");
    let drawn = done.run.manifest().draws.clone().unwrap();
    assert!(drawn.starts_with("posterior of 1200 runs, seed 4: ") && drawn.contains("effective size"), "{drawn}");
    let posterior = &done.sampled.posterior;
    let weight: f64 = posterior.samples.iter().map(|sample| sample.weight).sum();
    assert!((weight - 1.0).abs() < 1e-9);
    let levels = &done.sampled.levels;
    // Scales adapt, so only the prior knows how probable its tolerance is; what the prior refuses costs no run.
    assert!(levels[0].log_probability.is_some() && levels[1..].iter().all(|level| level.log_probability.is_none()));
    let runs: u64 = levels.iter().map(|level| level.trials * u64::from(level.replicates)).sum();
    assert_eq!((runs, done.sampled.failed), (done.sampled.runs, 0));
    assert!((1200..1400).contains(&done.sampled.runs), "{}", done.sampled.runs);
    // Single runs, then trials of four, then single runs again.
    let mut each: Vec<u32> = levels.iter().map(|level| level.replicates).collect();
    each.dedup();
    assert_eq!(each, [1, 4, 1]);
    assert!(posterior.samples.iter().all(|sample| sample.runs.len() == 4 && sample.chances.len() == 4));
    assert!(done.sampled.courses.samples.iter().all(|sample| sample.runs.len() == 1));
    assert_eq!(posterior.samples[0].point.effects.len(), posterior.effects.len());
    assert!(spreads(posterior).iter().all(|spread| spread.contraction < 1.0));
    let text = std::fs::read_to_string(folder.path().join("posterior.json")).unwrap();
    let groups: serde_json::Value = serde_json::from_str(&text).unwrap();
    // The reconstruction is the members' own runs: what happens in a replicate is what the table of trials holds.
    let nation = done.reconstruction.replicates().unwrap().map(|replicate| replicate.unwrap().1);
    let peaks: Vec<f64> = nation
        .map(|trace| (0..trace.days()).map(|day| trace.national(day, Quantity::ActivePeak)).fold(0.0, f64::max))
        .collect();
    let rows = read_trials(&folder.path().join("trials")).unwrap();
    // The first figure after the parameters is the largest crowd.
    let largest = posterior.axes.len();
    let held: Vec<f64> = rows.into_iter().filter_map(|row| Some(row.summaries.ok()?[largest])).collect();
    assert!(peaks.len() == 20 && peaks.iter().all(|peak| held.contains(peak)), "{peaks:?}");
    assert_eq!(check_run(&done.reconstruction, &scenario).unwrap(), done.reconstruction_check);
    // No more draws than the sample is worth, none twice; the whole population travels with its weights and ancestors.
    let draws = groups["posterior"]["joining.contagion"][0].as_array().unwrap();
    assert!(!draws.is_empty() && draws.len() as f64 <= posterior.independent() + 1e-9, "{}", draws.len());
    let trials: std::collections::BTreeSet<u64> = groups["sample_stats"]["trial"][0]
        .as_array()
        .unwrap()
        .iter()
        .map(|trial| trial.as_f64().unwrap() as u64)
        .collect();
    assert_eq!(trials.len(), draws.len());
    let population = &groups["constant_data"];
    let weights = population["population_weight"].as_array().unwrap();
    assert_eq!(weights.len(), posterior.samples.len());
    assert!((weights.iter().map(|weight| weight.as_f64().unwrap()).sum::<f64>() - 1.0).abs() < 1e-9);
    assert_eq!(population["population_ancestor"].as_array().unwrap().len(), weights.len());
    assert!((population["effective_size"][0].as_f64().unwrap() - posterior.effective()).abs() < 1e-12);
    assert!((population["ancestors"][0].as_f64().unwrap() - posterior.independent()).abs() < 1e-12);
}
