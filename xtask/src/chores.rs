//! The chores, each an outline.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::tally::Tally;
use crate::{book, circles, classics, countries, deny, docs, faults, house, live, portable, python, types, wasm};

/// What `cargo xtask test` may take on two cores.
const BUDGET_MINUTES: u64 = 40;
const CHROMIUM: &str = "/usr/bin/chromium";

/// `cargo xtask test`. What is fetched is fetched while the compiler works; Python and pages are tried beside each other.
pub fn test() -> ExitCode {
    let mut tally = Tally::default();
    let browser = install_chromium();
    tally.command("format", &mut cargo(&["fmt", "--all", "--check"]));
    rules(&mut tally);
    beside(&mut tally, compiled, fetched);
    tally.check("the programs", programs());
    tally.check("the book's generated pages are fresh", docs::are_fresh());
    tally.check("the engine of live reports is fresh", wasm::is_fresh());
    let program = tested().join("righting");
    let runs = real_runs(&mut tally, &program);
    let reports = live::reports(&mut tally, &program, &runs);
    let in_python = |tally: &mut Tally| {
        python_reads(tally, &runs);
        python_scores(tally);
        arviz(tally, &program, &runs);
        python::package(tally, "dev");
        faults::short(tally, &program);
    };
    let in_pages = |tally: &mut Tally| {
        web(tally, &runs, browser);
        let Some(reports) = &reports else { return };
        live::digests(tally, &program, reports);
        if browser {
            live::pages(tally, &program, reports);
        }
    };
    beside(&mut tally, in_python, in_pages);
    tally.close(BUDGET_MINUTES)
}

/// The rules of the house, read from its files.
fn rules(tally: &mut Tally) {
    tally.check("dependencies point down", house::dependencies_point_down());
    tally.check("no crate and no file outgrows the others", house::sizes_are_kept(&root().join("crates")));
    for name in house::crates() {
        tally.check(
            &format!("{name}: files and functions are short"),
            circles::files_keep_the_rules(&root().join("crates"), name),
        );
    }
    tally.check("what only Unix has is gated", portable::unix_is_gated(&root().join("crates")));
    tally.check("general code names no country", countries::are_data(&root()));
    tally.check("every page of the book is listed", book::every_page_is_listed(&root().join("docs")));
    let others = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|page| root().join(page));
    tally.check("every link leads somewhere", book::links_lead_somewhere(&root().join("docs"), &others));
}

fn compiled(tally: &mut Tally) {
    tally.command(
        "clippy",
        &mut cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--quiet", "--", "-D", "warnings"]),
    );
    tally.check("the folder of types is empty", types::forget());
    tally.runner("cargo test", &mut cargo(&["test", "--workspace", "--no-fail-fast"]));
    tally.check("the types of the page are fresh", types::are_fresh());
}

/// What later steps need from the registries of Python and npm, and the checks that need nothing else.
fn fetched(tally: &mut Tally) {
    deny::check(tally);
    tally.command("npm ci", &mut npm(&["ci", "--no-audit", "--no-fund"]));
    python::fetch(tally);
}

/// Does two things beside each other, the second without lines of its own until each of its steps ends.
fn beside(tally: &mut Tally, first: impl FnOnce(&mut Tally), second: impl FnOnce(&mut Tally) + Send) {
    let other = std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mut aside = Tally::beside();
            second(&mut aside);
            aside
        });
        first(tally);
        other.join().expect("a step ends with an outcome, not a panic")
    });
    tally.join(other);
}

/// `cargo xtask docs`, with `--check RUN` for the page that holds a run against the record and
/// `--classics` for the page that holds published models against their papers.
pub fn write_docs(arguments: &[String]) -> ExitCode {
    let after =
        |option: &str| arguments.iter().position(|argument| argument == option).and_then(|at| arguments.get(at + 1));
    let [run, scores, ledger] = ["--check", "--scores", "--claims"].map(|option| after(option).map(String::as_str));
    let page = arguments.iter().any(|argument| argument == "--classics").then(classics::write_page);
    outcome(page.unwrap_or(Ok(())).and_then(|()| docs::write(run, scores, ledger)))
}

/// `cargo xtask schema`.
pub fn schema() -> ExitCode {
    outcome(example("righting-scenario", "schema").and_then(|()| types::write()))
}

