//! An archive is read back, as far as the run needs it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use righting_runner::MOST_REPLICATES;
use righting_scenario::Bundle as Files;
use zip::ZipArchive;

use super::recipe::{Bundle, FORMAT, Recipe};
use crate::error::ExportError;

/// Where an archive has the files of the scenario.
pub(super) const SCENARIO: &str = "scenario/";
/// Where it says how the run is made.
pub(super) const RECIPE: &str = "righting.json";

/// Largest text read from an archive, bytes: compressed nonsense could fill the memory.
const MOST_TEXT: u64 = 256 << 20;
/// Most files of an archive.
const MOST_FILES: usize = 10_000;

impl Bundle {
    /// Reads an archive.
    ///
    /// # Errors
    /// When the file is no archive of a run, is damaged, or was made by a later version.
    pub fn read(path: &Path) -> Result<Self, ExportError> {
        let file = File::open(path).map_err(ExportError::io(path, "read"))?;
        let mut archive = ZipArchive::new(file).map_err(|error| ExportError::no_bundle(path, error))?;
        if archive.len() > MOST_FILES {
            return Err(ExportError::no_bundle(path, format!("it has {} files, at most {MOST_FILES}", archive.len())));
        }
        let recipe = text(&mut archive, path, RECIPE)?;
        let recipe: Recipe = serde_json::from_str(&recipe)
            .map_err(|error| ExportError::no_bundle(path, format!("its {RECIPE} cannot be read: {error}")))?;
        if recipe.format != FORMAT {
            let reason = format!("its layout is {}, this version reads {FORMAT}", recipe.format);
            return Err(ExportError::no_bundle(path, reason));
        }
        if !(1..=MOST_REPLICATES).contains(&recipe.replicates) {
            let reason = format!("it states {} replicates, expected 1 to {MOST_REPLICATES}", recipe.replicates);
            return Err(ExportError::no_bundle(path, reason));
        }
        let names = archive.file_names().map(|name| name.map(Cow::into_owned)).collect::<Result<Vec<String>, _>>();
        let names = names.map_err(|error| ExportError::no_bundle(path, error))?;
        let mut files = BTreeMap::new();
        let mut left = MOST_TEXT;
        for name in names {
            let Some(inside) = name.strip_prefix(SCENARIO).filter(|inside| !inside.ends_with('/')) else { continue };
            if !is_plain(inside) {
                return Err(ExportError::no_bundle(path, format!("`{name}` is no path inside it")));
            }
            let text = text(&mut archive, path, &name)?;
            left = left
                .checked_sub(text.len() as u64)
                .ok_or_else(|| ExportError::no_bundle(path, "its texts are too long"))?;
            files.insert(inside.to_owned(), text);
        }
        if let Some(lost) = recipe.scenarios.iter().find(|file| !files.contains_key(*file)) {
            return Err(ExportError::no_bundle(path, format!("`{SCENARIO}{lost}` is missing")));
        }
        if recipe.scenarios.is_empty() {
            return Err(ExportError::no_bundle(path, "it names no scenario"));
        }
        let files = Files { scenarios: recipe.scenarios.clone(), files };
        Ok(Self { recipe, files })
    }
}

/// A text of an archive; its checksum is checked as it is read.
fn text(archive: &mut ZipArchive<File>, path: &Path, name: &str) -> Result<String, ExportError> {
    let entry = archive.by_name(name).map_err(|error| ExportError::no_bundle(path, format!("`{name}`: {error}")))?;
    let mut text = String::new();
    let read = entry.take(MOST_TEXT + 1).read_to_string(&mut text);
    read.map_err(|error| ExportError::no_bundle(path, format!("`{name}` cannot be read: {error}")))?;
    if text.len() as u64 > MOST_TEXT {
        return Err(ExportError::no_bundle(path, format!("`{name}` is longer than {MOST_TEXT} bytes")));
    }
    Ok(text)
}

/// Whether a path leads nowhere but down.
fn is_plain(path: &str) -> bool {
    !path.contains('\\')
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains(':'))
}
