//! One cell of a curve: a future at one size, run by run.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::path::Path;

use righting_measure::order_day;
use righting_model::{Quantity, Trace};
use righting_runner::Sink;
use righting_store::{Outcome, StudyColumn, read_study_table, write_study_table};

use crate::compare::FailedRun;
use crate::error::LabError;
use righting_infer::{ascending, quantile, quantile_of_dates};

/// Normal quantile of a two-sided 90 % interval.
const Z_90: f64 = 1.644_853_626_951_472_6;

/// The Wilson (1927) score interval of a share, 90 %: "Probable inference, the law of succession, and
/// statistical inference", J. Am. Stat. Assoc. 22.
pub fn wilson(successes: usize, trials: usize) -> [f64; 2] {
    if trials == 0 {
        return [0.0, 1.0];
    }
    let (n, p) = (trials as f64, successes as f64 / trials as f64);
    let z2 = Z_90 * Z_90;
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z_90 / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    [(middle - half).max(0.0), (middle + half).min(1.0)]
}

/// Runs of one future at one size of the shock.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Cell {
    /// Name of the future.
    pub future: String,
    /// Size of the shock; 1 is that of the scenario.
    pub size: f64,
    /// Runs that succeeded.
    pub runs: usize,
    /// Runs that failed.
    pub failed: usize,
    /// Which, and why.
    pub failures: Vec<FailedRun>,
    /// Runs in which order returned in time.
    pub returned: usize,
    /// Share of the runs in which it did.
    pub chance: f64,
    /// Its 90 % interval (see [`wilson`]).
    pub interval: [f64; 2],
    /// Days from the shock to order, 5-50-95 %; `+inf` for runs in which it does not return.
    pub days_to_order: [f64; 3],
    /// People killed, 5-50-95 %.
    pub deaths: [f64; 3],
    /// Mean number killed.
    pub deaths_mean: f64,
    /// Detentions, 5-50-95 %.
    pub detentions: [f64; 3],
    /// Mean number of detentions.
    pub detentions_mean: f64,
    /// Days from the shock to order, run by run.
    pub days: Vec<f64>,
    /// Whether order returned in time, run by run, in the order of replicates.
    pub returns: Vec<bool>,
    /// Replicate, deaths, detentions and largest crowd, run by run.
    pub rows: Vec<(u32, [f64; 3])>,
}

impl Cell {
    pub(super) fn read(path: &Path, future: &str, size: f64, within: u32) -> Result<Self, LabError> {
        let Columns { replicates, numbers: [days, deaths, detentions, peaks], failures } = Columns::read(path)?;
        // A failed run stands with NaN.
        let good: Vec<usize> = (0..replicates.len()).filter(|&row| !days[row].is_nan()).collect();
        if good.is_empty() {
            return Err(LabError::NoReplicates);
        }
        let pick = |values: &[f64]| good.iter().map(|&row| values[row]).collect::<Vec<f64>>();
        let (days, killed, held) = (pick(&days), pick(&deaths), pick(&detentions));
        let returns: Vec<bool> = days.iter().map(|day| *day <= f64::from(within)).collect();
        let returned = returns.iter().filter(|returned| **returned).count();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        Ok(Self {
            future: future.to_owned(),
            size,
            runs: good.len(),
            failed: replicates.len() - good.len(),
            failures: (0..replicates.len())
                .filter(|&row| days[row].is_nan())
                .map(|row| FailedRun {
                    of: format!("{future}, size {size}"),
                    replicate: replicates[row],
                    stage: failures[row][0].clone(),
                    message: failures[row][1].clone(),
                })
                .collect(),
            returned,
            chance: returned as f64 / good.len() as f64,
            interval: wilson(returned, good.len()),
            days_to_order: days_band(&days),
            deaths: band(&killed),
            deaths_mean: mean(&killed),
            detentions: band(&held),
            detentions_mean: mean(&held),
            returns,
            rows: good.iter().map(|&row| (replicates[row], [deaths[row], detentions[row], peaks[row]])).collect(),
            days,
        })
    }
}

