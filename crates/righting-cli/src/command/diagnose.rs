//! `righting diagnose`

use std::path::PathBuf;

use clap::Args;
use righting_lab::{DiagnosePlan, Diagnosis, ParameterDiagnosis, Unmeasured, diagnose, manifest};
use righting_report::from_diagnosis;
use serde::Serialize;

use super::scenario::ScenarioArgs;
use super::study_folder::{StudyArgs, kept, write_page};
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, emit, emit_json, runner, table};

/// Checks the inference on simulated records whose parameters are known: recovery and simulation-based calibration.
#[derive(Debug, Args)]
pub struct Diagnose {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    study: StudyArgs,
    /// Runs in the shared table.
    #[arg(long, default_value_t = 20_000, value_parser = super::bounds::runs)]
    table: u32,
    /// Simulated records, held out of the table.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(20..=100_000))]
    records: u32,
    /// Runs of the pilot, from which parameters are declared identifiable before any record is looked at.
    #[arg(long, default_value_t = 2_000, value_parser = super::bounds::runs)]
    pilot: u32,
    /// Exits with 1 unless all parameters are recovered, ranks are uniform and at most a third is unidentifiable.
    #[arg(long)]
    require: bool,
}

#[derive(Serialize)]
struct Told<'a> {
    report: PathBuf,
    folder: PathBuf,
    runs: u64,
    failed: u64,
    /// Runs stopped as runaways: they count as far from the record.
    stopped: u64,
    left_out: &'a [Unmeasured],
    records: u64,
    band: (u64, u64),
    parameters: &'a [ParameterDiagnosis],
    passes: bool,
}

impl Diagnose {
    pub fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let plan = DiagnosePlan { table: self.table, records: self.records, pilot: self.pilot, seed: self.study.seed };
        let folder = self.study.open(
            manifest(&scenario, "diagnose", plan.seed, plan.entries()),
            &self.scenario.scenario,
            "diagnose",
        )?;
        let bar = Bar::new(u64::from(plan.table + plan.records + plan.pilot), "runs");
        let diagnosis = diagnose(&scenario, &plan, &folder, &runner(self.study.threads)?, |progress| {
            bar.at(progress.done, String::new());
        });
        bar.clear();
        let diagnosis = diagnosis.map_err(|error| kept(error, folder.path()))?;
        let report = write_page(folder.path(), &from_diagnosis(&diagnosis, &scenario, plan.seed))?;
        let told = Told {
            report,
            folder: folder.path().to_owned(),
            runs: diagnosis.runs.0,
            failed: diagnosis.runs.1,
            stopped: diagnosis.stopped,
            left_out: &diagnosis.left_out,
            records: diagnosis.records,
            band: diagnosis.band,
            parameters: &diagnosis.parameters,
            passes: diagnosis.passes(),
        };
        if self.study.json {
            emit_json(&told)?;
        } else {
            emit(&text(&diagnosis, &told))?;
        }
        if self.require && !told.passes {
            return Err(Fail::Check("the inference does not recover what it should".to_owned()));
        }
        // Truths whose runs fail are missing among records and in their posteriors: ranks are of another prior.
        failed::verdict(told.failed, told.runs)
    }
}

fn text(diagnosis: &Diagnosis, told: &Told<'_>) -> String {
    let row = |found: &ParameterDiagnosis| {
        vec![
            found.path.clone(),
            format!("{:.2}", found.pilot_contraction),
            if found.identifiable { "yes" } else { "no" }.to_owned(),
            format!("{}{}", found.inside, if found.recovered { "" } else { " !" }),
            format!("{:.2}", found.contraction),
            format!("{:.2}", found.correlation),
            format!("{:.3}", found.chi_square),
            format!("{:.3}{}", found.kolmogorov, if found.rejected { " !" } else { "" }),
        ]
    };
    let headings =
        ["parameter", ">pilot", "declared", ">inside", ">contraction", ">correlation", ">chi-square p", ">KS p"];
    format!(
        "{}{} records, {} runs, {} failed, {} stopped as runaways; {} to {} truths inside pass, `!` marks what does not; the inference {}\n{}{}\n",
        table(&headings, diagnosis.parameters.iter().map(row)),
        told.records,
        told.runs,
        told.failed,
        told.stopped,
        told.band.0,
        told.band.1,
        if told.passes { "passes" } else { "does not pass" },
        super::check::left_out(told.left_out),
        told.report.display()
    )
}
