//! Studies on disk: many trials of one scenario, each a set of parameters, in a folder that can be resumed.
//!
//! `study.json` holds all that the results depend on; tables of trials are folders of Parquet parts, one part per
//! batch, each whole or not there.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array};
use arrow_schema::{DataType, Field, Schema};
use righting_scenario::{Change, File as ScenarioFile};
use serde::{Deserialize, Serialize};

use crate::disk::json::{read_json, write_json};
use crate::disk::{atomic, older, open, own};
use crate::error::StoreError;
use crate::manifest::{Difference, files_difference, list, unlike};
use crate::names::STUDY_FILE;
use crate::shard::Shard;
use crate::study::trials::TrialTable;
use crate::table::columns::TableWriter;

/// How the entry of a study's plan begins that names the folder of a run; its value is the hash of the run's scenario.
pub const ARM: &str = "arm ";
/// Folder of the run that the arms are held beside.
pub const BASE: &str = "base";

/// Everything that the results of a study depend on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudyManifest {
    /// Command that makes it, such as `calibrate`.
    pub kind: String,
    /// Version of the program.
    pub version: String,
    /// Identifier of the scenario.
    pub scenario: String,
    /// One line on the scenario.
    pub title: String,
    /// Hash of the scenario's files and changes, in hexadecimal.
    pub scenario_hash: String,
    /// Changes made by the caller.
    pub changes: Vec<Change>,
    /// Seed of the study.
    pub seed: u64,
    /// What was asked for, by name.
    pub plan: BTreeMap<String, String>,
    /// The scenario's files as read.
    pub files: Vec<ScenarioFile>,
    /// Which part of the study the folder has, if not all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<StudyPart>,
}

/// A part of a study, made elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudyPart {
    /// Which part.
    pub shard: Shard,
    /// Names of the arms beside the base, in their order, where the study has arms: their folders say less.
    pub arms: Vec<String>,
}

impl StudyManifest {
    /// First difference, but for a number of replicates that may grow: what, in `self`, in `other`.
    pub(crate) fn difference(&self, other: &Self) -> Option<Difference> {
        let names = self.plan.keys().chain(other.plan.keys().filter(|name| !self.plan.contains_key(*name)));
        let value = |manifest: &Self, name: &str| manifest.plan.get(name).cloned().unwrap_or_default();
        let shard = |manifest: &Self| manifest.part.as_ref().map(|part| part.shard);
        let named = |shard: &Option<Shard>| shard.map_or_else(|| "the whole".to_owned(), |shard| shard.to_string());
        unlike("kind", &self.kind, &other.kind, String::clone)
            .or_else(|| unlike("part", &shard(self), &shard(other), named))
            .or_else(|| unlike("scenario", &self.scenario, &other.scenario, String::clone))
            .or_else(|| unlike("list of changes", &self.changes, &other.changes, |changes| list(changes)))
            .or_else(|| unlike("seed", &self.seed, &other.seed, u64::to_string))
            .or_else(|| unlike("program version", &self.version, &other.version, String::clone))
            .or_else(|| files_difference(&self.files, &other.files, &self.scenario_hash, &other.scenario_hash))
            .or_else(|| {
                let mut plan = names.filter(|name| *name != REPLICATES || !self.grows_to(other));
                plan.find_map(|name| unlike(name, &value(self, name), &value(other, name), String::clone))
            })
    }

    /// Whether `other` asks for more replicates, of a kind of study that can be given more.
    fn grows_to(&self, other: &Self) -> bool {
        let count = |manifest: &Self| manifest.plan.get(REPLICATES).and_then(|count| count.parse::<u32>().ok());
        GROWING.contains(&self.kind.as_str()) && count(self) < count(other)
    }
}

/// Entry of the plan that may grow.
const REPLICATES: &str = "replicates";

/// Studies whose replicates do not depend on how many there are.
const GROWING: [&str; 4] = ["compare", "claims", "curve", "fork"];

/// The folder of a study. One process at a time.
#[derive(Debug)]
pub struct StudyFolder {
    path: PathBuf,
    manifest: StudyManifest,
    _lock: File,
}