/// A cell as it is stored: days to order, deaths, detentions and the largest crowd; NaN in a run that failed.
struct Columns {
    replicates: Vec<u32>,
    numbers: [Vec<f64>; 4],
    failures: Vec<[String; 2]>,
}

impl Columns {
    fn read(path: &Path) -> Result<Self, LabError> {
        let columns: Vec<StudyColumn> = read_study_table(path)?.into_iter().map(|(_, column)| column).collect();
        let [
            StudyColumn::Count(replicates),
            StudyColumn::Number(days),
            StudyColumn::Number(deaths),
            StudyColumn::Number(detentions),
            StudyColumn::Number(peaks),
            StudyColumn::Text(stages),
            StudyColumn::Text(messages),
        ] = <[StudyColumn; 7]>::try_from(columns).map_err(|_| other(path))?
        else {
            return Err(other(path));
        };
        let failures = stages.into_iter().zip(messages).map(|(stage, message)| [stage, message]).collect();
        Ok(Self { replicates, numbers: [days, deaths, detentions, peaks], failures })
    }
}

fn other(path: &Path) -> LabError {
    let (stored, asked) = ("other columns".to_owned(), "those of a cell".to_owned());
    LabError::OtherStudy { path: path.to_owned(), what: "table", stored, asked }
}

fn band(values: &[f64]) -> [f64; 3] {
    let sorted = ascending(values);
    [0.05, 0.5, 0.95].map(|p| quantile(&sorted, p))
}

/// As [`band`], without a value between one day and the next, or between a day and never.
fn days_band(values: &[f64]) -> [f64; 3] {
    let sorted = ascending(values);
    [0.05, 0.5, 0.95].map(|p| quantile_of_dates(&sorted, p))
}

/// Takes what a curve needs of each run and forgets the rest.
pub(super) struct Rows {
    limit: f64,
    shock_day: u32,
    replicates: Vec<u32>,
    rows: Vec<[f64; 4]>,
    /// Stage and reason of each that failed, empty for the others.
    failures: Vec<[String; 2]>,
}

impl Rows {
    /// Those of a cell that is there, whole or interrupted; none if there is no file.
    pub fn open(path: &Path, limit: f64, shock_day: u32) -> Result<Self, LabError> {
        let mut rows = Self { limit, shock_day, replicates: Vec::new(), rows: Vec::new(), failures: Vec::new() };
        if path.symlink_metadata().is_err() {
            return Ok(rows);
        }
        let Columns { replicates, numbers, failures } = Columns::read(path)?;
        rows.rows = (0..replicates.len()).map(|row| numbers.each_ref().map(|column| column[row])).collect();
        (rows.replicates, rows.failures) = (replicates, failures);
        Ok(rows)
    }

    /// Replicates that are still to be run.
    pub fn missing(&self, replicates: u32) -> Vec<u32> {
        let known: BTreeSet<u32> = self.replicates.iter().copied().collect();
        (0..replicates).filter(|replicate| !known.contains(replicate)).collect()
    }

    /// Days from the shock to order, deaths, detentions, largest crowd.
    fn row(&self, trace: &Trace) -> [f64; 4] {
        let last = trace.days() - 1;
        let order = order_day(trace, self.limit);
        let days = order.map_or(f64::INFINITY, |day| f64::from(day.saturating_sub(self.shock_day)));
        let peak = (0..=last).map(|day| trace.national(day, Quantity::ActivePeak)).fold(0.0, f64::max);
        [days, trace.national(last, Quantity::Dead), trace.national(last, Quantity::DetainedTotal), peak]
    }

    pub fn write(mut self, path: &Path) -> Result<(), LabError> {
        // A resumed cell has the bytes of one that was never interrupted.
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by_key(|&row| self.replicates[row]);
        self.rows = order.iter().map(|&row| self.rows[row]).collect();
        self.failures = order.iter().map(|&row| self.failures[row].clone()).collect();
        self.replicates.sort_unstable();
        let told = |at: usize| StudyColumn::Text(self.failures.iter().map(|failure| failure[at].clone()).collect());
        let column = |at: usize| StudyColumn::Number(self.rows.iter().map(|row| row[at]).collect());
        let columns = [
            ("replicate", StudyColumn::Count(self.replicates.clone())),
            ("days_to_order", column(0)),
            ("deaths", column(1)),
            ("detentions", column(2)),
            ("active_peak", column(3)),
            ("stage", told(0)),
            ("message", told(1)),
        ];
        Ok(write_study_table(path, &columns)?)
    }
}

