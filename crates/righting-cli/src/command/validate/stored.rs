//! A stored run or study, checked byte by byte.

use std::path::Path;

use righting_store::{Remark, verify};

use super::{Finding, Findings};
use crate::fail::Fail;

/// Looks through the folder.
pub(super) fn check(folder: &Path) -> Result<Findings, Fail> {
    let found = verify(folder)?;
    let told = |remarks: Vec<Remark>| remarks.into_iter().map(|remark| told(folder, &remark)).collect();
    let path = folder.display().to_string();
    Ok(Findings {
        path,
        kind: found.kind,
        files: found.files,
        faults: told(found.faults),
        warnings: told(found.warnings),
    })
}

/// A remark with the file named once, as it lies in the folder.
fn told(folder: &Path, remark: &Remark) -> Finding {
    let place = match remark.path.strip_prefix(folder) {
        Ok(inside) if !inside.as_os_str().is_empty() => inside.display().to_string(),
        _ => folder.display().to_string(),
    };
    let whole = format!("{} ", remark.path.display());
    let message = remark.message.strip_prefix(&whole).unwrap_or(&remark.message);
    let message = message.strip_prefix("is broken: ").unwrap_or(message);
    Finding { place, message: message.to_owned() }
}
