//! When protest began in each region, and whether the model knows it better than a plain rule.

use jiff::civil::Date;
use righting_model::{Country, Location};
use righting_scenario::{Interval, Scenario, Statistic, Target, TargetQuantity};
use serde::Serialize;

use super::table::Reading;
use crate::measure::{Measure, days_between};
use righting_infer::{ascending, quantile, quantile_of_dates};

/// Day of onset in one region: the record and the band of the ensemble.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OnsetDay {
    /// Id of the region.
    pub region: String,
    /// Its name.
    pub name: String,
    /// Earliest and latest date of the record; `None` where none is dated.
    pub record: Option<[Reading; 2]>,
    /// 5th percentile.
    pub p5: Reading,
    /// Median.
    pub p50: Reading,
    /// 95th percentile.
    pub p95: Reading,
    /// Share of replicates in which 50 people were active at once, 0 to 1.
    pub share_reached: f64,
}

/// Mean distance of onset dates from the record over the dated regions, days. The two plain rules
/// know the record: the model has to beat them all the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OnsetError {
    /// Dated regions.
    pub regions: u64,
    /// Median of the ensemble; "never" counts as the day after the last dated onset.
    pub model: f64,
    /// The one date that is best for all.
    pub constant: f64,
    /// The recorded dates, given out by population, largest region first.
    pub population: f64,
}

type Targets<'a> = [(&'a Target, Measure)];

pub(super) fn days(country: &Country, start: Date, targets: &Targets<'_>, onsets: &[Vec<f64>]) -> Vec<OnsetDay> {
    let rows = country.regions.iter().zip(onsets).enumerate();
    rows.map(|(index, (region, days))| {
        let sorted = ascending(days);
        let [p5, p50, p95] = [0.05, 0.5, 0.95].map(|p| Reading::of_day(start, quantile_of_dates(&sorted, p)));
        let record = record_of(index, start, targets).map(|days| days.map(|day| Reading::of_day(start, day)));
        let reached = sorted.iter().filter(|day| day.is_finite()).count();
        OnsetDay {
            region: region.id.clone(),
            name: region.name.clone(),
            record,
            p5,
            p50,
            p95,
            share_reached: reached as f64 / sorted.len() as f64,
        }
    })
    .collect()
}

pub(super) fn error(country: &Country, start: Date, targets: &Targets<'_>, onsets: &[Vec<f64>]) -> Option<OnsetError> {
    struct Dated {
        record: [f64; 2],
        model: f64,
        population: u64,
    }
    let dated: Vec<Dated> = (0..country.regions.len())
        .filter_map(|region| {
            let population = country.places_of(region).map(|place| u64::from(country.places[place].population)).sum();
            let model = quantile_of_dates(&ascending(&onsets[region]), 0.5);
            record_of(region, start, targets).map(|record| Dated { record, model, population })
        })
        .collect();
    let last = dated.iter().map(|region| region.record[1]).reduce(f64::max)?;
    let middles =
        ascending(&dated.iter().map(|region| (region.record[0] + region.record[1]) / 2.0).collect::<Vec<_>>());
    let mean = |date: &dyn Fn(usize) -> f64| {
        let total: f64 = dated.iter().enumerate().map(|(i, region)| distance(date(i), region.record)).sum();
        total / dated.len() as f64
    };
    let mut by_population: Vec<usize> = (0..dated.len()).collect();
    by_population.sort_by_key(|&i| std::cmp::Reverse(dated[i].population));
    let mut ranked = vec![0.0; dated.len()];
    for (&region, &middle) in by_population.iter().zip(&middles) {
        ranked[region] = middle;
    }
    let constant = quantile(&middles, 0.5);
    Some(OnsetError {
        regions: dated.len() as u64,
        model: mean(&|i| dated[i].model.min(last + 1.0)),
        constant: mean(&|_| constant),
        population: mean(&|i| ranked[i]),
    })
}

/// Earliest and latest recorded day of onset of a region, days after the start.
fn record_of(region: usize, start: Date, targets: &Targets<'_>) -> Option<[f64; 2]> {
    targets.iter().find_map(|(target, _)| dated(target, region, start))
}

/// Earliest and latest recorded day of onset of a region of a scenario, days after its start.
pub(crate) fn recorded_onset(scenario: &Scenario, region: usize) -> Option<[f64; 2]> {
    scenario.record.targets.iter().find_map(|target| dated(target, region, scenario.start))
}

fn dated(target: &Target, region: usize, start: Date) -> Option<[f64; 2]> {
    match target.interval {
        Interval::Dates { low, high }
            if target.place == Location::Region(region)
                && target.quantity == TargetQuantity::Active
                && target.statistic == Statistic::Onset =>
        {
            Some([low, high].map(|date| f64::from(days_between(start, date))))
        }
        _ => None,
    }
}

fn distance(day: f64, [low, high]: [f64; 2]) -> f64 {
    (low - day).max(day - high).max(0.0)
}
