//! The raw open tables of a pack, as they were read from its folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};

/// The files of a pack by name.
#[derive(Debug, Clone)]
pub struct Pack {
    files: BTreeMap<String, String>,
}

impl Pack {
    /// Every file of a folder under `packs/` that is a table or a map.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let said = |error: std::io::Error| format!("{}: {error}", folder.display());
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(said)? {
            let path = entry.map_err(said)?.path();
            if path.extension().is_some_and(|ending| ending == "csv" || ending == "geojson") {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.insert(name, fs::read_to_string(&path).map_err(said)?);
            }
        }
        Ok(Self { files })
    }

    /// The text of a file.
    pub fn text(&self, file: &str) -> Result<&str, String> {
        self.files.get(file).map(String::as_str).ok_or_else(|| format!("{file}: not in the pack"))
    }

    /// The rows of a table; an error says file, line and field.
    pub fn rows<R: DeserializeOwned>(&self, file: &str) -> Result<Vec<R>, String> {
        let mut table = csv::Reader::from_reader(self.text(file)?.as_bytes());
        table.deserialize().collect::<Result<_, _>>().map_err(|error| format!("{file}: {error}"))
    }

    /// The same pack with another text of a file.
    #[cfg(test)]
    pub fn with(mut self, file: &str, text: String) -> Self {
        self.files.insert(file.to_owned(), text);
        self
    }
}

/// A column of `0` and `1`.
pub fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    match String::deserialize(from)?.as_str() {
        "0" => Ok(false),
        "1" => Ok(true),
        found => Err(D::Error::custom(format!("found `{found}`, expected 0 or 1"))),
    }
}

/// The place of a name among those known.
pub fn known<'n>(
    file: &str,
    what: &str,
    found: &str,
    mut names: impl Iterator<Item = &'n str>,
) -> Result<usize, String> {
    names.position(|name| name == found).ok_or_else(|| format!("{file}: no {what} is called `{found}`"))
}

/// What is said of a region whose cities hold more people than its census.
pub fn overfull(region: &str) -> String {
    format!("cities.csv: region `{region}` has no room for its cities and its rest")
}

/// A CSV text of a header and rows.
pub fn csv_text<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<String, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let said = |error: csv::Error| error.to_string();
    writer.write_record(header).map_err(said)?;
    for row in rows {
        writer.write_record(row).map_err(said)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// Columns of `places.csv`.
pub const PLACES: [&str; 13] = [
    "id",
    "name",
    "region",
    "kind",
    "latitude",
    "longitude",
    "population",
    "urban",
    "income_index",
    "producer_km",
    "past_killings",
    "seat",
    "security_weight",
];
