//! `righting report`

use std::path::PathBuf;

use clap::Args;
use righting_lab::{check_run, restore};
use righting_scenario::Scenario;
use righting_store::StoredRun;

use crate::fail::Fail;
use crate::terminal::emit;

/// Writes the report of a run again.
#[derive(Debug, Args)]
pub struct Report {
    /// Folder of the run.
    run: PathBuf,
}

impl Report {
    pub fn run(self) -> Result<(), Fail> {
        let run = StoredRun::open(&self.run)?;
        let scenario = restore(&run)?;
        let check = (!scenario.record.targets.is_empty()).then(|| check_run(&run, &scenario)).transpose()?;
        let path = write_report(&run, &scenario, check.as_ref())?;
        emit(&format!("{}\n", path.display()))
    }
}

/// Writes `report.html` into the folder of the run.
pub fn write_report(
    run: &StoredRun,
    scenario: &Scenario,
    check: Option<&righting_lab::Check>,
) -> Result<PathBuf, Fail> {
    let report = righting_report::from_run(run, scenario, check)?;
    Ok(run.write_file("report.html", righting_report::render(&report).as_bytes())?)
}
