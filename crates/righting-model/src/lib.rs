//! A country and its mechanisms of unrest: how it starts, spreads and subsides, person by person and place by place.
//!
//! Three types to know. A [`Setup`] says what is simulated: a country, what befalls it, and the value of every
//! parameter; plain data. A [`Simulation`] is a setup made ready for many replicates; running one gives a [`Trace`]: a
//! row a day for the nation and every place, and a list of dated happenings. A trace depends on setup, engine, seed and
//! replicate alone: no clock, no threads, no I/O are in this crate.
//!
//! ```
//! use righting_model::{EngineKind, Quantity, Setup, Shock, Simulation};
//! # use righting_model::{Country, Governance, Place, Region, Seat};
//! # let place = Place {
//! #     key: 1, name: "City".into(), region: 0, latitude: 45.0, longitude: 60.0, population: 20_000, urban: true,
//! #     rest: false, radius_km: None, seat: Seat::National, income: 1e5, poverty_rate: 0.06, producer_km: 0.0, past_killings: 0.0,
//! #     security_weight: 1.0,
//! # };
//! # let governance = Governance {
//! #     rule_of_law: -0.4, control_of_corruption: -0.3, voice_and_accountability: -1.2, government_effectiveness: 0.1,
//! # };
//! # let country = Country {
//! #     name: "One City".into(), regions: vec![Region { id: "all".into(), name: "All".into(), polity: 0 }], places: vec![place],
//! #     facilities: vec![], gini: 0.28, income_variance_between: 0.1, governance, output_per_day: 1.0,
//! # };
//! let mut setup = Setup::new(country, 14);
//! setup.shocks.push(Shock::price_rise(1.0));
//! setup.parameters.set("pool.share", 0.02)?;
//!
//! let simulation = Simulation::new(setup);
//! let trace = simulation.run(EngineKind::default(), 1, 0)?;
//! assert_eq!(trace.days(), 14);
//! assert!(trace.national(0, Quantity::Affront) > 0.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What acts in a step is a [`Schedule`] of [`Mechanism`]s. `Schedule::standard().after("policing", Mine)` puts one of
//! your own among them, with its parameters and quantities: `crates/righting/examples/mechanism.rs` does it in one file.
//!
//! Inside, files stand in layers and import downwards: numbers (`math`, `draw`) and data (`country`, `parameters`,
//! `setup`, `landscape`, `world`, `trace`); the `engine`; the `stage` on which mechanisms act; `equations`, the laws
//! with several callers; `mechanisms`, one a file; `survey`, which works out the landscape; `schedule`, their table;
//! `step`, the story of a day; `recovery`, the months after; `simulation` and `fork`.

mod arrays;
mod clock;
mod condition;
mod countdown;
mod country;
mod draw;
mod engine;
mod equations;
mod fields;
mod fork;
mod gain;
mod hours;
mod landscape;
pub mod math;
mod mechanism;
mod mechanisms;
mod parameters;
mod quantity;
mod random_effects;
mod recovery;
mod redraw;
mod schedule;
mod sections;
mod setup;
mod simulation;
mod space;
mod spread;
mod stage;
mod step;
mod survey;
mod tally;
mod trace;
mod uncertainty;
mod world;

pub use condition::{Condition, Conditions};
pub use country::{Country, Facility, FacilityKind, Governance, INCOME_CLASSES, Place, Region, STRATA, Seat};
pub use draw::{Draws, MixedChances, Purpose, uniform};
pub use engine::{EngineKind, Kernel};
pub use fork::{State, first_difference};
pub use gain::{Gain, MeanCrowd};
pub use landscape::Landscape;
pub use mechanism::{Failure, Mechanism};
pub use mechanisms::alliance::{AllianceParameters, TERM_COUNT, Term, acceptance, accepted, terms, utility};
pub use mechanisms::joining::reasons::Reasons;
pub use parameters::{
    Mark, ParameterError, ParameterInfo, Parameters, Prior, Registry, Role, Scale, Section, SectionInfo, Successor,
    replacement, successor,
};
pub use quantity::{
    AddedQuantity, Pooling, QUANTITIES, QUANTITY_COUNT, Quantity, QuantityInfo, RECOVERY_QUANTITIES,
    RECOVERY_QUANTITY_COUNT, Readings, RecoveryInfo, RecoveryQuantity,
};
pub use random_effects::RandomEffects;
pub use recovery::schedule::{MONTH, MonthMechanism};
pub use redraw::{Redrawing, Redrawn};
pub use schedule::Schedule;
pub use setup::{
    Action, Alliance, AllianceDecision, Calendar, ClockRule, DecisionRule, HelpEffect, Hypotheses, Levels, Member,
    Order, Partner, Posture, Reach, RecoveryPlan, Reform, ReformKind, Setup, Shock, ShockKind, Situation, SwitchInfo,
    Trigger, When,
};
pub use simulation::{Simulation, Start, StateSource};
pub use space::cells::Cell;
pub use space::sphere::great_circle_km;
pub use stage::Stage;
pub use trace::{AddedRows, Event, EventKind, Location, Recovery, RecoveryRow, Stopped, Trace, Watched};
pub use world::{Call, Convoy, Crowds, FacilityState, Help, Orders, People, Polity, Rates, Summons, Told, World, exit};
