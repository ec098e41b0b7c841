//! Do small changes of an input change results a little?
//!
//! Every level of a country is moved from two standard deviations below to two above where it stands, incomes by a
//! tenth either way, and at rest a price rises by 5 to 100 %. What is followed is the median over replicates of the
//! largest crowd of a run, on ln(1 + x); all arms have the same chances. Beside it the gain budget of the laws
//! ([`Gain`]) is asked over all that is known of levels and shapes.

mod bounds;
mod budget;
mod levels;
mod peaks;

use righting_infer::Estimate;
use righting_model::{Levels, Quantity, Reach, Setup, Shock, ShockKind, Simulation, Trace, When, math};
use righting_runner::{Progress, Runner};
use serde::Serialize;

use crate::arms::Arms;
use crate::error::LabError;

pub use bounds::{BY_PRICE, Bound, LARGEST_BY_INCOME, LARGEST_ELASTICITY, LARGEST_GAIN, LARGEST_STEP};
pub(crate) use budget::drawn;
pub use budget::{GainBudget, Loops};
pub use levels::{FifthOfSd, LevelCourse, Steepest};
pub use peaks::SmoothnessPlan;
use peaks::{ln_median, median, over_replicates};

/// Rises of the price at rest.
const RISES: [f64; 5] = [0.05, 0.1, 0.2, 0.5, 1.0];
/// Changes of real incomes.
const INCOMES: [f64; 2] = [-0.1, 0.1];

/// Incomes moved by a share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncomeArm {
    /// The change, relative.
    pub change: f64,
    /// Median peak.
    pub median: f64,
    /// Factor on 1 + the median peak, with its interval over replicates.
    pub factor: Estimate,
}

/// A price that rises at rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PriceArm {
    /// The rise, relative.
    pub rise: f64,
    /// Median peak.
    pub median: f64,
    /// Elasticity of 1 + the median peak in the rise, from the next smaller one, with its interval over replicates; none
    /// for the smallest.
    pub elasticity: Option<Estimate>,
}

/// Everything that the study says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Smoothness {
    /// Replicates of every arm.
    pub replicates: u32,
    /// Median peak of the scenario with every level where it stands.
    pub median: f64,
    /// Every level, in the order of the registry.
    pub levels: Vec<LevelCourse>,
    /// Incomes moved.
    pub incomes: Vec<IncomeArm>,
    /// Prices raised at rest.
    pub prices: Vec<PriceArm>,
    /// The gain budget.
    pub gain: GainBudget,
    /// What has to hold.
    pub bounds: Vec<Bound>,
}

impl Smoothness {
    /// Bounds that are not kept.
    pub fn passed(&self) -> impl Iterator<Item = &Bound> {
        self.bounds.iter().filter(|bound| !bound.kept)
    }
}

