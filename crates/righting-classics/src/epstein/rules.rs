//! The rules of Epstein's model as explicit switches, and four published readings of them.

use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::ClassicError;
use crate::options::RULES;
use crate::torus::Shape;

/// How cops per active become a perceived risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ratio {
    /// C/A as a real number, as printed.
    Real,
    /// The whole part of C/A (the original program divides integers; NetLogo writes `floor`).
    Floor,
    /// C/A rounded, halves to even (Mesa).
    Round,
}

/// The formula of grievance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grievance {
    /// G = H(1 - L), as printed.
    Printed,
    /// G = H(1 - L)(1 - T), as in the original program.
    Discounted,
    /// G = H(1 - L) with the L of the first tick for ever (Mesa).
    Frozen,
}

/// Where a walk may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Walk {
    /// One of the eight neighbours is drawn; the agent stays if it is taken.
    OneCell,
    /// Any free cell within vision.
    WithinVision,
}

/// Who acts when in a tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    /// Citizens and cops in one random order.
    Together,
    /// All citizens in random order, then all cops in random order.
    CitizensThenCops,
}

/// What comes first in an agent's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// Walk, then decide or arrest.
    WalkThenAct,
    /// Decide or arrest, then walk.
    ActThenWalk,
}

/// Whom a cop arrests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arrest {
    /// The nearest active strictly within vision; the cop moves onto the cell.
    NearestAndMove,
    /// A random active within vision; the cop stays.
    Random,
    /// A random active within vision; the cop moves onto the cell.
    RandomAndMove,
}

/// Where the jailed are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Jail {
    /// Off the grid; back to the free cell nearest to the arrest (within 16 cells), else anywhere.
    AwayThenNearest,
    /// Off the grid; back to a random free cell.
    AwayThenAnywhere,
    /// On the grid, blocking the cell.
    InPlace,
    /// On the grid, but others may stand on the cell.
    InPlaceShared,
}

/// One reading of the model: every switch set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Cops per active.
    pub ratio: Ratio,
    /// Grievance formula.
    pub grievance: Grievance,
    /// Shape of vision.
    pub sight: Shape,
    /// Movement.
    pub walk: Walk,
    /// Order of agents in a tick.
    pub activation: Activation,
    /// Order within a citizen's turn.
    pub citizen_turn: Turn,
    /// Order within a cop's turn.
    pub cop_turn: Turn,
    /// Whom cops arrest.
    pub arrest: Arrest,
    /// Where the jailed are.
    pub jail: Jail,
    /// Whether every cell draws its occupant (Mesa) or exact numbers are placed.
    pub exact_numbers: bool,
    /// Whether k is 2.3, as printed, or -ln 0.1, as in the original program.
    pub printed_k: bool,
    /// Whether people die at a drawn age (as printed) or at the greatest age.
    pub random_death_age: bool,
}

impl Rules {
    /// As printed in the paper of 2002.
    pub const TEXT: Self = Self {
        ratio: Ratio::Real,
        grievance: Grievance::Printed,
        sight: Shape::Euclid,
        walk: Walk::WithinVision,
        activation: Activation::Together,
        citizen_turn: Turn::WalkThenAct,
        cop_turn: Turn::WalkThenAct,
        arrest: Arrest::Random,
        jail: Jail::AwayThenAnywhere,
        exact_numbers: true,
        printed_k: true,
        random_death_age: true,
    };

    /// As in the original Brookings program (Ascape, package `edu.brook.cv`).
    pub const BROOKINGS: Self = Self {
        ratio: Ratio::Floor,
        grievance: Grievance::Discounted,
        sight: Shape::Euclid,
        walk: Walk::OneCell,
        activation: Activation::CitizensThenCops,
        citizen_turn: Turn::WalkThenAct,
        cop_turn: Turn::ActThenWalk,
        arrest: Arrest::NearestAndMove,
        jail: Jail::AwayThenNearest,
        exact_numbers: true,
        printed_k: false,
        random_death_age: false,
    };

    /// As in NetLogo's *Rebellion* (models library, 2004). An active citizen also counts itself
    /// twice there, and cells with jailed people count as free; see `NetLogo` in the book.
    pub const NETLOGO: Self = Self {
        ratio: Ratio::Floor,
        grievance: Grievance::Printed,
        sight: Shape::Euclid,
        walk: Walk::WithinVision,
        activation: Activation::Together,
        citizen_turn: Turn::WalkThenAct,
        cop_turn: Turn::WalkThenAct,
        arrest: Arrest::RandomAndMove,
        jail: Jail::InPlaceShared,
        exact_numbers: true,
        printed_k: true,
        random_death_age: true,
    };

    /// As in the example of Mesa 3.5.1, on its default Von Neumann grid.
    pub const MESA: Self = Self {
        ratio: Ratio::Round,
        grievance: Grievance::Frozen,
        sight: Shape::VonNeumann,
        walk: Walk::WithinVision,
        activation: Activation::Together,
        citizen_turn: Turn::ActThenWalk,
        cop_turn: Turn::ActThenWalk,
        arrest: Arrest::Random,
        jail: Jail::InPlace,
        exact_numbers: false,
        printed_k: true,
        random_death_age: true,
    };

    /// Names of the published readings.
    pub const NAMES: [&str; 5] = RULES;

    /// The name of a published reading, or `custom`.
    pub fn name(&self) -> &'static str {
        match *self {
            Self::TEXT => "text",
            Self::BROOKINGS => "brookings",
            Self::NETLOGO => "netlogo",
            Self::MESA => "mesa",
            _ if (Self { sight: Shape::VonNeumann, ..*self }) == Self::MESA => "mesa-moore",
            _ => "custom",
        }
    }
}

impl FromStr for Rules {
    type Err = ClassicError;

    fn from_str(name: &str) -> Result<Self, ClassicError> {
        match name {
            "text" => Ok(Self::TEXT),
            "brookings" => Ok(Self::BROOKINGS),
            "netlogo" => Ok(Self::NETLOGO),
            "mesa" => Ok(Self::MESA),
            "mesa-moore" => Ok(Self { sight: Shape::Moore, ..Self::MESA }),
            _ => Err(ClassicError::unknown("rule set", name, &Self::NAMES)),
        }
    }
}
