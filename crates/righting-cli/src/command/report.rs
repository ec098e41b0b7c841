//! `righting report`

use std::path::{Path, PathBuf};

use clap::Args;
use righting_lab::{check_if_recorded, restore};
use righting_report::Live;
use righting_scenario::Scenario;
use righting_store::StoredRun;
use serde::Serialize;

use crate::fail::Fail;
use crate::terminal::{emit, emit_json};

/// Writes the report of a run again.
#[derive(Debug, Args)]
pub struct Report {
    /// Folder of the run.
    run: PathBuf,
    /// Puts the engine into it: sliders, switches and dates, run again in the reader's browser.
    #[arg(long)]
    live: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What is told of a report. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told<'a> {
    run: &'a Path,
    report: &'a Path,
}

impl Report {
    pub fn run(self) -> Result<(), Fail> {
        let run = StoredRun::open(&self.run)?;
        let scenario = restore(&run)?;
        let check = check_if_recorded(&run, &scenario)?;
        let path = write_report(&run, &scenario, check.as_ref(), self.live)?;
        if self.json {
            return emit_json(&Told { run: &self.run, report: &path });
        }
        emit(&format!("{}\n", path.display()))
    }
}

/// Writes `report.html` into the folder of the run; a live one with the engine in it.
pub fn write_report(
    run: &StoredRun,
    scenario: &Scenario,
    check: Option<&righting_lab::Check>,
    live: bool,
) -> Result<PathBuf, Fail> {
    let report = righting_report::from_run(run, scenario, check)?;
    let page = match live.then(|| Live::of(run, scenario)).transpose()? {
        Some(live) => righting_report::render_live(&report, &live),
        None => righting_report::render(&report),
    };
    Ok(run.write_file("report.html", page.as_bytes())?)
}
