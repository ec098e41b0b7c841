//! `righting study convergence`

use clap::Args;
use righting_lab::convergence;

use crate::command::scenario::ScenarioArgs;
use crate::fail::Fail;
use crate::terminal::{Bar, count, emit, emit_json, runner, table};

/// Compares the medians under the scenario's clock with those under every step halved.
#[derive(Debug, Args)]
pub struct Convergence {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Replicates under each clock.
    #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u32).range(20..=100_000))]
    replicates: u32,
    /// Seed of both ensembles.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = crate::command::bounds::seed)]
    seed: u64,
    /// Worker threads; one per core by default.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = crate::command::bounds::threads)]
    threads: usize,
    /// Exits with 1 when a median moves by more than this share of its band.
    #[arg(long, value_name = "SHARE", value_parser = crate::command::share)]
    require: Option<f64>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

impl Convergence {
    pub fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let bar = Bar::new(2 * u64::from(self.replicates), "runs");
        let study =
            convergence(&scenario.simulation(), self.seed, self.replicates, &runner(self.threads)?, |progress| {
                bar.at(progress.done, String::new());
            });
        bar.clear();
        let study = study?;
        if self.json {
            emit_json(&study)?;
        } else {
            emit(&text(&study))?;
        }
        match self.require {
            Some(_) if study.rows.is_empty() => Err(Fail::Check(NOTHING_COMPARED.to_owned())),
            Some(share) if study.largest > share => {
                let (found, share) = (100.0 * study.largest, 100.0 * share);
                Err(Fail::Check(format!("a median moved by {found:.1} % of its band, more than {share:.1} %")))
            }
            _ => Ok(()),
        }
    }
}

/// What is said where no band is wide enough to measure a difference by it.
const NOTHING_COMPARED: &str = "nothing was compared: on no day is the band of a quantity wider than 20 people";

fn text(study: &righting_lab::Convergence) -> String {
    let rows = study.rows.iter().map(|row| {
        vec![
            row.quantity.to_owned(),
            row.day.to_string(),
            count(row.median),
            count(row.median_halved),
            format!("{} to {}", count(row.p5), count(row.p95)),
            format!("{:.1} %", 100.0 * row.share),
        ]
    });
    let clock = |(shortest, longest, tolerance): (u32, u32, f64)| {
        format!("{shortest} to {longest} minutes, tolerance {tolerance}")
    };
    let found = if study.rows.is_empty() {
        format!("{NOTHING_COMPARED}\n")
    } else {
        format!(
            "the day on which the medians differ most:\n{}largest difference: {:.1} % of the band\n",
            table(&["quantity", ">day", ">median", ">halved", ">5-95 % band", ">share"], rows),
            100.0 * study.largest
        )
    };
    format!(
        "{} replicates of {} ({:.1} steps a run) and of {} ({:.1} steps a run)\n{found}",
        study.replicates,
        clock(study.clock),
        study.steps.0,
        clock(study.halved),
        study.steps.1
    )
}
