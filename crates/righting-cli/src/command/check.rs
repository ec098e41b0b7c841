//! `righting check`

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use righting_lab::{CheckRow, OnsetDay, Plausibility, Reading, Unmeasured, check_run, restore};
use righting_report::{Starts, counted, days, percent};
use righting_scenario::Warning;
use righting_store::StoredRun;
use serde::Serialize;

use super::share;
use crate::fail::Fail;
use crate::failed;
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

/// What is told of a check. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told<'a> {
    rows: Vec<ToldRow<'a>>,
    inside: u64,
    /// Targets held against the run; those left out do not count.
    total: u64,
    /// Replicates behind the bands.
    replicates: u64,
    /// Replicates that failed: no band has them.
    failed: usize,
    left_out: &'a [Unmeasured],
    read_in_part: &'a [Unmeasured],
    #[serde(flatten)]
    plausibility: &'a Plausibility,
    sharpness: Option<f64>,
    first_place: Option<&'a str>,
    /// Share of the replicates in which protest begins there.
    first_place_share: Option<f64>,
    onset_days: Vec<ToldOnset<'a>>,
    /// What may be wrong with the scenario.
    warnings: &'a [Warning],
}

/// `place` is `nation`, the id of a region, or the key of a place.
#[derive(Serialize)]
struct ToldRow<'a> {
    quantity: &'a str,
    place: &'a str,
    date: Date,
    record: [Reading; 2],
    p5: Reading,
    p50: Reading,
    p95: Reading,
    inside: bool,
}

#[derive(Serialize)]
struct ToldOnset<'a> {
    region: &'a str,
    record: Option<[Reading; 2]>,
    p5: Reading,
    p50: Reading,
    p95: Reading,
}

impl<'a> Told<'a> {
    fn of(
        check: &'a righting_lab::Check,
        plausibility: &'a Plausibility,
        failed: usize,
        warnings: &'a [Warning],
    ) -> Self {
        Self {
            warnings,
            replicates: check.replicates,
            failed,
            left_out: &check.left_out,
            read_in_part: &check.read_in_part,
            plausibility,
            first_place_share: check.first_place_share,
            rows: check.rows.iter().map(ToldRow::of).collect(),
            inside: check.inside,
            total: check.total,
            sharpness: check.sharpness,
            first_place: check.first_place.as_deref(),
            onset_days: check.onset_days.iter().map(ToldOnset::of).collect(),
        }
    }
}

impl<'a> ToldRow<'a> {
    fn of(row: &'a CheckRow) -> Self {
        let CheckRow { quantity, place, date, record, p5, p50, p95, inside, .. } = row;
        Self { quantity, place, date: *date, record: *record, p5: *p5, p50: *p50, p95: *p95, inside: *inside }
    }
}

impl<'a> ToldOnset<'a> {
    fn of(row: &'a OnsetDay) -> Self {
        Self { region: &row.region, record: row.record, p5: row.p5, p50: row.p50, p95: row.p95 }
    }
}

impl Check {
    pub fn run(self) -> Result<(), Fail> {
        let run = StoredRun::open(&self.run)?;
        let scenario = restore(&run)?;
        crate::fail::warn(&scenario.warnings);
        let check = check_run(&run, &scenario)?;
        let plausibility = Plausibility::of_run(&run, &scenario, Some(&check))?;
        if self.json {
            emit_json(&Told::of(&check, &plausibility, run.failed(), &scenario.warnings))?;
        } else {
            let head = plausibility.text();
            let failed = counted(run.failed() as u64, "replicate", "replicates");
            let failed = if run.failed() > 0 { format!("{failed} failed\n") } else { String::new() };
            let (rows, onsets, verdict) = (rows_of(&check, |_| true), onsets(&check), verdict(&check));
            emit(&format!("{head}{rows}{onsets}{failed}{verdict}"))?;
        }
        self.gate(&check, &run)
    }

    /// Nothing has no share: a gate over nothing fails, and so does one over bands that lack replicates.
    fn gate(&self, check: &righting_lab::Check, run: &StoredRun) -> Result<(), Fail> {
        if self.require_inside.is_some() {
            failed::verdict(run.failed() as u64, run.statuses().len() as u64)?;
        }
        match (self.require_inside, check.share_inside()) {
            (Some(_), None) => {
                Err(Fail::Check(format!("{}, so --require-inside has nothing to judge", check.sentence())))
            }
            (Some(asked), Some(share)) if share < asked => {
                Err(Fail::Check(format!("{}, fewer than {:.0} %", check.sentence(), 100.0 * asked)))
            }
            _ => Ok(()),
        }
    }
}

/// Rows of a check as a table.
pub fn rows_of(check: &righting_lab::Check, shown: impl Fn(&CheckRow) -> bool) -> String {
    if !check.rows.iter().any(&shown) {
        return String::new();
    }
    let rows = check.rows.iter().filter(|row| shown(row)).map(|row| {
        let days = match row.statistic {
            "onset" => "first day".to_owned(),
            _ => days(row.date, row.date_end.unwrap_or(row.date)),
        };
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
        let reached = percent(row.share_reached);
        vec![row.name.clone(), record, reading(row.p5), reading(row.p50), reading(row.p95), reached]
    });
    let table = table(&["first day of 50 reported active in", ">record", ">5 %", ">50 %", ">95 %", ">reached"], rows);
    let error = check.onset_error.map_or_else(String::new, |error| {
        format!(
            "mean error of the median onset in {}: {:.1} days, one that is not reached counted as the day after the last \
             recorded; the best one date for all {:.1}, dates by population {:.1}\n",
            counted(error.regions, "dated region", "dated regions"),
            error.model,
            error.constant,
            error.population
        )
    });
    format!("{table}{error}")
}

/// The last lines of a check: how many targets hold, where protest begins, and every target that was left out.
pub fn verdict(check: &righting_lab::Check) -> String {
    let first = Starts::of_check(check).words();
    let sharpness = check.sharpness.map_or_else(String::new, |sharpness| format!("; sharpness {sharpness:.1}"));
    let in_part: String = check.read_in_part.iter().map(|target| format!("{target}\n")).collect();
    format!("{}{sharpness}\n{first}\n{}{in_part}", check.sentence(), left_out(&check.left_out))
}

/// One line for every target that was left out.
pub fn left_out(targets: &[Unmeasured]) -> String {
    targets.iter().map(|target| format!("left out: {target}\n")).collect()
}

fn reading(reading: Reading) -> String {
    match reading {
        Reading::Number(value) => count(value),
        Reading::Date(date) => date.to_string(),
        Reading::Never => "not reached".to_owned(),
    }
}
