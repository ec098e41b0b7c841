//! Totals since the start: dead and detained.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use righting_data::Count;

use super::Maker;
use super::facts::{Statement, latest};
use crate::atlas::Spot;
use crate::found::Missed;
use crate::sighting::{Sighting, sum, written};

/// What is summed.
#[derive(Clone, Copy)]
pub(super) struct Total {
    /// Kind of the fact.
    pub kind: &'static str,
    /// Quantity of the target.
    pub quantity: &'static str,
    pub of: fn(&Sighting) -> Option<Count>,
    /// The same of an event whose place is not known.
    pub of_missed: fn(&Missed) -> Option<Count>,
}

/// A total at the end of a day: at least what surely happened by then, at most what may have.
pub(super) struct Standing<'s> {
    pub day: Date,
    pub count: Count,
    pub rows: Vec<&'s Sighting>,
}

impl Maker<'_> {
    /// What the files count.
    pub(super) fn summed(&self) -> impl Iterator<Item = Total> {
        let dead =
            Total { kind: "deaths_total", quantity: "deaths_total", of: |one| one.deaths, of_missed: |one| one.deaths };
        let detained = Total {
            kind: "detained",
            quantity: "detained_total",
            of: |one| one.detained,
            of_missed: |one| one.detained,
        };
        let dead = self.origin.counts_deaths.then_some(dead);
        dead.into_iter().chain(self.origin.counts_detained.then_some(detained))
    }

    /// The totals of a spot on days of a rise, the day before each, and the last day that the files cover.
    pub(super) fn standings(&self, total: Total, spot: Spot) -> Vec<Standing<'_>> {
        let Some(counted) = self.counted() else { return Vec::new() };
        let within = |one: &&Sighting| match spot {
            Spot::Nation => true,
            Spot::Region(region) => one.region == Some(region),
            Spot::Place(_) => one.spot == spot,
        };
        let some = |one: &&Sighting| (total.of)(one).is_some_and(|count| count != Count::exactly(0));
        let rows: Vec<&Sighting> = self.found.sightings.iter().filter(within).filter(some).collect();
        let missed: Vec<(Date, Count)> =
            self.found.missed.iter().filter_map(|one| Some((one.first, (total.of_missed)(one)?))).collect();
        let rises = rows.iter().flat_map(|one| [one.first, one.last]).chain(missed.iter().map(|(day, _)| *day));
        let days = rises.flat_map(|day| [day.saturating_sub(1.day()), day]).chain([counted.last]);
        let days: BTreeSet<Date> = days.filter(|day| counted.contains(*day)).collect();
        days.into_iter().map(|day| standing(total, &rows, &missed, day)).collect()
    }

    /// Totals as facts.
    pub(super) fn totals(&self) -> Vec<Statement> {
        let spots = || std::iter::once(Spot::Nation).chain((0..self.atlas.regions()).map(Spot::Region));
        let mut all = Vec::new();
        for total in self.summed() {
            for spot in spots() {
                for Standing { day, count, rows } in self.standings(total, spot) {
                    all.push(Statement {
                        date: day,
                        published: if rows.is_empty() { self.found.latest } else { latest(rows) },
                        spot,
                        kind: total.kind,
                        value: written(count),
                        unit: "people",
                        note: "drafted: sum of the rows since the start".to_owned(),
                    });
                }
            }
        }
        all
    }
}

/// What is counted without a place may have been here.
fn standing<'s>(total: Total, rows: &[&'s Sighting], missed: &[(Date, Count)], day: Date) -> Standing<'s> {
    let count = |one: &Sighting| (total.of)(one).unwrap_or(Count::exactly(0));
    let sure = sum(rows.iter().filter(|one| one.last <= day).map(|one| count(one)));
    let begun: Vec<&Sighting> = rows.iter().copied().filter(|one| one.first <= day).collect();
    let missed = missed.iter().filter(|(first, _)| *first <= day).map(|(_, count)| *count);
    let most = sum(begun.iter().map(|one| count(one)).chain(missed));
    Standing { day, count: Count { low: sure.low, high: most.high }, rows: begun }
}
