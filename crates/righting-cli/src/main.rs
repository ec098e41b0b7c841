//! `righting`: the command line.
//!
//! Exit codes: 0 done, 1 ran but a check failed, 2 bad input, 130 interrupted.

/// Replicates on many threads ask for small lists all the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod command;
mod fail;
mod page;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    terminal::quiet_workers();
    let cli = command::Cli::parse();
    match cli.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
