//! Righting simulates how unrest starts, spreads and subsides in a country, person by person and place by place, and what
//! brings the country upright again.
//!
//! Three types carry the work. A [`Scenario`](scenario::Scenario) is what is simulated: a country, shocks, acts of
//! government, a record. A [`Simulation`](model::Simulation) is a scenario made ready; each of its runs is a
//! [`Trace`](model::Trace), which depends on scenario, seed and replicate alone. Many runs, stored, are a
//! [`StoredRun`](store::StoredRun): tables that the questions of [`lab`] are asked of.
//!
//! ```
//! use righting::prelude::*;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let changes = [Change::read("pool.share=0.02")?];
//! let scenario = Scenario::load(&Source::from_argument("five-towns"), &changes)?;
//! let trace = scenario.simulation().run(EngineKind::default(), 1, 0)?;
//! let peak = (0..trace.days()).map(|day| trace.national(day, Quantity::ActivePeak)).fold(0.0, f64::max);
//! println!("{} people joined; at most {peak} were in the streets at once", trace.joinings);
//! # Ok(())
//! # }
//! ```
//!
//! The program `righting` is in the crate `righting-cli`. The other crates of the family are for builders; all of them are
//! here under their short names.
//!
//! **Use and limits.** The model knows populations and places, never identifiable persons. What it gives is expected harm
//! with bands; it predicts no single event and supports no act against people.

#![deny(missing_docs)]

pub use righting_classics as classics;
pub use righting_data as data;
pub use righting_infer as infer;
pub use righting_lab as lab;
pub use righting_model as model;
pub use righting_report as report;
pub use righting_runner as runner;
pub use righting_scenario as scenario;
pub use righting_store as store;
pub use righting_world as world;

/// What most programs need.
pub mod prelude {
    pub use crate::lab::{Arm, CalibrationPlan, ComparePlan, Endpoint, calibrate, check_run, compare};
    pub use crate::model::{EngineKind, Mechanism, Quantity, Schedule, Simulation, Stage, Trace};
    pub use crate::report::{from_run, render};
    pub use crate::runner::{Beginning, RunPlan, Runner, record};
    pub use crate::scenario::{Change, Scenario, Source};
    pub use crate::store::{StoredRun, StudyFolder, Table};
}
