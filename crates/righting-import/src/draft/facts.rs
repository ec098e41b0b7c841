//! Facts: what the rows state, day by day and place by place.

use std::collections::BTreeMap;

use jiff::civil::Date;
use righting_data::{Act, Count};

use super::{Maker, Row, between, counted};
use crate::atlas::Spot;
use crate::sighting::{Sighting, sum, written};

/// A statement before it becomes a row.
pub(super) struct Statement {
    pub date: Date,
    pub published: Option<Date>,
    pub spot: Spot,
    pub kind: &'static str,
    pub value: String,
    pub unit: &'static str,
    pub note: String,
}

/// The latest publication, if all are known: then everything was public.
pub(super) fn latest<'s>(sightings: impl IntoIterator<Item = &'s Sighting>) -> Option<Date> {
    let mut latest = None;
    for sighting in sightings {
        latest = latest.max(Some(sighting.published?));
    }
    latest
}

impl Maker<'_> {
    pub(super) fn facts(&self) -> Vec<Row> {
        let mut all = self.quiet_and_counted();
        all.extend(self.seen("protest", |one| one.may_be_onset()));
        all.extend(self.seen("violence", |one| one.act == Act::Riot && one.may_be_onset()));
        all.extend(self.crowds());
        all.extend(self.others());
        all.extend(self.totals());
        all.into_iter().map(|one| self.fact(one)).collect()
    }

    pub(super) fn fact(&self, one: Statement) -> Row {
        let region = self.atlas.region_of(one.spot);
        let mut row = self.row(one.note);
        row.insert("date", one.date.to_string());
        row.insert("published", one.published.map_or_else(String::new, |date| date.to_string()));
        row.insert("place", self.name(one.spot).to_owned());
        row.insert("admin1", region.map_or("National", |region| self.atlas.region_name(region)).to_owned());
        row.insert("kind", one.kind.to_owned());
        row.insert("value", one.value);
        row.insert("unit", one.unit.to_owned());
        if let Spot::Place(place) = one.spot {
            row.insert("place_id", self.atlas.key(place).to_string());
        }
        if let Some(region) = region {
            row.insert("region_id", self.atlas.region_id(region).to_owned());
        }
        row
    }

    /// Gatherings by place and the last day on which they may have been: begun by then.
    fn seen(&self, kind: &'static str, which: impl Fn(&Sighting) -> bool) -> Vec<Statement> {
        let groups = by_day(self.demonstrations().filter(|one| which(one)), |one| one.last);
        let statement = |((date, spot), rows): ((Date, Spot), Vec<&Sighting>)| {
            // Seen as soon as one of them was public.
            let published = rows.iter().filter_map(|one| one.published).min();
            events(date, spot, &rows, published, kind)
        };
        groups.into_iter().map(statement).collect()
    }

    /// Crowds of places on days that are known: at least the largest, at most all together.
    fn crowds(&self) -> Vec<Statement> {
        let groups = by_day(self.demonstrations().filter(|one| one.is_dated()), |one| one.first);
        let statement = |((date, spot), rows): ((Date, Spot), Vec<&Sighting>)| {
            let crowd = together(rows.iter().map(|one| one.crowd))?;
            Some(Statement {
                date,
                published: latest(rows.iter().copied()),
                spot,
                kind: "crowd_size",
                value: written(crowd),
                unit: "people",
                note: format!("drafted from {}", counted(rows.len(), "row", "rows")),
            })
        };
        groups.into_iter().filter_map(statement).collect()
    }

    /// Events that were no gatherings, by place and last day.
    fn others(&self) -> Vec<Statement> {
        let groups =
            by_day(self.found.sightings.iter().filter(|one| one.act == Act::Other && one.events > 0), |one| one.last);
        let statement = |((date, spot), rows): ((Date, Spot), Vec<&Sighting>)| {
            let published = latest(rows.iter().copied());
            events(date, spot, &rows, published, "other_events")
        };
        groups.into_iter().map(statement).collect()
    }
}

/// Rows by their place and one of their days.
fn by_day<'s>(
    rows: impl Iterator<Item = &'s Sighting>,
    day: impl Fn(&Sighting) -> Date,
) -> BTreeMap<(Date, Spot), Vec<&'s Sighting>> {
    let mut groups: BTreeMap<(Date, Spot), Vec<&Sighting>> = BTreeMap::new();
    for one in rows {
        groups.entry((day(one), one.spot)).or_default().push(one);
    }
    groups
}

/// How many events rows of one place stand for, the last of them on a date.
fn events(date: Date, spot: Spot, rows: &[&Sighting], published: Option<Date>, kind: &'static str) -> Statement {
    let first = rows.iter().map(|one| one.first).min().unwrap_or(date);
    let events: u32 = rows.iter().fold(0, |sum, one| sum.saturating_add(one.events));
    let note = format!("drafted from {}, {}", counted(rows.len(), "row", "rows"), between(first, date));
    Statement { date, published, spot, kind, value: events.to_string(), unit: "events", note }
}

/// Crowds of one place and day: at least the largest that is known, at most their sum, if all are known. `None` if none is.
pub(super) fn together(crowds: impl IntoIterator<Item = Option<Count>>) -> Option<Count> {
    let crowds: Vec<Option<Count>> = crowds.into_iter().collect();
    let known: Vec<Count> = crowds.iter().flatten().copied().collect();
    let low = known.iter().map(|crowd| crowd.low).max()?;
    let all = known.len() == crowds.len();
    Some(Count { low, high: sum(known).high.filter(|_| all) })
}
