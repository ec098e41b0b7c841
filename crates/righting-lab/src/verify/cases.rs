//! What a forecast spoke of and the record tells, and what no forecast spoke of.

use righting_model::Location;
use righting_scenario::{Interval, Scenario, Statistic, Target, TargetQuantity};

use crate::check::place_id;
use crate::forecast::Forecast;
use crate::measure::{Unmeasured, days_between};

/// One number of the record inside a horizon, and what the members said of it.
pub(super) struct Case {
    pub target: String,
    pub quantity: TargetQuantity,
    pub place: Location,
    pub national: bool,
    /// First and last day after the date of the forecast.
    pub first: usize,
    pub last: usize,
    pub value: f64,
    pub members: Vec<f64>,
}

/// The cases of a forecast.
pub(super) fn cases(scenario: &Scenario, forecast: &Forecast) -> Vec<Case> {
    let mut found = Vec::new();
    for target in scenario.record.targets.iter().filter(|target| target.statistic != Statistic::Onset) {
        let Some((first, last)) = days(target, forecast) else { continue };
        let Interval::Values { low, high } = target.interval else { continue };
        let place = place_id(&scenario.setup.country, target.place);
        let Some(series) = forecast.series(target.quantity.name(), &place) else { continue };
        let from = if target.statistic == Statistic::Peak { first } else { last };
        let members = (0..series[last].len())
            .map(|member| series[from..=last].iter().map(|day| day[member]).fold(0.0, f64::max))
            .collect();
        found.push(Case {
            target: target.id.clone(),
            quantity: target.quantity,
            place: target.place,
            national: target.national,
            first: from,
            last,
            value: 0.5 * (low + high),
            members,
        });
    }
    found
}

/// Targets that are a case of no forecast, and why.
pub(super) fn left_out(scenario: &Scenario, forecasts: &[Forecast]) -> Vec<Unmeasured> {
    let why = |target: &Target| -> Option<&'static str> {
        if target.statistic == Statistic::Onset {
            // Onsets of regions and their places are scored as events.
            return (target.place == Location::Nation).then_some("onsets are scored by region");
        }
        let place = place_id(&scenario.setup.country, target.place);
        let has = |forecast: &&Forecast| forecast.series(target.quantity.name(), &place).is_some();
        if !forecasts.iter().any(|forecast| has(&forecast)) {
            return Some("its place and quantity have no series in a forecast");
        }
        let inside = forecasts.iter().any(|forecast| has(&forecast) && days(target, forecast).is_some());
        (!inside).then_some("no forecast has all of its days")
    };
    let targets = scenario.record.targets.iter();
    targets.filter_map(|target| Some(Unmeasured::of(target, scenario, why(target)?.to_owned()))).collect()
}

/// Days of a target after the date of the forecast, if all of them lie in its horizon.
fn days(target: &Target, forecast: &Forecast) -> Option<(usize, usize)> {
    let day = |date| usize::try_from(days_between(forecast.known.as_of, date)).ok();
    let (first, last) = (day(target.date)?, day(target.date_end)?);
    (last < forecast.known.days as usize).then_some((first, last))
}
