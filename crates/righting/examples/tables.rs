//! Reads the tables of a stored run: bands of the nation's crowd, day by day.
//!
//! `cargo run -p righting --example tables -- my-run`

use std::path::PathBuf;

use righting::model::Location;
use righting::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder of a run")?);
    let run = StoredRun::open(&folder)?;
    let summary = run.summary()?;
    println!("day      5 %   median     95 %");
    for (day, band) in summary.series(Location::Nation, Quantity::ActivePeak).enumerate() {
        println!("{day:>3} {:>8.0} {:>8.0} {:>8.0}", band.p5, band.p50, band.p95);
    }
    Ok(())
}
