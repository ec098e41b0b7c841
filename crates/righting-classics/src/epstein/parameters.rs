//! What Table 2 of the paper sets, and the eight runs.

use serde::{Deserialize, Serialize};

use crate::error::ClassicError;

/// Inputs of a run. Densities are shares of cells; distances are in cells; times in ticks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// Cells from west to east.
    pub width: usize,
    /// Cells from north to south.
    pub height: usize,
    /// Citizens per cell at the start.
    pub citizens: f64,
    /// Cops per cell at the start.
    pub cops: f64,
    /// How far citizens see.
    pub vision: f64,
    /// How far cops see.
    pub cop_vision: f64,
    /// L, in [0, 1].
    pub legitimacy: f64,
    /// T: net grievance above which a citizen acts.
    pub threshold: f64,
    /// Greatest jail term in ticks; none for life.
    pub jail: Option<u32>,
    /// Whether citizens walk.
    pub movement: bool,
    /// Two groups that may kill each other (Model II) or one (Model I).
    pub groups: bool,
    /// Probability of a clone per person and tick (Model II).
    pub cloning: f64,
    /// Greatest age in ticks (Model II).
    pub max_age: u32,
    /// What is done to legitimacy or to the number of cops while the model runs.
    pub schedule: Schedule,
}

/// A change from outside, dated in ticks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Schedule {
    /// Nothing changes.
    None,
    /// Legitimacy falls by `step` every `every` ticks, down to `floor`.
    Salami {
        /// Fall per step.
        step: f64,
        /// Ticks between steps.
        every: u32,
        /// Legitimacy at which the fall stops.
        floor: f64,
    },
    /// Legitimacy is set to `to` after tick `at`.
    Jump {
        /// Tick of the jump.
        at: u32,
        /// Legitimacy afterwards.
        to: f64,
    },
    /// Cop density goes to `first` after the first tick and then falls by `step` a tick.
    Withdraw {
        /// Density after the first tick.
        first: f64,
        /// Fall per tick.
        step: f64,
    },
    /// Cops of this density are placed after tick `at`.
    Peacekeepers {
        /// Tick of deployment.
        at: u32,
        /// Their density.
        density: f64,
    },
}

impl Parameters {
    /// Model I as in Run 2, from which the other runs differ.
    pub fn model_one() -> Self {
        Self {
            width: 40,
            height: 40,
            citizens: 0.7,
            cops: 0.04,
            vision: 7.0,
            cop_vision: 7.0,
            legitimacy: 0.82,
            threshold: 0.1,
            jail: Some(30),
            movement: true,
            groups: false,
            cloning: 0.0,
            max_age: 200,
            schedule: Schedule::None,
        }
    }

    /// Run 1 to 8 of Table 2, with the schedules of the original program (`coded`) or of the text.
    pub fn run(number: u8, coded: bool) -> Result<Self, ClassicError> {
        let one = Self::model_one();
        let crisis = Self { legitimacy: 0.9, cops: 0.074, jail: None, ..one.clone() };
        let two = Self {
            vision: 1.7,
            cop_vision: 1.7,
            legitimacy: 0.8,
            jail: Some(15),
            cops: 0.0,
            groups: true,
            cloning: 0.05,
            ..one.clone()
        };
        Ok(match number {
            1 => Self { vision: 1.7, cop_vision: 1.7, legitimacy: 0.89, jail: Some(15), movement: false, ..one },
            2 => one,
            3 if coded => Self { schedule: Schedule::Salami { step: 0.01, every: 3, floor: 0.0 }, ..crisis },
            3 => Self { schedule: Schedule::Salami { step: 0.01, every: 1, floor: 0.2 }, ..crisis },
            4 if coded => Self { schedule: Schedule::Jump { at: 75, to: 0.65 }, ..crisis },
            4 => Self { schedule: Schedule::Jump { at: 77, to: 0.7 }, ..crisis },
            5 => {
                let first = if coded { 0.06 } else { 0.073 };
                let schedule = Schedule::Withdraw { first, step: 0.001 };
                Self { legitimacy: 0.8, schedule, ..crisis }
            }
            6 => Self { legitimacy: 0.9, ..two },
            7 => two,
            8 => Self { cops: 0.04, ..two },
            _ => {
                return Err(ClassicError::value("run", &number.to_string(), "a run of Table 2, from 1 to 8"));
            }
        })
    }

    /// Fails where the numbers make no model.
    pub fn check(&self) -> Result<(), ClassicError> {
        let bad = |what, value: String, wanted| Err(ClassicError::value(what, &value, wanted));
        let shares = self.citizens >= 0.0 && self.cops >= 0.0 && self.citizens + self.cops <= 1.0;
        if !shares {
            let both = format!("{} and {}", self.citizens, self.cops);
            return bad("densities of citizens and cops", both, "shares that sum to 1 at most");
        }
        if !(0.0..=1.0).contains(&self.legitimacy) {
            return bad("legitimacy", self.legitimacy.to_string(), "a number from 0 to 1");
        }
        if let Some(jail) = self.jail.filter(|&jail| jail > 1_000_000) {
            return bad("greatest jail term", jail.to_string(), "from 0 to 1,000,000 ticks");
        }
        let sight = self.vision.max(self.cop_vision);
        if !(self.vision.min(self.cop_vision) >= 1.0 && sight <= 100.0) {
            return bad("vision", sight.to_string(), "from 1 to 100 cells");
        }
        let least = 2 * sight as usize + 1;
        let side = self.width.min(self.height);
        if side < least || self.width.max(self.height) > 32_000 {
            return bad("side of the grid", side.to_string(), "more than twice the vision, 32,000 cells at most");
        }
        Ok(())
    }
}
