//! A scenario file as written: every value optional and with the bytes where it stands. Nothing is checked here
//! but names of keys and types; the JSON Schema is made from these types.

mod events;
mod located;
mod price;
mod recovery;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use righting_model::Hypotheses;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::quality::QualityLabel;

pub(crate) use events::{ActionKind, PostureName, PriceKeys, RawAction, RawShock, RawWhere, ShockKindName, WhereTable};
pub(crate) use located::{Located, Moment};
pub(crate) use price::{Percent, RawCommodity};
pub(crate) use recovery::{RawPartner, RawRecovery, RawReform, ReformKindName};

/// Keys at the top of a scenario file.
pub(crate) fn top_level() -> &'static [String] {
    static KEYS: LazyLock<Vec<String>> = LazyLock::new(keys_of::<RawScenario>);
    &KEYS
}

/// Keys of a table, from the type that reads it.
fn keys_of<T: JsonSchema>() -> Vec<String> {
    let schema = schemars::schema_for!(T).to_value();
    schema["properties"].as_object().map_or_else(Vec::new, |keys| keys.keys().cloned().collect())
}

/// A scenario of Righting. A file with `base` states only what differs from that scenario.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "Righting scenario", extend("$id" = "https://righting-sim.github.io/schemas/scenario.schema.json"))]
pub(crate) struct RawScenario {
    /// Version of this format: 1.
    pub format: Option<Located<i64>>,
    /// Identifier: lower-case letters, digits, `-` and `_`.
    pub id: Option<Located<String>>,
    /// One line.
    pub title: Option<Located<String>>,
    /// A paragraph.
    pub description: Option<Located<String>>,
    /// Scenario to build on: the name of one that ships, or the path of a folder or file.
    pub base: Option<Located<String>>,
    /// Shocks, actions, hypotheses of the base to take out by name; `alliance` takes out the alliance.
    pub remove: Vec<Located<String>>,
    /// How good the data behind it are.
    pub quality: Option<Located<RawQuality>>,
    /// Whose record the fitted parameters were found on.
    pub fitted: Option<Located<RawFitted>>,
    /// When it begins and how long it lasts.
    pub time: Option<Located<RawTime>>,
    /// The country.
    pub country: Option<Located<RawCountry>>,
    /// What really happened.
    pub records: Option<Located<RawRecords>>,
    /// Goods whose prices are watched; one that needs no name where none is listed.
    pub commodity: Vec<Located<RawCommodity>>,
    /// Changes of prices or incomes that no government ordered.
    pub shock: Vec<Located<RawShock>>,
    /// Acts of government.
    pub action: Vec<Located<RawAction>>,
    /// Contested structures of the model; all are off unless switched on.
    #[schemars(with = "BTreeMap<String, bool>")]
    pub hypotheses: Hypotheses,
    /// The alliance that can be asked for help.
    pub alliance: Option<Located<RawAlliance>>,
    /// The months after the crisis.
    pub recovery: Option<Located<RawRecovery>>,
    /// Parameters of the model that differ from their defaults, by section.
    #[schemars(with = "BTreeMap<String, BTreeMap<String, f64>>")]
    pub parameters: BTreeMap<Located<String>, BTreeMap<Located<String>, Located<f64>>>,
    /// Parameters that `righting calibrate` may move, and their prior ranges.
    pub prior: Vec<Located<RawPrior>>,
    /// Whether runs draw those levels and shapes of the model that are neither fitted nor set here, from what is known of
    /// them, or take them as they stand; `drawn` unless stated.
    pub levels: Option<Located<LevelsName>>,
    /// How steps divide a day.
    pub clock: RawClock,
    /// Origin of each number of this file.
    pub source: Vec<Located<RawSource>>,
}

/// How good the data behind a scenario are.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawQuality {
    /// The label.
    pub label: Option<Located<QualityLabel>>,
    /// Why, in a sentence or two.
    pub reason: Option<Located<String>>,
}

/// Whose record the fitted parameters were found on.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawFitted {
    /// Scenario whose record it was, such as `kazakhstan-2022`.
    pub case: Option<Located<String>>,
    /// ISO 3166-1 alpha-3 code of its country.
    pub iso3: Option<Located<String>>,
}

