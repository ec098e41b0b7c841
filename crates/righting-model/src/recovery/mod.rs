//! The way back: after the last day of the crisis the same country goes on in monthly steps.
//!
//! [`month`] tells the story of a month, [`MONTH`] lists its mechanisms in order; each has its file.

pub(crate) mod books;
pub(crate) mod finance;
pub(crate) mod incomes;
pub(crate) mod livelihood;
pub(crate) mod month;
pub(crate) mod output;
pub(crate) mod people;
pub(crate) mod pilot;
mod plan;
pub(crate) mod prices;
mod quantity;
pub(crate) mod rebuilding;
pub(crate) mod reform;
pub(crate) mod relapse;
mod schedule;
pub(crate) mod spark;

pub(crate) use month::recover;
pub use month::{Recovery, RecoveryRow};
pub use plan::{Partner, RecoveryPlan, Reform, ReformKind};
pub use quantity::{RECOVERY_QUANTITIES, RECOVERY_QUANTITY_COUNT, RecoveryInfo, RecoveryQuantity};
pub use schedule::{MONTH, MonthMechanism};
