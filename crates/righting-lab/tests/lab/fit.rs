//! The fit: finds its way, repeats itself, resumes.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use righting_lab::{FitPlan, Fitted, LabError, Runner, RunnerError, fit};
use righting_scenario::Scenario;

use crate::{five_towns, on};

const PLAN: &str = "
seed = 5
replicates = 8
final_replicates = 16
scan = 16
generations = 4
population = 6

[[parameter]]
path = 'joining.contagion'
log = true
low = 0.05

[[parameter]]
path = 'leaving.hours'
";

fn plan(text: &str) -> Result<FitPlan, LabError> {
    FitPlan::parse(text, Path::new("fit.toml"))
}

fn run(scenario: &Scenario, folder: &Path, resume: bool, threads: usize) -> Fitted {
    fit(scenario, &plan(PLAN).unwrap(), (folder, resume), &on(threads), |_| {}).unwrap()
}

fn files(folder: &Path) -> [String; 2] {
    ["trials.csv", "fitted.toml"].map(|name| std::fs::read_to_string(folder.join(name)).unwrap())
}

#[test]
fn a_fit_repeats_itself_on_any_number_of_threads_and_after_an_interruption() {
    let scenario = five_towns(&["time.days=8"]);
    let [whole, parted] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let first = run(&scenario, whole.path(), false, 2);

    let stop = AtomicBool::new(false);
    let runner = Runner::threads(1, &stop).unwrap();
    let interrupted = fit(&scenario, &plan(PLAN).unwrap(), (parted.path(), false), &runner, |progress| {
        stop.store(progress.trials > 20, Ordering::Relaxed);
    });
    assert!(matches!(interrupted, Err(LabError::Runner(RunnerError::Interrupted))));
    let logged = std::fs::read_to_string(parted.path().join("trials.csv")).unwrap().lines().count();
    assert!(logged > 20 && logged < 1 + first.trials, "{logged} rows");
    let second = run(&scenario, parted.path(), true, 1);

    assert_eq!(files(whole.path()), files(parted.path()));
    assert_eq!((first.verdict, first.values), (second.verdict, second.values));
    assert!(first.verdict.objective <= first.before.objective);
}

#[test]
fn the_fragment_is_what_a_scenario_reads() {
    let folder = tempfile::tempdir().unwrap();
    let fitted = run(&five_towns(&["time.days=8"]), folder.path(), false, 0);
    let table: toml::Table = files(folder.path())[1].parse().unwrap();
    assert_eq!((table["fitted"]["case"].as_str(), table["fitted"]["iso3"].is_str()), (Some("five-towns"), true));
    let written = table["parameters"]["joining"]["contagion"].as_float().unwrap();
    let found = fitted.values.iter().find(|(path, _)| path == "joining.contagion").unwrap().1;
    assert!((written / found - 1.0).abs() < 1e-3);
}

#[test]
fn a_bad_plan_says_what_is_wrong_and_where() {
    let cases = [
        ("joining.contagion", "joining.contagoin", "no parameter is called `joining.contagoin`", "joining.contagoin"),
        ("replicates = 8", "replicates = 2", "`replicates` is 2, expected a whole number from 8 to 100000", "2"),
        ("seed = 5", "seed = 5\nsed = 1", "unknown key `sed`", "sed"),
        ("low = 0.05", "low = -3", "bound -3 of `joining.contagion` is outside its range", "-3"),
        ("population = 6", "population = 2", "`population` is 2, expected a whole number from 4 to 100000", "2"),
        ("population = 6", "population = 9223372036854775807", "expected a whole number from 4", "9223372036854775807"),
        ("\nscan = 16", "\nscan = 4294967295", "expected a whole number from 0", "4294967295"),
        ("final_replicates = 16", "final_replicates = 4294967295", "expected a whole number", "4294967295"),
        ("leaving.hours", "joining.contagion", "`joining.contagion` is given twice", "joining.contagion"),
    ];
    let old = plan(&PLAN.replace("leaving.hours", "leaving.fatigue"));
    let Err(LabError::Plan { message, help, .. }) = old else { panic!("it is gone") };
    assert_eq!(message, "`leaving.fatigue` is of the model of version 0.1.0");
    assert_eq!(help.unwrap(), "how long an attendance lasts is `leaving.hours`");
    for (good, bad, expected, marked) in cases {
        let Err(LabError::Plan { message, text, span, help, .. }) = plan(&PLAN.replace(good, bad)) else {
            panic!("{bad} was accepted");
        };
        assert!(message.contains(expected), "{message}");
        assert_eq!(text[span].trim_matches('\''), marked);
        if bad == "joining.contagoin" {
            assert_eq!(help.unwrap(), "the nearest name is `joining.contagion`");
        }
    }
}

#[test]
fn a_scenario_without_targets_cannot_be_fitted() {
    let mut scenario = five_towns(&[]);
    scenario.record.targets.clear();
    let folder = tempfile::tempdir().unwrap();
    let result = fit(&scenario, &plan(PLAN).unwrap(), (folder.path(), false), &on(1), |_| {});
    assert!(matches!(result, Err(LabError::NoTargets { .. })));
}
