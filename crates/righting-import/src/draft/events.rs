//! Events for the timeline of the report: what happened in a place from a day on, in a line.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use righting_data::{Act, Count};

use super::facts::together;
use super::{Maker, Row, between, counted};
use crate::atlas::Spot;
use crate::sighting::{Sighting, sum, written};

impl Maker<'_> {
    pub(super) fn events(&self) -> Vec<Row> {
        let mut groups: BTreeMap<(Date, Spot, Act), Vec<&Sighting>> = BTreeMap::new();
        for one in self.found.sightings.iter().filter(|one| one.events > 0) {
            groups.entry((one.first, one.spot, one.act)).or_default().push(one);
        }
        groups.into_iter().map(|((date, spot, act), rows)| self.event(date, spot, act, &rows)).collect()
    }

    fn event(&self, date: Date, spot: Spot, act: Act, rows: &[&Sighting]) -> Row {
        let mut row = self.row("");
        row.remove("note");
        row.insert("date", date.to_string());
        row.insert("time", String::new());
        row.insert("kind", kind(act).to_owned());
        row.insert("label", self.label(date, spot, act, rows));
        if let Spot::Place(place) = spot {
            row.insert("place", self.atlas.key(place).to_string());
        }
        if let Some(region) = self.atlas.region_of(spot) {
            row.insert("region", self.atlas.region_id(region).to_owned());
        }
        row.insert("contested", "0".to_owned());
        row
    }

    fn label(&self, date: Date, spot: Spot, act: Act, rows: &[&Sighting]) -> String {
        let events: u64 = rows.iter().map(|one| u64::from(one.events)).sum();
        let (one, more) = match act {
            Act::Protest => ("protest", "protests"),
            Act::Riot => ("riot", "riots"),
            Act::Other => ("other event", "other events"),
        };
        let place = match spot {
            Spot::Nation => "in the country".to_owned(),
            _ => format!("in {}", self.name(spot)),
        };
        let mut label = format!("{} {place}", counted(events as usize, one, more));
        let last = rows.iter().map(|one| one.last).max().unwrap_or(date);
        if last > date {
            label += &format!(", {}", between(date, last));
        }
        if let Some(crowd) = together(rows.iter().map(|one| one.crowd)) {
            label += &format!(", {} people", written(crowd));
        }
        let dead = sum(rows.iter().filter_map(|one| one.deaths));
        if dead != Count::exactly(0) {
            label += &format!(", {} dead", written(dead));
        }
        let classes: BTreeSet<&str> = rows.iter().flat_map(|one| one.classes.iter().copied()).collect();
        if self.request.keep_classes && !classes.is_empty() {
            let classes: Vec<&str> = classes.into_iter().collect();
            label += &format!(" ({})", classes.join(", "));
        }
        label
    }
}

fn kind(act: Act) -> &'static str {
    match act {
        Act::Protest => "protest",
        Act::Riot => "violence",
        Act::Other => "harm",
    }
}
