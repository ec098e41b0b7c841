//! `righting study onset`

use clap::Args;
use righting_lab::{CalibrationPlan, LeftOut, OnsetStudy, manifest, onset_study};

use crate::command::scenario::ScenarioArgs;
use crate::command::study_folder::{StudyArgs, kept};
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, emit, emit_json, runner, table};

/// Predicts the onset of every dated region from a calibration that has not seen that region.
#[derive(Debug, Args)]
pub struct Onset {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    study: StudyArgs,
    /// Runs of the calibration without each region.
    #[arg(long, default_value_t = 3000, value_parser = crate::command::bounds::runs)]
    runs: u32,
    /// Replicates of each prediction.
    #[arg(long, default_value_t = 200, value_parser = crate::command::bounds::members)]
    predictive: u32,
    /// Exits with 1 unless the model beats both plain rules.
    #[arg(long)]
    require: bool,
}

impl Onset {
    pub fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let plan = CalibrationPlan { predictive: self.predictive, ..CalibrationPlan::new(self.runs, self.study.seed) };
        let folder = self.study.open(
            manifest(&scenario, "onset", plan.seed, plan.entries()),
            &self.scenario.scenario,
            "onset",
        )?;
        let bar = Bar::new(0, "runs");
        let study =
            onset_study(&scenario, &plan, &folder, &runner(self.study.threads)?, |progress| bar.follow(progress));
        bar.clear();
        let study = study.map_err(|error| kept(error, folder.path()))?;
        folder.write_file("onset.json", &serde_json::to_vec_pretty(&study).expect("texts and numbers are JSON"))?;
        if self.study.json {
            emit_json(&study)?;
        } else {
            emit(&format!("{}{}", failed::lines(&study.failures), onset_text(&study)))?;
        }
        if self.require && !study.beats() {
            return Err(Fail::Check("a plain rule predicts the dates of onset better".to_owned()));
        }
        failed::verdict(study.failures.len() as u64, study.regions.len() as u64 * u64::from(self.predictive))
    }
}

fn onset_text(study: &OnsetStudy) -> String {
    let day = |day: f64| if day.is_finite() { format!("{day:.0}") } else { "not reached".to_owned() };
    let row = |region: &LeftOut| {
        let record = region.record.map(day);
        let record = if record[0] == record[1] { record[0].clone() } else { record.join(" to ") };
        let scores = region.log_scores.map(|score| format!("{score:.2}"));
        [region.region.clone(), record, day(region.median)].into_iter().chain(scores).collect::<Vec<String>>()
    };
    let [model, dates, population] = study.means;
    let [over_dates, over_population] = study.gain_errors;
    format!(
        "days after the start; log probability of the recorded days, higher is better\n{}mean log score {model:.2}; the \
         dates of other regions {dates:.2} (gain {:+.2}, standard error {over_dates:.2}), by population \
         {population:.2} (gain {:+.2}, {over_population:.2}); Kendall's tau {:.2}\n{} runs, {} failed, {} stopped as runaways\n{}",
        table(
            &["region left out", "record", ">median", ">model", ">other dates", ">by population"],
            study.regions.iter().map(row)
        ),
        model - dates,
        model - population,
        study.kendall,
        study.runs,
        study.failed,
        study.stopped,
        crate::command::check::left_out(&study.left_out)
    )
}
