//! Live reports: digests of the engine under Node beside the program's, the page in a browser, and the module built anew.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::chores::root;
use crate::tally::Tally;
use crate::wasm;

/// Replicates of a scenario whose digests are compared: fewer of a large country, where one takes seconds.
const fn replicates(people: u64) -> &'static str {
    if people > 30_000_000 { "1" } else { "16" }
}

/// Holds the digests of the engine under Node against the program's.
pub fn digests(tally: &mut Tally, program: &Path, reports: &str) {
    tally.runner("digests of the engine under Node", &mut npm("test:engine", program, reports));
}

/// Holds the pages of live reports against the program, in headless Chromium.
pub fn pages(tally: &mut Tally, program: &Path, reports: &str) {
    let shots = root().join("target/xtask-shots");
    let mut pages = npm("test:live", program, reports);
    tally.runner("live reports in headless Chromium", pages.env("RIGHTING_SHOTS", shots));
}

/// Builds the engine anew from its sources and holds its digests against the program's.
pub fn rebuilt(tally: &mut Tally, program: &Path, runs: &Path) {
    let Some(all) = reports(tally, program, runs) else { return };
    match wasm::rebuilt() {
        None => println!("the compiler for browsers cannot be had here: the engine is not built anew"),
        Some(Err(why)) => tally.check("the engine built anew", Err(why)),
        Some(Ok(module)) => {
            tally.check("the engine built anew", Ok(()));
            tally.runner("its digests", npm("test:engine", program, &all).env("RIGHTING_ENGINE", module));
        }
    }
}

/// A script of the front end for these live reports.
fn npm(script: &str, program: &Path, reports: &str) -> Command {
    let mut command = Command::new("npm");
    command.args(["run", "--silent", script]).current_dir(root().join("web"));
    command.env("RIGHTING_LIVE", reports).env("RIGHTING_PROGRAM", program);
    command
}

/// A live report of every scenario that ships; their paths, with colons between.
pub fn reports(tally: &mut Tally, program: &Path, runs: &Path) -> Option<String> {
    let Some(shipped) = shipped(program) else {
        tally.check("live reports", Err("`righting list` named no scenario".to_owned()));
        return None;
    };
    let mut pages: Vec<PathBuf> = Vec::new();
    for (name, people) in &shipped {
        let folder = runs.join("live").join(name);
        let mut run = Command::new(program);
        run.args(["run", name, "--replicates", replicates(*people), "--live", "--digest", "--out"]).arg(&folder);
        tally.quiet("live reports", &mut run);
        pages.push(folder.join("report.html"));
    }
    Some(pages.iter().map(|page| page.display().to_string()).collect::<Vec<_>>().join(":"))
}

/// The scenarios that ship: names and residents.
fn shipped(program: &Path) -> Option<Vec<(String, u64)>> {
    let output = Command::new(program).args(["list", "--json"]).output().ok()?;
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
    let row = |row: &serde_json::Value| Some((row["id"].as_str()?.to_owned(), row["people"].as_u64()?));
    let shipped: Vec<(String, u64)> = told["scenarios"].as_array()?.iter().filter_map(row).collect();
    (!shipped.is_empty()).then_some(shipped)
}
