//! What an alliance file says.

use righting_model::DecisionRule;
use serde::Serialize;

use crate::number::Number;

/// An alliance as its file describes it, before anyone asks it for help.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AllianceFile {
    /// Identifier, by which scenarios name it.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it rests on.
    pub treaty: String,
    /// Whose yes makes its yes.
    #[serde(serialize_with = "rule_name")]
    pub rule: DecisionRule,
    /// Treaty area: codes of members; everywhere if empty.
    pub area: Vec<String>,
    /// Alliances that stand behind it.
    pub guaranteed_by: Vec<String>,
    /// Legal grounds.
    pub grounds: Vec<Ground>,
    /// Members, past and present.
    pub members: Vec<AllianceMember>,
    /// Troops at full strength, as in a past mission.
    pub strength: Option<f64>,
    /// Hours from request to decision.
    pub decision_hours: Option<f64>,
    /// Hours from decision to first arrival.
    pub arrival_hours: Option<f64>,
    /// Every number with its origin.
    pub numbers: Vec<Number>,
}

/// A legal ground on which help can be asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ground {
    /// Identifier.
    pub id: String,
    /// What it says.
    pub text: String,
    /// How well it fits the treaty, 0 to 1.
    pub level: f64,
}

/// A member as the alliance file knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AllianceMember {
    /// Name.
    pub name: String,
    /// ISO 3166-1 alpha-3 code.
    pub iso3: String,
    /// Leads.
    pub lead: bool,
    /// First year of membership, if known.
    pub since: Option<i64>,
    /// Last year of membership, if it has left.
    pub until: Option<i64>,
}

fn rule_name<S: serde::Serializer>(rule: &DecisionRule, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(rule.name())
}
