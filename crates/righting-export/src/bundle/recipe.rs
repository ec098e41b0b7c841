//! How a run is made again.

use std::collections::BTreeMap;
use std::path::Path;

use righting_model::EngineKind;
use righting_scenario::{Bundle as Files, Change, Scenario, Source, shipped};
use righting_store::Checksums;
use serde::{Deserialize, Serialize};

use crate::error::ExportError;

/// Version of the layout of an archive.
pub(crate) const FORMAT: u32 = 1;

/// How a run is made: `righting.json` of an archive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Version of the layout.
    pub format: u32,
    /// Version of the program that made the run.
    pub version: String,
    /// Identifier of the scenario.
    pub scenario: String,
    /// One line on the scenario.
    pub title: String,
    /// Scenario files, one upon the other, as in a bundle of files.
    pub scenarios: Vec<String>,
    /// Changes to the scenario.
    pub changes: Vec<Change>,
    /// Seed of the ensemble.
    pub seed: u64,
    /// Replicates.
    pub replicates: u32,
    /// Engine.
    pub engine: EngineKind,
    /// Rows of the record that were imported, are marked private and are not in the archive: they change no table.
    pub private_rows: usize,
    /// BLAKE3 of the files of the run that are the same when it is made again.
    pub checksums: BTreeMap<String, String>,
}

impl Recipe {
    /// The command that makes the run of a scenario that lies here, quoted for a shell.
    pub fn command(&self, scenario: &str) -> String {
        let changes = self.changes.iter().map(|change| match change {
            Change::Set { path, value } => format!(" --set {}", quoted(&format!("{path}={value}"))),
            Change::Without { id } => format!(" --without {}", quoted(id)),
        });
        let changes: String = changes.collect();
        let usual = self.engine == EngineKind::default();
        let engine = if usual { String::new() } else { format!(" --engine {}", self.engine.name()) };
        format!("righting run {scenario}{changes} --replicates {} --seed {}{engine}", self.replicates, self.seed)
    }
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-=:/+".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// An archive of a run, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    /// How the run is made.
    pub recipe: Recipe,
    /// Files of the scenario.
    pub files: Files,
}

impl Bundle {
    /// Whether an argument names an archive rather than a scenario: a file that ends with `.zip`.
    pub fn is_named(argument: &str) -> bool {
        argument.len() > 4 && argument.to_ascii_lowercase().ends_with(".zip") && !Path::new(argument).is_dir()
    }

    /// The scenario with the changes of the run and more.
    ///
    /// # Errors
    /// When this version of the program does not accept it.
    pub fn scenario(&self, more: &[Change]) -> Result<Scenario, ExportError> {
        let changes: Vec<Change> = self.recipe.changes.iter().chain(more).cloned().collect();
        Ok(Scenario::load(&Source::Bundle(self.files.clone()), &changes)?)
    }

    /// Files of a run made again that are not what they were: listed with another checksum, or missing.
    ///
    /// # Errors
    /// When the folder has no list of checksums.
    pub fn differing(&self, folder: &Path) -> Result<Vec<String>, ExportError> {
        let sums = Checksums::read(folder)?;
        let differs = |(name, sum): &(&String, &String)| sums.sum(name) != Some(sum.as_str());
        Ok(self.recipe.checksums.iter().filter(differs).map(|(name, _)| name.clone()).collect())
    }

    /// The scenario as a folder of one's own: paths inside it and texts. What it builds on must ship.
    ///
    /// # Errors
    /// When it builds on a scenario that does not ship.
    pub fn own_files(&self, path: &Path) -> Result<Vec<(&str, &str)>, ExportError> {
        let folder = |file: &str| file.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let main = folder(self.files.scenarios.first().map_or("", String::as_str));
        for below in self.files.scenarios.iter().skip(1).map(|file| folder(file)) {
            if below != main && !shipped().contains(&below.as_str()) {
                let reason = format!("it builds on `{below}`, which does not ship: run it as it is");
                return Err(ExportError::no_bundle(path, reason));
            }
        }
        let own = self.files.files.iter().filter_map(|(file, text)| {
            let rest = file.strip_prefix(main.as_str())?.strip_prefix('/')?;
            Some((rest, text.as_str()))
        });
        Ok(own.collect())
    }
}
