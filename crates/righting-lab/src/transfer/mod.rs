//! Does the model travel? Each country left out in turn, and told as it could have been told before.
//!
//! Table (a): with the acts of government and the calls as they happened, beside climatology of the other countries whose
//! governments did the same. Table (b): with the trigger alone and acts by one rule for all, beside plain climatology of
//! the other countries and a line on the logarithm of people. In both no level of the country is known: every run draws
//! them from the prior, which is *interim* (decision 050) until levels are learned from many crises; its spread was set
//! with an eye on seven of the cases, so on those the test is not a clean one.
//!
//! A number is a crowd, a count of dead or of detained, or the regions reached, wherever a target of the case has one; its
//! value is the middle of the record, and scores are of ln(1 + x). Means are over the numbers of a case, then over cases.

mod acts;
mod baselines;
mod ensembles;

use std::collections::BTreeMap;

use righting_infer::{Skill, ascending, covers, crps, log1p, quantile, skill};
use righting_model::{Country, Location, math};
use righting_runner::{Progress, Runner};
use righting_scenario::{Interval, Scenario, Statistic, Target, TargetQuantity};
use righting_store::StudyFolder;
use serde::Serialize;

use crate::error::LabError;
use crate::measure::{Measure, Unmeasured, measured};
use baselines::{Known, climatology, conditioned, regression};
use ensembles::Ensembles;

pub use acts::Flags;

/// Share outside the central interval whose coverage is told.
const ALPHA: f64 = 0.1;

/// What to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransferPlan {
    /// Runs of every case in each table.
    pub replicates: u32,
    /// Seed of all runs.
    pub seed: u64,
}

/// Kinds of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Largest crowds.
    Crowds,
    /// People killed since the start.
    Deaths,
    /// Detentions since the start.
    Detained,
    /// Regions that protest or violence reached: no record of these cases counts events.
    Events,
}

impl Kind {
    fn of(target: &Target) -> Option<Self> {
        match (target.quantity, target.statistic) {
            (TargetQuantity::Active, Statistic::Peak) => Some(Self::Crowds),
            (TargetQuantity::DeathsTotal, _) => Some(Self::Deaths),
            (TargetQuantity::DetainedTotal, _) => Some(Self::Detained),
            (TargetQuantity::RegionsReached | TargetQuantity::RegionsViolent, _) => Some(Self::Events),
            _ => None,
        }
    }
}

/// A number of a record.
#[derive(Debug, Clone, PartialEq)]
struct Number {
    target: String,
    kind: Kind,
    /// Of the nation, or of a part of it.
    national: bool,
    value: f64,
    log: f64,
    /// ln of the people of the nation or the part.
    ln_people: f64,
}

impl Number {
    fn is(&self, kind: Kind, national: bool) -> bool {
        self.kind == kind && self.national == national
    }
}

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
    fn of(logs: &[f64], log: f64) -> Self {
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

/// Everything that the study says. `mean` is that of table (b).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Transfer {
    /// Runs of every case in each table.
    pub replicates: u32,
    /// Seed.
    pub seed: u64,
    /// One row a case.
    pub cases: Vec<TransferCase>,
    /// Means over cases of table (b).
    pub mean: BTreeMap<Kind, Means>,
    /// Table (a): acts as they happened.
    pub dated: TransferTable,
    /// Table (b): the trigger alone.
    pub triggered: TransferTable,
}

