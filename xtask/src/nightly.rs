//! `cargo xtask nightly`: what takes longer than every test run may.

use std::process::{Command, ExitCode};

use crate::chores::{cargo, root};
use crate::faults;
use crate::tally::Tally;

/// The targets of `fuzz/run.sh`.
const FUZZ: [&str; 5] = ["scenario", "table", "boundaries", "events", "stored"];
/// What the long forms may take on two cores.
const BUDGET_MINUTES: u64 = 8 * 60;

/// Runs all steps, or those whose names have the word after `--only`; `--fuzz` gives the seconds of each fuzz target.
pub fn run(arguments: &[String]) -> ExitCode {
    let after = |option: &str| {
        let at = arguments.iter().position(|argument| argument == option)?;
        arguments.get(at + 1).map(String::as_str)
    };
    let wanted = |name: &str| after("--only").is_none_or(|word| name.contains(word));
    let seconds = after("--fuzz").unwrap_or("1800");
    let mut tally = Tally::default();
    tally.command("release build", &mut cargo(&["build", "--release", "--package", "righting-cli"]));
    faults::whole(&mut tally, wanted);
    if wanted("ignored tests") {
        tally.runner("ignored tests", &mut cargo(&["test", "--workspace", "--no-fail-fast", "--", "--ignored"]));
    }
    for (name, study) in STUDIES.into_iter().filter(|(name, _)| wanted(name)) {
        tally.command(name, Command::new(root().join("target/release/righting")).args(study).current_dir(root()));
    }
    for target in FUZZ {
        let name = format!("fuzz {target}");
        if wanted(&name) {
            tally.command(&name, Command::new(root().join("fuzz/run.sh")).args([target, seconds]));
        }
    }
    tally.close(BUDGET_MINUTES)
}

/// Studies of the model itself that take too long for every test run.
const STUDIES: [(&str, &[&str]); 2] = [
    (
        "study: halving every step changes no median much",
        &["study", "convergence", "kazakhstan-2022", "--replicates", "5000", "--require", "0.05"],
    ),
    (
        "study: what the literature finds on recovery holds",
        &["study", "recovery", "kazakhstan-2022-forecast", "--replicates", "100", "--require"],
    ),
];
