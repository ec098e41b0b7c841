//! The table of a check.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::Serialize;

use super::onset::{OnsetDay, OnsetError};
use crate::measure::Unmeasured;

/// An ensemble held against its record.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Check {
    /// One row per target.
    pub rows: Vec<CheckRow>,
    /// Targets whose record meets the band.
    pub inside: u64,
    /// Targets held against the run: those left out do not count.
    pub total: u64,
    /// 80th percentile, over national targets whose record is at least 100, of (p95 + 1) / (p5 + 1);
    /// smaller is sharper. `None` when there is no such target.
    pub sharpness: Option<f64>,
    /// Place where protest starts first most often, the first of several alike; `None` when it starts in none.
    pub first_place: Option<String>,
    /// Share of replicates in which it does.
    pub first_place_share: Option<f64>,
    /// Places where protest starts first, with the number of replicates, most frequent first.
    pub first_places: Vec<(String, u64)>,
    /// Day of onset per region.
    pub onset_days: Vec<OnsetDay>,
    /// Mean error of the onset dates beside two plain rules; `None` without dated regions.
    pub onset_error: Option<OnsetError>,
    /// Replicates taken in.
    pub replicates: u64,
    /// Targets that the run cannot be held against, and why.
    pub left_out: Vec<Unmeasured>,
    /// Targets whose window outlasts the run: they count, read as far as the run goes.
    pub read_in_part: Vec<Unmeasured>,
}

impl Check {
    /// Share of targets inside, 0 to 1; `None` when there are none, as nothing has no share.
    pub fn share_inside(&self) -> Option<f64> {
        (self.total > 0).then(|| self.inside as f64 / self.total as f64)
    }

    /// How many targets hold, in words: the one sentence for every terminal and page.
    pub fn sentence(&self) -> String {
        let held = match self.share_inside() {
            Some(share) => format!(
                "{} of {} targets inside the band of {} {} ({:.0} %)",
                self.inside,
                self.total,
                self.replicates,
                if self.replicates == 1 { "replicate" } else { "replicates" },
                100.0 * share
            ),
            None => "no target of the record can be held against this run".to_owned(),
        };
        let also = |count: usize, what: &str| match count {
            0 => String::new(),
            1 => format!("; 1 target {what}"),
            several => format!("; {several} targets {what}"),
        };
        format!("{held}{}{}", also(self.left_out.len(), "left out"), also(self.read_in_part.len(), "read in part"))
    }
}

/// One target: the record and the band of the ensemble.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CheckRow {
    /// Identifier of the target.
    pub id: String,
    /// Quantity, as in the targets.
    pub quantity: &'static str,
    /// `peak`, `cumulative` or `onset`.
    pub statistic: &'static str,
    /// `nation`, the id of a region, or the key of a place.
    pub place: String,
    /// The place for the reader.
    pub place_name: String,
    /// Day, or first day of the window.
    pub date: Date,
    /// Last day of the window.
    pub date_end: Option<Date>,
    /// One of the national targets.
    pub national: bool,
    /// Lower and upper end of the record; equal where one figure exists.
    pub record: [Reading; 2],
    /// 5th percentile.
    pub p5: Reading,
    /// Median.
    pub p50: Reading,
    /// 95th percentile.
    pub p95: Reading,
    /// Whether the interval of the record and the band from `p5` to `p95` share a value.
    pub inside: bool,
    /// Source of the record.
    pub source: String,
}

/// A value of a target. In JSON a number, an ISO date, or null for "never".
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Reading {
    /// A count.
    Number(f64),
    /// A local date.
    Date(Date),
    /// Not within the simulated days.
    Never,
}

impl Reading {
    /// The date `day` days after the start, "never" for infinity.
    pub(crate) fn of_day(start: Date, day: f64) -> Self {
        let span: Option<Span> = day.is_finite().then(|| (day as i64).days());
        span.and_then(|span| start.checked_add(span).ok()).map_or(Self::Never, Self::Date)
    }
}
