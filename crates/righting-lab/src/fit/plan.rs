//! The plan of a fit, read from TOML.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use righting_infer::Axis;
use righting_model::{ParameterInfo, Registry, math};
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::error::{LabError, no_parameter};

/// Fewest and most replicates of a trial.
const REPLICATES: (u64, u64) = (8, 100_000);
/// Most trials of a scan or a generation: their points are held in memory together.
const MOST_TRIALS_AT_ONCE: u64 = 100_000;
/// Most trials of a fit: years of computing.
const MOST_TRIALS: u64 = 10_000_000;
/// Most parameters of a fit: the search holds a matrix of that order.
const MOST_AXES: usize = 1000;
/// Largest plan or design read, bytes.
const MOST_BYTES: u64 = 64 << 20;

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlan {
    seed: u64,
    replicates: Spanned<u64>,
    final_replicates: Option<Spanned<u64>>,
    scan: Option<Spanned<u64>>,
    generations: Spanned<u64>,
    population: Option<Spanned<u64>>,
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
        let text = String::from_utf8(read_bytes(path)?).map_err(|error| {
            LabError::file("read", path)(std::io::Error::new(std::io::ErrorKind::InvalidData, error))
        })?;
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
        let raw: RawPlan = toml::from_str(text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            let (message, help) = explain_toml(path, text, span.clone(), error.message());
            refuse(span, message, help)
        })?;
        let whole = |found: &Spanned<u64>, (least, most): (u64, u64), name: &str| {
            let value = *found.get_ref();
            if !(least..=most).contains(&value) {
                let message = format!("`{name}` is {value}, expected a whole number from {least} to {most}");
                return Err(refuse(found.span(), message, None));
            }
            Ok(value)
        };
        let axes = raw.axes(&refuse)?;
        let population = match &raw.population {
            Some(found) => whole(found, (4, MOST_TRIALS_AT_ONCE), "population")?,
            None => 4 + (3.0 * math::ln(axes.len() as f64)) as u64,
        };
        let step = within(&raw.step, |step| step > 0.0 && step <= 1.0, "`step`", "above 0 and at most 1", &refuse)?;
        let sharpness = |found: f64| found > 1.0 && found.is_finite();
        let sharpness = within(&raw.sharpness, sharpness, "`sharpness`", "a number above 1", &refuse)?;
        let replicates = whole(&raw.replicates, REPLICATES, "replicates")?;
        let judged = raw.final_replicates.as_ref();
        let final_replicates = judged.map_or(Ok(200), |found| whole(found, REPLICATES, "final_replicates"))?;
        let scan = raw.scan.as_ref().map_or(Ok(0), |found| whole(found, (0, MOST_TRIALS_AT_ONCE), "scan"))?;
        let generations = whole(&raw.generations, (0, MOST_TRIALS), "generations")?;
        if scan + generations * population > MOST_TRIALS {
            let message = format!(
                "{generations} generations of {population} after a scan of {scan} are {} trials, expected at most \
                 {MOST_TRIALS}",
                scan + generations * population
            );
            return Err(refuse(raw.generations.span(), message, None));
        }
        Ok(Self {
            axes,
            seed: raw.seed,
            replicates: replicates as u32,
            final_replicates: final_replicates as u32,
            scan: scan as usize,
            generations: generations as usize,
            population: population as usize,
            step: step.unwrap_or(0.2),
            from_scenario: raw.from_scenario.unwrap_or(true),
            sharpness,
        })
    }
}

/// The bytes of a plan or a design. What is no file, such as a pipe that never ends, is not waited for.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, LabError> {
    let refuse = |message: String| LabError::file("read", path)(std::io::Error::other(message));
    let meta = std::fs::metadata(path).map_err(LabError::file("read", path))?;
    if !meta.is_file() {
        return Err(refuse("it is not a file".to_owned()));
    }
    if meta.len() > MOST_BYTES {
        return Err(refuse(format!("it has {} bytes, expected at most {MOST_BYTES}", meta.len())));
    }
    std::fs::read(path).map_err(LabError::file("read", path))
}

/// What the TOML reader said, in the words of scenarios, and what may help.
fn explain_toml(path: &Path, text: &str, span: Range<usize>, message: &str) -> (String, Option<String>) {
    let at = righting_scenario::Location::new(path.display().to_string(), text.into(), span);
    let fault = righting_scenario::explain_toml(at, message);
    (fault.to_string(), fault.advice())
}

/// Makes the error of a place in the text: message and help.
type Refuse<'a> = dyn Fn(Range<usize>, String, Option<String>) -> LabError + 'a;

/// A number that may be missing, where it is what it has to be.
fn within(
    found: &Option<Spanned<f64>>,
    holds: impl Fn(f64) -> bool,
    name: &str,
    expected: &str,
    refuse: &Refuse<'_>,
) -> Result<Option<f64>, LabError> {
    match found {
        Some(found) if !holds(*found.get_ref()) => {
            let message = format!("{name} is {}, expected {expected}", found.get_ref());
            Err(refuse(found.span(), message, None))
        }
        found => Ok(found.as_ref().map(|found| *found.get_ref())),
    }
}

impl RawPlan {
    /// The axes: at least one, none twice.
    fn axes(&self, refuse: &Refuse<'_>) -> Result<Vec<Axis>, LabError> {
        let (raw, span) = (self.parameters.get_ref(), self.parameters.span());
        if raw.is_empty() {
            return Err(refuse(span, "no parameter to fit".to_owned(), None));
        }
        let axes = raw.iter().map(|axis| axis.check(refuse)).collect::<Result<Vec<_>, _>>()?;
        let twice = (0..axes.len()).find(|&at| axes[..at].iter().any(|other| other.path == axes[at].path));
        if let Some(at) = twice {
            return Err(refuse(raw[at].path.span(), format!("`{}` is given twice", axes[at].path), None));
        }
        if axes.len() > MOST_AXES {
            let message = format!("{} parameters to fit, expected at most {MOST_AXES}", axes.len());
            return Err(refuse(span, message, None));
        }
        Ok(axes)
    }
}

impl RawAxis {
    fn check(&self, refuse: &Refuse<'_>) -> Result<Axis, LabError> {
        let path = self.path.get_ref();
        let registry = Registry::standard();
        let Some(info) = registry.info(path) else {
            let near = nearest(path, registry.infos());
            let (message, help) = no_parameter(path, near);
            return Err(refuse(self.path.span(), message, help));
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
