//! What needs the program itself: the benchmark and all of a check.
//!
//! `measure check RUN` prints a run held against the record as JSON, with all that the laboratory knows;
//! `measure bench RIGHTING [--quick]` prints the table of the benchmark, with RIGHTING the released binary. `cargo xtask` calls
//! them.

/// The allocator of the program that is measured.
#[path = "../../../../crates/righting-cli/src/allocator.rs"]
mod allocator;
mod machine;
mod nation;
mod peer;

use std::process::ExitCode;

use righting_lab::{check_run, restore};
use righting_store::StoredRun;

fn main() -> ExitCode {
    allocator::keep();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["check", run] => printed(check(run)),
        ["bench", binary, rest @ ..] => printed(bench(binary, rest.contains(&"--quick"))),
        _ => {
            eprintln!("measure check RUN | measure bench RIGHTING [--quick]");
            ExitCode::from(2)
        }
    }
}

fn printed(page: Result<String, Box<dyn std::error::Error>>) -> ExitCode {
    match page {
        Ok(page) => {
            print!("{page}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn check(run: &str) -> Result<String, Box<dyn std::error::Error>> {
    let run = StoredRun::open(std::path::Path::new(run))?;
    Ok(serde_json::to_string(&check_run(&run, &restore(&run)?)?)?)
}

fn bench(binary: &str, quick: bool) -> Result<String, Box<dyn std::error::Error>> {
    let effort = if quick { nation::Effort::QUICK } else { nation::Effort::FULL };
    let machine = machine::describe()?;
    let nation = nation::measure(binary, &effort)?;
    let peer = peer::measure(effort.peer_agents, nation.resident_days_per_second)?;
    let warning = if quick { "\n**A quick trial on small settings: no result.**\n" } else { "" };
    Ok(format!(
        "# Benchmark\n\nMade by `cargo xtask bench` in one run; ratios travel, absolute figures do not.\n{warning}\n{machine}\n{}\n{peer}",
        nation.page
    ))
}