impl StudyFolder {
    /// Begins a study in a folder that is new or empty.
    ///
    /// # Errors
    /// When the folder holds something, is being written, or cannot be written.
    pub fn create(path: &Path, manifest: StudyManifest) -> Result<Self, StoreError> {
        let lock = own::begin(path)?;
        write_json(&path.join(STUDY_FILE), &manifest)?;
        Ok(Self { path: path.to_owned(), manifest, _lock: lock })
    }

    /// Goes on with the study in a folder, or begins one where a kill came before its first file.
    ///
    /// # Errors
    /// When there is none, or when it depends on something else than `manifest` says.
    pub fn resume(path: &Path, manifest: StudyManifest) -> Result<Self, StoreError> {
        if path.is_dir() && own::is_unborn(path)? {
            return Self::create(path, manifest);
        }
        let mut stored = read_record(path)?;
        if let Some(found) = stored.difference(&manifest) {
            return Err(found.in_folder(path));
        }
        let lock = own::lock(path)?;
        atomic::sweep(path);
        if stored.plan != manifest.plan {
            stored.plan = manifest.plan;
            write_json(&path.join(STUDY_FILE), &stored)?;
        }
        Ok(Self { path: path.to_owned(), manifest: stored, _lock: lock })
    }

    /// Begins a study, or goes on with one.
    ///
    /// # Errors
    /// As [`StudyFolder::create`] and [`StudyFolder::resume`].
    pub fn open(path: &Path, manifest: StudyManifest, resume: bool) -> Result<Self, StoreError> {
        if resume { Self::resume(path, manifest) } else { Self::create(path, manifest) }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the results depend on.
    pub fn manifest(&self) -> &StudyManifest {
        &self.manifest
    }

    /// A table of trials in this study, with the parts that are there.
    ///
    /// # Errors
    /// When its folder cannot be made or read.
    pub fn trials(&self, name: &str, parameters: &[String], summaries: &[String]) -> Result<TrialTable, StoreError> {
        TrialTable::open(&self.path.join(name), parameters, summaries)
    }

    /// Writes a file, whole or not at all; one that is there is replaced.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write_file(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let path = self.path.join(name);
        atomic::write(&path, bytes)?;
        Ok(path)
    }

    /// A folder inside this one, made if need be.
    ///
    /// # Errors
    /// When it cannot be made, or is a link.
    pub fn folder(&self, name: &str) -> Result<PathBuf, StoreError> {
        let path = self.path.join(name);
        open::folder(&path)?;
        Ok(path)
    }

    /// Writes columns of numbers as one Parquet file; one that is there is replaced.
    ///
    /// # Errors
    /// When the columns differ in length, or the disk refuses.
    pub fn write_columns(&self, name: &str, columns: &[(String, Vec<f64>)]) -> Result<PathBuf, StoreError> {
        let target = self.path.join(name);
        let fields: Vec<Field> = columns.iter().map(|(name, _)| Field::new(name, DataType::Float64, false)).collect();
        let cells = columns.iter().map(|(_, values)| Arc::new(Float64Array::from(values.clone())) as ArrayRef);
        let mut writer = TableWriter::at(target.clone(), Arc::new(Schema::new(fields)))?;
        writer.write_group(cells.collect())?;
        writer.finish()?.commit()?;
        Ok(target)
    }
}

/// What the results of the study in a folder depend on.
///
/// # Errors
/// When there is no study, its file is damaged, or it is a part of one.
pub fn read_study(path: &Path) -> Result<StudyManifest, StoreError> {
    let manifest = read_record(path)?;
    match manifest.part {
        Some(StudyPart { shard, .. }) => Err(StoreError::Part { path: path.to_owned(), shard, of: manifest.kind }),
        None => Ok(manifest),
    }
}

/// As [`read_study`], a part of one too.
pub(crate) fn read_record(path: &Path) -> Result<StudyManifest, StoreError> {
    let file = path.join(STUDY_FILE);
    if file.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Err(StoreError::NoStudy { path: path.to_owned() });
    }
    // It states no layout: what does not read as today's may read as an older one's.
    read_json(&file).or_else(|error| older::read(&file, "").map_err(|_| error))
}
