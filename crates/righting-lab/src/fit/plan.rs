//! The plan of a fit, read from TOML.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use righting_model::{ParameterInfo, Parameters, math};
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::error::LabError;

/// What to fit and how long to search.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FitPlan {
    /// Parameters to fit.
    pub axes: Vec<Axis>,
    /// Seed of the search and of the replicates; the finalists are judged on the next one.
    pub seed: u64,
    /// Replicates per trial, the same chances in every trial.
    pub replicates: u32,
    /// Replicates per finalist.
    pub final_replicates: u32,
    /// Trials of the first scan.
    pub scan: usize,
    /// Generations after the scan.
    pub generations: usize,
    /// Trials per generation.
    pub population: usize,
    /// First step, as a share of each range.
    pub step: f64,
    /// Whether the start (the scenario's own values, where an axis names no other) is the first trial.
    pub from_scenario: bool,
    /// Sharpness (as `righting check` gives it) beyond which bands count against a trial, above 1.
    pub sharpness: Option<f64>,
}

impl FitPlan {
    /// What the results depend on, for `study.json`.
    pub fn entries(&self) -> BTreeMap<String, String> {
        let Self {
            axes,
            seed: _,
            replicates,
            final_replicates,
            scan,
            generations,
            population,
            step,
            from_scenario,
            sharpness,
        } = self;
        let told = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| value.to_string());
        let axis = |axis: &Axis| {
            let scale = if axis.log { ", log" } else { "" };
            (
                format!("range of {}", axis.path),
                format!("{} to {}{scale}, start {}", axis.low, axis.high, told(axis.start)),
            )
        };
        let rest = [
            ("replicates", replicates.to_string()),
            ("final_replicates", final_replicates.to_string()),
            ("scan", scan.to_string()),
            ("generations", generations.to_string()),
            ("population", population.to_string()),
            ("step", step.to_string()),
            ("from_scenario", from_scenario.to_string()),
            ("sharpness", told(*sharpness)),
        ];
        axes.iter().map(axis).chain(rest.map(|(name, value)| (name.to_owned(), value))).collect()
    }
}

/// One parameter to fit, and where to look.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Path in the registry, such as `joining.contagion`.
    pub path: String,
    /// Smallest value tried.
    pub low: f64,
    /// Largest value tried.
    pub high: f64,
    /// Whether equal steps are equal factors.
    pub log: bool,
    /// Where the search begins; `None`: at the scenario's own value.
    pub start: Option<f64>,
}

impl Axis {
    /// The value at a position on the unit interval.
    pub fn value(&self, position: f64) -> f64 {
        let value = if self.log {
            self.low * math::pow(self.high / self.low, position)
        } else {
            self.low + position * (self.high - self.low)
        };
        value.clamp(self.low, self.high)
    }