impl Sink for Rows {
    type Error = Infallible;

    fn write(&mut self, batch: Vec<Outcome>) -> Result<(), Infallible> {
        for outcome in batch {
            self.replicates.push(outcome.replicate);
            let (row, failure) = match &outcome.result {
                Ok(trace) => (self.row(trace), [String::new(), String::new()]),
                Err(failure) => ([f64::NAN; 4], [failure.stage.to_owned(), failure.message.clone()]),
            };
            self.rows.push(row);
            self.failures.push(failure);
        }
        Ok(())
    }
}

/// Writes `curve.parquet`, one row per cell, and `runs.parquet`, one per run.
pub(super) fn write_tables(cells: &[Cell], folder: &Path) -> Result<(), LabError> {
    let number = |of: &dyn Fn(&Cell) -> f64| StudyColumn::Number(cells.iter().map(of).collect());
    let columns = [
        ("future", StudyColumn::Text(cells.iter().map(|cell| cell.future.clone()).collect())),
        ("size", number(&|cell| cell.size)),
        ("runs", StudyColumn::Count(cells.iter().map(|cell| cell.runs as u32).collect())),
        ("failed", StudyColumn::Count(cells.iter().map(|cell| cell.failed as u32).collect())),
        ("chance", number(&|cell| cell.chance)),
        ("chance_low", number(&|cell| cell.interval[0])),
        ("chance_high", number(&|cell| cell.interval[1])),
        ("days_to_order_p5", number(&|cell| cell.days_to_order[0])),
        ("days_to_order_p50", number(&|cell| cell.days_to_order[1])),
        ("days_to_order_p95", number(&|cell| cell.days_to_order[2])),
        ("deaths_p5", number(&|cell| cell.deaths[0])),
        ("deaths_p50", number(&|cell| cell.deaths[1])),
        ("deaths_p95", number(&|cell| cell.deaths[2])),
        ("deaths_mean", number(&|cell| cell.deaths_mean)),
        ("detentions_p5", number(&|cell| cell.detentions[0])),
        ("detentions_p50", number(&|cell| cell.detentions[1])),
        ("detentions_p95", number(&|cell| cell.detentions[2])),
        ("detentions_mean", number(&|cell| cell.detentions_mean)),
    ];
    write_study_table(&folder.join("curve.parquet"), &columns)?;
    let runs =
        || cells.iter().flat_map(|cell| cell.rows.iter().zip(&cell.days).map(move |(row, days)| (cell, row, *days)));
    let per_run = |at: usize| StudyColumn::Number(runs().map(|(_, row, _)| row.1[at]).collect());
    let columns = [
        ("future", StudyColumn::Text(runs().map(|(cell, ..)| cell.future.clone()).collect())),
        ("size", StudyColumn::Number(runs().map(|(cell, ..)| cell.size).collect())),
        ("replicate", StudyColumn::Count(runs().map(|(_, row, _)| row.0).collect())),
        ("days_to_order", StudyColumn::Number(runs().map(|(.., days)| days).collect())),
        ("deaths", per_run(0)),
        ("detentions", per_run(1)),
        ("active_peak", per_run(2)),
    ];
    Ok(write_study_table(&folder.join("runs.parquet"), &columns)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_wilson() {
        // The formula worked in another language, z = 1.644854.
        for (count, trials, expected) in
            [(0, 10, [0.0, 0.212_942_4]), (7, 20, [0.202_260_0, 0.533_487_3]), (50, 50, [0.948_666_8, 1.0])]
        {
            let found = wilson(count, trials);
            for (found, expected) in found.into_iter().zip(expected) {
                assert!((found - expected).abs() < 1e-4, "{count} of {trials}: {found} is not {expected}");
            }
        }
    }
}
