//! `righting`: the command line.
//!
//! Exit codes: 0 done, 1 ran but a check failed, 2 bad input, 130 interrupted.

mod allocator;
mod command;
mod fail;
mod page;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    allocator::keep();
    terminal::quiet_workers();
    let cli = command::Cli::parse();
    match cli.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
