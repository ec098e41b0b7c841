//! `cargo xtask nightly`: what takes longer than every test run may.

use std::process::{Command, ExitCode};

use crate::chores::{cargo, root};
use crate::tally::Tally;
use crate::{faults, live, packages, python, serve};

/// The targets of `fuzz/run.sh`.
const FUZZ: [&str; 5] = ["scenario", "table", "boundaries", "events", "stored"];
/// What the long forms may take on two cores.
const BUDGET_MINUTES: u64 = 8 * 60;

/// Steps that need no program: where one of them is all that is wanted, it is not built.
const WITHOUT_PROGRAM: [&str; 2] = ["packages", "documentation"];

/// Runs all steps, or those whose names have the word after `--only`; `--fuzz` gives the seconds of each fuzz target.
pub fn run(arguments: &[String]) -> ExitCode {
    let after = |option: &str| {
        let at = arguments.iter().position(|argument| argument == option)?;
        arguments.get(at + 1).map(String::as_str)
    };
    let wanted = |name: &str| after("--only").is_none_or(|word| name.contains(word));
    let seconds = after("--fuzz").unwrap_or("1800");
    let mut tally = Tally::default();
    if !after("--only").is_some_and(|word| WITHOUT_PROGRAM.contains(&word)) {
        tally.command("release build", &mut cargo(&["build", "--release", "--package", "righting-cli"]));
    }
    let program = root().join("target/release/righting");
    faults::whole(&mut tally, &program, wanted);
    if wanted("ignored tests") {
        tally.runner("ignored tests", &mut cargo(&["test", "--workspace", "--no-fail-fast", "--", "--ignored"]));
    }
    if wanted("server") {
        serve::check(&mut tally, &program);
    }
    if wanted("engine built anew") {
        live::rebuilt(&mut tally, &program, &root().join("target/xtask-nightly"));
    }
    if wanted("wheel for users") {
        python::package(&mut tally, "release");
    }
    if wanted("recipes") {
        python::recipes(&mut tally, "release");
    }
    if wanted("packages") {
        packages::build_from_their_own_files(&mut tally);
    }
    if wanted("documentation") {
        let mut documentation = cargo(&["doc", "--workspace", "--exclude", "xtask", "--no-deps"]);
        tally.command("documentation", documentation.env("RUSTDOCFLAGS", "-D warnings"));
    }
    for (name, study) in STUDIES.into_iter().filter(|(name, _)| wanted(name)) {
        let mut command = Command::new(&program);
        // Pages are as wide as those of `cargo xtask docs`.
        tally.command(name, command.args(study).env("COLUMNS", "160").env("NO_COLOR", "1").current_dir(root()));
    }
    for target in FUZZ {
        let name = format!("fuzz {target}");
        if wanted(&name) {
            tally.command(&name, Command::new(root().join("fuzz/run.sh")).args([target, seconds]));
        }
    }
    tally.close(BUDGET_MINUTES)
}

/// Studies of the model itself that take too long for every test run, those with a page into the book.
const STUDIES: [(&str, &[&str]); 5] = [
    (
        "study: small changes move results a little",
        &["study", "smoothness", "kazakhstan-2022", "--require", "--page", "docs/generated/smoothness.md"],
    ),
    (
        "study: what has no meaning moves nothing",
        &[
            "study",
            "invariance",
            "kazakhstan-2022",
            "--replicates",
            "4000",
            "--require",
            "--page",
            "docs/generated/invariance.md",
        ],
    ),
    (
        "study: whether the model travels",
        &[
            "study",
            "transfer",
            "kazakhstan-2022",
            "kazakhstan-2016",
            "kazakhstan-2019",
            "kyrgyzstan-2010",
            "bahrain-2011",
            "belarus-2020",
            "solomon-islands-2021",
            "--page",
            "docs/generated/transfer.md",
        ],
    ),
    (
        "study: halving every step changes no median much",
        &["study", "convergence", "kazakhstan-2022", "--replicates", "5000", "--require", "0.05"],
    ),
    (
        "study: what the literature finds on recovery holds",
        &["study", "recovery", "kazakhstan-2022-forecast", "--replicates", "100", "--require"],
    ),
];
