//! A forecast as it is kept: members day by day, bands, and what it rests on.

use std::path::Path;

use jiff::civil::Date;
use righting_store::{Checksums, StoreError, StudyFolder, TrialRow};
use serde::{Deserialize, Serialize};

use super::as_of::AsOf;
use super::evidence::{Evidence, Unused};
use super::plan::ForecastPlan;
use super::series::{Layout, Series};
use super::weights::Weights;
use crate::error::LabError;
use righting_infer::{ascending, quantile};

const FILE: &str = "forecast.json";
const BANDS: &str = "bands.parquet";

/// A forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// What it rests on.
    pub known: Known,
    /// What was known, as evidence, without what may not be shown.
    pub evidence: Vec<Evidence>,
    /// Statements that were known and are no evidence, without those that may not be shown.
    pub unused: Vec<Unused>,
    /// Values of every member, by series, day and member.
    pub values: Vec<Vec<Vec<f64>>>,
}

/// Statement of use and limits that goes with every forecast: page, text and JSON.
pub const LIMITS_OF_A_FORECAST: &str = "This is a forecast by simulation: what a model expects from what was known, not a \
finding of fact. It models populations and places, never identifiable persons, and takes no personal data. It is for \
research, teaching and the prevention of harm; it must not be used to target people or to plan repression.\n\nBands show the \
spread of the members: parameters drawn from priors and weighed by what was known, chance, unobserved differences between \
places, and errors of observation. They do not contain the uncertainty of the equations or of assumed strengths.\n\nA \
record of unrest is never complete, and much of it is contested. Where it leaves a number open it is an interval.";

fn limits() -> String {
    LIMITS_OF_A_FORECAST.to_owned()
}

/// What a forecast rests on: the head of `forecast.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// What it may be used for, and what it does not hold.
    #[serde(default = "limits")]
    pub limits: String,
    /// Identifier of the scenario.
    pub scenario: String,
    /// The date: only what was published before it was used.
    pub as_of: Date,
    /// Days from it.
    pub days: u32,
    /// First day simulated.
    pub start: Date,
    /// Seed.
    pub seed: u64,
    /// Draws from the prior.
    pub draws: u32,
    /// Runs that failed: draws on the way to the date, and members after it.
    pub failed: u32,
    /// Of those, members.
    #[serde(default)]
    pub failed_members: u32,
    /// Members, of equal weight.
    pub members: u32,
    /// Distinct draws among them.
    pub survivors: u32,
    /// Effective sample size of the weights used.
    pub effective: f64,
    /// Effective sample size under the whole likelihood.
    pub effective_untempered: f64,
    /// Power of the likelihood; under 1 it was held back to keep draws enough.
    pub power: f64,
    /// Statements known at the date.
    pub statements: u32,
    /// Of those, how many are no evidence: `unused` in `forecast.json` names each and says why.
    #[serde(default)]
    pub statements_unused: u32,
    /// Of the statements, how many may not be shown: rows that were imported and are marked `private`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub statements_private: u32,
    /// Acts of government that stand as they happened.
    pub stood: Vec<String>,
    /// Its series.
    pub series: Vec<Series>,
}

/// The band of one series on one day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// Mean.
    pub mean: f64,
    /// 5th percentile.
    pub p5: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
}

impl Band {
    /// Of values in any order.
    ///
    /// # Panics
    /// When there are none.
    pub fn of(values: &[f64]) -> Self {
        let sorted = ascending(values);
        let [p5, p50, p95] = [0.05, 0.5, 0.95].map(|p| quantile(&sorted, p));
        Self { mean: values.iter().sum::<f64>() / values.len() as f64, p5, p50, p95 }
    }
}

impl Forecast {
    #[allow(clippy::too_many_arguments, reason = "what the stages of one forecast have found")]
    pub(super) fn gather(
        view: &AsOf,
        plan: &ForecastPlan,
        layout: &Layout,
        (evidence, unused): (Vec<Evidence>, Vec<Unused>),
        weights: Weights,
        runs: &[TrialRow],
        failed: usize,
    ) -> Result<Self, LabError> {
        // A survivor ran well to the date; one that fails after it is left out, and told with the failed.
        let well: Vec<&TrialRow> = runs.iter().filter(|row| row.summaries.is_ok()).collect();
        if well.is_empty() {
            return Err(LabError::NoReplicates);
        }
        let known = Known {
            limits: limits(),
            scenario: view.scenario().to_owned(),
            as_of: view.date(),
            days: view.days(),
            start: view.start(),
            seed: plan.seed,
            draws: plan.draws,
            failed: (failed + runs.len() - well.len()) as u32,
            failed_members: (runs.len() - well.len()) as u32,
            members: well.len() as u32,
            survivors: well.iter().filter(|row| row.replicate == 0).count() as u32,
            effective: weights.effective,
            effective_untempered: weights.effective_untempered,
            power: weights.power,
            statements: view.facts().len() as u32,
            statements_unused: unused.len() as u32,
            statements_private: view.facts().iter().filter(|fact| !fact.imported.is_public()).count() as u32,
            stood: view.stood().to_vec(),
            series: layout.series.clone(),
        };
        let values = spread(&known, &well);
        let evidence = evidence.into_iter().filter(|one| one.is_public).collect();
        let unused = unused.into_iter().filter(|one| one.is_public).collect();
        Ok(Self { known, evidence, unused, values })
    }

