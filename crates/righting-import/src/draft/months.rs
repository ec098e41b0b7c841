//! Months of VIEWS: fatalities by month, and totals where whole months make them up.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::facts::Statement;
use super::targets::Aim;
use super::{Maker, Row, between, counted};
use crate::atlas::Spot;
use crate::views::Month;

/// Fatalities of a region or the country in a month, and of how many rows.
struct Sum {
    total: f64,
    last: Date,
    rows: usize,
    draws: BTreeSet<Option<u32>>,
    is_whole: bool,
}

impl Sum {
    /// Many draws of one month are one mean.
    fn deaths(&self) -> f64 {
        self.total / self.draws.len().max(1) as f64
    }
}

impl Maker<'_> {
    fn by_month(&self, forecast: bool) -> BTreeMap<(Option<usize>, Date), Sum> {
        let mut sums: BTreeMap<(Option<usize>, Date), Sum> = BTreeMap::new();
        for month in self.found.months.iter().filter(|month| month.forecast == forecast) {
            let Month { region, first, last, deaths, is_whole, draw, .. } = *month;
            let empty = || Sum { total: 0.0, last, rows: 0, draws: BTreeSet::new(), is_whole };
            let sum = sums.entry((region, first)).or_insert_with(empty);
            sum.total += deaths;
            sum.rows += 1;
            sum.draws.insert(draw);
        }
        sums
    }

    /// Fatalities by month as facts: what happened, and apart from it what was forecast.
    pub(super) fn months(&self) -> Vec<Row> {
        let kinds = [(false, "deaths_month"), (true, "deaths_month_forecast")];
        let mut rows = Vec::new();
        for (forecast, kind) in kinds {
            for ((region, first), sum) in self.by_month(forecast) {
                let draws = sum.draws.len();
                let of = if draws > 1 { format!(", the mean of {draws} draws") } else { String::new() };
                rows.push(self.fact(Statement {
                    date: sum.last.min(self.days.last),
                    published: self.request.published,
                    spot: region.map_or(Spot::Nation, Spot::Region),
                    kind,
                    value: shortest(sum.deaths()),
                    unit: "people",
                    note: format!(
                        "drafted from {}, {}{of}",
                        counted(sum.rows, "row", "rows"),
                        between(first, sum.last)
                    ),
                }));
            }
        }
        rows
    }

    /// Totals at the ends of months, as long as every month since the start is whole and there.
    pub(super) fn month_targets(&self) -> Vec<Row> {
        let mut totals: BTreeMap<Option<usize>, (Date, f64)> = BTreeMap::new();
        let mut rows = Vec::new();
        for ((region, first), sum) in self.by_month(false) {
            let (next, total) = totals.entry(region).or_insert((self.days.first, 0.0));
            if first != *next || !sum.is_whole {
                continue;
            }
            *next = sum.last.saturating_add(1.day());
            *total += sum.deaths();
            let spot = region.map_or(Spot::Nation, Spot::Region);
            rows.push(self.target(Aim {
                id: format!("deaths-total-{}-{}", self.whereabouts(spot), sum.last),
                quantity: "deaths_total",
                statistic: "cumulative",
                spot,
                date: sum.last,
                date_end: sum.last,
                low: shortest(*total),
                high: shortest(*total),
                national: spot == Spot::Nation,
                note: "sum of the months since the start".to_owned(),
            }));
        }
        rows
    }
}

fn shortest(number: f64) -> String {
    format!("{number:.3}").trim_end_matches('0').trim_end_matches('.').to_owned()
}
