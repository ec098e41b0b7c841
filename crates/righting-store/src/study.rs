//! Studies on disk: many trials of one scenario, each a set of parameters, in a folder that can be resumed.
//!
//! `study.json` holds all that the results depend on; tables of trials are folders of Parquet parts, one part per
//! batch, each whole or not there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array};
use arrow_schema::{DataType, Field, Schema};
use serde::{Deserialize, Serialize};

use crate::atomic;
use crate::columns::TableWriter;
use crate::error::StoreError;
use crate::folder::{holds_something, lock};
use crate::manifest::FileEntry;
use crate::stored::{read_json, write_json};
use crate::trials::TrialTable;

const STUDY_FILE: &str = "study.json";

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
    /// Changes made by the caller, as `path=value` and `without id`.
    pub changes: Vec<String>,
    /// Seed of the study.
    pub seed: u64,
    /// What was asked for, by name.
    pub plan: BTreeMap<String, String>,
    /// The scenario's files as read.
    pub files: Vec<FileEntry>,
}

impl StudyManifest {
    fn difference(&self, other: &Self) -> Option<(&'static str, String, String)> {
        let plan = |manifest: &Self| {
            manifest.plan.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ")
        };
        let pairs = [
            ("kind", self.kind.clone(), other.kind.clone()),
            ("scenario", self.scenario.clone(), other.scenario.clone()),
            ("list of changes", self.changes.join(", "), other.changes.join(", ")),
            ("scenario hash", self.scenario_hash.clone(), other.scenario_hash.clone()),
            ("seed", self.seed.to_string(), other.seed.to_string()),
            ("plan", plan(self), plan(other)),
            ("program version", self.version.clone(), other.version.clone()),
        ];
        pairs.into_iter().find(|(_, ours, theirs)| ours != theirs)
    }
}

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
        if holds_something(path)? {
            return Err(StoreError::Exists { path: path.to_owned() });
        }
        fs::create_dir_all(path).map_err(|error| StoreError::io(path, "created", error))?;
        let lock = lock(path)?;
        write_json(&path.join(STUDY_FILE), &manifest)?;
        Ok(Self { path: path.to_owned(), manifest, _lock: lock })
    }

    /// Goes on with the study in a folder.
    ///
    /// # Errors
    /// When there is none, or when it depends on something else than `manifest` says.
    pub fn resume(path: &Path, manifest: StudyManifest) -> Result<Self, StoreError> {
        let stored: StudyManifest = read_json(&path.join(STUDY_FILE))?;
        if let Some((what, stored, asked)) = stored.difference(&manifest) {
            return Err(StoreError::Mismatch { path: path.to_owned(), what, stored, asked });
        }
        let lock = lock(path)?;
        atomic::sweep(path);
        Ok(Self { path: path.to_owned(), manifest: stored, _lock: lock })
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