/// `cargo xtask tables`.
pub fn tables() -> ExitCode {
    outcome(example("xtask", "tables"))
}

/// Runs an example of a crate, which writes files of the workspace.
fn example(package: &str, name: &str) -> Result<(), String> {
    let mut example = cargo(&["run", "--quiet", "--package", package, "--example", name]);
    let status = example.status().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("{name}: {status}")) }
}

/// `cargo xtask bench [classics] [--quick]`: writes `bench/results.md`; a quick trial goes to the terminal only.
pub fn bench(arguments: &[String]) -> ExitCode {
    if arguments.iter().any(|argument| argument == "classics") {
        return outcome(classics::bench(arguments));
    }
    let quick = arguments.iter().any(|argument| argument == "--quick");
    outcome(run_bench(quick))
}

fn run_bench(quick: bool) -> Result<(), String> {
    let binary = built("righting-cli", &[], "righting")?;
    let measure = built("xtask", &["--features", "measure", "--bin", "measure"], "measure")?;
    let mut command = Command::new(measure);
    command.arg("bench").arg(binary).args(quick.then_some("--quick")).stderr(std::process::Stdio::inherit());
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err("the benchmark failed".to_owned());
    }
    let page = String::from_utf8_lossy(&output.stdout);
    println!("{page}");
    if quick {
        Ok(())
    } else {
        std::fs::write(root().join("bench/results.md"), &*page).map_err(|error| error.to_string())
    }
}

/// Builds a released binary and says where it is.
fn built(package: &str, more: &[&str], name: &str) -> Result<String, String> {
    let mut build = cargo(&["build", "--release", "--message-format", "json-render-diagnostics", "--package", package]);
    let output = build.args(more).stderr(std::process::Stdio::inherit()).output().map_err(|error| error.to_string())?;
    let messages = String::from_utf8_lossy(&output.stdout);
    let binaries = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let found = binaries
        .filter(|message| message["target"]["name"] == name)
        .find_map(|message| message["executable"].as_str().map(str::to_owned));
    found.ok_or_else(|| format!("{package} was not built"))
}

/// Where the programs are that tests try: one build serves the tests and all that is run for real. `cargo xtask nightly`
/// tries the released one.
pub fn tested() -> PathBuf {
    root().join("target/debug")
}

/// Builds every program and example as `cargo test` does, which leaves little to build.
pub fn programs() -> Result<(), String> {
    let mut build = cargo(&["build", "--quiet", "--workspace", "--exclude", "xtask", "--bins", "--examples"]);
    let status = build.status().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("the programs were not built: {status}")) }
}

/// The exit code of a chore that says why it failed.
pub fn outcome(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// `cargo xtask screenshots [RUN]`: pictures of the report of that run, or of one made for them.
pub fn screenshots(arguments: &[String]) -> ExitCode {
    let mut tally = Tally::default();
    install_chromium();
    tally.check("the programs", programs());
    let made = |tally: &mut Tally| real_runs(tally, &tested().join("righting")).join("kazakhstan-2022");
    let run = arguments.get(1).map(PathBuf::from).unwrap_or_else(|| made(&mut tally));
    tally.command("npm ci", &mut npm(&["ci", "--no-audit", "--no-fund"]));
    let mut pictures = npm(&["run", "pictures"]);
    let report = std::path::absolute(run.join("report.html")).unwrap_or_default();
    tally.command("pictures", shown(&mut pictures, &report, &root().join("docs/images")));
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace").to_owned()
}

/// Cargo in the workspace.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(root());
    command
}

/// Installs Debian's Chromium where it is missing and can be had.
fn install_chromium() -> bool {
    if !Path::new(CHROMIUM).exists() {
        install("chromium");
    }
    Path::new(CHROMIUM).exists()
}

/// Installs packages of Debian, where that can be done.
pub fn install(packages: &str) {
    let get = "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq";
    let script = format!("apt-get update -qq && {get} {packages} >/dev/null");
    let _ = Command::new("sh").args(["-c", &script]).status();
}