/// When a scenario begins and how long it lasts.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawTime {
    /// First local date simulated.
    pub start: Option<Located<Moment>>,
    /// Days to simulate, 1 to 3660.
    pub days: Option<Located<i64>>,
}

/// A country; its tables are files in the folder of the scenario.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawCountry {
    /// Name for people.
    pub name: Option<Located<String>>,
    /// ISO 3166-1 alpha-3 code.
    pub iso3: Option<Located<String>>,
    /// ISO 4217 code of the currency.
    pub currency: Option<Located<String>>,
    /// CSV file of regions.
    pub regions: Option<Located<String>>,
    /// CSV file of places.
    pub places: Option<Located<String>>,
    /// CSV file of facilities.
    pub facilities: Option<Located<String>>,
    /// GeoJSON file of the regions' borders.
    pub boundaries: Option<Located<String>>,
    /// Gini coefficient of income, 0 to 1.
    pub gini: Option<Located<f64>>,
    /// Percent of residents under the subsistence minimum, for regions whose own rate is unknown.
    pub poverty_rate: Option<Located<f64>>,
    /// Variance of log income between regions, taken off the national variance inside places.
    pub income_variance_between: Option<Located<f64>>,
    /// Gross domestic product, billions of national currency a day.
    pub output_per_day: Option<Located<f64>>,
    /// World Bank governance indicators, each roughly -2.5 to 2.5.
    pub governance: Option<Located<RawGovernance>>,
    /// The two days of the week on which most people do not work; Saturday and Sunday unless stated.
    pub free_days: Option<Located<[Weekday; 2]>>,
}

/// World Bank governance indicators, each roughly -2.5 to 2.5.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawGovernance {
    /// Rule of law.
    pub rule_of_law: Option<Located<f64>>,
    /// Control of corruption.
    pub control_of_corruption: Option<Located<f64>>,
    /// Voice and accountability.
    pub voice_and_accountability: Option<Located<f64>>,
    /// Government effectiveness.
    pub government_effectiveness: Option<Located<f64>>,
}

/// What really happened; files in the folder of the scenario.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawRecords {
    /// CSV file of targets that a run is held against.
    pub targets: Option<Located<String>>,
    /// CSV file of facts.
    pub facts: Option<Located<String>>,
    /// CSV file of dated events.
    pub events: Option<Located<String>>,
    /// TOML file of claims.
    pub claims: Option<Located<String>>,
    /// CSV file that says where each file of data comes from.
    pub sources: Option<Located<String>>,
}

/// The alliance that can be asked for help: keys of an alliance file, and what this scenario adds.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawAlliance {
    /// Alliance to build on: the name of one that ships, or a TOML file in the folder of the scenario.
    pub base: Option<Located<String>>,
    /// Name.
    pub name: Option<Located<String>>,
    /// What it rests on.
    pub treaty: Option<Located<String>>,
    /// Whose yes makes its yes.
    pub rule: Option<Located<Rule>>,
    /// Treaty area: ISO 3166-1 alpha-3 codes of members; everywhere if not given.
    pub area: Vec<Located<String>>,
    /// Alliances that stand behind this one.
    pub guaranteed_by: Vec<Located<String>>,
    /// Legal grounds on which help can be asked for.
    pub ground: Vec<Located<RawGround>>,
    /// How it decides: as it happened (it helps), or simulated from its members' interests.
    pub decision: Option<Located<Decision>>,
    /// What help does: a signal, direct suppression, or nothing.
    pub effect: Option<Located<Effect>>,
    /// Hours from request to decision.
    pub decision_hours: Option<Located<f64>>,
    /// Hours from decision to first arrival.
    pub arrival_hours: Option<Located<f64>>,
    /// Hours from first arrival to full strength.
    pub ramp_hours: Option<Located<f64>>,
    /// Hours from the order to withdraw to the last departure.
    pub withdrawal_hours: Option<Located<f64>>,
    /// Troops at full strength.
    pub strength: Option<Located<f64>>,
    /// Sites that the allies guard.
    pub sites: Option<Located<i64>>,
    /// National personnel freed from guarding.
    pub freed: Option<Located<f64>>,
    /// How well the legal ground fits the treaty, 0 to 1.
    pub legal_ground: Option<Located<f64>>,
    /// Instead of `legal_ground`: the ground that the request invokes, by its id.
    pub invokes: Option<Located<String>>,
    /// Chance that collapse brings a successor hostile to the lead, 0 to 1.
    pub hostile_successor: Option<Located<f64>>,
    /// Pull of the lead's rivals on the requester, 0 to 1; 0 if not given.
    pub rival: Option<Located<f64>>,
    /// Objection of third powers, 0 to 1; 0 if not given.
    pub objection: Option<Located<f64>>,
    /// Whether the country lies outside the treaty area, 0 to 1; read off `area` if not given.
    pub outside_area: Option<Located<f64>>,
    /// Members; the country itself has no vote.
    pub member: Vec<Located<RawMember>>,
}

