//! The classics: side by side with their peers, and the page of the book that their replication makes.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::chores::{cargo, root};

/// Versions of Python new enough for Mesa 3.5, the one in `PYTHON` first.
const PYTHONS: [&str; 4] = ["python3.12", "python3.13", "python3.14", "python3"];

/// Measures speed beside Mesa, krABMaga and ixa into `bench/classics/results.md`; with `--dock`, holds
/// the `mesa` rules beside the real Mesa into `docking.md`. `--quick` tries either out and keeps nothing.
pub fn bench(arguments: &[String]) -> Result<(), String> {
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let folder = root().join("bench/classics");
    let programs = folder.join("programs");
    run(cargo(&["build", "--release", "--manifest-path"]).arg(programs.join("Cargo.toml")))?;
    let programs = programs.join("target/release");
    let mut peers = Command::new(python(&folder)?);
    if has("--dock") {
        peers.arg(folder.join("dock.py")).arg(programs.join("dock"));
    } else {
        peers.arg(folder.join("run.py")).arg(programs);
    }
    for option in ["--quick", "--large-mesa"].into_iter().filter(|option| has(option)) {
        peers.arg(option);
    }
    run(&mut peers)
}

/// Runs every statement of every model and writes the page and its charts into the book: takes minutes.
pub fn write_page() -> Result<(), String> {
    let made = root().join("target/xtask-classics/page");
    let classic = ["run", "--quiet", "--release", "--package", "righting-cli", "--", "classic", "--all", "--force"];
    run(cargo(&classic).arg("--out").arg(&made))?;
    let entries = std::fs::read_dir(&made).map_err(|error| format!("{}: {error}", made.display()))?;
    for entry in entries {
        let file = entry.map_err(|error| error.to_string())?.path();
        if file.extension().is_some_and(|kind| kind == "svg" || kind == "md") {
            let target = root().join("docs/classics").join(file.file_name().unwrap_or_default());
            std::fs::copy(&file, &target).map_err(|error| format!("{}: {error}", target.display()))?;
        }
    }
    Ok(())
}

/// The Python of an environment with the peers, made where it is missing.
fn python(folder: &Path) -> Result<PathBuf, String> {
    let environment = root().join("target/xtask-classics/python");
    let python = environment.join("bin/python");
    if !python.exists() {
        let chosen = std::env::var("PYTHON").ok();
        let mut known = chosen.iter().map(String::as_str).chain(PYTHONS);
        let new_enough = |name: &&str| {
            let test = Command::new(name).args(["-c", "import sys; sys.exit(sys.version_info < (3, 12))"]).output();
            test.is_ok_and(|output| output.status.success())
        };
        let found = known.find(new_enough).ok_or("no Python 3.12 or later; name one in PYTHON")?;
        run(Command::new(found).args(["-m", "venv"]).arg(&environment))?;
    }
    let mut pip = Command::new(&python);
    let pip = pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]);
    run(pip.arg(folder.join("requirements.txt")))?;
    Ok(python)
}

fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| format!("{name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} ended with {status}")) }
}
