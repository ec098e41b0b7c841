//! From tables back to parts, bit by bit, so that a complete run can be given more replicates.

use crate::error::StoreError;
use crate::run::bodies::Bodies;
use crate::run::packed::Packed;
use crate::run::part;
use crate::run::stored::StoredRun;

/// Replicates in a part.
const PART: usize = 16;

/// Writes the replicates of a run as parts into its folder.
pub(crate) fn write_parts(run: &StoredRun) -> Result<(), StoreError> {
    let seconds = run.timing()?.seconds;
    let mut bodies = Bodies::open(run)?;
    for number in 0..run.statuses().len().div_ceil(PART) {
        let mut records = Vec::new();
        for next in bodies.by_ref().take(PART) {
            let (status, body) = next?;
            let encoded = body.map_or(Ok(Vec::new()), |body| part::encode(&body));
            let body = encoded.map_err(|reason| StoreError::broken(run.path(), reason))?;
            let seconds = seconds.get(status.replicate() as usize).copied().unwrap_or(0.0);
            records.push(Packed { status: status.clone(), seconds, body });
        }
        part::write(run.path(), number as u32, records)?;
    }
    Ok(())
}
