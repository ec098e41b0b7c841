//! The decision model of alliances held against cases: each is predicted by weights learnt from all others.

mod posterior;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use righting_model::{AllianceParameters, Parameters, TERM_COUNT, terms};
use righting_runner::Runner;
use righting_scenario::AssistanceCase;
use serde::Serialize;

use crate::error::LabError;
use righting_infer::quantile;

pub use posterior::{ChainPlan, LEARNT, SPREAD};

/// Every case predicted without itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Backtest {
    /// Number of cases.
    pub cases: usize,
    /// Brier scores by group. A group of cases that are remembered, not counted, over-represents accepted requests: groups are
    /// kept apart.
    pub brier: BTreeMap<String, Brier>,
    /// One row per case, in the order of the table.
    pub rows: Vec<BacktestRow>,
    /// Weights learnt from all cases.
    pub weights: Vec<Weight>,
}

impl Backtest {
    /// The body that all cases of a group asked; none where there are several.
    pub fn body_of(&self, group: &str) -> Option<&str> {
        let mut bodies = self.rows.iter().filter(|row| row.group == group).map(|row| row.body.as_str());
        let first = bodies.next()?;
        bodies.all(|body| body == first).then_some(first)
    }
}

/// Mean squared errors of chances (Brier 1950): 0 is perfect, lower is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Brier {
    /// Cases in the group.
    pub cases: usize,
    /// How many were helped.
    pub helped: usize,
    /// The model, each case left out.
    pub model: f64,
    /// Always no.
    pub always_no: f64,
    /// Always yes.
    pub always_yes: f64,
    /// What most other cases of the group came to.
    pub majority: f64,
}

/// A case and its prediction.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BacktestRow {
    /// Case.
    pub id: String,
    /// Who asked, or was in need.
    pub requester: String,
    /// Who was asked.
    pub body: String,
    /// Its group in the table.
    pub group: String,
    /// Date of the request, or of the need.
    pub date: Date,
    /// A formal request is documented.
    pub asked: bool,
    /// What happened.
    pub helped: bool,
    /// Chance of a yes, by weights learnt from all other cases.
    pub probability: f64,
    /// Monte Carlo error of the chance: standard error by batch means.
    pub error: f64,
    /// The same by the weights' defaults: nothing learnt.
    pub prior: f64,
    /// On the right side of one half.
    pub correct: bool,
}

/// A weight learnt from all cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weight {
    /// Its name in the section `alliance` of the parameters.
    pub name: &'static str,
    /// Default, the middle of its prior.
    pub default: f64,
    /// Quantiles of the posterior.
    pub p5: f64,
    /// Median.
    pub p50: f64,
    /// 95 %.
    pub p95: f64,
}

/// A decision taken apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Decision {
    /// Case.
    pub id: String,
    /// Chance of a yes, by weights learnt from all other cases.
    pub probability: f64,
    /// Its Monte Carlo error.
    pub error: f64,
    /// What happened.
    pub helped: bool,
    /// Members, in the order of the case.
    pub members: Vec<DecidingMember>,
    /// Utility below which a member vetoes, posterior mean, as a positive number.
    pub veto: f64,
}

/// A member's utility, posterior means.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DecidingMember {
    /// Name.
    pub name: String,
    /// Leads.
    pub lead: bool,
    /// Terms, in the order of [`righting_model::Term::ALL`].
    pub terms: [f64; TERM_COUNT],
    /// Their sum.
    pub utility: f64,
    /// Why the member's features have their levels.
    pub basis: String,
}

/// Predicts every case by weights learnt from all others. `progress` hears how many cases are done.
///
/// # Errors
/// When interrupted.
pub fn backtest(
    cases: &[AssistanceCase],
    plan: &ChainPlan,
    runner: &Runner<'_>,
    progress: impl Fn(usize) + Sync,
) -> Result<Backtest, LabError> {
    let done = AtomicUsize::new(0);
    let predict = |&index: &usize| {
        let row = predicted(cases, index, plan);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        row
    };
    let rows: Vec<BacktestRow> = runner.all(&(0..cases.len()).collect::<Vec<_>>(), predict)?;
    let everything: Vec<&AssistanceCase> = cases.iter().collect();
    let weights = weights(&posterior::draws(&everything, plan, cases.len() as u64));
    let of = |group: &str| (group.to_owned(), Brier::of(rows.iter().filter(|row| row.group == group)));
    let brier = rows.iter().map(|row| of(&row.group)).collect();
    Ok(Backtest { cases: cases.len(), brier, rows, weights })
}

