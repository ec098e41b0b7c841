//! What a member gains by helping, term by term.
//!
//! ```text
//! U = readiness + w_regime risk * alignment + w_successor hostile successor + w_assets assets
//!   + w_rival rival - w_overstretch overstretch - w_opponent opponent - w_area outside area
//!   - w_ground (1 - legal ground) - w_objection objection
//! ```
//!
//! with features from 0 to 1. After Altfeld & Bueno de Mesquita 1979 (join if the change of odds times the stake
//! exceeds the cost); the terms follow "From Almaty to Minsk" (CEJISS): survival of the regime and a hostile successor
//! decide, the letter of the charter less. The forms are ours.

use super::weights::AllianceParameters;
use crate::setup::{Member, Situation};

/// A term of a member's utility.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// Readiness to act when nothing speaks for or against it.
    Readiness,
    /// Risk to the regime times alignment with it.
    Regime,
    /// A hostile successor.
    Successor,
    /// Assets at risk.
    Assets,
    /// Pull of the lead's rivals.
    Rival,
    /// Overstretch.
    Overstretch,
    /// An opponent that the member values.
    Opponent,
    /// Fighting outside the treaty area.
    Area,
    /// Missing legal ground.
    Ground,
    /// Objection of third powers.
    Objection,
}

/// How many terms a utility has.
pub const TERM_COUNT: usize = 10;

impl Term {
    /// Every term, in the order of [`terms`].
    pub const ALL: [Self; TERM_COUNT] = [
        Self::Readiness,
        Self::Regime,
        Self::Successor,
        Self::Assets,
        Self::Rival,
        Self::Overstretch,
        Self::Opponent,
        Self::Area,
        Self::Ground,
        Self::Objection,
    ];

    /// Name: that of its weight in the section `alliance` of the parameters.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Readiness => "readiness",
            Self::Regime => "regime",
            Self::Successor => "successor",
            Self::Assets => "assets",
            Self::Rival => "rival",
            Self::Overstretch => "overstretch",
            Self::Opponent => "opponent",
            Self::Area => "area",
            Self::Ground => "ground",
            Self::Objection => "objection",
        }
    }
}

/// Terms of a member's utility without noise, in the order of [`Term::ALL`]; `risk` is the risk to the regime, 0 to 1.
pub fn terms(weights: &AllianceParameters, situation: &Situation, risk: f64, member: &Member) -> [f64; TERM_COUNT] {
    [
        weights.readiness,
        weights.regime * risk * member.alignment,
        weights.successor * situation.hostile_successor,
        weights.assets * member.assets,
        weights.rival * situation.rival,
        -weights.overstretch * member.overstretch,
        -weights.opponent * member.opponent,
        -weights.area * situation.outside_area,
        -weights.ground * (1.0 - situation.legal_ground),
        -weights.objection * situation.objection,
    ]
}

/// A member's utility of helping, without noise.
pub fn utility(weights: &AllianceParameters, situation: &Situation, risk: f64, member: &Member) -> f64 {
    terms(weights, situation, risk, member).iter().sum()
}
