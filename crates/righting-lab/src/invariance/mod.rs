//! Do results hang on what has no meaning?
//!
//! A scenario is drawn otherwise in every way of [`Redrawing`] and run with the same seed. Where nothing but names, units
//! or a stranger has changed, every row of every place has to be the same byte for byte. Where places or regions are cut
//! or merged, distributions have to be the same: of the nation and of its largest city, on ln(1 + x), the median and the
//! width from the 5th to the 95th percentile, in shares of that width, with a test of the two samples for each and Holm's
//! rule over all of them.

mod city;
mod exact;

use std::sync::Arc;

use righting_infer::{Estimate, ascending, estimate, holm, log1p, quantile, same_distribution};
use righting_model::{Country, Quantity, Redrawing, Schedule, Setup, Simulation, Trace};
use righting_runner::{Progress, Runner};
use righting_scenario::Cel;
use serde::Serialize;

use crate::arms::Arms;
use crate::error::LabError;
use city::City;

pub use exact::{ExactArm, FirstDifference};

/// How far a median or a width may move, in shares of the band from the 5th to the 95th percentile.
pub const LARGEST_MOVE: f64 = 0.05;
/// Familywise error of the tests together.
pub const FAMILYWISE: f64 = 0.01;

/// Permutations of a test at most: the least p-value has to pass Holm's rule over a hundred tests.
const PERMUTATIONS: u32 = 20_000;

/// What is compared: names, in the order of [`read`].
const COMPARED: [&str; 4] = ["active", "rioting", "dead", "detained"];

/// What to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvariancePlan {
    /// Replicates of every arm.
    pub replicates: u32,
    /// Replicates of the arms that have to be the same byte for byte.
    pub exact: u32,
    /// Seed of every arm.
    pub seed: u64,
}

/// Whether an arm is the same in distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Same {
    /// Median and width moved by no more than they may.
    Yes,
    /// They moved by more, but no more than chance moves them at this number of runs.
    Unclear,
    /// They moved by more, and the test tells the two samples apart.
    No,
}

/// One quantity of one unit in one arm.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct InvarianceRow {
    /// The arm.
    pub arm: String,
    /// `the nation`, or the name of its largest city.
    pub unit: String,
    /// `active` and `rioting` (largest at once), `dead` and `detained` (since the start, at the end).
    pub quantity: &'static str,
    /// Median of the scenario as it is, and of the arm.
    pub medians: [f64; 2],
    /// Its band from the 5th to the 95th percentile, as it is.
    pub band: [f64; 2],
    /// Move of the median of ln(1 + x), in bands, with its interval over pairs of runs.
    pub moved: Estimate,
    /// Relative change of the width of the band, on ln(1 + x).
    pub widened: f64,
    /// Mean over pairs of runs of the difference of ln(1 + x), in bands.
    pub paired: f64,
    /// p-value of the two samples being of one distribution.
    pub p_value: f64,
    /// Verdict.
    pub same: Same,
}

/// Everything that the study says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Invariance {
    /// Replicates of every arm.
    pub replicates: u32,
    /// Arms that have to be the same byte for byte.
    pub exact: Vec<ExactArm>,
    /// The others.
    pub rows: Vec<InvarianceRow>,
    /// Arms that this country does not have: no second region, no rest of a region.
    pub left_out: Vec<String>,
}

impl Invariance {
    /// What hangs on what has no meaning, in words.
    pub fn faults(&self) -> Vec<String> {
        let exact = self.exact.iter().filter(|arm| arm.first.is_some()).map(|arm| format!("{}: other bytes", arm.arm));
        let moved = self.rows.iter().filter(|row| row.same == Same::No);
        let moved = moved.map(|row| format!("{}: {} of {} moves", row.arm, row.quantity, row.unit));
        exact.chain(moved).collect()
    }
}

