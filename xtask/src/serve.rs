//! The server: its pages in a browser, and its answers beside its description.

use std::path::Path;
use std::process::Command;

use crate::chores::root;
use crate::python::environment;
use crate::tally::Tally;

/// Opens every page of a server in headless Chromium, and lets schemathesis ask whatever its description allows.
pub fn check(tally: &mut Tally, program: &Path) {
    let web = root().join("web");
    tally.command("npm ci", Command::new("npm").args(["ci", "--silent", "--ignore-scripts"]).current_dir(&web));
    let mut pages = Command::new("npm");
    pages.args(["run", "--silent", "test:serve"]).current_dir(web);
    let shots = root().join("target/xtask-shots");
    pages.env("RIGHTING_PROGRAM", program).env("RIGHTING_SHOTS", shots);
    tally.runner("the server in headless Chromium", &mut pages);
    described(tally, program);
}

fn described(tally: &mut Tally, program: &Path) {
    let scripts = root().join("crates/righting-serve/tests/python");
    let Some(venv) = environment(tally, "schemathesis") else { return };
    let mut python = Command::new(venv.join("bin/python"));
    let ask = python.arg(scripts.join("described.py")).arg(program);
    tally.command("schemathesis finds the server as it is described", ask);
}
