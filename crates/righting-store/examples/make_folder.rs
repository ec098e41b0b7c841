//! Writes a run folder of made-up traces and prints what the store's work on it cost (processor time, on Linux).
//!
//! `cargo run --release -p righting-store --example make_folder -- DIR [REPLICATES [PLACES [DAYS]]]`

use std::path::PathBuf;
use std::time::Duration;

use righting_store::{Existing, RunFolder, Table};

#[path = "../tests/store/synthetic.rs"]
mod synthetic;

const BATCH: u32 = 16;

/// Time that the processor gave to this process, which other work on the machine does not lengthen.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let mut number = |default: u32| arguments.next().map_or(Ok(default), |text| text.parse());
    let (replicates, places, days) = (number(500)?, number(220)?, number(30)?);
    let manifest = synthetic::manifest(replicates, days, places as usize);
    let mut run = RunFolder::create(&path, manifest.clone(), Existing::Refuse)?;
    let mut appending = Duration::ZERO;
    for first in (0..replicates).step_by(BATCH as usize) {
        let last = replicates.min(first + BATCH);
        let batch = (first..last).map(|replicate| synthetic::outcome(&manifest, replicate)).collect();
        let begun = processor_time();
        run.append(batch)?;
        appending += processor_time() - begun;
    }
    let begun = processor_time();
    let stored = run.finish()?;
    let merging = processor_time() - begun;
    let begun = processor_time();
    let mut read = 0;
    for replicate in stored.replicates()? {
        replicate?;
        read += 1;
    }
    let reading = processor_time() - begun;
    println!("append {appending:.2?}, finish {merging:.2?}, read {read} replicates {reading:.2?}");
    for table in Table::ALL {
        if let Some(path) = stored.table(table) {
            println!("{} {:.1} MB", table.file(), std::fs::metadata(path)?.len() as f64 / 1e6);
        }
    }
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("{line}"));
    }
    Ok(())
}
