//! What a mechanism is: one process of the model, with its parameters and quantities.

use crate::parameters::SectionInfo;
use crate::quantity::AddedQuantity;
use crate::stage::Stage;

/// One process of the model. The model's own are entries of [`Schedule::standard`](crate::Schedule::standard); a
/// user's own is put among them, and touches nothing of theirs.
pub trait Mechanism: Send + Sync {
    /// Name: the stage of a failure, and the place in a schedule.
    fn name(&self) -> &'static str;

    /// What it does, in words.
    fn title(&self) -> &'static str;

    /// Its rule, in a line.
    fn rule(&self) -> &'static str {
        ""
    }

    /// Sections of parameters that it brings: scenarios, `--set`, explanations and the JSON Schema see them.
    fn parameters(&self) -> Vec<SectionInfo> {
        Vec::new()
    }

    /// Quantities that it brings, kept by place and recorded every day.
    fn quantities(&self) -> Vec<AddedQuantity> {
        Vec::new()
    }

    /// Acts on one step.
    ///
    /// # Errors
    /// With what went wrong, in words; it ends the replicate as failed.
    fn act(&self, stage: &mut Stage) -> Result<(), String>;
}

/// Why a replicate failed: the mechanism in which it did, and what happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{stage}: {message}")]
pub struct Failure {
    /// Name of the mechanism.
    pub stage: &'static str,
    /// What happened.
    pub message: String,
}
