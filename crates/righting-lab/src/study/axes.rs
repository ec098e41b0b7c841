//! Which parameters a study moves, and where.

use righting_model::{Hypotheses, Setup};
use righting_scenario::{Change, Scenario};

use crate::error::LabError;
use righting_infer::Axis;

type Switch = fn(&Hypotheses) -> bool;

/// Sections and names of parameters that act only while a hypothesis is on.
const SWITCHED: [(&str, Switch); 7] = [
    ("hypotheses.organisers", |on| on.organisers),
    ("hypotheses.outside", |on| on.organisers),
    ("hypotheses.armed_crowd", |on| on.armed_groups),
    ("hypotheses.armed_gather", |on| on.armed_groups),
    ("hypotheses.armed_riot", |on| on.armed_groups),
    ("hypotheses.armed_harm", |on| on.armed_groups),
    ("hypotheses.split", |on| on.elite_split),
];

/// The scenario's priors as axes, in their order. Parameters of hypotheses that are off do nothing and are left
/// out; so are parameters that the caller set.
///
/// # Errors
/// When the scenario has no priors.
pub fn axes_of(scenario: &Scenario) -> Result<Vec<Axis>, LabError> {
    let hypotheses = &scenario.setup.hypotheses;
    let acts = |path: &str| SWITCHED.iter().all(|(name, on)| *name != path || on(hypotheses));
    let changed = scenario.changes.iter().filter_map(|change| match change {
        Change::Set { path, .. } => Some(path.trim_start_matches("parameters.")),
        Change::Without { .. } => None,
    });
    let changed: Vec<&str> = changed.collect();
    let priors = scenario.priors.iter().filter(|prior| acts(&prior.path) && !changed.contains(&prior.path.as_str()));
    let axes: Vec<Axis> = priors
        .map(|prior| Axis { path: prior.path.clone(), low: prior.low, high: prior.high, log: prior.log, start: None })
        .collect();
    if axes.is_empty() { Err(LabError::NoPriors { scenario: scenario.id.clone() }) } else { Ok(axes) }
}

/// A setup with the values of a trial, which no run of it draws.
///
/// # Panics
/// When a value lies outside its range: axes are checked when they are made.
pub(crate) fn at_values<'a>(base: &Setup, paths: impl IntoIterator<Item = &'a str>, values: &[f64]) -> Setup {
    let mut setup = base.clone();
    for (path, &value) in paths.into_iter().zip(values) {
        setup.hold(path, value).expect("the ends of axes lie inside the registry's");
    }
    setup
}
