//! Everything a run needs, as plain data: a [`Setup`] can be written down, sent, and run elsewhere to the same bytes.

mod alliance;
mod hypotheses;
mod levels;
mod recovery;

use serde::{Deserialize, Serialize};

use crate::country::Country;
use crate::draw::MixedChances;
use crate::parameters::Parameters;
use crate::random_effects::RandomEffects;
pub use alliance::{Alliance, AllianceDecision, DecisionRule, HelpEffect, Member, Situation};
pub use hypotheses::{Hypotheses, SwitchInfo};
pub use levels::Levels;
pub use recovery::{Partner, RecoveryPlan, Reform, ReformKind};

/// When something happens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum When {
    /// At a fixed time, minutes after the start.
    At(u32),
    /// On average `per_day` times a day; the first time only.
    Random {
        /// Expected number of occurrences a day.
        per_day: f64,
    },
    /// The first time the expression holds, looked at every step; `not_before` in minutes after the start.
    Triggered {
        /// Condition on the nation's readings.
        trigger: Trigger,
        /// Earliest time, minutes after the start.
        not_before: u32,
    },
}

/// A condition on the nation's readings, as text: it is compiled where the setup runs, by
/// [`Conditions`](crate::Conditions).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// The expression as the user wrote it. One that cannot be evaluated ends the replicate as failed.
    pub text: String,
}

/// Where something happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// Everywhere.
    Nation,
    /// In these places (indices into `Country::places`), sorted.
    Places(Vec<usize>),
}

/// What befalls the country that no government ordered: a price, incomes, an affront.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shock {
    /// Identifier in the scenario.
    pub id: String,
    /// One line for timeline and charts.
    pub label: String,
    /// When.
    pub when: When,
    /// Where.
    pub reach: Reach,
    /// What.
    pub kind: ShockKind,
}

impl Shock {
    /// A sudden rise of the watched price everywhere, relative, at the start.
    pub fn price_rise(rise: f64) -> Self {
        Self {
            id: "rise".to_owned(),
            label: String::new(),
            when: When::At(0),
            reach: Reach::Nation,
            kind: ShockKind::Price { ratio: 1.0 + rise },
        }
    }
}

/// What a shock changes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum ShockKind {
    /// The watched price, relative to the price before the crisis.
    Price {
        /// New price / old price.
        ratio: f64,
    },
    /// The price of one of several goods, relative to its price before the crisis.
    Commodity {
        /// Number of the good, from 0.
        commodity: u16,
        /// Its weight in the basket relative to that of the watched price.
        weight: f64,
        /// New price / old price.
        ratio: f64,
    },
    /// Incomes, relative to the data of the scenario.
    Income {
        /// Factor on incomes.
        factor: f64,
    },
    /// An outrage that no price carries: a stolen election, a killing, an arrest.
    Affront {
        /// Affront added, in the unit of a national price shock: that of January 2022 in Kazakhstan is 1.
        size: f64,
    },
    /// A dated call to gather, for the rest of its day.
    Call {
        /// Size relative to that of the median dated call.
        size: f64,
        /// Where a march leads (index into `Country::places`); people gather where they live otherwise.
        to: Option<usize>,
    },
}

/// What the forces are ordered to do with crowds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Posture {
    /// Stand aside.
    Aside,
    /// Contain them: the rule where nothing is ordered.
    Contain,
    /// Disperse them: the rule under an emergency, and where lethal force is permitted.
    Disperse,
}

/// An act of government.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// Identifier in the scenario.
    pub id: String,
    /// One line for timeline and charts.
    pub label: String,
    /// When.
    pub when: When,
    /// Where.
    pub reach: Reach,
    /// What.
    pub order: Order,
}