/// Runs the study.
///
/// # Errors
/// When a replicate fails, or the runner is stopped.
pub fn invariance(
    setup: &Setup,
    plan: &InvariancePlan,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Invariance, LabError> {
    let setup = Setup { mixed_chances: None, ..setup.clone() };
    let drawn = Redrawing::ALL.map(|redrawing| (redrawing, redrawing.of(&setup)));
    let left_out = drawn.iter().filter(|(_, redrawn)| redrawn.is_none()).map(|(redrawing, _)| redrawing.name());
    let left_out: Vec<String> = left_out.collect();
    let of_kind = |exact: bool| {
        let arms = drawn.iter().filter(move |(redrawing, _)| redrawing.is_exact() == exact);
        arms.filter_map(|(redrawing, redrawn)| Some((*redrawing, redrawn.as_ref()?)))
    };
    let total = of_kind(true).count() as u64 * u64::from(plan.exact)
        + (1 + of_kind(false).count() as u64) * u64::from(plan.replicates);
    let mut made = 0;
    let mut told = |within: Progress| progress(Progress { done: made + within.done, total, failed: 0 });
    let mut arms = Arms::new(plan.seed, plan.exact, total, runner, &mut told);
    let exact = of_kind(true)
        .map(|(redrawing, redrawn)| exact::compare(&setup, redrawing, redrawn, plan.seed, &mut arms))
        .collect::<Result<Vec<ExactArm>, LabError>>()?;
    made = of_kind(true).count() as u64 * u64::from(plan.exact);
    let mut told = |within: Progress| progress(Progress { done: made + within.done, total, failed: 0 });
    let mut arms = Arms::new(plan.seed, plan.replicates, total, runner, &mut told);
    let city = largest(&setup.country);
    let base = runs(&setup, &[city], &mut arms)?;
    let name = setup.country.places.get(city).map_or_else(String::new, |place| place.name.clone());
    let mut rows = Vec::new();
    for (redrawing, redrawn) in of_kind(false) {
        let found = runs(&redrawn.setup, &redrawn.places[city], &mut arms)?;
        rows.extend(rows_of(&redrawing.name(), &name, &base, &found, plan.seed));
    }
    judge(&mut rows);
    Ok(Invariance { replicates: plan.replicates, exact, rows, left_out })
}

/// The place of most people.
fn largest(country: &Country) -> usize {
    let places = country.places.iter().enumerate().filter(|(_, place)| !place.rest);
    let most = places.max_by(|(_, a), (_, b)| a.population.cmp(&b.population).then(b.key.cmp(&a.key)));
    most.map_or(0, |(index, _)| index)
}

/// Numbers of the nation, then of the city, in the order of [`COMPARED`].
type Numbers = [f64; 2 * COMPARED.len()];

/// Runs an arm; the city is in these places.
fn runs(setup: &Setup, city: &[usize], arms: &mut Arms<'_, '_, '_>) -> Result<Vec<Numbers>, LabError> {
    let schedule = Schedule::standard().before("observation", City::new(city));
    let simulation = Simulation::scheduled(setup.clone(), schedule).reading(Arc::new(Cel));
    arms.read(&simulation, |trace| read(trace, city))
}

fn read(trace: &Trace, city: &[usize]) -> Numbers {
    let last = trace.days() - 1;
    let largest = |quantity| (0..=last).map(|day| trace.national(day, quantity)).fold(0.0, f64::max);
    let at_end = |quantity: Quantity| city.iter().map(|&place| trace.place(last, place)[quantity.column()]).sum();
    let [active, rioting] = City::peaks(trace);
    [
        largest(Quantity::ActivePeak),
        largest(Quantity::RiotingPeak),
        trace.national(last, Quantity::Dead),
        trace.national(last, Quantity::DetainedTotal),
        active,
        rioting,
        at_end(Quantity::Dead),
        at_end(Quantity::DetainedTotal),
    ]
}

fn rows_of(arm: &str, city: &str, base: &[Numbers], found: &[Numbers], seed: u64) -> Vec<InvarianceRow> {
    let row = |column: usize| {
        let [base, found] = [base, found].map(|runs| runs.iter().map(|run| log1p(run[column])).collect::<Vec<f64>>());
        let ends = |values: &[f64], rows: &[usize]| {
            let sorted = ascending(&rows.iter().map(|&row| values[row]).collect::<Vec<f64>>());
            [0.05, 0.5, 0.95].map(|p| quantile(&sorted, p))
        };
        let all: Vec<usize> = (0..base.len()).collect();
        let ([p5, median, p95], [low, middle, high]) = (ends(&base, &all), ends(&found, &all));
        let band = p95 - p5;
        // Where nine of ten runs are alike there is no band to move in.
        let in_bands = |difference: f64| match difference {
            0.0 => 0.0,
            _ if band > 0.0 => difference / band,
            _ => f64::NAN,
        };
        let moved = |rows: &[usize]| in_bands(ends(&found, rows)[1] - ends(&base, rows)[1]);
        let count = |ln: f64| righting_model::math::exp(ln) - 1.0;
        let paired = base.iter().zip(&found).map(|(base, found)| found - base).sum::<f64>() / base.len() as f64;
        InvarianceRow {
            arm: arm.to_owned(),
            unit: if column < COMPARED.len() { "the nation".to_owned() } else { city.to_owned() },
            quantity: COMPARED[column % COMPARED.len()],
            medians: [median, middle].map(count),
            band: [p5, p95].map(count),
            moved: estimate(base.len(), seed, column as u32, moved),
            widened: in_bands(high - low - band),
            paired: in_bands(paired),
            p_value: same_distribution(&base, &found, PERMUTATIONS, seed),
            same: Same::Yes,
        }
    };
    (0..2 * COMPARED.len()).map(row).collect()
}

/// Verdicts, by Holm's rule over all rows.
fn judge(rows: &mut [InvarianceRow]) {
    let p_values: Vec<f64> = rows.iter().map(|row| row.p_value).collect();
    for (row, apart) in rows.iter_mut().zip(holm(&p_values, FAMILYWISE)) {
        let within = row.moved.value.abs() <= LARGEST_MOVE && row.widened.abs() <= LARGEST_MOVE;
        row.same = match (within, apart) {
            (true, _) => Same::Yes,
            (false, true) => Same::No,
            (false, false) => Same::Unclear,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_doubled_moves_and_what_is_the_same_does_not() {
        let sample: Vec<Numbers> = (1..=300).map(|run| [f64::from(run * run % 997); 8]).collect();
        let turned: Vec<Numbers> = sample.iter().rev().copied().collect();
        let doubled: Vec<Numbers> = sample.iter().map(|run| run.map(|x| 2.0 * x + 1.0)).collect();
        let mut rows = rows_of("turned", "Alpha", &sample, &turned, 1);
        rows.extend(rows_of("doubled", "Alpha", &sample, &doubled, 1));
        judge(&mut rows);
        assert!(rows[..8].iter().all(|row| row.same == Same::Yes && row.moved.value == 0.0 && row.widened == 0.0));
        // ln(1 + 2 x + 1) - ln(1 + x) = ln 2 for every run.
        for row in &rows[8..] {
            let band = log1p(row.band[1]) - log1p(row.band[0]);
            assert!((row.paired - std::f64::consts::LN_2 / band).abs() < 1e-9 && row.same == Same::No, "{row:?}");
        }
        assert_eq!(
            (rows[0].unit.as_str(), rows[12].unit.as_str(), rows[13].quantity),
            ("the nation", "Alpha", "rioting")
        );
    }
}
