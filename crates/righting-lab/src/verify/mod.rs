//! Forecasts held against what came, beside plain baselines.
//!
//! A case is one number of the record that a forecast spoke of: a crowd, a count of detained or dead, the
//! regions reached, in a day or days wholly inside its horizon. Where the record has two ends the case is
//! their middle, so that every score stays proper. Baselines know what was known at the same date.

mod baselines;
mod cases;
mod onsets;

use std::collections::BTreeSet;

use jiff::civil::Date;
use righting_scenario::Scenario;
use serde::Serialize;

use crate::error::LabError;
use crate::forecast::{AsOf, Forecast, KnownCount, evidence};
use crate::measure::Unmeasured;
use righting_infer::ascending;
use righting_infer::{
    Reliability, Skill, brier, covers, crps, ignorance, interval_score, log_score, log1p, reliability, silverman, skill,
};

pub use baselines::BASELINES;
pub use onsets::LEADS;

/// Share outside the central interval that is scored.
const ALPHA: f64 = 0.1;
/// Smallest bandwidth of the smoothed log score, on the scale ln(1 + x): one tenth, ASSUMED, about 10 %.
const LEAST_BANDWIDTH: f64 = 0.1;
/// Name of the model among the baselines.
pub const MODEL: &str = "righting";

/// Scores of one model in one case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseScore {
    /// `righting` or a baseline.
    pub model: &'static str,
    /// Date of the forecast.
    pub as_of: Date,
    /// Identifier of the target.
    pub target: String,
    /// Whether it is one of the nation's.
    pub national: bool,
    /// What came: the middle of the record.
    pub value: f64,
    /// Median of the forecast.
    pub median: f64,
    /// Fair CRPS, in the unit of the value.
    pub crps: f64,
    /// Fair CRPS of ln(1 + x).
    pub crps_log: f64,
    /// Log score of ln(1 + x), nats.
    pub log_score: f64,
    /// Ignorance in the bins of VIEWS, bits.
    pub ignorance: f64,
    /// Interval score at 90 %, of ln(1 + x).
    pub interval_score: f64,
    /// Whether the 90 % interval holds the value.
    pub covered: bool,
}

/// Means of one model over the cases of one date, or of all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// The model.
    pub model: &'static str,
    /// Date of the forecasts; `None`: all.
    pub as_of: Option<Date>,
    /// Cases.
    pub cases: usize,
    /// Mean CRPS.
    pub crps: f64,
    /// Mean CRPS of ln(1 + x).
    pub crps_log: f64,
    /// Mean log score.
    pub log_score: f64,
    /// Mean ignorance.
    pub ignorance: f64,
    /// Mean interval score.
    pub interval_score: f64,
    /// Share of values inside the 90 % interval.
    pub coverage: f64,
    /// Mean Brier score of the onset of protest by region.
    pub brier_onset: f64,
    /// Mean Brier score of the onset of violence by region.
    pub brier_violence: f64,
    /// Skill of the model against this baseline in CRPS of ln(1 + x); `None` for the model itself.
    pub skill: Option<Skill>,
}

/// Everything that scores say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verification {
    /// One row per model and date, then per model over all.
    pub summaries: Vec<Summary>,
    /// Every case.
    pub cases: Vec<CaseScore>,
    /// Reliability of the model's probabilities of onset and of violence.
    pub reliability: Vec<Reliability>,
    /// Targets that are a case of no forecast, and why.
    pub left_out: Vec<Unmeasured>,
    /// Runs that failed, over all forecasts: draws and members.
    pub failed: u32,
    /// Targets that are not listed, as they were drafted from imported rows that are marked private.
    pub private: u32,
}

impl Verification {
    /// The same for others' eyes: without the numbers of targets that are marked private. Means count them.
    #[must_use]
    pub fn public(mut self, scenario: &Scenario) -> Self {
        let hidden: BTreeSet<&str> = scenario
            .record
            .targets
            .iter()
            .filter(|target| !target.imported.is_public())
            .map(|target| target.id.as_str())
            .collect();
        let listed = self.cases.iter().map(|case| &case.target).chain(self.left_out.iter().map(|one| &one.target));
        let found: BTreeSet<&str> = listed.map(String::as_str).filter(|id| hidden.contains(id)).collect();
        self.private = found.len() as u32;
        self.cases.retain(|case| !hidden.contains(case.target.as_str()));
        self.left_out.retain(|one| !hidden.contains(one.target.as_str()));
        self
    }
}

/// An event that a model gave a probability.
struct Chance {
    model: &'static str,
    forecast: usize,
    violence: bool,
    probability: f64,
    happened: bool,
}

