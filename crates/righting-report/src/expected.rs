//! Where a forecast expects harm, the worst first.

use righting_lab::{Band, Forecast, What};
use serde::Serialize;

use crate::words::{about, percent};

/// What a forecast says of a region by its last day.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Expected<'a> {
    /// Identifier of the region.
    pub region: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Deaths since the start of the scenario, as a record would show them.
    pub deaths: Option<Band>,
    /// Detentions since the start.
    pub detained: Option<Band>,
    /// Largest crowd of the days of the forecast.
    pub crowd: Option<Band>,
    /// Probability that 50 riot at once, from 0 to 1.
    pub violence: Option<f64>,
    /// Probability that 50 are active at once.
    pub protest: Option<f64>,
}

impl Expected<'_> {
    /// Deaths, detentions, crowd, violence and protest for people: rounded medians with bands, and percents.
    pub fn cells(&self) -> [String; 5] {
        let none = || "–".to_owned();
        let told = |band: &Band| format!("{} ({} to {})", about(band.p50), about(band.p5), about(band.p95));
        let band = |band: &Option<Band>| band.as_ref().map_or_else(none, told);
        let share = |share: Option<f64>| share.map_or_else(none, percent);
        let Self { deaths, detained, crowd, violence, protest, .. } = self;
        [band(deaths), band(detained), band(crowd), share(*violence), share(*protest)]
    }
}

/// Every region, by mean deaths, then detentions, then the probability of violence, then of protest; regions that are alike
/// stay in the order of the scenario.
pub fn ranked(made: &Forecast) -> Vec<Expected<'_>> {
    let regions = made.known.series.iter().filter(|series| series.what == What::ProtestBegun);
    let mut ranked: Vec<Expected<'_>> = regions.map(|series| expected(made, &series.place, &series.name)).collect();
    let mean = |band: &Option<Band>| band.as_ref().map_or(0.0, |band| band.mean);
    let harm = |row: &Expected<'_>| {
        [mean(&row.deaths), mean(&row.detained), row.violence.unwrap_or(0.0), row.protest.unwrap_or(0.0)]
    };
    ranked.sort_by(|a, b| {
        let pairs = harm(b).into_iter().zip(harm(a));
        pairs.map(|(b, a)| b.total_cmp(&a)).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    });
    ranked
}

fn expected<'a>(made: &Forecast, region: &'a str, name: &'a str) -> Expected<'a> {
    // A region without a series has no number, and not that of another quantity.
    let days = |what: What| made.series(what.name(), region);
    let last = |what: What| days(what).and_then(|days| days.last()).map(|members| Band::of(members));
    let peak = |days: &[Vec<f64>]| -> Vec<f64> {
        let members = days.first().map_or(0, Vec::len);
        (0..members).map(|member| days.iter().map(|day| day[member]).fold(0.0, f64::max)).collect()
    };
    Expected {
        region,
        name,
        deaths: last(What::DeathsTotal),
        detained: last(What::DetainedTotal),
        crowd: days(What::Active).map(|days| Band::of(&peak(days))),
        violence: last(What::ViolenceBegun).map(|band| band.mean),
        protest: last(What::ProtestBegun).map(|band| band.mean),
    }
}
