//! The commands, one file each.

mod alliance;
mod bounds;
mod bundle;
mod calibrate;
mod changes;
mod check;
mod claims;
mod classic;
mod compare;
mod completions;
mod curve;
mod diagnose;
mod explain;
mod export;
mod fit;
mod folder;
mod forecast;
mod fork;
mod groups;
mod import;
mod list;
mod man;
mod merge;
mod migrate;
mod new;
mod recovery;
mod report;
mod run;
mod scenario;
mod score;
mod sensitivity;
mod serve;
mod start;
mod study;
mod study_folder;
mod sweep;
mod trial;
mod validate;
mod why;

use clap::{CommandFactory, Parser, Subcommand};

use crate::called::Call;
use crate::fail::Fail;

/// Simulates how unrest starts, spreads and subsides in a country, person by person and place by
/// place, and holds it against the record.
#[derive(Debug, Parser)]
#[command(name = "righting", version, max_term_width = 100, propagate_version = true)]
#[command(
    after_help = "Exit codes: 0 done; 1 ran, but a check or a replicate failed, or the disk refused; 2 bad input; 130 interrupted."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

/// The program, whose help lists the commands by what a person wants.
pub fn program() -> clap::Command {
    let program = Cli::command();
    let listed = groups::listed(&program);
    program.help_template(format!(
        "{{before-help}}{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{listed}\nOptions:\n{{options}}{{after-help}}"
    ))
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Run),
    Merge(merge::Merge),
    Check(check::Check),
    Recovery(recovery::Recovery),
    Report(report::Report),
    Export(export::Export),
    Bundle(bundle::Bundle),
    Explain(explain::Explain),
    New(new::New),
    Import(import::Import),
    Migrate(migrate::Migrate),
    List(list::List),
    Compare(compare::Compare),
    Curve(curve::Curve),
    Fork(fork::Fork),
    Fit(fit::Fit),
    Forecast(forecast::Forecast),
    Calibrate(calibrate::Calibrate),
    Diagnose(diagnose::Diagnose),
    Sensitivity(sensitivity::Sensitivity),
    Serve(serve::Serve),
    Score(score::Score),
    Study(study::Study),
    Sweep(sweep::Sweep),
    Trial(trial::Trial),
    Validate(validate::Validate),
    Why(why::Why),
    Claims(claims::Claims),
    Classic(classic::Classic),
    Alliance(alliance::Alliance),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Cli {
    /// Runs the command; `call` is how one of them calls others.
    pub fn run(self, call: Call) -> Result<(), Fail> {
        let Some(command) = self.command else { return start::run() };
        match command {
            Command::Run(command) => command.run(),
            Command::Merge(command) => command.run(),
            Command::Check(command) => command.run(),
            Command::Recovery(command) => command.run(),
            Command::Report(command) => command.run(),
            Command::Export(command) => command.run(),
            Command::Bundle(command) => command.run(),
            Command::Explain(command) => command.run(),
            Command::New(command) => command.run(),
            Command::Import(command) => command.run(),
            Command::Migrate(command) => command.run(),
            Command::List(command) => command.run(),
            Command::Compare(command) => command.run(),
            Command::Curve(command) => command.run(),
            Command::Fork(command) => command.run(),
            Command::Fit(command) => command.run(),
            Command::Forecast(command) => command.run(),
            Command::Calibrate(command) => command.run(),
            Command::Diagnose(command) => command.run(),
            Command::Sensitivity(command) => command.run(),
            Command::Serve(command) => command.run(call),
            Command::Score(command) => command.run(),
            Command::Study(command) => command.run(),
            Command::Sweep(command) => command.run(),
            Command::Trial(command) => command.run(),
            Command::Validate(command) => command.run(),
            Command::Why(command) => command.run(),
            Command::Claims(command) => command.run(),
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

#[cfg(test)]
mod tests;
