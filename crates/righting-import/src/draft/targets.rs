//! Draft targets: onsets by region, regions reached, crowds and quiet days, totals.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use righting_data::{Count, identifier};

use super::facts::together;
use super::onsets::{Begins, Onset};
use super::{Maker, Row, between};
use crate::atlas::Spot;
use crate::days::Days;
use crate::sighting::{ONSET, Sighting};

/// A target before it becomes a row.
pub(super) struct Aim {
    /// Its name without that of the source.
    pub id: String,
    pub quantity: &'static str,
    pub statistic: &'static str,
    pub spot: Spot,
    pub date: Date,
    pub date_end: Date,
    pub low: String,
    pub high: String,
    pub national: bool,
    pub note: String,
}

/// The largest crowd of a day without a reported event.
const QUIET: u32 = ONSET - 1;

impl Maker<'_> {
    pub(super) fn targets(&self) -> Vec<Row> {
        let mut all = Vec::new();
        for (begins, name, quantity) in [(Begins::Protest, "protest", "active"), (Begins::Riot, "riot", "rioting")] {
            all.extend(self.onset_targets(begins, name, quantity));
        }
        all.extend(self.reached_targets(Begins::Protest, "regions_reached"));
        all.extend(self.reached_targets(Begins::Riot, "regions_violent"));
        all.extend(self.quiet_regions());
        all.extend(self.national_days());
        all.extend(self.place_crowds());
        all.extend(self.total_targets());
        all.into_iter().map(|aim| self.target(aim)).collect()
    }

    pub(super) fn target(&self, aim: Aim) -> Row {
        let source = identifier(&self.origin.source).unwrap_or_else(|| "import".to_owned());
        let mut row = self.row(format!("drafted: {}", aim.note));
        row.insert("id", format!("{source}-{}", aim.id));
        row.insert("quantity", aim.quantity.to_owned());
        row.insert("statistic", aim.statistic.to_owned());
        row.insert("place", self.whereabouts(aim.spot));
        row.insert("date", aim.date.to_string());
        row.insert("date_end", aim.date_end.to_string());
        row.insert("low", aim.low);
        row.insert("high", aim.high);
        row.insert("weight_class", if aim.national { "national" } else { "local" }.to_owned());
        row
    }

    fn onset_targets(&self, begins: Begins, name: &str, quantity: &'static str) -> Vec<Aim> {
        let aim = |(region, Onset { low, high }): (usize, Onset)| Aim {
            id: format!("{name}-onset-{}", self.atlas.region_id(region)),
            quantity,
            statistic: "onset",
            spot: Spot::Region(region),
            date: self.days.first,
            date_end: self.days.last,
            low: low.to_string(),
            high: high.to_string(),
            national: false,
            note: format!("first {name} in the files that may have had {ONSET} people"),
        };
        self.onsets(begins).into_iter().map(aim).collect()
    }

    /// Regions reached, on days of a rise, the day before each, and the last day that the files cover.
    fn reached_targets(&self, begins: Begins, quantity: &'static str) -> Vec<Aim> {
        let onsets = self.onsets(begins);
        let Some(counted) = self.counted().filter(|_| self.watched().is_some() && !onsets.is_empty()) else {
            return Vec::new();
        };
        let rises = onsets.values().flat_map(|onset| [onset.low, onset.high]);
        let days = rises.flat_map(|day| [day.saturating_sub(1.day()), day]).chain([counted.last]);
        let days: BTreeSet<Date> = days.filter(|day| counted.contains(*day)).collect();
        let aim = |day: Date| {
            let count = |by: fn(&Onset) -> Date| onsets.values().filter(|onset| by(onset) <= day).count();
            // A gathering whose region is not known may have been in one that is not among them.
            let more = self.missed().filter(|one| one.first <= day).count();
            let most = (count(|onset| onset.low) + more).min(self.atlas.regions());
            Aim {
                id: format!("{}-{day}", quantity.replace('_', "-")),
                quantity,
                statistic: "cumulative",
                spot: Spot::Nation,
                date: day,
                date_end: day,
                low: count(|onset| onset.high).to_string(),
                high: most.to_string(),
                national: true,
                note: "regions with a first event by this day".to_owned(),
            }
        };
        days.into_iter().map(aim).collect()
    }

    /// Regions in which the files have no gathering of a size that counts.
    fn quiet_regions(&self) -> Vec<Aim> {
        let Some(watched) = self.watched() else { return Vec::new() };
        // A gathering whose region is not known may have been in any.
        if self.demonstrations().any(|one| one.region.is_none() && one.may_be_onset()) || self.missed().next().is_some()
        {
            return Vec::new();
        }
        let begun = self.onsets(Begins::Protest);
        let quiet = (0..self.atlas.regions()).filter(|region| !begun.contains_key(region));
        let aim = |region: usize| Aim {
            id: format!("quiet-{}", self.atlas.region_id(region)),
            quantity: "active",
            statistic: "peak",
            spot: Spot::Region(region),
            date: watched.first,
            date_end: watched.last,
            low: "0".to_owned(),
            high: QUIET.to_string(),
            national: false,
            note: format!("no event of {ONSET} people in the files {}", between(watched.first, watched.last)),
        };
        quiet.map(aim).collect()
    }

    /// The nation day by day: quiet days, and days on which the size of every crowd is known.
    fn national_days(&self) -> Vec<Aim> {
        let Some(watched) = self.watched() else { return Vec::new() };
        let (mut dated, mut open) = (BTreeMap::<Date, Vec<&Sighting>>::new(), BTreeSet::<Date>::new());
        for one in self.demonstrations() {
            if one.is_dated() && one.crowd.is_some_and(|crowd| crowd.high.is_some()) {
                dated.entry(one.first).or_default().push(one);
            } else {
                open.extend(watched.part(one.first, one.last).into_iter().flat_map(Days::all));
            }
        }
        for one in self.missed() {
            open.extend(watched.part(one.first, one.last).into_iter().flat_map(Days::all));
        }
        let aim = |day: Date| {
            let rows = dated.get(&day).map_or(&[][..], Vec::as_slice);
            let crowd = together(rows.iter().map(|one| one.crowd)).unwrap_or(Count::exactly(0));
            let high = crowd.high.unwrap_or(crowd.low).max(if rows.is_empty() { QUIET } else { 0 });
            Aim {
                id: format!("crowd-{day}"),
                quantity: "active",
                statistic: "peak",
                spot: Spot::Nation,
                date: day,
                date_end: day,
                low: crowd.low.to_string(),
                high: high.to_string(),
                national: !rows.is_empty(),
                note: match rows.is_empty() {
                    true => "no event in the files on this day".to_owned(),
                    false => "the largest crowd of the day, and all of them together".to_owned(),
                },
            }
        };
        watched.all().filter(|day| !open.contains(day)).map(aim).collect()
    }

    /// Crowds of places, on one day or within some days.
    fn place_crowds(&self) -> Vec<Aim> {
        let mut groups: BTreeMap<(Spot, Date, Date), Vec<&Sighting>> = BTreeMap::new();
        for one in self.demonstrations().filter(|one| one.spot != Spot::Nation) {
            groups.entry((one.spot, one.first, one.last)).or_default().push(one);
        }
        let aim = |((spot, first, last), rows): ((Spot, Date, Date), Vec<&Sighting>)| {
            let crowd = together(rows.iter().map(|one| one.crowd))?;
            let high = crowd.high.filter(|high| *high >= ONSET)?;
            let days = if first == last { first.to_string() } else { format!("{first}-{last}") };
            Some(Aim {
                id: format!("crowd-{}-{days}", self.whereabouts(spot)),
                quantity: "active",
                statistic: "peak",
                spot,
                date: first,
                date_end: last,
                low: crowd.low.to_string(),
                high: high.to_string(),
                national: false,
                note: format!("crowd in {}", self.name(spot)),
            })
        };
        groups.into_iter().filter_map(aim).collect()
    }

    /// Totals of the nation on days of a rise, and of the regions on the last day; none where the upper end is open.
    fn total_targets(&self) -> Vec<Aim> {
        let spots = || std::iter::once(Spot::Nation).chain((0..self.atlas.regions()).map(Spot::Region));
        let mut all = Vec::new();
        for total in self.summed() {
            for spot in spots() {
                let mut standings = self.standings(total, spot);
                if spot != Spot::Nation {
                    standings.drain(..standings.len().saturating_sub(1));
                }
                for standing in standings {
                    let Some(high) = standing.count.high else { continue };
                    let (quantity, day) = (total.quantity, standing.day);
                    all.push(Aim {
                        id: format!("{}-{}-{day}", quantity.replace('_', "-"), self.whereabouts(spot)),
                        quantity,
                        statistic: "cumulative",
                        spot,
                        date: day,
                        date_end: day,
                        low: standing.count.low.to_string(),
                        high: high.to_string(),
                        national: spot == Spot::Nation,
                        note: "sum of the rows since the start".to_owned(),
                    });
                }
            }
        }
        all
    }
}
