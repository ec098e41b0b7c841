//! The Python package: the wheel is built, installed where nothing else is, and tested as installed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::chores::{install, root};
use crate::tally::Tally;

/// Builds, installs and tests the wheel of a profile of cargo; the one for users is that of `release`.
pub fn package(tally: &mut Tally, profile: &str) {
    let Some(wheel) = wheel(tally, profile) else { return };
    let size = wheel.metadata().map_or(0, |data| data.len());
    let aim = if profile == "release" { "; 9 MB is the aim" } else { "" };
    println!("{}, {profile}: {:.1} MB{aim}", wheel.display(), size as f64 / 1e6);
    alone(tally, &wheel);
    let tests = root().join("crates/righting-python");
    let Some(venv) = environment(tally, "python-tests") else { return };
    beside(tally, &wheel, &venv, "pandas, polars, xarray, ArviZ and Dask");
    tally.runner("the Python package", pytest(&venv).arg("tests"));
    let mut pyright = Command::new(venv.join("bin/pyright"));
    tally.command("pyright, strict", pyright.arg("--pythonpath").arg(venv.join("bin/python")).current_dir(&tests));
}

/// Runs the recipes for clusters and the chapter on R, with Snakemake and R, which no other test needs.
pub fn recipes(tally: &mut Tally, profile: &str) {
    let Some(wheel) = wheel(tally, profile) else { return };
    let Some(venv) = environment(tally, "python-recipes") else { return };
    beside(tally, &wheel, &venv, "Snakemake");
    let has_r = || Command::new("Rscript").arg("--version").output().is_ok_and(|output| output.status.success());
    if !has_r() {
        install("--no-install-recommends r-base-core r-cran-jsonlite");
    }
    let missing = || Err("there is no Rscript, so the chapter on R is not run".to_owned());
    tally.check("R is here", if has_r() { Ok(()) } else { missing() });
    tally.runner("recipes for clusters, and R", pytest(&venv).args(["tests/test_recipes.py", "tests/test_r.py"]));
}

/// Installs the wheel into an environment that has what it is tried with.
fn beside(tally: &mut Tally, wheel: &Path, venv: &Path, what: &str) {
    let mut install = Command::new(venv.join("bin/pip"));
    install.args(["install", "--quiet", "--force-reinstall", "--no-deps"]).arg(wheel);
    tally.command(&format!("the wheel beside {what}"), &mut install);
}

/// Pytest of an environment, in the folder of the package, with the environment's programs first on the path.
fn pytest(venv: &Path) -> Command {
    let path = std::env::var("PATH").unwrap_or_default();
    let mut pytest = Command::new(venv.join("bin/python"));
    pytest.args(["-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", "--durations", "5"]);
    pytest.env("PATH", format!("{}:{path}", venv.join("bin").display()));
    pytest.current_dir(root().join("crates/righting-python"));
    pytest
}

fn wheel(tally: &mut Tally, profile: &str) -> Option<PathBuf> {
    let venv = environment(tally, "maturin")?;
    let out = root().join("target/wheels");
    let _ = std::fs::remove_dir_all(&out);
    let mut build = Command::new(venv.join("bin/maturin"));
    build.args(["build", "--profile", profile, "--quiet", "--compatibility", "linux", "--out"]).arg(&out);
    build.current_dir(root().join("crates/righting-python"));
    if !tally.command("maturin builds the wheel", &mut build) {
        return None;
    }
    let mut files = out.read_dir().ok()?.flatten().map(|file| file.path());
    files.find(|path| path.extension().is_some_and(|end| end == "whl"))
}

/// In an environment with nothing else the wheel installs, and its command line runs.
fn alone(tally: &mut Tally, wheel: &Path) {
    let begun = Instant::now();
    let _ = std::fs::remove_dir_all(root().join("target/xtask-python-alone-venv"));
    let Some(venv) = made(tally, "python3", "python-alone", None) else { return };
    let mut install = Command::new(venv.join("bin/pip"));
    tally.command("the wheel by itself", install.args(["install", "--quiet"]).arg(wheel));
    let runs = root().join("target/xtask-runs");
    let _ = std::fs::create_dir_all(&runs);
    let mut run = Command::new(venv.join("bin/righting"));
    tally.command("its command line", run.args(["run", "five-towns"]).current_dir(&runs));
    println!("an environment, the wheel and a first run: {:.0} s", begun.elapsed().as_secs_f64());
}

/// What an environment is called, what is required in it, and whether every test run needs it.
const ENVIRONMENTS: [(&str, &str, bool); 8] = [
    ("python-tests", "crates/righting-python/requirements-tests.txt", true),
    ("arviz-0.23", "bench/peers/requirements-inference.txt", true),
    (ARVIZ_1, "bench/peers/requirements-arviz.txt", true),
    ("tables", "crates/righting-store/tests/python/requirements.txt", true),
    ("scores", "crates/righting-lab/tests/python/requirements.txt", true),
    ("maturin", "crates/righting-python/requirements-build.txt", true),
    ("python-recipes", "crates/righting-python/requirements-recipes.txt", false),
    ("schemathesis", "crates/righting-serve/tests/python/requirements.txt", false),
];

/// The one that needs a newer Python.
const ARVIZ_1: &str = "arviz-1";

/// Makes the environments of every test run.
pub fn fetch(tally: &mut Tally) {
    for (name, ..) in ENVIRONMENTS.into_iter().filter(|(.., always)| *always) {
        environment(tally, name);
    }
}

/// The environment of this name, made once; none where it or its Python cannot be had.
pub fn environment(tally: &mut Tally, name: &str) -> Option<PathBuf> {
    let (_, requirements, _) = ENVIRONMENTS.into_iter().find(|(known, ..)| *known == name)?;
    let python = if name == ARVIZ_1 { newer()? } else { PathBuf::from("python3") };
    made(tally, python, name, Some(&root().join(requirements)))
}

/// A Python new enough for ArviZ 1, by name on the path or among those of pyenv.
pub fn newer() -> Option<PathBuf> {
    let works = |python: &PathBuf| {
        let check = "import sys; sys.exit(sys.version_info < (3, 12))";
        Command::new(python).args(["-c", check]).output().is_ok_and(|output| output.status.success())
    };
    let named = ["python3", "python3.14", "python3.13", "python3.12"].map(PathBuf::from);
    let root = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let root = root.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".pyenv")));
    let versions = root.and_then(|root| root.join("versions").read_dir().ok()).into_iter().flatten().flatten();
    named.into_iter().chain(versions.map(|version| version.path().join("bin/python3"))).find(works)
}

/// A virtual environment of a Python, made once, with what is required in it.
fn made(tally: &mut Tally, python: impl AsRef<OsStr>, name: &str, requirements: Option<&Path>) -> Option<PathBuf> {
    let venv = root().join(format!("target/xtask-{name}-venv"));
    if venv.exists() {
        return Some(venv);
    }
    let begun = tally.command(&format!("environment of {name}"), Command::new(python).args(["-m", "venv"]).arg(&venv));
    let filled = requirements.is_none_or(|file| {
        let mut pip = Command::new(venv.join("bin/pip"));
        pip.args(["install", "--quiet", "-r"]).arg(file);
        tally.command(&format!("pip install for {name}"), &mut pip)
    });
    if !(begun && filled) {
        // Half an environment would be taken for a whole one the next time.
        let _ = std::fs::remove_dir_all(&venv);
        return None;
    }
    Some(venv)
}
