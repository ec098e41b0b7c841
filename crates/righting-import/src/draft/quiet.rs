//! Counts of gatherings by region and day, the days without one among them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::facts::{Statement, latest};
use super::{Maker, counted};
use crate::atlas::Spot;
use crate::days::Days;
use crate::sighting::Sighting;

impl Maker<'_> {
    /// How many gatherings a region had on each day that the files cover: none is a count like others. Left out are days
    /// on which one may have been whose day or region is not known.
    pub(super) fn quiet_and_counted(&self) -> Vec<Statement> {
        let Some(watched) = self.watched() else { return Vec::new() };
        let mut open: BTreeSet<(usize, Date)> = BTreeSet::new();
        let mut dated: BTreeMap<(usize, Date), Vec<&Sighting>> = BTreeMap::new();
        for one in self.demonstrations() {
            match one.region.filter(|_| one.is_dated()) {
                Some(region) => dated.entry((region, one.first)).or_default().push(one),
                None => {
                    let regions = one.region.map_or(0..self.atlas.regions(), |region| region..region + 1);
                    let part = watched.part(one.first, one.last);
                    let days = || part.into_iter().flat_map(Days::all);
                    open.extend(regions.flat_map(|region| days().map(move |day| (region, day))));
                }
            }
        }
        for one in self.missed() {
            let days = || watched.part(one.first, one.last).into_iter().flat_map(Days::all);
            open.extend((0..self.atlas.regions()).flat_map(|region| days().map(move |day| (region, day))));
        }
        let mut all = Vec::new();
        for region in 0..self.atlas.regions() {
            for day in watched.all().filter(|day| !open.contains(&(region, *day))) {
                let rows = dated.get(&(region, day)).map_or(&[][..], Vec::as_slice);
                let events: u32 = rows.iter().fold(0, |sum, one| sum.saturating_add(one.events));
                all.push(Statement {
                    date: day,
                    // That there was nothing is known once the whole file is.
                    published: if rows.is_empty() { self.found.latest } else { latest(rows.iter().copied()) },
                    spot: Spot::Region(region),
                    kind: "demonstrations",
                    value: events.to_string(),
                    unit: "events",
                    note: match rows.len() {
                        0 => "drafted: no event in the files on this day".to_owned(),
                        count => format!("drafted from {}", counted(count, "row", "rows")),
                    },
                });
            }
        }
        all
    }
}