/// Takes the decision of one case apart, by weights learnt from all others.
pub fn decide(cases: &[AssistanceCase], index: usize, plan: &ChainPlan) -> Decision {
    let case = &cases[index];
    let draws = without(cases, index, plan);
    let (probability, error) = chance(case, &draws);
    let mean = |of: &dyn Fn(&Parameters) -> f64| draws.iter().map(of).sum::<f64>() / draws.len() as f64;
    let members = case.members.iter().zip(&case.member_basis).map(|(member, basis)| {
        let of = |i: usize| mean(&|p| terms(&p.section(), &case.situation, case.regime_risk, member)[i]);
        let terms: [f64; TERM_COUNT] = std::array::from_fn(of);
        let utility = terms.iter().sum();
        DecidingMember { name: member.name.clone(), lead: member.lead, terms, utility, basis: basis.clone() }
    });
    Decision {
        id: case.id.clone(),
        probability,
        error,
        helped: case.helped,
        members: members.collect(),
        veto: mean(&|parameters| parameters.section::<AllianceParameters>().veto),
    }
}

/// Draws of the weights from all cases but one.
fn without(cases: &[AssistanceCase], index: usize, plan: &ChainPlan) -> Vec<Parameters> {
    let others: Vec<&AssistanceCase> =
        cases.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, case)| case).collect();
    posterior::draws(&others, plan, index as u64)
}

fn predicted(cases: &[AssistanceCase], index: usize, plan: &ChainPlan) -> BacktestRow {
    let case = &cases[index];
    let (probability, error) = chance(case, &without(cases, index, plan));
    BacktestRow {
        id: case.id.clone(),
        requester: case.requester.clone(),
        body: case.body.clone(),
        group: case.group.clone(),
        date: case.date,
        asked: case.asked,
        helped: case.helped,
        probability,
        error,
        prior: posterior::chance(&Parameters::default(), case),
        correct: (probability > 0.5) == case.helped,
    }
}

/// Mean chance of a case over draws, and its standard error by twenty batch means.
fn chance(case: &AssistanceCase, draws: &[Parameters]) -> (f64, f64) {
    const BATCHES: usize = 20;
    let chances: Vec<f64> = draws.iter().map(|parameters| posterior::chance(parameters, case)).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let all = mean(&chances);
    let batches: Vec<f64> = chances.chunks(chances.len().div_ceil(BATCHES)).map(mean).collect();
    let spread: f64 = batches.iter().map(|batch| (batch - all) * (batch - all)).sum();
    let count = batches.len() as f64;
    (all, libm::sqrt(spread / (count * (count - 1.0).max(1.0))))
}

fn weights(draws: &[Parameters]) -> Vec<Weight> {
    let defaults = Parameters::default();
    LEARNT
        .iter()
        .map(|&name| {
            let of = |parameters: &Parameters| parameters.get(&format!("alliance.{name}")).unwrap_or(f64::NAN);
            let mut values: Vec<f64> = draws.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            let at = |share| quantile(&values, share);
            Weight { name, default: of(&defaults), p5: at(0.05), p50: at(0.5), p95: at(0.95) }
        })
        .collect()
}

impl Brier {
    fn of<'a>(rows: impl Iterator<Item = &'a BacktestRow>) -> Self {
        let rows: Vec<&BacktestRow> = rows.collect();
        let (cases, helped) = (rows.len(), rows.iter().filter(|row| row.helped).count());
        let score = |chance: &dyn Fn(&BacktestRow) -> f64| {
            let error = |row: &&BacktestRow| chance(row) - f64::from(u8::from(row.helped));
            rows.iter().map(|row| error(row) * error(row)).sum::<f64>() / cases.max(1) as f64
        };
        // The majority is that of the other cases: the case itself must not vote.
        let majority = |row: &BacktestRow| {
            let yes = 2 * (helped - usize::from(row.helped));
            match yes.cmp(&(cases - 1)) {
                std::cmp::Ordering::Less => 0.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Greater => 1.0,
            }
        };
        Self {
            cases,
            helped,
            model: score(&|row| row.probability),
            always_no: score(&|_| 0.0),
            always_yes: score(&|_| 1.0),
            majority: score(&majority),
        }
    }
}

#[cfg(test)]
mod tests;
