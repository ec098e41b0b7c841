//! Inputs held against each other: what two of them say of one thing must fit together. A contradiction is an error;
//! a doubt is a warning that names both.

mod dates;
mod economy;
mod geography;
mod ledger;
mod mentions;
mod onsets;
mod orders;
mod origins;
mod regions;
mod residents;
mod targets;
mod timeline;
mod triggers;

use righting_model::Setup;

use super::records::Sheets;
use super::sheet::Sheet;
use super::{Desk, Land};
use crate::alliance::AllianceFile;
use crate::claims::Claim;
use crate::location::Location;
use crate::number::{Number, Prior};
use crate::raw::{RawCountry, RawScenario};
use crate::record::Record;
use crate::warning::Warning;

pub(crate) use orders::left_out;

/// Doubts of one kind that are told one by one; more of them are one pattern.
const MOST_ALIKE: usize = 3;

/// Two inputs that are held against each other, and what is said when they do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pair {
    /// Name of the error or warning.
    pub kind: &'static str,
    /// One input.
    pub first: &'static str,
    /// The other.
    pub second: &'static str,
    /// When it is said, and how.
    pub rule: &'static str,
}

/// Pairs that the readers of tables and of the scenario file hold against each other themselves.
const READERS: [Pair; 9] = [
    pair("data", "residents of the places of a region", "`population` of the region", "error where they differ"),
    pair("data", "`capital` of a region", "the region of that place", "error where the place lies in another region"),
    pair("data", "`low` of a target", "`high` of the target", "error where it is above"),
    pair(
        "inconsistent",
        "`from` of a change of price",
        "the price in force, and that before the crisis",
        "error where it is neither",
    ),
    pair("inconsistent", "`income_variance_between`", "`gini`", "error where it is more than the whole variance"),
    pair("inconsistent", "`weight` of the commodities", "the basket", "error where they sum to more than 1"),
    pair(
        "out_of_range",
        "`until` of an order",
        "`at` or `not_before` of the order",
        "error where the end is not after the beginning",
    ),
    pair(
        "out_of_range",
        "`at` of a shock or action",
        "the days that the scenario was written for",
        "error where it lies outside",
    ),
    pair("overlap", "an emergency, shutdown or lethal-force order", "another that still stands there", "error"),
];

const fn pair(kind: &'static str, first: &'static str, second: &'static str, rule: &'static str) -> Pair {
    Pair { kind, first, second, rule }
}

/// Every pair of inputs that is held against each other.
pub const PAIRS: &[Pair] = &{
    let [a, b, c, d, e, f, g, h, i] = READERS;
    [
        a,
        b,
        geography::SWAPPED,
        geography::OUTSIDE,
        geography::TOGETHER,
        regions::CODE_TWICE,
        regions::CODE_FOREIGN,
        regions::POVERTY,
        regions::SEAT,
        residents::KILLED,
        residents::GUARDS,
        economy::CODE,
        economy::MONEY,
        economy::INCOMES,
        economy::PEOPLE,
        economy::GOVERNANCE,
        e,
        f,
        d,
        h,
        g,
        i,
        orders::LATE,
        triggers::NEVER,
        triggers::ALWAYS,
        orders::WITHDRAWN,
        orders::MEMBER,
        orders::VOTER,
        c,
        dates::TARGET,
        dates::EVENT,
        dates::FACTS,
        timeline::TWICE,
        timeline::ACT,
        onsets::WINDOW,
        onsets::QUIET,
        residents::TARGET,
        targets::FALLING,
        targets::APART,
        targets::PART,
        targets::HARM,
        mentions::FACT,
        mentions::CLAIM,
        ledger::IDLE,
        origins::FILE,
        origins::COLUMN,
        origins::PRIOR,
        origins::ASSUMED,
    ]
};

/// Files and parts of a scenario that doubts name.
pub(crate) struct Sources<'s> {
    pub raw: &'s RawScenario,
    pub record: &'s Sheets,
    pub alliance: Option<&'s AllianceFile>,
}

