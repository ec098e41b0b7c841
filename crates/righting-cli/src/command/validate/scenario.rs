//! A scenario, checked without running it.

use std::path::Path;

use righting_lab::{FitPlan, LabError, claim_faults};
use righting_scenario::{PAIRS, Pair, ScenarioError, Source, Warning, diagnose};
use serde::Serialize;

use super::{Finding, Findings};
use crate::fail::Fail;
use crate::terminal::{emit, emit_json, table};

/// What the findings call a scenario.
pub(super) const KIND: &str = "scenario";
/// Plan of a fit beside a scenario.
const PLAN: &str = "fit.toml";

/// Lists what is wrong with a scenario and with the plan of a fit beside it, and what may be.
pub(super) fn check(argument: &str) -> Result<Findings, Fail> {
    let source = Source::from_argument(argument);
    let found = diagnose(&source, &[]);
    let mut findings = Findings {
        path: argument.to_owned(),
        kind: KIND.to_owned(),
        files: found.files,
        faults: found.faults.iter().map(fault).collect(),
        warnings: found.warnings.iter().map(doubt).collect(),
    };
    if let Some(scenario) = &found.scenario {
        let told = |(claim, error): (String, LabError)| Finding {
            place: format!("the claim `{claim}`"),
            message: error.to_string(),
        };
        findings.faults.extend(claim_faults(scenario, &source).into_iter().map(told));
    }
    if let Source::Folder(folder) = &source {
        let plan = folder.join(PLAN);
        if plan.exists() {
            findings.files += 1;
            findings.faults.extend(FitPlan::read(&plan).err().map(|error| of_plan(&plan, &error)));
        }
    }
    Ok(findings)
}

fn fault(fault: &ScenarioError) -> Finding {
    let place = fault.location().map_or_else(|| "the scenario".to_owned(), ToString::to_string);
    let advice = fault.advice().map_or_else(String::new, |advice| format!("; {}", advice.replace('\n', " ")));
    Finding { place, message: format!("{fault}{advice}") }
}

fn doubt(warning: &Warning) -> Finding {
    let line = warning.one_line();
    let place = warning.at.to_string();
    let message = line.strip_prefix(&format!("{place}: ")).unwrap_or(&line).to_owned();
    Finding { place, message }
}

fn of_plan(plan: &Path, error: &LabError) -> Finding {
    let LabError::Plan { text, message, span, help, .. } = error else {
        return Finding { place: plan.display().to_string(), message: error.to_string() };
    };
    let at = righting_scenario::Location::new(plan.display().to_string(), text.as_str().into(), span.clone());
    let help = help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
    Finding { place: at.to_string(), message: format!("{message}{help}") }
}

/// Every pair of inputs. The keys are a promise to scripts.
#[derive(Serialize)]
struct Pairs {
    pairs: Vec<Held>,
}

#[derive(Serialize)]
struct Held {
    kind: &'static str,
    first: &'static str,
    second: &'static str,
    rule: &'static str,
}

/// Prints the inputs that are held against each other.
pub(super) fn pairs(json: bool) -> Result<(), Fail> {
    let held = PAIRS.iter().map(|&Pair { kind, first, second, rule, .. }| Held { kind, first, second, rule });
    if json {
        return emit_json(&Pairs { pairs: held.collect() });
    }
    let rows = held.map(|pair| [pair.first, pair.second, pair.rule, pair.kind].map(str::to_owned).to_vec());
    emit(&table(&["input", "held against", "what is said", "name"], rows))
}