/// Runs the study.
///
/// # Errors
/// When a replicate fails, or the runner is stopped.
pub fn smoothness(
    base: &Simulation,
    plan: &SmoothnessPlan,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Smoothness, LabError> {
    let gain = GainBudget::of(base.setup(), plan.draws, plan.seed, runner)?;
    let setup = Setup { levels: Levels::Fixed, ..base.setup().clone() };
    let moved = levels::of(&setup);
    let arms = 1 + moved.iter().map(|level| level.grid.len()).sum::<usize>() + INCOMES.len() + RISES.len();
    let total = arms as u64 * u64::from(plan.replicates);
    let mut arms = Arms::new(plan.seed, plan.replicates, total, runner, &mut progress);
    let mut peaks = |setup: Setup| arms.read(&base.varied(setup), peak);
    let usual = peaks(setup.clone())?;
    let levels = moved
        .into_iter()
        .map(|level| level.course(&setup, plan, &mut peaks))
        .collect::<Result<Vec<LevelCourse>, LabError>>()?;
    let incomes = INCOMES.iter().map(|&change| {
        let found = peaks(with_incomes(&setup, change))?;
        let factor = |rows: &[usize]| math::exp(ln_median(&found, rows) - ln_median(&usual, rows));
        Ok::<IncomeArm, LabError>(IncomeArm { change, median: median(&found), factor: over_replicates(plan, factor) })
    });
    let incomes = incomes.collect::<Result<Vec<IncomeArm>, LabError>>()?;
    let rises = RISES.iter().map(|&rise| peaks(with_rise(&setup, rise))).collect::<Result<Vec<_>, LabError>>()?;
    let prices = price_arms(&rises, plan);
    let bounds = bounds(&levels, &incomes, &prices, &gain);
    Ok(Smoothness { replicates: plan.replicates, median: median(&usual), levels, incomes, prices, gain, bounds })
}

/// The largest crowd of a run.
fn peak(trace: &Trace) -> f64 {
    (0..trace.days()).map(|day| trace.national(day, Quantity::ActivePeak)).fold(0.0, f64::max)
}

fn shock(id: &str, kind: ShockKind) -> Shock {
    Shock { id: id.to_owned(), label: String::new(), when: When::At(0), reach: Reach::Nation, kind }
}

fn with_incomes(setup: &Setup, change: f64) -> Setup {
    let mut setup = setup.clone();
    setup.shocks.push(shock("study_incomes", ShockKind::Income { factor: 1.0 + change }));
    setup
}

/// The country at rest, and a price that rises on its first day.
fn with_rise(setup: &Setup, rise: f64) -> Setup {
    let mut setup = setup.at_rest(setup.days);
    setup.shocks.push(Shock::price_rise(rise));
    setup
}

fn price_arms(peaks: &[Vec<f64>], plan: &SmoothnessPlan) -> Vec<PriceArm> {
    let arm = |at: usize| {
        let elasticity = |rows: &[usize]| {
            (ln_median(&peaks[at], rows) - ln_median(&peaks[at - 1], rows)) / math::ln(RISES[at] / RISES[at - 1])
        };
        PriceArm {
            rise: RISES[at],
            median: median(&peaks[at]),
            elasticity: (at > 0).then(|| over_replicates(plan, elasticity)),
        }
    };
    (0..RISES.len()).map(arm).collect()
}

fn bounds(levels: &[LevelCourse], incomes: &[IncomeArm], prices: &[PriceArm], gain: &GainBudget) -> Vec<Bound> {
    let at_most = |most: f64| [None, Some(most)];
    let slope = |level: &LevelCourse| level.steepest.elasticity.value.abs();
    let steepest = levels.iter().max_by(|a, b| slope(a).total_cmp(&slope(b)));
    let widest = levels.iter().max_by(|a, b| a.step.factor.value.total_cmp(&b.step.factor.value));
    let mut bounds = Vec::new();
    if let (Some(steepest), Some(widest)) = (steepest, widest) {
        let what = format!("largest elasticity of the median peak over a level ({})", steepest.path);
        bounds.push(Bound::new(what, slope(steepest), at_most(LARGEST_ELASTICITY)));
        let what = format!("largest factor of a fifth of a standard deviation of a level ({})", widest.path);
        bounds.push(Bound::new(what, widest.step.factor.value, at_most(LARGEST_STEP)));
    }
    for arm in incomes {
        let what = format!("factor of the median peak, either way, of incomes {:+.0} %", 100.0 * arm.change);
        bounds.push(Bound::new(what, arm.factor.value.max(1.0 / arm.factor.value), at_most(LARGEST_BY_INCOME)));
    }
    for (at, arm) in prices.iter().enumerate() {
        let Some(elasticity) = arm.elasticity else { continue };
        let [from, to] = [RISES[at - 1], arm.rise].map(|rise| 100.0 * rise);
        let what = format!("elasticity of the median peak in a price rise from {from:.0} to {to:.0} %");
        bounds.push(Bound::new(what, elasticity.value, BY_PRICE.map(Some)));
    }
    bounds.push(Bound::new("gain budget, largest over what is known", gain.largest, at_most(LARGEST_GAIN)));
    bounds
}
