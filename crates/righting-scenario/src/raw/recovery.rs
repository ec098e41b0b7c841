//! The months after the crisis, as written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::located::Located;

/// The months after the crisis.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawRecovery {
    /// Months to simulate after the last day, 0 to 120; none unless given here or by the caller.
    pub months: Option<Located<i64>>,
    /// Reforms, phased in and kept.
    pub reform: Vec<Located<RawReform>>,
    /// Partners abroad: projects and trade beyond the usual.
    pub partner: Vec<Located<RawPartner>>,
}

/// A reform, phased in and kept.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawReform {
    /// Identifier: lower-case letters, digits, `-` and `_`.
    pub id: Option<Located<String>>,
    /// One line.
    pub label: Option<Located<String>>,
    /// Whether the reform is made; true unless given.
    pub on: Option<bool>,
    /// What is reformed.
    pub kind: Option<Located<ReformKindName>>,
    /// Size in full: `transfer`, share of household income before the crisis, 0 to 1; `levy`, share of the richest's
    /// income, 0 to 1; `price`, watched price relative to before the crisis, 0.01 to 100; `law`, rise of the
    /// governance score, 0 to 1.
    pub size: Option<Located<f64>>,
    /// Month of the recovery in which it begins; 1, the first, unless given.
    pub from_month: Option<Located<i64>>,
    /// Months until it is in force in full; 1 unless given.
    pub over_months: Option<Located<i64>>,
}

/// What is reformed.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReformKindName {
    /// Equal sums per head to the poorest.
    Transfer,
    /// A share of the income of the richest.
    Levy,
    /// The watched price.
    Price,
    /// Law-based governance.
    Law,
}

/// A partner abroad: projects and trade beyond the usual.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawPartner {
    /// Name.
    pub name: Option<Located<String>>,
    /// Whether the partner is there; true unless given.
    pub on: Option<bool>,
    /// Development projects committed a year beyond the usual, 0 to 100.
    pub projects_per_year: Option<Located<f64>>,
    /// Month of the recovery in which the first is committed; 1 unless given.
    pub from_month: Option<Located<i64>>,
    /// Share of output that the partner buys, 0 to 1; 0 unless given.
    pub trade_share: Option<Located<f64>>,
    /// Growth of its purchases beyond the usual, a year, -0.5 to 0.5; 0 unless given.
    pub trade_growth: Option<Located<f64>>,
}
