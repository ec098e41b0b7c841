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
mod pair;
mod regions;
mod residents;
mod sources;
mod targets;
mod timeline;
mod triggers;

use righting_model::Setup;

use super::country::Land;
use super::desk::Desk;
use crate::claims::Claim;
use crate::number::{Number, Prior};
use crate::record::Record;

pub(crate) use orders::left_out;
pub use pair::Pair;
use pair::pair;
pub(crate) use sources::Sources;

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
