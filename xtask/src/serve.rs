//! The server: its pages in a browser, and its answers beside its description.

use std::path::Path;
use std::process::Command;

use crate::chores::root;
use crate::tally::Tally;

/// Opens every page of a server in headless Chromium, and lets schemathesis ask whatever its description allows.
pub fn check(tally: &mut Tally, browser: bool) {
    let program = root().join("target/release/righting");
    if browser {
        let mut pages = Command::new("npm");
        pages.args(["run", "--silent", "test:serve"]).current_dir(root().join("web")).env("RIGHTING_PROGRAM", &program);
        let shots = root().join("target/xtask-shots");
        tally.runner("the server in headless Chromium", pages.env("RIGHTING_SHOTS", shots));
    }
    described(tally, &program);
}

fn described(tally: &mut Tally, program: &Path) {
    let venv = root().join("target/xtask-schemathesis-venv");
    let scripts = root().join("crates/righting-serve/tests/python");
    if !venv.exists() {
        tally.command("python environment of schemathesis", Command::new("python3").args(["-m", "venv"]).arg(&venv));
        let mut pip = Command::new(venv.join("bin/pip"));
        let pip = pip.args(["install", "--quiet", "-r"]).arg(scripts.join("requirements.txt"));
        tally.command("pip install schemathesis", pip);
    }
    let mut python = Command::new(venv.join("bin/python"));
    let ask = python.arg(scripts.join("described.py")).arg(program);
    tally.command("schemathesis finds the server as it is described", ask);
}