/// Leaves out the country of every scenario in turn.
///
/// # Errors
/// When the cases are of fewer than three countries, or two of one name; when the folder holds something else, the disk
/// refuses, or the runner is stopped: cases that are complete by then are kept.
pub fn transfer(
    scenarios: &[Scenario],
    plan: &TransferPlan,
    folder: &StudyFolder,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Transfer, LabError> {
    let numbers: Vec<Vec<(Number, Measure)>> = scenarios.iter().map(numbers_of).collect();
    enough(scenarios)?;
    let flags: Vec<Flags> = scenarios.iter().map(|scenario| Flags::of(&scenario.setup)).collect();
    let total = 2 * scenarios.len() as u64 * u64::from(plan.replicates);
    let mut ensembles = Ensembles::new(folder, plan, runner, total, &mut progress)?;
    let mut cases = Vec::new();
    for (at, scenario) in scenarios.iter().enumerate() {
        let dated = ensembles.members(scenario, &numbers[at], "dated", acts::dated(&scenario.setup))?;
        let triggered = ensembles.members(scenario, &numbers[at], "triggered", acts::triggered(&scenario.setup))?;
        let others = (0..scenarios.len()).filter(|&other| scenarios[other].iso3 != scenario.iso3);
        let known: Vec<Known<'_>> = others
            .flat_map(|other| {
                let (case, flags) = (scenarios[other].id.as_str(), flags[other]);
                numbers[other].iter().map(move |(number, _)| Known { case, flags, number })
            })
            .collect();
        let rows = numbers[at].iter().enumerate().map(|(row, (number, _))| TransferRow {
            target: number.target.clone(),
            kind: number.kind,
            national: number.national,
            value: number.value,
            dated: Scored::of(&dated.logs[row], number.log),
            conditioned: conditioned(&known, number.kind, number.national, &flags[at])
                .map(|logs| Scored::of(&logs, number.log)),
            triggered: Scored::of(&triggered.logs[row], number.log),
            climatology: climatology(&known, number.kind, number.national).map(|logs| Scored::of(&logs, number.log)),
            regression: regression(&known, number).map(|logs| Scored::of(&logs, number.log)),
        });
        let rows: Vec<TransferRow> = rows.collect();
        cases.push(TransferCase {
            case: scenario.id.clone(),
            iso3: scenario.iso3.clone(),
            residents: scenario.setup.country.population(),
            flags: flags[at],
            failed: dated.failed + triggered.failed,
            mean: KINDS.into_iter().filter_map(|kind| Some((kind, mean(&rows, kind, of_triggered)?))).collect(),
            rows,
            left_out: measured(scenario).1,
        });
    }
    let [dated, triggered] = [table(&cases, of_dated), table(&cases, of_triggered)];
    let mean = triggered.mean.clone();
    Ok(Transfer { replicates: plan.replicates, seed: plan.seed, cases, mean, dated, triggered })
}

const KINDS: [Kind; 4] = [Kind::Crowds, Kind::Deaths, Kind::Detained, Kind::Events];

/// What a table sets side by side: the model, its baseline, the line.
type Sides = (Scored, Option<Scored>, Option<Scored>);

/// The same where the baseline tells it too.
type Told = (Scored, Scored, Option<Scored>);

fn of_dated(row: &TransferRow) -> Sides {
    (row.dated, row.conditioned, None)
}

fn of_triggered(row: &TransferRow) -> Sides {
    (row.triggered, row.climatology, row.regression)
}

/// Whether there are enough countries to leave one out, and every case once.
fn enough(scenarios: &[Scenario]) -> Result<(), LabError> {
    let mut countries: Vec<&str> = scenarios.iter().map(|scenario| scenario.iso3.as_str()).collect();
    countries.sort_unstable();
    countries.dedup();
    if countries.len() < 3 {
        return Err(LabError::FewCountries { found: countries.len() });
    }
    let twice = scenarios.iter().enumerate().find(|(at, one)| scenarios[..*at].iter().any(|other| other.id == one.id));
    match twice {
        Some((_, scenario)) => Err(LabError::CaseTwice { scenario: scenario.id.clone() }),
        None => Ok(()),
    }
}

/// The numbers of a record, each with how a run is read for it.
fn numbers_of(scenario: &Scenario) -> Vec<(Number, Measure)> {
    let country = &scenario.setup.country;
    let number = |(target, measure): (&Target, Measure)| {
        let (Some(kind), Interval::Values { low, high }) = (Kind::of(target), target.interval) else { return None };
        let value = 0.5 * (low + high);
        Some((
            Number {
                target: target.id.clone(),
                kind,
                national: target.place == Location::Nation,
                value,
                log: log1p(value),
                ln_people: math::ln((people(country, target.place) as f64).max(1.0)),
            },
            measure,
        ))
    };
    measured(scenario).0.into_iter().filter_map(number).collect()
}

fn people(country: &Country, location: Location) -> u64 {
    match location {
        Location::Nation => country.population(),
        Location::Region(region) => {
            country.places_of(region).map(|place| u64::from(country.places[place].population)).sum()
        }
        Location::Place(place) => country.places[place].population.into(),
    }
}

/// Means over the rows of a kind that both the model and the baseline tell.
fn mean(rows: &[TransferRow], kind: Kind, sides: fn(&TransferRow) -> Sides) -> Option<Means> {
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
fn table(cases: &[TransferCase], sides: fn(&TransferRow) -> Sides) -> TransferTable {
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
