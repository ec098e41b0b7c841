//! Plain forecasts that a model has to beat, as in the VIEWS prediction challenge (Hegre et al. 2024,
//! arXiv 2407.11045) where they carry over from months to days.
//!
//! All know the counts that were known at the date: for a place its own, for the nation the larger of the
//! national count of a day and the sum of the places'. A day without a count is a day of nobody.
//! Conflictology, the unit's own last year, needs a daily series from before the crisis; the record of
//! Kazakhstan has none, so it is left out.

use righting_classics::{Chance, hawkes::Hawkes};
use righting_model::Location;
use righting_scenario::TargetQuantity;

use super::cases::Case;
use crate::forecast::{AsOf, KnownCount};

/// Names of the baselines.
pub const BASELINES: [&str; 5] = ["zero", "last value", "global bootstrap", "average", "hawkes"];

const SEED: u64 = 20_220_101;

/// Members of every baseline for a case.
pub(super) fn members(view: &AsOf, counts: &[KnownCount], case: &Case, count: usize) -> [(&'static str, Vec<f64>); 5] {
    let known: Vec<KnownCount> = counts.iter().filter(|count| count.quantity == case.quantity).copied().collect();
    let days = view.past() as usize;
    let own = daily(&known, case.place, days);
    let total = cumulative(case.quantity);
    let last = known_last(&own);
    let mean = own.iter().flatten().sum::<f64>() / days as f64;
    // A count since the start grows by its mean step.
    let growth = if total { last / days as f64 } else { 0.0 };
    let average = if total { last + growth * (case.last + 1) as f64 } else { mean };
    let pool = pool(&known, view, case.place, days);
    let chance = |stream: u64| Chance::new(SEED, (stream << 32) | u64::from(view.past()));
    let drawn = |stream: u64, rate: f64| {
        let mut chance = chance(stream);
        (0..count).map(|_| poisson(rate, &mut chance)).collect::<Vec<f64>>()
    };
    let bootstrap = {
        let mut chance = chance(3);
        (0..count).map(|_| chance.pick(&pool).copied().unwrap_or(0.0)).collect()
    };
    [
        (BASELINES[0], vec![0.0; count]),
        (BASELINES[1], drawn(1, last)),
        (BASELINES[2], bootstrap),
        (BASELINES[3], drawn(2, average)),
        (BASELINES[4], hawkes(&own, total, case, count, &mut chance(4))),
    ]
}

fn cumulative(quantity: TargetQuantity) -> bool {
    !matches!(quantity, TargetQuantity::Active | TargetQuantity::Rioting | TargetQuantity::FacilitiesLost)
}

/// Counts of the days before the date, `None` where none is known.
fn daily(known: &[KnownCount], place: Location, days: usize) -> Vec<Option<f64>> {
    let on = |day: usize, place: &dyn Fn(Location) -> bool| {
        known
            .iter()
            .filter(move |count| count.day == day as i32 && place(count.place))
            .map(|count| count.value)
            .collect::<Vec<f64>>()
    };
    let day = |day: usize| {
        let own = on(day, &|at| at == place).into_iter().reduce(f64::max);
        if place != Location::Nation {
            return own;
        }
        let places = on(day, &|at| matches!(at, Location::Place(_)));
        let sum = (!places.is_empty()).then(|| places.iter().sum::<f64>());
        own.into_iter().chain(sum).reduce(f64::max)
    };
    (0..days).map(day).collect()
}

fn known_last(own: &[Option<f64>]) -> f64 {
    own.iter().rev().flatten().next().copied().unwrap_or(0.0)
}

/// Daily counts of all units of the case's kind: the nation's days, or those of every region and known place.
fn pool(known: &[KnownCount], view: &AsOf, place: Location, days: usize) -> Vec<f64> {
    if place == Location::Nation {
        return daily(known, place, days).into_iter().map(|count| count.unwrap_or(0.0)).collect();
    }
    let local: Vec<f64> =
        known.iter().filter(|count| count.place != Location::Nation).map(|count| count.value).collect();
    let quiet = (view.setup().country.regions.len() * days).saturating_sub(local.len());
    local.into_iter().chain(std::iter::repeat_n(0.0, quiet)).collect()
}

/// A discrete Hawkes process fitted to the known days and drawn on.
fn hawkes(own: &[Option<f64>], total: bool, case: &Case, count: usize, chance: &mut Chance) -> Vec<f64> {
    let mut before = 0.0;
    let past: Vec<u64> = own
        .iter()
        .map(|known| {
            if !total {
                return known.unwrap_or(0.0) as u64;
            }
            let step = (known.unwrap_or(before) - before).max(0.0);
            before += step;
            step as u64
        })
        .collect();
    let process = Hawkes::fit(&past);
    (0..count)
        .map(|_| {
            let mut path = past.clone();
            for _ in 0..=case.last {
                let rate = *process.intensities(&path).last().expect("there is a rate for the next day");
                path.push(poisson(rate, chance) as u64);
            }
            let ahead = &path[past.len()..];
            if total {
                path.iter().sum::<u64>() as f64
            } else {
                ahead[case.first..].iter().copied().max().unwrap_or(0) as f64
            }
        })
        .collect()
}

/// A Poisson count; above 1,000 its normal limit, whose error is then far under the count's own.
fn poisson(mean: f64, chance: &mut Chance) -> f64 {
    if mean <= 1_000.0 {
        return chance.poisson(mean) as f64;
    }
    (mean + righting_model::math::sqrt(mean) * chance.normal()).round().max(0.0)
}