/// An alliance file: its head, before the keys of `[alliance]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawAllianceHead {
    pub format: Option<Located<i64>>,
    pub id: Option<Located<String>>,
    pub source: Vec<Located<RawSource>>,
}

/// A legal ground.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawGround {
    /// Name by which a request invokes it.
    pub id: Option<Located<String>>,
    /// What it says.
    pub text: Option<Located<String>>,
    /// How well it fits the treaty, 0 to 1.
    pub level: Option<Located<f64>>,
}

/// Whose yes makes the alliance's yes.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rule {
    /// No member vetoes, and the lead gains.
    Consensus,
    /// More than half of the members gain, the lead among them.
    Majority,
    /// The lead gains.
    Lead,
}

/// How the alliance decides.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decision {
    AsHappened,
    Simulated,
}

/// What help does.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Effect {
    Signal,
    Direct,
    None,
}

/// A member of the alliance; features from 0 to 1. One without `alignment`, `assets` and `overstretch` abstains.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawMember {
    /// Name.
    pub name: Option<Located<String>>,
    /// ISO 3166-1 alpha-3 code.
    pub iso3: Option<Located<String>>,
    /// Leads the alliance.
    pub lead: Option<bool>,
    /// First year of membership.
    pub since: Option<Located<i64>>,
    /// Last year of membership.
    pub until: Option<Located<i64>>,
    /// Troops it can send.
    pub troops: Option<Located<f64>>,
    /// Alignment with the one who asks, 0 to 1.
    pub alignment: Option<Located<f64>>,
    /// Assets at risk in the country of the one who asks, 0 to 1.
    pub assets: Option<Located<f64>>,
    /// Overstretch elsewhere, 0 to 1.
    pub overstretch: Option<Located<f64>>,
    /// What it values in the opposing state, 0 to 1; 0 if not given.
    pub opponent: Option<Located<f64>>,
}

/// How steps divide a day.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawClock {
    /// Step in a crisis, minutes; a divisor of 1440.
    pub shortest: Option<Located<i64>>,
    /// Step at rest, minutes; a divisor of 1440.
    pub longest: Option<Located<i64>>,
    /// Largest expected relative change of the crowds in one step.
    pub tolerance: Option<Located<f64>>,
}

/// Prior of one parameter: uniform between its ends, or uniform in the logarithm.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawPrior {
    /// Parameter of the model, such as `joining.contagion`.
    pub path: Option<Located<String>>,
    /// Lower end.
    pub low: Option<Located<f64>>,
    /// Upper end.
    pub high: Option<Located<f64>>,
    /// Whether equal steps are equal sums or equal factors; `linear` unless stated.
    pub scale: Option<Located<ScaleName>>,
}

/// Whether runs draw levels and shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LevelsName {
    Drawn,
    Fixed,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// Scale on which a prior is uniform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScaleName {
    Linear,
    Log,
}

/// Where numbers of this file come from.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawSource {
    /// A number such as `country.gini` or `price_mangystau.to`, or everything under a name.
    pub path: Option<Located<String>>,
    /// Read in the source named, fitted to the record, or assumed.
    pub mark: Option<Located<MarkName>>,
    /// The source, or why this value was assumed.
    pub source: Option<Located<String>>,
    /// Range of an assumed number, lower and upper end.
    pub prior: Option<Located<Vec<f64>>>,
}

/// Origin of a number.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MarkName {
    Read,
    Fitted,
    Assumed,
}
