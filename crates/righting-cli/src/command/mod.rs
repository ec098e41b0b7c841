//! The commands, one file each.

mod alliance;
mod check;
mod classic;
mod completions;
mod explain;
mod export;
mod fit;
mod forecast;
mod init;
mod list;
mod man;
mod recovery;
mod report;
mod run;
mod scenario;
mod study;

use clap::{Parser, Subcommand};

use crate::fail::Fail;

/// Simulates how unrest starts, spreads and subsides in a country, person by person and place by
/// place, and holds it against the record.
#[derive(Debug, Parser)]
#[command(name = "righting", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Exit codes: 0 done, 1 ran but a check failed, 2 bad input, 130 interrupted.")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Run),
    Check(check::Check),
    Recovery(recovery::Recovery),
    Report(report::Report),
    Export(export::Export),
    Explain(explain::Explain),
    Init(init::Init),
    List(list::List),
    Fit(fit::Fit),
    Forecast(forecast::Forecast),
    Study(study::Study),
    Classic(classic::Classic),
    Alliance(alliance::Alliance),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Cli {
    /// Runs the command.
    pub fn run(self) -> Result<(), Fail> {
        match self.command {
            Command::Run(command) => command.run(),
            Command::Check(command) => command.run(),
            Command::Recovery(command) => command.run(),
            Command::Report(command) => command.run(),
            Command::Export(command) => command.run(),
            Command::Explain(command) => command.run(),
            Command::Init(command) => command.run(),
            Command::List(command) => command.run(),
            Command::Fit(command) => command.run(),
            Command::Forecast(command) => command.run(),
            Command::Study(command) => command.run(),
            Command::Classic(command) => command.run(),
            Command::Alliance(command) => command.run(),
            Command::Completions(command) => command.run(),
            Command::Man(command) => command.run(),
        }
    }
}

/// A share from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "expected a number from 0 to 1".to_owned())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("expected a number from 0 to 1".to_owned()) }
}
