//! The real program, end to end.

mod alliance;
mod ask;
mod calibrate;
mod claims;
mod classic;
mod doubts;
mod export;
mod first;
mod forecast;
mod import;
mod input;
#[cfg(unix)]
mod journeys;
mod laboratory;
mod live;
mod new;
mod output;
mod parts;
mod recovery;
mod run;
mod serve;
mod stored;
#[cfg(unix)]
mod streams;
mod study_parts;
mod trust;
#[cfg(unix)]
mod unix;
mod words;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

/// Tables of a run: what may not depend on threads, interruptions or the folder.
const TABLES: [&str; 5] = ["nation.parquet", "regions.parquet", "places.parquet", "events.parquet", "summary.parquet"];

fn righting(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("righting").unwrap();
    command.args(arguments).env("NO_COLOR", "1").env_remove("RUST_BACKTRACE");
    command
}

fn run(arguments: &[&str]) -> Output {
    righting(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[track_caller]
fn done(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?} ended with {}:\n{}", output.status, text(&output.stderr));
    text(&output.stdout)
}

/// Standard output as exactly one JSON object.
#[track_caller]
fn json(arguments: &[&str]) -> Value {
    let value: Value = serde_json::from_str(&done(arguments)).unwrap();
    assert!(value.is_object());
    value
}

/// Exit code and standard error, with line breaks of the terminal's width taken out.
#[track_caller]
fn refused(arguments: &[&str]) -> (i32, String) {
    let output = run(arguments);
    let words = text(&output.stderr).replace(['│', '×', '╰', '─', '▶'], " ");
    (output.status.code().unwrap(), words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Every file of a folder by name, but for the times in `timing.json` and the report with its folder.
fn tables(folder: &Path) -> BTreeMap<&'static str, Vec<u8>> {
    TABLES
        .iter()
        .map(|&name| (name, std::fs::read(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))))
        .collect()
}
