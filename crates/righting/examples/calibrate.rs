//! Finds the parameters that could have made the record of a scenario.
//!
//! `cargo run -p righting --example calibrate -- five-towns my-calibration 2000`

use std::path::PathBuf;

use righting::lab::manifest;
use righting::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_else(|| "five-towns".to_owned());
    let folder = PathBuf::from(words.next().unwrap_or_else(|| format!("runs/calibrate-{name}")));
    let runs = words.next().map_or(Ok(2000), |word| word.parse())?;
    let scenario = Scenario::load(&Source::from_argument(&name), &[])?;
    let plan = CalibrationPlan { predictive: 100, ..CalibrationPlan::new(runs, 1) };
    let study = StudyFolder::create(&folder, manifest(&scenario, "calibrate", plan.seed, plan.entries()))?;
    let calibrated = calibrate(&scenario, &plan, &study, &Runner::default(), |_| {})?;
    println!("prior: {}\nposterior: {}", calibrated.prior_check.sentence(), calibrated.check.sentence());
    Ok(())
}
