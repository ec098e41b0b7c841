//! The alliance that can be asked for help: its members, how it decides, what its help does.

use serde::{Deserialize, Serialize};

/// How help from allies works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HelpEffect {
    /// A signal that raises reliability, and guards that free national units.
    Signal,
    /// Allied troops suppress directly.
    Direct,
    /// None: the null model.
    None,
}

/// A member of the alliance other than the requester; its features on the unit interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Name.
    pub name: String,
    /// Leads the alliance.
    pub lead: bool,
    /// Troops it can send.
    pub troops: f64,
    /// Alignment with the requester.
    pub alignment: f64,
    /// Assets at risk in the requester's country.
    pub assets: f64,
    /// Overstretch elsewhere.
    pub overstretch: f64,
    /// What it values in the opposing state, if there is one.
    pub opponent: f64,
}

/// What a request for help is about, features from 0 to 1; the risk to the regime is the run's.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Situation {
    /// Chance that collapse brings a successor hostile to the lead.
    pub hostile_successor: f64,
    /// How well the legal ground fits the treaty; 0 without a formal request.
    pub legal_ground: f64,
    /// Outside the treaty area.
    pub outside_area: f64,
    /// Pull of the lead's rivals on the requester.
    pub rival: f64,
    /// Objection of third powers.
    pub objection: f64,
}

/// Whose yes makes the alliance's yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecisionRule {
    /// No member vetoes, and the lead gains.
    Consensus,
    /// More than half of the members gain, the lead among them.
    Majority,
    /// The lead gains.
    LeadNation,
}

impl DecisionRule {
    /// Name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consensus => "consensus",
            Self::Majority => "majority",
            Self::LeadNation => "lead",
        }
    }
}

/// How the alliance decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AllianceDecision {
    /// Yes, as it happened: an input of the hindcast.
    AsHappened,
    /// Each member's utility decides.
    Simulated,
}

/// The alliance that can be asked for help.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alliance {
    /// Name.
    pub name: String,
    /// Members other than the requester.
    pub members: Vec<Member>,
    /// Whether it decides as it happened or by its members' utilities.
    pub decision: AllianceDecision,
    /// Whose yes makes its yes.
    pub rule: DecisionRule,
    /// What help does.
    pub effect: HelpEffect,
    /// Hours from request to decision.
    pub decision_hours: f64,
    /// Hours from decision to first arrival.
    pub arrival_hours: f64,
    /// Hours from first arrival to full strength.
    pub ramp_hours: f64,
    /// Hours from the order to withdraw to the last departure.
    pub withdrawal_hours: f64,
    /// Troops at full strength.
    pub strength: f64,
    /// Sites the allies guard.
    pub sites: u32,
    /// National personnel freed from guarding.
    pub freed: f64,
    /// What the request is about.
    pub situation: Situation,
}