impl Sources<'_> {
    /// Files of data by the name that the scenario gives them; the tables among them with their columns.
    fn tables<'t>(&'t self, land: &'t Land) -> Vec<(&'t str, Option<&'t Sheet>)> {
        let mut found = Vec::new();
        if let Some(country) = &self.raw.country {
            let RawCountry { regions, places, facilities, boundaries, .. } = country.get();
            found.extend(regions.iter().map(|name| (name.get().as_str(), Some(&land.region_sheet))));
            found.extend(places.iter().map(|name| (name.get().as_str(), Some(&land.place_sheet))));
            found.extend(facilities.iter().map(|name| (name.get().as_str(), land.facility_sheet.as_ref())));
            found.extend(boundaries.iter().map(|name| (name.get().as_str(), None)));
        }
        if let Some(records) = &self.raw.records {
            let raw = records.get();
            found.extend(raw.targets.iter().map(|name| (name.get().as_str(), self.record.targets.as_ref())));
            found.extend(raw.events.iter().map(|name| (name.get().as_str(), self.record.events.as_ref())));
            found.extend(raw.facts.iter().map(|name| (name.get().as_str(), self.record.facts.as_ref())));
            found.extend(raw.claims.iter().map(|name| (name.get().as_str(), None)));
            found.extend(raw.sources.iter().map(|name| (name.get().as_str(), self.record.sources.as_ref())));
        }
        found
    }
}

/// What was made of a scenario, as far as doubts ask for it.
pub(crate) struct Made<'s> {
    pub land: &'s Land,
    pub record: &'s Record,
    pub claims: &'s [Claim],
    pub setup: &'s Setup,
    pub priors: &'s [Prior],
    pub numbers: &'s [Number],
}

/// Holds the parts of a scenario against each other, those that are right each by itself.
pub(crate) fn doubts(desk: &Desk<'_>, made: &Made<'_>, sources: &Sources<'_>) {
    let Made { land, record, claims, setup, priors, numbers } = *made;
    desk.note(geography::places(desk, land));
    geography::twins(desk, land);
    regions::codes(desk, land);
    regions::poverty(desk, land);
    regions::seats(desk, land);
    residents::killings(desk, land);
    residents::guards(desk, land, setup);
    if let Some(country) = &sources.raw.country {
        economy::nation(desk, land, country.get());
    }
    desk.note(orders::withdrawals(desk, sources.raw, setup));
    orders::members(desk, sources.raw, sources.alliance);
    triggers::record(desk, land, setup, sources);
    dates::record(desk, record, sources.record);
    timeline::twins(desk, sources);
    timeline::acts(desk, land, setup, sources);
    desk.note(residents::targets(desk, land, record, sources.record));
    desk.note(onsets::record(desk, land, record, sources.record));
    desk.note(targets::record(desk, record, sources.record));
    mentions::facts(desk, land, record, sources);
    desk.note(mentions::claims(claims, record, sources.record.ledger.as_ref()));
    ledger::claims(desk, claims, record, sources.record.ledger.as_ref());
    origins::sources(desk, land, record, sources);
    origins::priors(desk, sources.raw, priors, &setup.parameters, numbers);
}

impl Desk<'_> {
    /// Doubts of one pair: a few are told one by one, many as one pattern of which the first stands as the example.
    fn doubt(&self, pair: &Pair, found: Vec<(Location, String)>, help: &str, pattern: impl FnOnce(usize) -> String) {
        let count = found.len();
        let alike = count > MOST_ALIKE;
        let pattern = alike.then(|| pattern(count));
        for (at, message) in found.into_iter().take(if alike { 1 } else { MOST_ALIKE }) {
            let message =
                pattern.as_ref().map_or(message.clone(), |pattern| format!("{pattern}; the first: {message}"));
            self.warn(Warning::new(pair.kind, at, message).help(help));
        }
    }
}
