//! `righting fit`

use std::path::PathBuf;

use clap::Args;
use righting_lab::{FitPlan, Unmeasured, fit};
use righting_report::counted;
use serde::Serialize;

use super::folder::{default_folder, name_of};
use super::scenario::ScenarioArgs;
use super::study_folder::kept;
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, emit, emit_json, runner, table};

/// Fits free parameters to the record: a scan, a search, and finalists judged by fresh chances.
#[derive(Debug, Args)]
pub struct Fit {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// The plan: parameters, bounds, seed, generations, replicates (TOML).
    #[arg(long, value_name = "FILE")]
    plan: PathBuf,
    /// Folder for the log of trials and the fitted values; by default one in `runs` named for the scenario, with a number if
    /// that is taken.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Goes on with a fit that was interrupted there.
    #[arg(long)]
    resume: bool,
    /// Worker threads; one per core by default.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = super::bounds::threads)]
    threads: usize,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Told {
    values: Vec<Value>,
    objective: f64,
    objective_before: f64,
    inside: f64,
    inside_before: f64,
    trials: usize,
    /// Trials given up as runaways.
    runaways: usize,
    /// Replicates of all trials that failed.
    failed: u64,
    left_out: Vec<Unmeasured>,
    log: PathBuf,
    fragment: PathBuf,
}

#[derive(Serialize)]
struct Value {
    path: String,
    value: f64,
    before: f64,
}

impl Fit {
    pub fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let plan = FitPlan::read(&self.plan)?;
        let name = format!("{}-fit", name_of(&self.scenario.scenario));
        let out = self.out.map_or_else(|| default_folder(&name, self.resume), Ok)?;
        let bar = Bar::new(0, "trials");
        let fitted = fit(&scenario, &plan, (&out, self.resume), &runner(self.threads)?, |progress| {
            bar.length(progress.planned as u64);
            let inside = 100.0 * progress.inside;
            bar.at(progress.trials as u64, format!("· best {:.4}, {inside:.0} % inside", progress.best));
        });
        bar.clear();
        let fitted = fitted.map_err(|error| kept(error, &out))?;
        let last = if fitted.before.failed > fitted.verdict.failed { fitted.before } else { fitted.verdict };
        let before = |path: &str| scenario.setup.parameters.get(path).unwrap_or(f64::NAN);
        let told = Told {
            values: fitted
                .values
                .into_iter()
                .map(|(path, value)| Value { before: before(&path), path, value })
                .collect(),
            objective: fitted.verdict.objective,
            objective_before: fitted.before.objective,
            inside: fitted.verdict.inside,
            inside_before: fitted.before.inside,
            trials: fitted.trials,
            runaways: fitted.runaways,
            failed: fitted.failed,
            left_out: fitted.left_out,
            log: fitted.log,
            fragment: fitted.fragment,
        };
        if self.json {
            emit_json(&told)?;
        } else {
            emit(&told.text())?;
        }
        // A trial may lose replicates; the two that are set side by side were asked for whole.
        failed::verdict(u64::from(last.failed), u64::from(last.replicates))
    }
}

impl Told {
    fn text(&self) -> String {
        let row =
            |value: &Value| vec![value.path.clone(), format!("{:.4}", value.before), format!("{:.4}", value.value)];
        format!(
            "{}{} trials, {} of them given up as runaways; {} failed; objective {:.4} (before: {:.4}), {:.0} % of targets inside (before: {:.0} %), by chances that \
             the search had not seen\n{}{}\n",
            table(&["parameter", ">before", ">fitted"], self.values.iter().map(row)),
            self.trials,
            self.runaways,
            counted(self.failed, "replicate", "replicates"),
            self.objective,
            self.objective_before,
            100.0 * self.inside,
            100.0 * self.inside_before,
            super::check::left_out(&self.left_out),
            self.fragment.display()
        )
    }
}
