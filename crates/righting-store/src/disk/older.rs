//! What older versions of the program wrote, told in today's form, so that their folders are read on.

use std::path::Path;

use righting_scenario::Change;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::disk::json::read_json;
use crate::error::StoreError;

/// The layout whose changes were texts; what else it holds is as today.
pub(crate) const TEXTS: u32 = 3;

/// Word of a text that told of other chances from a date on.
const RESEED: &str = "reseed ";

/// Reads a file of that layout, in which the manifest stands at a JSON pointer.
pub(crate) fn read<T: DeserializeOwned>(path: &Path, manifest: &str) -> Result<T, StoreError> {
    let mut record: Value = read_json(path)?;
    if let Some(manifest) = record.pointer_mut(manifest) {
        upgrade(manifest);
    }
    serde_json::from_value(record).map_err(|error| StoreError::broken(path, error))
}

/// Turns the changes of a manifest from texts, `path=value` and `without id`, into values; those that are values stay.
/// A text that is neither is left for the reader to refuse.
fn upgrade(manifest: &mut Value) {
    let Some(manifest) = manifest.as_object_mut() else { return };
    let Some(Value::Array(changes)) = manifest.get("changes").cloned() else { return };
    let (reseeded, changes): (Vec<Value>, Vec<Value>) =
        changes.into_iter().partition(|change| change.as_str().is_some_and(|text| text.starts_with(RESEED)));
    let value = |change: Value| {
        let read = change.as_str().and_then(|text| Change::read(text).ok());
        read.and_then(|read| serde_json::to_value(read).ok()).unwrap_or(change)
    };
    manifest.insert("changes".to_owned(), changes.into_iter().map(value).collect());
    if let Some(said) = reseeded.first().and_then(Value::as_str) {
        note_reseeding(manifest, said);
    }
}

/// `reseed 2022-01-04 17`: the date, and the seed of the days from it on.
fn note_reseeding(manifest: &mut Map<String, Value>, said: &str) {
    let words: Vec<&str> = said.split_whitespace().collect();
    if let [_, from, seed] = words[..]
        && let Ok(seed) = seed.parse::<u64>()
    {
        manifest.insert("reseeded".to_owned(), json!({ "from": from, "seed": seed }));
    }
}