    /// Reads a forecast back.
    ///
    /// # Errors
    /// When the folder holds none, or a broken one.
    pub fn open(folder: &Path) -> Result<Self, LabError> {
        let path = folder.join(FILE);
        if !path.is_file() {
            let reason = format!("there is no {FILE} in it");
            return Err(LabError::NotForecast { path: folder.to_owned(), reason });
        }
        let text = Checksums::read(folder)?.bytes(FILE)?;
        #[derive(Deserialize)]
        struct Document {
            known: Known,
        }
        let Document { known } = serde_json::from_slice(&text)
            .map_err(|source| LabError::NotForecast { path: path.clone(), reason: source.to_string() })?;
        let mut rows = righting_store::read_trials(&folder.join("members"))?;
        // The columns before those of the series are the parameters.
        let columns = known.series.len() * known.days as usize;
        for values in rows.iter_mut().filter_map(|row| row.summaries.as_mut().ok()) {
            *values = values.split_off(values.len().saturating_sub(columns));
        }
        let well: Vec<&TrialRow> = rows.iter().filter(|row| row.summaries.is_ok()).collect();
        let whole = |row: &&TrialRow| row.summaries.as_ref().is_ok_and(|values| values.len() == columns);
        if well.len() != known.members as usize || !well.iter().all(whole) {
            let reason = "its members are not all there".to_owned();
            return Err(LabError::NotForecast { path, reason });
        }
        let values = spread(&known, &well);
        Ok(Self { known, evidence: Vec::new(), unused: Vec::new(), values })
    }

    /// The series of a quantity in a place, by its days and members.
    pub fn series(&self, what: &str, place: &str) -> Option<&[Vec<f64>]> {
        let at = self.known.series.iter().position(|series| series.what.name() == what && series.place == place)?;
        Some(&self.values[at])
    }

    /// Local date of a day of the forecast.
    pub fn date(&self, day: usize) -> Date {
        self.known.as_of.saturating_add(jiff::Span::new().days(day as i64))
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Values by series, day and member.
fn spread(known: &Known, members: &[&TrialRow]) -> Vec<Vec<Vec<f64>>> {
    let days = known.days as usize;
    let cell = |row: &TrialRow, column: usize| row.summaries.as_ref().map_or(f64::NAN, |values| values[column]);
    let day = |series: usize, day: usize| members.iter().map(|row| cell(row, series * days + day)).collect();
    (0..known.series.len()).map(|series| (0..days).map(|at| day(series, at)).collect()).collect()
}

/// Writes `forecast.json` and the bands.
pub(super) fn write(study: &StudyFolder, forecast: &Forecast) -> Result<(), StoreError> {
    #[derive(Serialize)]
    struct Document<'a> {
        known: &'a Known,
        evidence: &'a [Evidence],
        unused: &'a [Unused],
    }
    let document = Document { known: &forecast.known, evidence: &forecast.evidence, unused: &forecast.unused };
    let text = serde_json::to_string_pretty(&document).expect("plain values are JSON");
    study.write_file(FILE, text.as_bytes())?;
    let mut columns: Vec<(String, Vec<f64>)> =
        ["series", "day", "mean", "p5", "p50", "p95"].map(|name| (name.to_owned(), Vec::new())).into();
    for (series, days) in forecast.values.iter().enumerate() {
        for (day, members) in days.iter().enumerate() {
            let Band { mean, p5, p50, p95 } = Band::of(members);
            let cells = [series as f64, day as f64, mean, p5, p50, p95];
            columns.iter_mut().zip(cells).for_each(|((_, column), cell)| column.push(cell));
        }
    }
    study.write_columns(BANDS, &columns)?;
    Ok(())
}