    /// The position of a value on the unit interval, moved inside it.
    pub fn position(&self, value: f64) -> f64 {
        let value = value.clamp(self.low, self.high);
        if self.log {
            math::ln(value / self.low) / math::ln(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlan {
    seed: u64,
    replicates: Spanned<u32>,
    final_replicates: Option<Spanned<u32>>,
    scan: Option<usize>,
    generations: usize,
    population: Option<Spanned<usize>>,
    step: Option<Spanned<f64>>,
    from_scenario: Option<bool>,
    sharpness: Option<Spanned<f64>>,
    #[serde(rename = "parameter")]
    parameters: Spanned<Vec<RawAxis>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAxis {
    path: Spanned<String>,
    low: Option<Spanned<f64>>,
    high: Option<Spanned<f64>>,
    start: Option<Spanned<f64>>,
    #[serde(default)]
    log: bool,
}

impl FitPlan {
    /// Reads a plan.
    ///
    /// # Errors
    /// When the file cannot be read, is no valid plan, or names an unknown parameter.
    pub fn read(path: &Path) -> Result<Self, LabError> {
        let text = std::fs::read_to_string(path).map_err(LabError::file("read", path))?;
        Self::parse(&text, path)
    }

    /// Reads a plan from text; `path` is for messages.
    ///
    /// # Errors
    /// As [`FitPlan::read`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, LabError> {
        let refuse = |span: Range<usize>, message: String, help: Option<String>| LabError::Plan {
            path: path.to_owned(),
            text: text.to_owned(),
            message,
            span,
            help,
        };
        let raw: RawPlan = toml::from_str(text)
            .map_err(|error| refuse(error.span().unwrap_or(0..0), error.message().to_owned(), None))?;
        let at_least = |found: &Spanned<u32>, least: u32, name: &str| {
            let value = *found.get_ref();
            if value < least {
                return Err(refuse(found.span(), format!("`{name}` is {value}, expected at least {least}"), None));
            }
            Ok(value)
        };
        if raw.parameters.get_ref().is_empty() {
            return Err(refuse(raw.parameters.span(), "no parameter to fit".to_owned(), None));
        }
        let axes = raw.parameters.get_ref().iter().map(|axis| axis.check(&refuse)).collect::<Result<Vec<_>, _>>()?;
        if let Some((axis, at)) = axes
            .iter()
            .zip(raw.parameters.get_ref())
            .enumerate()
            .find_map(|(i, (axis, at))| axes[..i].iter().any(|other| other.path == axis.path).then_some((axis, at)))
        {
            return Err(refuse(at.path.span(), format!("`{}` is given twice", axis.path), None));
        }
        let population = match &raw.population {
            Some(found) if *found.get_ref() < 4 => {
                let message = format!("`population` is {}, expected at least 4", found.get_ref());
                return Err(refuse(found.span(), message, None));
            }
            Some(found) => *found.get_ref(),
            None => 4 + (3.0 * math::ln(axes.len() as f64)) as usize,
        };
        let step = match &raw.step {
            Some(found) if !(*found.get_ref() > 0.0 && *found.get_ref() <= 1.0) => {
                let message = format!("`step` is {}, expected above 0 and at most 1", found.get_ref());
                return Err(refuse(found.span(), message, None));
            }
            Some(found) => *found.get_ref(),
            None => 0.2,
        };
        let sharpness = match &raw.sharpness {
            Some(found) if !(*found.get_ref() > 1.0 && found.get_ref().is_finite()) => {
                let message = format!("`sharpness` is {}, expected a number above 1", found.get_ref());
                return Err(refuse(found.span(), message, None));
            }
            found => found.as_ref().map(|found| *found.get_ref()),
        };
        let replicates = at_least(&raw.replicates, 8, "replicates")?;
        let final_replicates = match &raw.final_replicates {
            Some(found) => at_least(found, 8, "final_replicates")?,
            None => 200,
        };
        Ok(Self {
            axes,
            seed: raw.seed,
            replicates,
            final_replicates,
            scan: raw.scan.unwrap_or(0),
            generations: raw.generations,
            population,
            step,
            from_scenario: raw.from_scenario.unwrap_or(true),
            sharpness,
        })
    }
}

impl RawAxis {
    fn check(&self, refuse: &dyn Fn(Range<usize>, String, Option<String>) -> LabError) -> Result<Axis, LabError> {
        let path = self.path.get_ref();
        let registry = Parameters::registry();
        let Some(info) = registry.iter().find(|info| info.path == path) else {
            let help = nearest(path, &registry).map(|near| format!("the nearest name is `{near}`"));
            return Err(refuse(self.path.span(), format!("no parameter is called `{path}`"), help));
        };
        let end = |given: &Option<Spanned<f64>>, registered: f64| match given {
            Some(given) if !(info.low..=info.high).contains(given.get_ref()) => Err(refuse(
                given.span(),
                format!("bound {} of `{path}` is outside its range, {} to {}", given.get_ref(), info.low, info.high),
                None,
            )),
            Some(given) => Ok(*given.get_ref()),
            None => Ok(registered),
        };
        let (low, high) = (end(&self.low, info.low)?, end(&self.high, info.high)?);
        if low >= high {
            return Err(refuse(self.path.span(), format!("bounds of `{path}` are {low} and {high}"), None));
        }
        if self.log && low <= 0.0 {
            let help = Some("give `low` a value above 0".to_owned());
            return Err(refuse(self.path.span(), format!("`{path}` cannot be searched by factors from {low}"), help));
        }
        let start = match &self.start {
            Some(start) if !(low..=high).contains(start.get_ref()) => {
                let message = format!("start {} of `{path}` is outside its bounds, {low} to {high}", start.get_ref());
                return Err(refuse(start.span(), message, None));
            }
            start => start.as_ref().map(|start| *start.get_ref()),
        };
        Ok(Axis { path: path.clone(), low, high, log: self.log, start })
    }
}

/// The registered path most like `path`, unless none is.
fn nearest<'a>(path: &str, registry: &[&'a ParameterInfo]) -> Option<&'a str> {
    let (likeness, name) = registry
        .iter()
        .map(|info| (strsim::jaro_winkler(path, info.path), info.path))
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    (likeness > 0.75).then_some(name)
}