/// What an act of government orders. Each order stands until another of its kind replaces it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Order {
    /// Sets the watched price, relative to the price before the crisis.
    Price {
        /// New price / old price.
        ratio: f64,
    },
    /// Sets the price of one of several goods, relative to its price before the crisis.
    Commodity {
        /// Number of the good, from 0.
        commodity: u16,
        /// Its weight in the basket relative to that of the watched price.
        weight: f64,
        /// New price / old price.
        ratio: f64,
    },
    /// Gives in: dismissal, dialogue, promises. `size` 1 is a government dismissed.
    Concession {
        /// Size, 0 to 1.
        size: f64,
    },
    /// Emergency with curfew, begun or lifted.
    Emergency {
        /// Begun (true) or lifted (false).
        on: bool,
    },
    /// Cuts the internet by a share; 0 restores it.
    Shutdown {
        /// Share of non-local news cut, 0 to 1.
        cut: f64,
    },
    /// Says what forces do with crowds.
    Posture {
        /// What they do.
        posture: Posture,
    },
    /// Begins or ends detaining at home those who took part.
    Sweep {
        /// Begun (true) or ended (false).
        on: bool,
    },
    /// Permits or forbids lethal force.
    LethalForce {
        /// Permitted (true) or forbidden (false).
        on: bool,
    },
    /// Sends mobile units to the most active places.
    Reinforce {
        /// Personnel.
        units: f64,
        /// Travel time, hours.
        travel_hours: f64,
    },
    /// Changes the command of the security services: ends an elite split.
    Reshuffle,
    /// Asks the alliance for help.
    RequestAlliance,
    /// Ends the allies' mission.
    WithdrawAlliance,
}

/// Everything a run needs. Parameters read from a file take their places when a simulation is made of the setup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    /// The country.
    pub country: Country,
    /// Parameters of every mechanism.
    pub parameters: Parameters,
    /// What no data show of the country, where it is known; otherwise every replicate draws its own.
    pub random_effects: Option<RandomEffects>,
    /// Whose chances a run follows, where they are mixed; otherwise those of its own replicate.
    pub mixed_chances: Option<MixedChances>,
    /// Contested structures that are on.
    pub hypotheses: Hypotheses,
    /// Shocks.
    pub shocks: Vec<Shock>,
    /// Acts of government.
    pub actions: Vec<Action>,
    /// The alliance, if there is one.
    pub alliance: Option<Alliance>,
    /// Days to simulate.
    pub days: u32,
    /// How the clock steps.
    pub clock: ClockRule,
    /// Days of the week.
    pub calendar: Calendar,
    /// Whether runs draw the levels of the country.
    pub levels: Levels,
    /// The recovery that follows.
    pub recovery: RecoveryPlan,
}

impl Setup {
    /// A country in which nothing happens, for so many days: the model's own parameters at their defaults, no shock, no
    /// order, no alliance, no contested structure, no recovery.
    pub fn new(country: Country, days: u32) -> Self {
        Self {
            country,
            parameters: Parameters::default(),
            random_effects: None,
            mixed_chances: None,
            hypotheses: Hypotheses::default(),
            shocks: Vec::new(),
            actions: Vec::new(),
            alliance: None,
            days,
            clock: ClockRule::default(),
            calendar: Calendar::default(),
            levels: Levels::default(),
            recovery: RecoveryPlan::default(),
        }
    }

    /// The same country without its crisis, for so many days: no shock, no order, no contested structure, no recovery, and
    /// every replicate with chances of its own.
    pub fn at_rest(&self, days: u32) -> Self {
        Self {
            mixed_chances: None,
            shocks: Vec::new(),
            actions: Vec::new(),
            hypotheses: Hypotheses::default(),
            recovery: RecoveryPlan::default(),
            days,
            ..self.clone()
        }
    }

    /// Whether two setups differ in nothing but what happens in them and for how long.
    pub fn same_world(&self, other: &Self) -> bool {
        self.country == other.country
            && self.parameters == other.parameters
            && self.random_effects == other.random_effects
            && self.mixed_chances == other.mixed_chances
            && self.hypotheses == other.hypotheses
            && self.clock == other.clock
            && self.calendar == other.calendar
            && self.levels == other.levels
    }
}

/// Days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Day of the week of the first day; Monday is 0.
    pub first: u8,
    /// Days of the week on which most people do not work.
    pub free: [u8; 2],
}

impl Default for Calendar {
    fn default() -> Self {
        Self { first: 0, free: [5, 6] }
    }
}

impl Calendar {
    /// Whether most people do not work on a day of the run.
    pub fn is_free(&self, day: u32) -> bool {
        self.free.contains(&(((u32::from(self.first) + day) % 7) as u8))
    }
}

/// How steps divide a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ClockRule {
    /// Step in a crisis, minutes; a divisor of 1440.
    pub shortest: u32,
    /// Step at rest, minutes; a divisor of 1440.
    pub longest: u32,
    /// Largest expected relative change of the crowds in one step before it is shortened.
    pub tolerance: f64,
}

impl Default for ClockRule {
    /// Three hours: people come and go within a day, and a day is no step of this model.
    fn default() -> Self {
        Self { shortest: 180, longest: 180, tolerance: 0.3 }
    }
}
