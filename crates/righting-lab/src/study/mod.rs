//! Many trials of one scenario: sets of parameters, each simulated a few times, streamed to a table.

mod axes;
mod outputs;
mod trials;

pub(crate) use axes::at_values;
pub use axes::axes_of;
pub use outputs::{NEVER_AFTER, Output, Outputs};
pub(crate) use trials::mixed_chances;
pub use trials::{Chances, MergedTrials, Trial, TrialPlan, Trials, manifest, merge_trials, of_part};
