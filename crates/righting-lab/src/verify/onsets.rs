//! Whether protest, and violence, begin in a region within the next days.

use righting_classics::hawkes::Hawkes;
use righting_model::{Location, math};
use righting_scenario::{Interval, Scenario, Statistic, TargetQuantity};

use super::baselines::BASELINES;
use super::{Chance, MODEL};
use crate::forecast::{AsOf, Forecast, evidence};
use crate::measure::days_between;

/// Days ahead that are judged: begun by the end of the first, second and third day.
pub const LEADS: usize = 3;

/// Events of a forecast with the probabilities that every model gave.
///
/// A region counts that the record dates and that had not surely begun before the date; days between the
/// two ends of a record are left out. For violence a region that no source dates counts as one without.
pub(super) fn chances(scenario: &Scenario, view: &AsOf, forecast: &Forecast, index: usize) -> Vec<Chance> {
    let mut all = Vec::new();
    for violence in [false, true] {
        let quantity = if violence { TargetQuantity::Rioting } else { TargetQuantity::Active };
        let what = if violence { "violence_begun" } else { "protest_begun" };
        let regions = scenario.setup.country.regions.len();
        let truth: Vec<Option<[i32; 2]>> =
            (0..regions).map(|region| record(scenario, view, quantity, region)).collect();
        let known = begun(view, quantity, regions);
        for (region, &recorded) in truth.iter().enumerate() {
            let ends = match recorded {
                Some(ends) => ends,
                None if violence => [i32::MAX, i32::MAX],
                None => continue,
            };
            if ends[1] < 0 {
                continue;
            }
            let Some(series) = forecast.series(what, &scenario.setup.country.regions[region].id) else { continue };
            for (lead, members) in series.iter().enumerate().take(LEADS) {
                let day = lead as i32;
                if ends[0] <= day && day < ends[1] {
                    continue;
                }
                let happened = ends[1] <= day;
                let mut add = |model, probability| {
                    all.push(Chance { model, forecast: index, violence, probability, happened });
                };
                add(MODEL, members.iter().sum::<f64>() / members.len() as f64);
                let plain = plain(&known, region, view.past() as usize, lead);
                BASELINES.into_iter().zip(plain).for_each(|(model, probability)| add(model, probability));
            }
        }
    }
    all
}

/// Earliest and latest recorded day of onset in a region, days after the date of the forecast.
fn record(scenario: &Scenario, view: &AsOf, quantity: TargetQuantity, region: usize) -> Option<[i32; 2]> {
    let country = &scenario.setup.country;
    let inside = |place: Location| match place {
        Location::Region(at) => at == region,
        Location::Place(place) => country.places[place].region == region,
        Location::Nation => false,
    };
    let dated =
        scenario.record.targets.iter().filter(|target| {
            target.quantity == quantity && target.statistic == Statistic::Onset && inside(target.place)
        });
    let ends = dated.filter_map(|target| match target.interval {
        Interval::Dates { low, high } => Some([low, high].map(|date| days_between(view.date(), date))),
        Interval::Values { .. } => None,
    });
    ends.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1])])
}

/// Day on which each region was known to have begun, days after the start, if it was known.
fn begun(view: &AsOf, quantity: TargetQuantity, regions: usize) -> Vec<Option<i32>> {
    let places = &view.setup().country.places;
    let mut known = vec![None; regions];
    for one in evidence(view) {
        let onset = one.onset().map(|(of, place)| (of, place, one.high.unwrap_or(0.0) as i32));
        // A crowd of 50 has begun, whoever says so.
        let crowd = one.count(view).filter(|count| count.value >= 50.0);
        let said = onset.or(crowd.map(|count| (count.quantity, count.place, count.day)));
        let Some((_, place, day)) = said.filter(|(of, ..)| *of == quantity) else { continue };
        let region = match place {
            Location::Region(region) => region,
            Location::Place(place) => places[place].region,
            Location::Nation => continue,
        };
        known[region] = Some(known[region].map_or(day, |before: i32| before.min(day)));
    }
    known
}

/// Probabilities of the baselines that a region has begun `lead` days after the next: never; as it was
/// known to be; onsets at the mean rate of all region-days so far; the share of regions begun; onsets as a
/// Hawkes process, spread over the regions left.
fn plain(known: &[Option<i32>], region: usize, past: usize, lead: usize) -> [f64; 5] {
    if known[region].is_some() {
        return [0.0, 1.0, 1.0, 1.0, 1.0];
    }
    let ahead = (lead + 1) as f64;
    let reached = known.iter().flatten().count() as f64;
    let left = known.len() as f64 - reached;
    let at_risk: f64 = known.iter().map(|day| day.map_or(past as f64, |day| f64::from(day) + 1.0)).sum();
    let rate = if at_risk > 0.0 { reached / at_risk } else { 0.0 };
    let mut counts = vec![0; past];
    known.iter().flatten().filter(|&&day| (day as usize) < past).for_each(|&day| counts[day as usize] += 1);
    let process = Hawkes::fit(&counts);
    let mut mean: Vec<u64> = counts;
    let mut expected = 0.0;
    for _ in 0..=lead {
        let next = *process.intensities(&mean).last().expect("there is a rate for the next day");
        expected += next;
        mean.push(next.round() as u64);
    }
    [
        0.0,
        0.0,
        math::one_minus_exp(rate * ahead),
        reached / known.len() as f64,
        math::one_minus_exp(expected / left.max(1.0)),
    ]
}
