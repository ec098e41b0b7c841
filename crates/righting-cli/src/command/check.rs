//! `righting check`

use std::path::PathBuf;

use clap::Args;
use righting_lab::{CheckRow, Reading, check_run, restore};
use righting_store::StoredRun;

use super::share;
use crate::fail::Fail;
use crate::terminal::{count, emit, emit_json, table};

/// Holds a run against the record: one row per target with the 5-50-95 % band of the replicates.
#[derive(Debug, Args)]
pub struct Check {
    /// Folder of the run.
    run: PathBuf,
    /// Exits with 1 unless at least this share of the targets is inside the band.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    require_inside: Option<f64>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

impl Check {
    pub fn run(self) -> Result<(), Fail> {
        let run = StoredRun::open(&self.run)?;
        let check = check_run(&run, &restore(&run)?)?;
        if self.json {
            emit_json(&check)?;
        } else {
            emit(&format!("{}{}{}", rows_of(&check, |_| true), onsets(&check), verdict(&check)))?;
        }
        match self.require_inside {
            Some(share) if check.share_inside() < share => Err(Fail::Check(format!(
                "{} of {} targets are inside the band, fewer than {:.0} %",
                check.inside,
                check.total,
                100.0 * share
            ))),
            _ => Ok(()),
        }
    }
}

/// Rows of a check as a table.
pub fn rows_of(check: &righting_lab::Check, shown: impl Fn(&CheckRow) -> bool) -> String {
    let rows = check.rows.iter().filter(|row| shown(row)).map(|row| {
        let mut days = row.date.strftime("%-d %b").to_string();
        if let Some(end) = row.date_end.filter(|&end| end != row.date && row.statistic != "onset") {
            days += &end.strftime(" to %-d %b").to_string();
        }
        if row.statistic == "onset" {
            days = "first day".to_owned();
        }
        let record = if row.record[0] == row.record[1] {
            reading(row.record[0])
        } else {
            format!("{} to {}", reading(row.record[0]), reading(row.record[1]))
        };
        vec![
            row.place_name.clone(),
            row.quantity.replace('_', " "),
            days,
            record,
            reading(row.p5),
            reading(row.p50),
            reading(row.p95),
            if row.inside { "inside" } else { "outside" }.to_owned(),
        ]
    });
    table(&["where", "what", "when", ">record", ">5 %", ">50 %", ">95 %", ""], rows)
}

fn onsets(check: &righting_lab::Check) -> String {
    let rows = check.onset_days.iter().map(|row| {
        let record = row.record.map_or_else(
            || "not dated".to_owned(),
            |[low, high]| {
                if low == high { reading(low) } else { format!("{} to {}", reading(low), reading(high)) }
            },
        );
        let reached = format!("{:.0} %", 100.0 * row.share_reached);
        vec![row.name.clone(), record, reading(row.p5), reading(row.p50), reading(row.p95), reached]
    });
    let table = table(&["first day of 50 active in", ">record", ">5 %", ">50 %", ">95 %", ">reached"], rows);
    let error = check.onset_error.map_or_else(String::new, |error| {
        format!(
            "mean error of the onset in {} dated regions: {:.1} days; one date for all {:.1}, dates by population {:.1}\n",
            error.regions, error.model, error.constant, error.population
        )
    });
    format!("{table}{error}")
}

/// The last line of a check.
pub fn verdict(check: &righting_lab::Check) -> String {
    let first = match (&check.first_place, check.first_place_share) {
        (Some(place), Some(share)) => format!("; first place {place} ({:.0} %)", 100.0 * share),
        _ => "; no protest anywhere".to_owned(),
    };
    let sharpness = check.sharpness.map_or_else(String::new, |sharpness| format!("; sharpness {sharpness:.1}"));
    format!(
        "{} of {} targets inside the band ({:.0} %){sharpness}{first}\n",
        check.inside,
        check.total,
        100.0 * check.share_inside()
    )
}

fn reading(reading: Reading) -> String {
    match reading {
        Reading::Number(value) => count(value),
        Reading::Date(date) => date.strftime("%-d %b").to_string(),
        Reading::Never => "never".to_owned(),
    }
}
