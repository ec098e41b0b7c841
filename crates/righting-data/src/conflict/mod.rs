//! Events and counts that conflict data sets publish: ACLED by event and by week, UCDP GED, Mass Mobilization, tables in
//! the form of VIEWS, and any table of events whose columns the caller names.
//!
//! Such files are large and not ours to mend. A row that cannot be read is never dropped in silence: it
//! is set apart with its file and line, and the caller decides whether to go on without it.

mod acled;
mod count;
mod event;
mod foreign;
mod ged;
mod mapped;
mod mass;
mod reading;
mod recognise;
mod views;
mod weekly;

pub(crate) use acled::ACLED;
pub use acled::read_acled;
pub use count::Count;
pub use event::{Act, ConflictEvent};
pub use foreign::Foreign;
pub(crate) use ged::GED;
pub use ged::read_ged;
pub use mapped::{EventField, Mapping, read_mapped};
pub(crate) use mass::MASS;
pub use mass::read_mass_mobilization;
pub use recognise::{ForeignForm, recognise};
pub(crate) use views::VIEWS;
pub use views::{Measure, Outcome, read_views};
pub(crate) use weekly::WEEKLY;
pub use weekly::read_acled_weekly;
