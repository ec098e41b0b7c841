//! `righting recovery`

use std::path::PathBuf;

use clap::Args;
use righting_lab::{PathRow, RecoveryPaths, recovery_paths};
use righting_model::RecoveryQuantity;
use righting_store::StoredRun;

use crate::fail::Fail;
use crate::terminal::{count, emit, emit_json, table};

/// Months shown: the first, half a year, a year, six quarters, two years and every year from there.
const SHOWN: [u32; 7] = [1, 6, 12, 18, 24, 36, 60];

/// What is shown of the nation.
const NATIONAL: [RecoveryQuantity; 6] = [
    RecoveryQuantity::OutputGap,
    RecoveryQuantity::Income,
    RecoveryQuantity::Poverty,
    RecoveryQuantity::Legitimacy,
    RecoveryQuantity::ToleratedRise,
    RecoveryQuantity::RelapseRisk,
];

/// What is shown of the regions.
const REGIONAL: [RecoveryQuantity; 4] =
    [RecoveryQuantity::OutputGap, RecoveryQuantity::Income, RecoveryQuantity::Poverty, RecoveryQuantity::ToleratedRise];

/// Shows the months after the crisis of a run made with `--recovery`: 5-50-95 % bands of the replicates.
#[derive(Debug, Args)]
pub struct Recovery {
    /// Folder of the run.
    run: PathBuf,
    /// Prints one JSON object: every quantity, month, and the nation and every region.
    #[arg(long)]
    json: bool,
}

impl Recovery {
    pub fn run(self) -> Result<(), Fail> {
        let run = StoredRun::open(&self.run)?;
        if run.manifest().recovery_months == 0 {
            let help = "make one with `righting run SCENARIO --recovery 60`";
            return Err(Fail::input(format!("`{}` has no months of recovery", self.run.display()), help));
        }
        let paths = recovery_paths(&run)?;
        if self.json { emit_json(&paths) } else { emit(&format!("{}{}", nation(&paths), regions(&paths))) }
    }
}

/// The nation's months of a run as a table; nothing for a run without.
pub fn national(run: &StoredRun) -> Result<String, Fail> {
    if run.manifest().recovery_months == 0 { Ok(String::new()) } else { Ok(nation(&recovery_paths(run)?)) }
}

fn shown(paths: &RecoveryPaths) -> Vec<u32> {
    SHOWN.into_iter().filter(|&month| month <= paths.months).collect()
}

fn nation(paths: &RecoveryPaths) -> String {
    let rows = shown(paths).into_iter().map(|month| {
        let cells =
            NATIONAL.into_iter().map(|quantity| paths.row(None, quantity, month).map_or_else(String::new, band));
        std::iter::once(month.to_string()).chain(cells).collect()
    });
    headed("month", &NATIONAL, rows)
}

fn regions(paths: &RecoveryPaths) -> String {
    let Some(&last) = shown(paths).last() else { return String::new() };
    let rows = paths.regions.iter().map(|region| {
        let cells =
            REGIONAL.into_iter().map(|quantity| paths.row(Some(region), quantity, last).map_or_else(String::new, band));
        std::iter::once(region.clone()).chain(cells).collect()
    });
    headed(&format!("month {last}"), &REGIONAL, rows)
}

fn headed(first: &str, quantities: &[RecoveryQuantity], rows: impl Iterator<Item = Vec<String>>) -> String {
    let names: Vec<String> =
        quantities.iter().map(|quantity| format!(">{}", quantity.info().name.replace('_', " "))).collect();
    let headings: Vec<&str> = std::iter::once(first).chain(names.iter().map(String::as_str)).collect();
    table(&headings, rows)
}

fn band(row: &PathRow) -> String {
    let shown = |value: f64| match row.unit {
        "1" => format!("{value:.3}"),
        _ => count(value.round()),
    };
    let shown = |value: f64| {
        let text = shown(value);
        // A gap that rounds to nothing has no sign.
        if text.trim_start_matches('-').trim_matches(['0', '.']).is_empty() { text.replace('-', "") } else { text }
    };
    let [low, middle, high] = [row.p5, row.p50, row.p95].map(shown);
    if low == high { middle } else { format!("{middle} ({low} to {high})") }
}
