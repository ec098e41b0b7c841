//! How numbers were told: by number, by case and over cases.

use std::collections::BTreeMap;

use righting_infer::{Skill, ascending, covers, crps, quantile, skill};
use righting_model::math;
use serde::Serialize;

use crate::measure::Unmeasured;

use super::acts::Flags;
use super::number::Kind;

/// Share outside the central interval whose coverage is told.
const ALPHA: f64 = 0.1;

/// How an ensemble told a number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scored {
    /// Median.
    pub median: f64,
    /// 5th percentile.
    pub p5: f64,
    /// 95th percentile.
    pub p95: f64,
    /// Fair CRPS of ln(1 + x).
    pub crps: f64,
    /// Whether the value lies in the central 90 %.
    pub covered: bool,
    /// Width of the central 90 %, of ln(1 + x).
    pub width: f64,
}

impl Scored {
    /// Of members on ln(1 + x).
    pub(super) fn of(logs: &[f64], log: f64) -> Self {
        let sorted = ascending(logs);
        let [low, middle, high] = [ALPHA / 2.0, 0.5, 1.0 - ALPHA / 2.0].map(|p| quantile(&sorted, p));
        let [p5, median, p95] = [low, middle, high].map(|log| math::exp(log) - 1.0);
        let covered = covers(&sorted, log, ALPHA);
        Self { median, p5, p95, crps: crps(&sorted, log), covered, width: high - low }
    }
}

/// One number of a case, as the model and the baselines told it; a baseline that the other countries do not give is `None`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TransferRow {
    /// Identifier of the target.
    pub target: String,
    /// Kind of number.
    pub kind: Kind,
    /// Of the nation, or of a part of it.
    pub national: bool,
    /// Middle of the record.
    pub value: f64,
    /// (a) The model with the acts as they happened.
    pub dated: Scored,
    /// (a) Other countries whose governments did the same.
    pub conditioned: Option<Scored>,
    /// (b) The model with the trigger alone.
    pub triggered: Scored,
    /// (b) Other countries.
    pub climatology: Option<Scored>,
    /// (b) A line on the logarithm of people over other countries.
    pub regression: Option<Scored>,
}

/// Mean scores of one kind over some numbers: those of which every one of them tells.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Means {
    /// Numbers, or cases.
    pub count: u32,
    /// The model: CRPS.
    pub model: f64,
    /// The baseline.
    pub climatology: f64,
    /// The line on people; `None` in table (a) and where a number has none.
    pub regression: Option<f64>,
    /// Share of the values in the model's central 90 %, and in the baseline's.
    pub coverage: [f64; 2],
    /// Mean width of both, of ln(1 + x).
    pub width: [f64; 2],
}

/// A case and its numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TransferCase {
    /// Identifier of the scenario.
    pub case: String,
    /// Its country, which is left out.
    pub iso3: String,
    /// Residents.
    pub residents: u64,
    /// What its government did.
    pub flags: Flags,
    /// Runs that failed, in both tables.
    pub failed: u32,
    /// Its numbers.
    pub rows: Vec<TransferRow>,
    /// Means of table (b) by kind.
    pub mean: BTreeMap<Kind, Means>,
    /// Targets that no run can be held against, and why.
    pub left_out: Vec<Unmeasured>,
}

/// One table: means over cases by kind, and the skill of the model against the baseline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TransferTable {
    /// Means over cases.
    pub mean: BTreeMap<Kind, Means>,
    /// Skill over numbers, with an interval of 90 % by a paired bootstrap of countries; `None` without numbers.
    pub skill: BTreeMap<Kind, Option<Skill>>,
}

pub(super) const KINDS: [Kind; 4] = [Kind::Crowds, Kind::Deaths, Kind::Detained, Kind::Events];

/// What a table sets side by side: the model, its baseline, the line.
type Sides = (Scored, Option<Scored>, Option<Scored>);

/// The same where the baseline tells it too.
type Told = (Scored, Scored, Option<Scored>);

pub(super) fn of_dated(row: &TransferRow) -> Sides {
    (row.dated, row.conditioned, None)
}

pub(super) fn of_triggered(row: &TransferRow) -> Sides {
    (row.triggered, row.climatology, row.regression)
}

/// Means over the rows of a kind that both the model and the baseline tell.
pub(super) fn mean(rows: &[TransferRow], kind: Kind, sides: fn(&TransferRow) -> Sides) -> Option<Means> {
    let told = rows.iter().filter(|row| row.kind == kind).map(sides);
    let told: Vec<Told> = told.filter_map(|(model, baseline, line)| Some((model, baseline?, line))).collect();
    let count = told.len() as f64;
    let over = |of: &dyn Fn(&Told) -> f64| told.iter().map(of).sum::<f64>() / count;
    let share = |covered: bool| if covered { 1.0 } else { 0.0 };
    let has_line = told.iter().all(|(.., line)| line.is_some());
    (!told.is_empty()).then(|| Means {
        count: told.len() as u32,
        model: over(&|(model, ..)| model.crps),
        climatology: over(&|(_, baseline, _)| baseline.crps),
        regression: has_line.then(|| over(&|(.., line)| line.map_or(f64::NAN, |line| line.crps))),
        coverage: [over(&|(model, ..)| share(model.covered)), over(&|(_, baseline, _)| share(baseline.covered))],
        width: [over(&|(model, ..)| model.width), over(&|(_, baseline, _)| baseline.width)],
    })
}

/// Means over cases, each of the same weight, and skills.
pub(super) fn table(cases: &[TransferCase], sides: fn(&TransferRow) -> Sides) -> TransferTable {
    let of_kind = |kind: Kind| {
        let means: Vec<Means> = cases.iter().filter_map(|case| mean(&case.rows, kind, sides)).collect();
        let over = |of: &dyn Fn(&Means) -> f64| means.iter().map(of).sum::<f64>() / means.len() as f64;
        let has_line = means.iter().all(|mean| mean.regression.is_some());
        (!means.is_empty()).then(|| Means {
            count: means.len() as u32,
            model: over(&|mean| mean.model),
            climatology: over(&|mean| mean.climatology),
            regression: has_line.then(|| over(&|mean| mean.regression.unwrap_or(f64::NAN))),
            coverage: [over(&|mean| mean.coverage[0]), over(&|mean| mean.coverage[1])],
            width: [over(&|mean| mean.width[0]), over(&|mean| mean.width[1])],
        })
    };
    let skill_of = |kind: Kind| {
        let mut countries: Vec<&str> = cases.iter().map(|case| case.iso3.as_str()).collect();
        countries.sort_unstable();
        countries.dedup();
        let (mut ours, mut theirs, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
        for case in cases {
            let block = countries.iter().position(|iso3| *iso3 == case.iso3).unwrap_or(0);
            for (model, baseline, _) in case.rows.iter().filter(|row| row.kind == kind).map(sides) {
                let Some(baseline) = baseline else { continue };
                ours.push(model.crps);
                theirs.push(baseline.crps);
                blocks.push(block);
            }
        }
        if ours.is_empty() { None } else { skill(&ours, &theirs, &blocks) }
    };
    TransferTable {
        mean: KINDS.into_iter().filter_map(|kind| Some((kind, of_kind(kind)?))).collect(),
        skill: KINDS.into_iter().map(|kind| (kind, skill_of(kind))).collect(),
    }
}
