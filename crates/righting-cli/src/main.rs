//! `righting`: the command line.
//!
//! Exit codes: 0 done; 1 ran, but a check or a replicate failed, or the disk refused; 2 bad input; 130 interrupted.

mod allocator;
mod command;
mod fail;
mod failed;
mod options;
mod page;
mod terminal;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

fn main() -> ExitCode {
    allocator::keep();
    terminal::quiet_workers();
    let mut command = command::Cli::command();
    let matches = command.get_matches_mut();
    options::note(&command, &matches);
    let cli = command::Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match cli.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
