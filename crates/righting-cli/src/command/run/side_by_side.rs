//! `righting run A B`: several scenarios, each in its own folder, and one page of all.

use std::path::PathBuf;

use righting_lab::{Beginning, FailedRun};
use righting_report::{Side, side_by_side};
use righting_scenario::{Indicator, Scenario, indicators, nearest};
use righting_store::{bind, release};
use serde::Serialize;

use super::{Done, Run, Told};
use crate::command::folder::{default_folder, name_of};
use crate::command::scenario::ScenarioArgs;
use crate::command::study_folder::write_page;
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{emit, emit_json, runner};

/// What is told of several runs. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct ToldAll {
    runs: Vec<Told>,
    /// The page that shows all side by side.
    report: PathBuf,
}

pub fn run(run: &Run) -> Result<(), Fail> {
    let indicators = indicators()?;
    let beside = known_codes(&run.beside, &indicators)?;
    let scenarios = load(run)?;
    let names: Vec<String> =
        std::iter::once(&run.scenario.scenario).chain(&run.others).map(|name| name_of(name)).collect();
    let group = run.out.clone().map_or_else(|| default_folder(&names.join("-beside-"), run.resume), Ok)?;
    let runner = runner(run.threads)?;
    let mut done = Vec::new();
    for scenario in &scenarios {
        let out = group.join(&scenario.id);
        // What an interrupted command had not begun begins now.
        let beginning = if run.resume && !out.exists() { Beginning::New } else { run.beginning() };
        if out.exists() {
            release(&group, &scenario.id)?;
        }
        done.push(run.one(scenario, &out, &group, beginning, &runner)?);
        bind(&group, &scenario.id)?;
    }
    let sides: Vec<Side<'_>> = scenarios
        .iter()
        .zip(&done)
        .map(|(scenario, Done { run, check, .. })| Side { run, scenario, check: check.as_ref() })
        .collect();
    let report = write_page(&group, &side_by_side(&sides, &indicators, &beside)?)?;
    let failed: Vec<FailedRun> = done.iter().flat_map(|done| done.told.failures.iter().cloned()).collect();
    let verdict = failed::verdict(failed.len() as u64, done.iter().map(|done| u64::from(done.told.replicates)).sum());
    if run.json {
        emit_json(&ToldAll { runs: done.into_iter().map(|done| done.told).collect(), report })?;
        return verdict;
    }
    let mut text = String::new();
    for (scenario, Done { told, check, .. }) in scenarios.iter().zip(&done) {
        text += &format!("{}\n{}\n", scenario.title, told.text(check.as_ref()));
    }
    emit(&format!("{text}side by side: {}\n", report.display()))?;
    verdict
}

/// The scenarios, each with the changes of the command; no two with one identifier.
fn load(run: &Run) -> Result<Vec<Scenario>, Fail> {
    let ScenarioArgs { scenario, set, without, levels } = &run.scenario;
    let months = run.months();
    let mut scenarios: Vec<Scenario> = Vec::new();
    for name in std::iter::once(scenario).chain(&run.others) {
        let loaded =
            ScenarioArgs { scenario: name.clone(), set: set.clone(), without: without.clone(), levels: *levels };
        let loaded = loaded.load_with(months.clone())?;
        if scenarios.iter().any(|other| other.id == loaded.id) {
            let message = format!("two scenarios are called `{}`", loaded.id);
            return Err(Fail::input(message, "each has a folder of its name; give one of them another `id`"));
        }
        scenarios.push(loaded);
    }
    Ok(scenarios)
}

/// Codes of countries whose indicators are at hand.
fn known_codes(codes: &[String], indicators: &[Indicator]) -> Result<Vec<String>, Fail> {
    let mut known: Vec<&str> = indicators.iter().map(|row| row.iso3.as_str()).collect();
    known.dedup();
    for code in codes {
        if !known.contains(&code.as_str()) {
            let message = format!("no indicators of a country `{code}` ship with the program");
            let hint = nearest(code, known.iter().copied())
                .map_or_else(|| format!("known are {}", known.join(", ")), |near| format!("did you mean {near}?"));
            return Err(Fail::input(message, hint));
        }
    }
    Ok(codes.to_vec())
}
