//! `righting`: the program.

mod allocator;

use std::process::ExitCode;

fn main() -> ExitCode {
    allocator::keep();
    righting_cli::program(std::env::args_os()).into()
}
