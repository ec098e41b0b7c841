//! Epstein (2002): civil violence on a torus, Models I and II, in four published readings.

mod claims;
mod classic;
mod decision;
mod groups;
mod model;
mod outbursts;
mod parameters;
mod rebellion;
mod replicate;
pub(crate) mod rules;
mod run;
mod society;

pub use claims::{GenocideTimes, genocide_times};
pub use classic::epstein;
pub use groups::Ending;
pub use model::Counts;
pub use outbursts::{OUTBURST, Outburst, OutburstCounter};
pub use parameters::{Parameters, Schedule};
pub use rebellion::Rebellion;
pub use replicate::replicate;
pub use rules::{Activation, Arrest, Grievance, Jail, Ratio, Rules, Turn, Walk};
pub use run::{Replicate, run_groups, run_many, run_once};
pub use society::Society;
