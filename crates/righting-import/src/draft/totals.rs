//! Totals since the start: dead and detained.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use righting_data::Count;

use super::Maker;
use super::facts::Statement;
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
pub(super) struct Standing {
    pub day: Date,
    pub count: Count,
    /// Day by which all of it was published; `None` if that of a row is not known.
    pub published: Option<Date>,
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
    pub(super) fn standings(&self, total: Total, spot: Spot) -> Vec<Standing> {
        let Some(counted) = self.counted() else { return Vec::new() };
        let within = |one: &&Sighting| match spot {
            Spot::Nation => true,
            Spot::Region(region) => one.region == Some(region),
            Spot::Place(_) => one.spot == spot,
        };
        let count = |one: &Sighting| (total.of)(one).filter(|count| *count != Count::exactly(0));
        let rows = || self.found.sightings.iter().filter(within).filter_map(|one| Some((one, count(one)?)));
        let nowhere = self.found.missed.iter().filter_map(|one| Some((one.first, (total.of_missed)(one)?)));
        let mut sure: Vec<(Date, Count)> = rows().map(|(one, count)| (one.last, count)).collect();
        // What is counted without a place may have been here.
        let mut most: Vec<(Date, Count)> = rows().map(|(one, count)| (one.first, count)).chain(nowhere).collect();
        let mut told: Vec<(Date, Option<Date>)> = rows().map(|(one, _)| (one.first, one.published)).collect();
        [&mut sure, &mut most].into_iter().for_each(|all| all.sort_unstable());
        told.sort_unstable();
        let rises = sure.iter().chain(&most).map(|(day, _)| *day);
        let days = rises.flat_map(|day| [day.saturating_sub(1.day()), day]).chain([counted.last]);
        let days: BTreeSet<Date> = days.filter(|day| counted.contains(*day)).collect();
        let (mut sure, mut most, mut told) = (Running::of(sure), Running::of(most), told.into_iter().peekable());
        let mut latest = Latest::Nothing;
        let standing = |day: Date| {
            while let Some((_, published)) = told.next_if(|(first, _)| *first <= day) {
                latest = latest.and(published);
            }
            let count = Count { low: sure.until(day).low, high: most.until(day).high };
            let published = if let Latest::Nothing = latest { self.found.latest } else { latest.date() };
            Standing { day, count, published }
        };
        days.into_iter().map(standing).collect()
    }

    /// Totals as facts.
    pub(super) fn totals(&self) -> Vec<Statement> {
        let spots = || std::iter::once(Spot::Nation).chain((0..self.atlas.regions()).map(Spot::Region));
        let mut all = Vec::new();
        for total in self.summed() {
            for spot in spots() {
                for Standing { day, count, published } in self.standings(total, spot) {
                    all.push(Statement {
                        date: day,
                        published,
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

/// A sum of counts that grows with the days.
struct Running {
    left: std::iter::Peekable<std::vec::IntoIter<(Date, Count)>>,
    sum: Count,
}

impl Running {
    /// Of counts in the order of days.
    fn of(counts: Vec<(Date, Count)>) -> Self {
        Self { left: counts.into_iter().peekable(), sum: Count::exactly(0) }
    }

    /// The sum at the end of a day; days come in order.
    fn until(&mut self, day: Date) -> Count {
        while let Some((_, count)) = self.left.next_if(|(at, _)| *at <= day) {
            self.sum = sum([self.sum, count]);
        }
        self.sum
    }
}

/// The latest publication of some rows.
#[derive(Clone, Copy)]
enum Latest {
    /// There are no rows.
    Nothing,
    /// This day.
    Day(Date),
    /// A row does not say when.
    Unknown,
}

impl Latest {
    fn and(self, published: Option<Date>) -> Self {
        match (self, published) {
            (Self::Unknown, _) | (_, None) => Self::Unknown,
            (Self::Nothing, Some(day)) => Self::Day(day),
            (Self::Day(latest), Some(day)) => Self::Day(latest.max(day)),
        }
    }

    fn date(self) -> Option<Date> {
        if let Self::Day(day) = self { Some(day) } else { None }
    }
}
