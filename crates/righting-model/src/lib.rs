//! A country and its mechanisms of unrest.

mod arrays;
mod clock;
mod country;
mod draw;
mod engine;
mod fork;
mod landscape;
pub mod math;
mod mechanisms;
mod parameters;
mod quantity;
mod random_effects;
mod recovery;
mod schedule;
mod setup;
mod simulation;
mod step;
mod trace;
mod world;

pub use country::{
    Country, Facility, FacilityKind, Governance, INCOME_CLASSES, Place, RISK_CLASSES, Region, STRATA, Seat,
    great_circle_km,
};
pub use draw::{Draws, MixedChances, Purpose, uniform};
pub use engine::{EngineKind, Kernel};
pub use fork::{State, first_difference};
pub use mechanisms::alliance::{AllianceParameters, TERM_COUNT, Term, acceptance, accepted, terms, utility};
pub use parameters::{Mark, ParameterError, ParameterInfo, Parameters};
pub use quantity::{QUANTITIES, QUANTITY_COUNT, Quantity, QuantityInfo, Readings};
pub use random_effects::RandomEffects;
pub use recovery::{
    MONTH, MonthMechanism, Partner, RECOVERY_QUANTITIES, RECOVERY_QUANTITY_COUNT, Recovery, RecoveryInfo, RecoveryPlan,
    RecoveryQuantity, RecoveryRow, Reform, ReformKind,
};
pub use schedule::{Mechanism, SCHEDULE};
pub use setup::{
    Action, Alliance, AllianceDecision, ClockRule, Condition, DecisionRule, HelpEffect, Hypotheses, Member, Order,
    Reach, Setup, Shock, ShockKind, Situation, Trigger, When,
};
pub use simulation::{Failure, Simulation, Start, StateSource};
pub use trace::{Event, EventKind, Location, Stopped, Trace, Watched};
