//! Months of VIEWS: fatalities of the country or of a region.

use jiff::ToSpan;
use jiff::civil::Date;
use righting_data::{Measure, Outcome};

use crate::days::Days;

/// The fatalities of a month in one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Month {
    /// Region; `None` for the whole country.
    pub region: Option<usize>,
    pub first: Date,
    pub last: Date,
    pub deaths: f64,
    /// Whether it is of a forecast: a mean or, with its number, a draw.
    pub forecast: bool,
    pub draw: Option<u32>,
    /// Whether the whole month is simulated.
    pub is_whole: bool,
}

impl Month {
    /// What months are ordered and gathered by.
    pub fn key(&self) -> (Option<usize>, Date, bool, Option<u32>) {
        (self.region, self.first, self.forecast, self.draw)
    }
}

/// The month of a row, if a day of it is simulated.
pub(crate) fn month(outcome: &Outcome, region: Option<usize>, days: Days) -> Option<Month> {
    let first = outcome.month;
    let last = first.saturating_add(1.month()).saturating_sub(1.day());
    days.part(first, last).map(|part| Month {
        region,
        first,
        last,
        deaths: outcome.outcome,
        forecast: outcome.measure == Measure::ForecastMean || outcome.draw.is_some(),
        draw: outcome.draw,
        is_whole: (part.first, part.last) == (first, last),
    })
}
