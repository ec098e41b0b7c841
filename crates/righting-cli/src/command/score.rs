//! `righting score`

use std::path::{Path, PathBuf};

use clap::Args;
use righting_lab::{Forecast, Verification, verify};
use righting_report::{SCORE_HEADINGS, counted, from_scores, percent, score_cells};
use righting_scenario::Scenario;
use righting_store::{vacant, write_study_file};

use super::scenario::ScenarioArgs;
use super::study_folder::write_page;
use crate::fail::Fail;
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
            keep(&scenario, &scores, &forecasts, out)?;
        }
        if self.json { emit_json(&scores) } else { emit(&text(&scores)) }
    }
}

/// Writes the page and `scores.json` into a folder.
fn keep(scenario: &Scenario, scores: &Verification, forecasts: &[Forecast], folder: &Path) -> Result<(), Fail> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Fail::Kept(miette::miette!("cannot make `{}`: {error}", folder.display())))?;
    let text = serde_json::to_string_pretty(scores)
        .map_err(|error| Fail::Kept(miette::miette!("cannot write the scores as JSON: {error}")))?;
    write_study_file(&folder.join("scores.json"), (text + "\n").as_bytes())?;
    write_page(folder, &from_scores(scenario, scores, forecasts))?;
    Ok(())
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
        table(&SCORE_HEADINGS, scores.summaries.iter().map(score_cells)),
        table(&["probability of an onset", ">forecasts", ">mean", ">came"], reliability),
    )
}
