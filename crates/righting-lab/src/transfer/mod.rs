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
mod number;
mod scores;

use std::collections::BTreeMap;

use righting_runner::{Progress, Runner};
use righting_scenario::Scenario;
use righting_store::StudyFolder;
use serde::Serialize;

use crate::error::LabError;
use crate::measure::{Measure, measured};
use baselines::{Known, climatology, conditioned, regression};
use ensembles::Ensembles;
use number::{Number, numbers_of};
use scores::{KINDS, mean, of_dated, of_triggered, table};

pub use acts::Flags;
pub use ensembles::TransferPlan;
pub use number::Kind;
pub use scores::{Means, Scored, TransferCase, TransferRow, TransferTable};

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
