//! `righting score`

use std::path::PathBuf;

use clap::Args;
use righting_lab::{Forecast, Summary, Verification, verify};
use righting_report::{counted, percent};
use righting_scenario::Scenario;
use righting_store::vacant;

use super::scenario::ScenarioArgs;
use crate::fail::Fail;
use crate::page;
use crate::terminal::{emit, emit_json, table};

/// Scores forecasts against the record, beside plain baselines.
///
/// Every number of the record that lies inside a forecast's horizon is a case. Lower scores are better; a
/// skill above 0 is a forecast that beats the baseline. The 90 % intervals of skills come from a bootstrap
/// over forecasts, or over cases where there is one.
#[derive(Debug, Args)]
pub struct Score {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Folders that `righting forecast` made, all of this scenario.
    #[arg(required = true, value_name = "FORECAST")]
    forecasts: Vec<PathBuf>,
    /// Folder for the tables and the page of the scores.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replaces the scores in the folder.
    #[arg(long, requires = "out")]
    force: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

impl Score {
    pub fn run(self) -> Result<(), Fail> {
        if let Some(out) = &self.out {
            vacant(out, &["scores.json", "report.html"], "report.html", self.force)?;
        }
        let scenario = self.scenario.load()?;
        let history = scenario.base.as_ref().map(|base| Scenario::load(base, &[])).transpose()?;
        let forecasts = self.forecasts.iter().map(|folder| Forecast::open(folder)).collect::<Result<Vec<_>, _>>()?;
        let scores = verify(&scenario, history.as_ref().unwrap_or(&scenario), &forecasts)?.public(&scenario);
        if let Some(out) = &self.out {
            page::scores(&scenario, &scores, &forecasts, out)?;
        }
        if self.json { emit_json(&scores) } else { emit(&text(&scores)) }
    }
}

/// Headings of a table of scores.
pub const HEADINGS: [&str; 11] = [
    "as of",
    "model",
    ">cases",
    ">CRPS, log",
    ">CRPS",
    ">log score",
    ">ignorance",
    ">interval",
    ">inside",
    ">Brier onset / violence",
    ">skill (90 %)",
];

/// One row of a table of scores.
pub fn cells(row: &Summary) -> Vec<String> {
    let skill = row
        .skill
        .map_or_else(String::new, |skill| format!("{:.2} ({:.2} to {:.2})", skill.skill, skill.low, skill.high));
    vec![
        row.as_of.map_or_else(|| "all".to_owned(), |date| date.to_string()),
        row.model.to_owned(),
        row.cases.to_string(),
        number(row.crps_log, 2),
        number(row.crps, 0),
        number(row.log_score, 2),
        number(row.ignorance, 2),
        number(row.interval_score, 1),
        percent(row.coverage),
        format!("{} / {}", brier(row.brier_onset), brier(row.brier_violence)),
        skill,
    ]
}

/// A mean score; `-` of no case.
fn number(score: f64, digits: usize) -> String {
    if score.is_finite() { format!("{score:.digits$}") } else { "-".to_owned() }
}

/// A mean Brier score, or nothing where no region was left to begin.
fn brier(score: f64) -> String {
    if score.is_finite() { format!("{score:.3}") } else { "-".to_owned() }
}

fn text(scores: &Verification) -> String {
    let reliability = scores.reliability.iter().map(|bin| {
        vec![
            format!("{:.0} to {:.0} %", 100.0 * bin.low, 100.0 * bin.high),
            bin.count.to_string(),
            percent(bin.forecast),
            percent(bin.observed),
        ]
    });
    let left_out = super::check::left_out(&scores.left_out);
    let failed = if scores.failed > 0 {
        format!("{} of the forecasts failed\n", counted(u64::from(scores.failed), "run", "runs"))
    } else {
        String::new()
    };
    let private = match scores.private {
        0 => String::new(),
        hidden => format!(
            "{} imported and marked private: counted in the means, not listed\n",
            counted(u64::from(hidden), "target is", "targets are")
        ),
    };
    format!(
        "{}{}{failed}{private}{left_out}",
        table(&HEADINGS, scores.summaries.iter().map(cells)),
        table(&["probability of an onset", ">forecasts", ">mean", ">came"], reliability),
    )
}
