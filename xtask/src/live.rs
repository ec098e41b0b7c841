//! Live reports: the module built anew, its digests under Node beside the program's, and the page in a browser.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::chores::root;
use crate::tally::Tally;
use crate::wasm;

/// Replicates of a scenario whose digests are compared: fewer of a large country, where one takes seconds.
const fn replicates(people: u64) -> &'static str {
    if people > 30_000_000 { "1" } else { "16" }
}

/// Makes a live report of every scenario that ships and holds its page against the program.
pub fn check(tally: &mut Tally, runs: &Path, browser: bool) {
    let program = root().join("target/release/righting");
    let Some(shipped) = shipped(&program) else {
        return tally.check("live reports", Err("`righting list` named no scenario".to_owned()));
    };
    let mut pages: Vec<PathBuf> = Vec::new();
    for (name, people) in &shipped {
        let folder = runs.join("live").join(name);
        let mut run = Command::new(&program);
        run.args(["run", name, "--replicates", replicates(*people), "--live", "--digest", "--out"]).arg(&folder);
        tally.command("live reports", run.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()));
        pages.push(folder.join("report.html"));
    }
    let all = pages.iter().map(|page| page.display().to_string()).collect::<Vec<_>>().join(":");
    let npm = |script: &str| {
        let mut command = Command::new("npm");
        command.args(["run", "--silent", script]).current_dir(root().join("web")).env("RIGHTING_LIVE", &all);
        command.env("RIGHTING_PROGRAM", &program);
        command
    };
    tally.runner("digests of the engine under Node", &mut npm("test:engine"));
    match wasm::rebuilt() {
        None => println!("the compiler for browsers cannot be had here: the engine is not built anew"),
        Some(Err(why)) => tally.check("the engine built anew", Err(why)),
        Some(Ok(module)) => {
            tally.check("the engine built anew", Ok(()));
            tally.runner("its digests", npm("test:engine").env("RIGHTING_ENGINE", module));
        }
    }
    if browser {
        let shots = root().join("target/xtask-shots");
        tally.runner("live reports in headless Chromium", npm("test:live").env("RIGHTING_SHOTS", shots));
    }
}

/// The scenarios that ship: names and residents.
fn shipped(program: &Path) -> Option<Vec<(String, u64)>> {
    let output = Command::new(program).args(["list", "--json"]).output().ok()?;
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
    let row = |row: &serde_json::Value| Some((row["id"].as_str()?.to_owned(), row["people"].as_u64()?));
    let shipped: Vec<(String, u64)> = told["scenarios"].as_array()?.iter().filter_map(row).collect();
    (!shipped.is_empty()).then_some(shipped)
}
