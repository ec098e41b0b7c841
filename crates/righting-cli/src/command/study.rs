//! `righting study`

use clap::{Args, Subcommand};
use righting_lab::convergence;

use super::scenario::ScenarioArgs;
use crate::fail::Fail;
use crate::terminal::{Bar, count, emit, emit_json, stop_flag, table};

/// Studies of the model itself.
#[derive(Debug, Args)]
pub struct Study {
    #[command(subcommand)]
    study: Studies,
}

#[derive(Debug, Subcommand)]
enum Studies {
    Convergence(Convergence),
}

/// Compares the medians under the scenario's clock with those under every step halved.
#[derive(Debug, Args)]
struct Convergence {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Replicates under each clock.
    #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u32).range(20..))]
    replicates: u32,
    /// Seed of both ensembles.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Worker threads; one per core by default.
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Exits with 1 when a median moves by more than this share of its band.
    #[arg(long, value_name = "SHARE")]
    require: Option<f64>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

impl Study {
    pub fn run(self) -> Result<(), Fail> {
        match self.study {
            Studies::Convergence(study) => study.run(),
        }
    }
}

impl Convergence {
    fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let bar = Bar::new(2 * u64::from(self.replicates), "runs");
        let study = convergence(&scenario.setup, self.seed, self.replicates, self.threads, stop_flag(), |progress| {
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
            Some(share) if study.largest > share => {
                let (found, share) = (100.0 * study.largest, 100.0 * share);
                Err(Fail::Check(format!("a median moved by {found:.1} % of its band, more than {share:.1} %")))
            }
            _ => Ok(()),
        }
    }
}

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
    format!(
        "{} replicates of {} ({:.1} steps a run) and of {} ({:.1} steps a run)\nthe day on which the medians differ \
         most:\n{}largest difference: {:.1} % of the band\n",
        study.replicates,
        clock(study.clock),
        study.steps.0,
        clock(study.halved),
        study.steps.1,
        table(&["quantity", ">day", ">median", ">halved", ">5-95 % band", ">share"], rows),
        100.0 * study.largest
    )
}
