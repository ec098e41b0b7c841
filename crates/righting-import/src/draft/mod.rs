//! Drafts of the record: facts, events and targets from the sightings of one origin.

mod events;
mod facts;
mod months;
mod onsets;
mod quiet;
mod targets;
mod totals;

use std::collections::BTreeMap;

use jiff::civil::Date;
use righting_data::{Act, Imported};

use crate::atlas::{Atlas, Spot};
use crate::days::Days;
use crate::found::{Found, Missed};
use crate::origin::Origin;
use crate::request::Request;
use crate::sighting::Sighting;

/// A row by its columns.
pub(crate) type Row = BTreeMap<&'static str, String>;

/// The drafted rows of an origin.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub facts: Vec<Row>,
    pub events: Vec<Row>,
    pub targets: Vec<Row>,
    /// What was not drafted, and why.
    pub notes: Vec<String>,
}

/// What drafts are made of.
pub(crate) struct Maker<'m> {
    pub origin: &'m Origin,
    pub found: &'m Found,
    pub atlas: &'m Atlas,
    pub request: &'m Request,
    /// Days of the scenario.
    pub days: Days,
    /// Days of the scenario that the files cover.
    pub covered: Option<Days>,
}

impl Maker<'_> {
    /// Drafts everything.
    pub fn rows(&self) -> Rows {
        let mut rows = Rows { facts: self.facts(), events: self.events(), targets: self.targets(), notes: Vec::new() };
        rows.facts.extend(self.months());
        rows.targets.extend(self.month_targets());
        rows.notes.extend(self.silence());
        let totals = self.origin.counts_deaths || self.origin.counts_detained;
        if let Some(covered) = self.known().filter(|covered| totals && covered.first > self.days.first) {
            rows.notes.push(format!(
                "{}: totals since the start are not drafted, as the files begin on {} and the scenario on {}; give the \
                 earlier files too, or say --covers",
                self.origin.source, covered.first, self.days.first
            ));
        }
        if self.found.leaves_out_demonstrations {
            rows.notes.push(format!(
                "{}: protests or riots are left out by --only, so days without one are not drafted as quiet",
                self.origin.source
            ));
        } else if self.origin.counts_demonstrations
            && !self.found.has_demonstrations
            && !self.found.sightings.is_empty()
        {
            rows.notes.push(format!(
                "{}: no row is of a protest or riot, so days without one are not drafted as quiet",
                self.origin.source
            ));
        }
        rows
    }

    /// Days of which the rows tell all: those that are covered, unless a row could not be read or none is of the
    /// country. Who states the days vouches for both.
    pub fn known(&self) -> Option<Days> {
        let whole = self.found.unreadable == 0 && self.found.own > 0;
        self.covered.filter(|_| whole || self.request.covers.is_some())
    }

    /// Why days without a row are not drafted as days without an event.
    fn silence(&self) -> Option<String> {
        let source = &self.origin.source;
        if self.covered.is_none() || self.known().is_some() {
            return None;
        }
        let why = match self.found.unreadable {
            0 => "no row is of the country, so it may not be covered".to_owned(),
            count => format!("{} cannot be read", counted(count, "row", "rows")),
        };
        Some(format!(
            "{source}: {why}: days without a row are not drafted as quiet, nor totals; mend this, or say --covers"
        ))
    }

    /// Days on which no row means no protest and no riot.
    fn watched(&self) -> Option<Days> {
        let found = self.found;
        let told = found.has_demonstrations && !found.leaves_out_demonstrations;
        self.known().filter(|_| self.origin.counts_demonstrations && told)
    }

    /// Days from the first of the scenario on that the files cover, so that totals are known.
    fn counted(&self) -> Option<Days> {
        self.known().filter(|covered| covered.first == self.days.first)
    }

    /// Gatherings that happened.
    fn demonstrations(&self) -> impl Iterator<Item = &Sighting> {
        self.found.sightings.iter().filter(|one| one.is_demonstration() && one.events > 0)
    }

    /// Gatherings of the country whose place is not known.
    fn missed(&self) -> impl Iterator<Item = &Missed> {
        self.found.missed.iter().filter(|one| one.act != Act::Other)
    }

    /// The mark of drafted rows.
    fn mark(&self) -> Imported {
        if self.request.share { Imported::Shared } else { Imported::Private }
    }

    /// The columns that every drafted row has.
    fn row(&self, note: impl Into<String>) -> Row {
        Row::from([
            ("source", self.origin.source.clone()),
            ("licence", self.origin.licence.clone()),
            ("imported", self.mark().name().to_owned()),
            ("note", note.into()),
        ])
    }

    /// Identifier of a place or region in targets; `nation` for the whole country.
    fn whereabouts(&self, spot: Spot) -> String {
        match spot {
            Spot::Nation => "nation".to_owned(),
            Spot::Region(region) => self.atlas.region_id(region).to_owned(),
            Spot::Place(place) => self.atlas.key(place).to_string(),
        }
    }

    /// The name of a spot for people.
    fn name(&self, spot: Spot) -> &str {
        match spot {
            Spot::Nation => "National",
            Spot::Region(region) => self.atlas.region_name(region),
            Spot::Place(place) => self.atlas.place_name(place),
        }
    }
}

/// `1 row`, `3 rows`.
fn counted(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}

/// Days as a note tells them.
fn between(first: Date, last: Date) -> String {
    if first == last { format!("on {first}") } else { format!("between {first} and {last}") }
}
