//! Shocks and actions as written.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::located::{Located, Moment};
use super::price::Percent;

/// What befalls the country that no government ordered: a price, incomes, an affront.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawShock {
    /// Name by which differences, `--set` and `--without` refer to it.
    pub id: Option<Located<String>>,
    /// One line for timeline and charts.
    pub label: Option<Located<String>>,
    /// What it changes.
    pub kind: Option<Located<ShockKindName>>,
    /// Local date and time.
    pub at: Option<Located<Moment>>,
    /// Condition on the nation's quantities, in CEL; the first time it holds.
    pub when: Option<Located<String>>,
    /// With `when`: not before this local date and time.
    pub not_before: Option<Located<Moment>>,
    /// Instead of a date: expected number a day; the first time only.
    pub random_per_day: Option<Located<f64>>,
    /// Where; everywhere if not given.
    #[serde(rename = "where")]
    pub reach: Option<Located<RawWhere>>,
    /// Kind price: the good, one of `[[commodity]]`; not needed where there is only one.
    pub commodity: Option<Located<String>>,
    /// New price, national currency.
    pub to: Option<Located<f64>>,
    /// With `to`: the price in force, or that before the crisis, as a check.
    pub from: Option<Located<f64>>,
    /// Instead of `to`: change of the price in force, such as "43 %".
    pub rise: Option<Located<Percent>>,
    /// Instead of `to`: new price / price before the crisis.
    pub ratio: Option<Located<f64>>,
    /// Factor on incomes.
    pub factor: Option<Located<f64>>,
    /// Instead of `factor`: relative change of incomes, -0.05 for 5 percent less.
    pub change: Option<Located<f64>>,
    /// Kind affront: affront added, 0 to 100, in national price shocks: that of January 2022 in Kazakhstan is 1. Kind
    /// call: size relative to that of the median dated call; 1 if not given.
    pub size: Option<Located<f64>>,
    /// Kind call: place to which those who follow it march.
    pub leads_to: Option<Located<i64>>,
    /// The country's data contain the shock already, so that it acts only when it is taken out.
    pub already_in_data: Option<Located<bool>>,
    /// With `already_in_data`: the shock is taken out.
    pub undone: Option<Located<bool>>,
}

/// The keys that say what a price becomes.
#[derive(Clone, Copy)]
pub(crate) struct PriceKeys<'r> {
    pub commodity: &'r Option<Located<String>>,
    pub from: &'r Option<Located<f64>>,
    pub to: &'r Option<Located<f64>>,
    pub ratio: &'r Option<Located<f64>>,
    pub rise: &'r Option<Located<Percent>>,
}

impl RawShock {
    pub fn price_keys(&self) -> PriceKeys<'_> {
        let Self { commodity, from, to, ratio, rise, .. } = self;
        PriceKeys { commodity, from, to, ratio, rise }
    }
}

impl RawAction {
    pub fn price_keys(&self) -> PriceKeys<'_> {
        let Self { commodity, from, to, ratio, rise, .. } = self;
        PriceKeys { commodity, from, to, ratio, rise }
    }
}

/// Kind of a shock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ShockKindName {
    Price,
    Income,
    Affront,
    Call,
}

impl ShockKindName {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Income => "income",
            Self::Affront => "affront",
            Self::Call => "call",
        }
    }

    /// Keys of this kind alone.
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Price => &["commodity", "to", "from", "rise", "ratio"],
            Self::Income => &["factor", "change", "already_in_data"],
            Self::Affront => &["size"],
            Self::Call => &["size", "leads_to"],
        }
    }
}

/// An act of government.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawAction {
    /// Name by which differences, `--set` and `--without` refer to it.
    pub id: Option<Located<String>>,
    /// One line for timeline and charts.
    pub label: Option<Located<String>>,
    /// What it orders.
    pub kind: Option<Located<ActionKind>>,
    /// Local date and time.
    pub at: Option<Located<Moment>>,
    /// Condition on the nation's quantities, in CEL; the first time it holds.
    pub when: Option<Located<String>>,
    /// With `when`: not before this local date and time.
    pub not_before: Option<Located<Moment>>,
    /// Instead of a date: expected number a day; the first time only.
    pub random_per_day: Option<Located<f64>>,
    /// Local date and time at which the order ends (emergency, shutdown, posture, sweep, lethal_force).
    pub until: Option<Located<Moment>>,
    /// Instead of `until`: condition in CEL at which the order ends.
    pub until_when: Option<Located<String>>,
    /// Where; everywhere if not given.
    #[serde(rename = "where")]
    pub reach: Option<Located<RawWhere>>,
    /// Kind price: the good, one of `[[commodity]]`; not needed where there is only one.
    pub commodity: Option<Located<String>>,
    /// Kind price: new price, national currency.
    pub to: Option<Located<f64>>,
    /// Kind price, with `to`: the price in force, or that before the crisis, as a check.
    pub from: Option<Located<f64>>,
    /// Kind price, instead of `to`: change of the price in force, such as "43 %".
    pub rise: Option<Located<Percent>>,
    /// Kind price, instead of `to`: new price / price before the crisis.
    pub ratio: Option<Located<f64>>,
    /// Kind concession: size, 0 to 1; 1 is a government dismissed.
    pub size: Option<Located<f64>>,
    /// Kind posture: what forces do with crowds; they contain them where nothing is ordered.
    pub posture: Option<Located<PostureName>>,
    /// Kind shutdown: share of non-local news cut, 0 to 1.
    pub cut: Option<Located<f64>>,
    /// Kind reinforce: personnel.
    pub units: Option<Located<f64>>,
    /// Kind reinforce: travel time, hours.
    pub travel_hours: Option<Located<f64>>,
}

/// Kind of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActionKind {
    Price,
    Concession,
    Emergency,
    Shutdown,
    Posture,
    Sweep,
    LethalForce,
    Reinforce,
    Reshuffle,
    RequestAlliance,
    WithdrawAlliance,
}

/// What forces do with crowds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PostureName {
    Aside,
    Contain,
    Disperse,
}

impl ActionKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Concession => "concession",
            Self::Emergency => "emergency",
            Self::Shutdown => "shutdown",
            Self::Posture => "posture",
            Self::Sweep => "sweep",
            Self::LethalForce => "lethal_force",
            Self::Reinforce => "reinforce",
            Self::Reshuffle => "reshuffle",
            Self::RequestAlliance => "request_alliance",
            Self::WithdrawAlliance => "withdraw_alliance",
        }
    }
}

/// Where a shock or action works: `"nation"`, or a table of regions and places.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum RawWhere {
    /// `"nation"`: everywhere. Any other word is refused later, where its bytes are known.
    Word(String),
    /// These regions and places.
    Table(WhereTable),
}

/// Regions and places; everything in the lists together.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WhereTable {
    /// Identifiers of regions.
    pub regions: Option<Vec<Located<String>>>,
    /// Identifiers of places.
    pub places: Option<Vec<Located<i64>>>,
    /// Everywhere but in these regions.
    pub except: Option<Vec<Located<String>>>,
}

impl<'de> Deserialize<'de> for RawWhere {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = RawWhere;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`\"nation\"`, `{ regions = [...] }`, `{ places = [...] }` or `{ except = [...] }`")
            }

            fn visit_str<E>(self, word: &str) -> Result<RawWhere, E> {
                Ok(RawWhere::Word(word.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawWhere, A::Error> {
                WhereTable::deserialize(MapAccessDeserializer::new(map)).map(RawWhere::Table)
            }
        }
        deserializer.deserialize_any(Reader)
    }
}