/// Scores forecasts of one scenario. `history` is the scenario with the acts as they happened.
///
/// # Errors
/// When a forecast is of another scenario, two are of one date, or none has a case.
pub fn verify(scenario: &Scenario, history: &Scenario, forecasts: &[Forecast]) -> Result<Verification, LabError> {
    let (mut cases, mut of, mut chances) = (Vec::new(), Vec::new(), Vec::new());
    for (index, forecast) in forecasts.iter().enumerate() {
        if forecast.known.scenario != scenario.id {
            let scenario = scenario.id.clone();
            return Err(LabError::OtherScenario { found: forecast.known.scenario.clone(), scenario });
        }
        if forecasts[..index].iter().any(|before| before.known.as_of == forecast.known.as_of) {
            return Err(LabError::SameDate { as_of: forecast.known.as_of });
        }
        let view = AsOf::new(scenario, history, forecast.known.as_of, forecast.known.days)?;
        let counts: Vec<KnownCount> = evidence(&view).iter().filter_map(|one| one.count(&view)).collect();
        let found = cases::cases(scenario, forecast);
        for case in &found {
            let mut add = |model, members: &[f64]| {
                cases.push(score(model, forecast.known.as_of, case, members));
                of.push(index);
            };
            add(MODEL, &case.members);
            for (name, members) in baselines::members(&view, &counts, case, forecast.known.members as usize) {
                add(name, &members);
            }
        }
        chances.extend(onsets::chances(scenario, &view, forecast, index));
    }
    if cases.is_empty() {
        return Err(LabError::NoCases);
    }
    let ours: Vec<(f64, bool)> =
        chances.iter().filter(|one| one.model == MODEL).map(|one| (one.probability, one.happened)).collect();
    let models = std::iter::once(MODEL).chain(BASELINES);
    let mut summaries = Vec::new();
    for scope in (0..forecasts.len()).map(Some).chain([None]) {
        for model in models.clone() {
            summaries.extend(summary(model, scope, forecasts, &cases, &of, &chances));
        }
    }
    let left_out = cases::left_out(scenario, forecasts);
    let failed = forecasts.iter().map(|forecast| forecast.known.failed).sum();
    Ok(Verification { summaries, reliability: reliability(&ours, 10), cases, left_out, failed, private: 0 })
}

fn score(model: &'static str, as_of: Date, case: &cases::Case, members: &[f64]) -> CaseScore {
    let sorted = ascending(members);
    let logs: Vec<f64> = sorted.iter().map(|&x| log1p(x)).collect();
    let (y, log_y) = (case.value, log1p(case.value));
    CaseScore {
        model,
        as_of,
        target: case.target.clone(),
        national: case.national,
        value: y,
        median: righting_infer::quantile(&sorted, 0.5),
        crps: crps(&sorted, y),
        crps_log: crps(&logs, log_y),
        log_score: log_score(&logs, log_y, silverman(&logs).max(LEAST_BANDWIDTH)),
        ignorance: ignorance(members, y),
        interval_score: interval_score(&logs, log_y, ALPHA),
        covered: covers(&sorted, y, ALPHA),
    }
}

fn summary(
    model: &'static str,
    scope: Option<usize>,
    forecasts: &[Forecast],
    cases: &[CaseScore],
    of: &[usize],
    chances: &[Chance],
) -> Option<Summary> {
    let inside = |forecast: usize| scope.is_none_or(|scope| scope == forecast);
    let rows = |model: &'static str| {
        let rows = cases.iter().zip(of).filter(move |(case, forecast)| case.model == model && inside(**forecast));
        rows.collect::<Vec<(&CaseScore, &usize)>>()
    };
    let own = rows(model);
    if own.is_empty() {
        return None;
    }
    let count = own.len() as f64;
    let mean = |value: &dyn Fn(&CaseScore) -> f64| own.iter().map(|(case, _)| value(case)).sum::<f64>() / count;
    let brier_of = |violence: bool| {
        let scores: Vec<f64> = chances
            .iter()
            .filter(|one| one.model == model && one.violence == violence && inside(one.forecast))
            .map(|one| brier(one.probability, one.happened))
            .collect();
        if scores.is_empty() { f64::NAN } else { scores.iter().sum::<f64>() / scores.len() as f64 }
    };
    let against = (model != MODEL).then(|| {
        let logs = |rows: &[(&CaseScore, &usize)]| rows.iter().map(|(case, _)| case.crps_log).collect::<Vec<f64>>();
        let ours = rows(MODEL);
        // Over all forecasts a block is a forecast; within one, a case.
        let blocks: Vec<usize> = own
            .iter()
            .enumerate()
            .map(|(case, (_, forecast))| if scope.is_none() { **forecast } else { case })
            .collect();
        skill(&logs(&ours), &logs(&own), &blocks)
    });
    Some(Summary {
        model,
        as_of: scope.map(|forecast| forecasts[forecast].known.as_of),
        cases: own.len(),
        crps: mean(&|case| case.crps),
        crps_log: mean(&|case| case.crps_log),
        log_score: mean(&|case| case.log_score),
        ignorance: mean(&|case| case.ignorance),
        interval_score: mean(&|case| case.interval_score),
        coverage: mean(&|case| f64::from(u8::from(case.covered))),
        brier_onset: brier_of(false),
        brier_violence: brier_of(true),
        skill: against.flatten(),
    })
}
