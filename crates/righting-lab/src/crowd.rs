//! The crowd of the worst day.

use righting_model::{Location, Quantity};
use righting_store::StoredRun;

use crate::error::LabError;

/// The nation's largest crowd of a run: median over replicates, of the day on which that is largest.
///
/// # Errors
/// When a table of the run cannot be read.
pub(crate) fn largest_crowd(run: &StoredRun) -> Result<f64, LabError> {
    let days = run.summary()?;
    Ok(days.series(Location::Nation, Quantity::ActivePeak).map(|day| day.p50).fold(0.0, f64::max))
}
