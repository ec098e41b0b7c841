//! Files of JSON whose checksums are listed.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::disk::{atomic, checksums};
use crate::error::StoreError;

/// A file whose checksum is listed.
pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, StoreError> {
    let (list, name) = checksums::of(path)?;
    serde_json::from_slice(&list.bytes(&name)?).map_err(|error| StoreError::broken(path, error))
}

/// Writes a value, indented, with a line end.
pub(crate) fn write_json(path: &Path, value: &impl Serialize) -> Result<(), StoreError> {
    let mut text = serde_json::to_vec_pretty(value).map_err(|error| StoreError::broken(path, error))?;
    text.push(b'\n');
    atomic::write(path, &text)
}
