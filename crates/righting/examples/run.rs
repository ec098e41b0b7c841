//! Runs a scenario into a folder, holds it against its record, and writes the report.
//!
//! `cargo run -p righting --example run -- kazakhstan-2022 my-run`

use std::path::PathBuf;

use righting::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let scenario = words.next().unwrap_or_else(|| "five-towns".to_owned());
    let folder = PathBuf::from(words.next().unwrap_or_else(|| format!("runs/{scenario}")));
    let scenario = Scenario::load(&Source::from_argument(&scenario), &[])?;
    let recorded = record(&scenario, &RunPlan::new(50, 1), &folder, Beginning::New, &Runner::default(), |_| {})?;
    let run = recorded.run.ok_or("interrupted")?;
    let check = check_run(&run, &scenario)?;
    println!("{}", check.sentence());
    std::fs::write(folder.join("page.html"), render(&from_run(&run, &scenario, Some(&check))?))?;
    Ok(())
}