/// Runs the program for real: five towns, and Kazakhstan with every resident.
fn real_runs(tally: &mut Tally, program: &Path) -> PathBuf {
    let runs = root().join("target/xtask-runs");
    let _ = std::fs::remove_dir_all(&runs);
    for (scenario, replicates) in [("five-towns", "8"), ("kazakhstan-2022", "24")] {
        let folder = runs.join(scenario);
        let mut command = Command::new(program);
        command.args(["run", scenario, "--replicates", replicates, "--out"]).arg(folder).current_dir(root());
        tally.command(&format!("run {scenario}"), &mut command);
    }
    runs
}

/// Opens the tables with pyarrow and DuckDB.
fn python_reads(tally: &mut Tally, runs: &Path) {
    let scripts = root().join("crates/righting-store/tests/python");
    let Some(venv) = python::environment(tally, "tables") else { return };
    for scenario in ["five-towns", "kazakhstan-2022"] {
        let mut python = Command::new(venv.join("bin/python"));
        let read = python.arg(scripts.join("read_tables.py")).arg(runs.join(scenario));
        tally.command(&format!("pyarrow and DuckDB read {scenario}"), read);
    }
}

/// Scores the shared vectors again with scoringrules and views-evaluation.
fn python_scores(tally: &mut Tally) {
    let scripts = root().join("crates/righting-lab/tests/python");
    let Some(venv) = python::environment(tally, "scores") else { return };
    let mut python = Command::new(venv.join("bin/python"));
    let check = python.arg(scripts.join("score_vectors.py")).arg(scripts.join("vectors.json")).arg("--check");
    tally.command("scoringrules and views-evaluation give the shared vectors", check);
}

/// Calibrates five towns and opens the posterior with the current ArviZ and with the last of its first line.
fn arviz(tally: &mut Tally, program: &Path, runs: &Path) {
    let peers = root().join("bench/peers");
    let folder = runs.join("five-towns-calibrate");
    let size = ["--runs", "1200", "--replicates", "4", "--predictive", "20", "--set", "time.days=8"];
    let mut command = Command::new(program);
    command.args(["calibrate", "five-towns"]).args(size).arg("--out").arg(&folder).current_dir(root());
    tally.command("calibrate five-towns", &mut command);
    if python::newer().is_none() {
        tally.check("a Python of 3.12 or later for ArviZ 1", Err("none was found".to_owned()));
    }
    for (name, folder_name) in [("ArviZ 0.23", "arviz-0.23"), ("ArviZ 1", "arviz-1")] {
        let Some(venv) = python::environment(tally, folder_name) else { continue };
        let mut read = Command::new(venv.join("bin/python"));
        read.args(["-W", "ignore"]).arg(peers.join("arviz_reads.py")).arg(folder.join("posterior.json"));
        tally.command(&format!("{name} reads a posterior"), &mut read);
    }
}

/// Type check, fresh bundle, and the real reports in headless Chromium.
fn web(tally: &mut Tally, runs: &Path, browser: bool) {
    tally.command("front end types", &mut npm(&["run", "check"]));
    tally.command("front end build", &mut npm(&["run", "build"]));
    let fresh =
        Command::new("git").args(["diff", "--exit-code", "--stat", "--", "web/dist"]).current_dir(root()).status();
    let fresh = fresh.is_ok_and(|status| status.success());
    tally
        .check("the committed bundle is fresh", if fresh { Ok(()) } else { Err("run `npm run build` in web/".into()) });
    if !browser {
        return tally.check("headless Chromium", Err(format!("{CHROMIUM} is missing and could not be installed")));
    }
    let report = runs.join("kazakhstan-2022/report.html");
    let shots = root().join("target/xtask-shots");
    tally.runner("the report in headless Chromium", shown(&mut npm(&["test"]), &report, &shots));
    let study = runs.join("study.html");
    let example = tested().join("examples/synthetic");
    tally.command("the page of a study", Command::new(example).arg("--study").arg(&study));
    let mut tests = npm(&["run", "test:study"]);
    tally.runner("a study in headless Chromium", shown(tests.env("RIGHTING_STUDY", &study), &report, &shots));
}

/// A command of npm in the front end.
fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.args(arguments).current_dir(root().join("web"));
    command
}

/// Names the report that a script of the front end opens, and the folder for its pictures.
fn shown<'a>(command: &'a mut Command, report: &Path, shots: &Path) -> &'a mut Command {
    command.env("RIGHTING_REPORT", report).env("RIGHTING_SHOTS", shots)
}
