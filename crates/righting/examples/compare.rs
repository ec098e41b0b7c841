//! Changes a scenario and compares: the same people and chances, differences pair by pair.
//!
//! `cargo run -p righting --example compare -- my-comparison`

use std::path::PathBuf;

use righting::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "runs/comparison".to_owned()));
    let five_towns = |changes: &[Change]| Scenario::load(&Source::from_argument("five-towns"), changes);
    let base = Arm::base(five_towns(&[])?);
    let calmer = Arm::numbered(1, "a smaller pool".to_owned(), five_towns(&[Change::read("pool.share=0.01")?])?);
    let plan = ComparePlan { kind: "compare", run: RunPlan::new(50, 1), reseed_from: None, resume: false };
    let compared = compare(&base, &[calmer], &plan, &folder, &Runner::default(), |_| {})?.ok_or("interrupted")?;
    for (endpoint, difference) in Endpoint::ALL.iter().zip(&compared.arms[0].differences) {
        let Some(difference) = difference else { continue };
        println!("{}: {:+.1} ± {:.1}", endpoint.name(), difference.mean, difference.standard_error);
    }
    Ok(())
}
