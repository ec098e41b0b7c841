//! A scenario of version 0.1.0 becomes one of today, as far as meaning allows.
//!
//! Between the versions the model changed its form. What only has another name is renamed, affronts are given in their new
//! unit, and what has no counterpart is taken out: its lines go to the end of the file as comments, so that nothing is
//! lost. What was found by a fit is taken out too, as a fit is one of the form that it was made with.

mod plan;
mod scenario;

use std::path::{Path, PathBuf};

use serde::Serialize;
use toml_edit::{DocumentMut, Item};

use crate::error::ImportError;
use crate::folder::{read, write_all};

/// What became of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// It has another name.
    Renamed,
    /// It has another value.
    Converted,
    /// It has no counterpart: a comment keeps it.
    TakenOut,
}

/// One thing that is another now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// File inside the folder.
    pub file: String,
    /// What it was, as it was written.
    pub was: String,
    /// What became of it.
    pub became: Became,
    /// What it is now; empty where it was taken out.
    pub now: String,
    /// Why.
    pub why: String,
}

/// A folder as it will be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Migration {
    root: PathBuf,
    /// What changes, in the order of files and tables.
    pub steps: Vec<Step>,
    /// Files that change: name inside the folder, text before, text after.
    changed: Vec<(String, String, String)>,
}

/// Ending of the name under which a file of version 0.1.0 is kept where it is rewritten in place.
pub const KEPT: &str = "0.1.0";

/// Files that name parameters.
const SCENARIO: &str = "scenario.toml";
const PLAN: &str = "fit.toml";

impl Migration {
    /// Reads a folder and works out what changes. Nothing is written.
    ///
    /// # Errors
    /// When the folder has no scenario, or one of its files is no TOML.
    pub fn of(folder: &Path) -> Result<Self, ImportError> {
        let mut migration = Self { root: folder.to_owned(), steps: Vec::new(), changed: Vec::new() };
        migration.file(SCENARIO, scenario::migrate)?;
        if folder.join(PLAN).exists() {
            migration.file(PLAN, plan::migrate)?;
        }
        Ok(migration)
    }

    fn file(&mut self, name: &str, migrate: fn(&mut Draft)) -> Result<(), ImportError> {
        let path = self.root.join(name);
        let before = read(&path)?;
        let document = before.parse::<DocumentMut>();
        let document =
            document.map_err(|error| ImportError::NoToml { path: path.clone(), reason: error.message().to_owned() })?;
        let mut draft = Draft { file: name.to_owned(), document, steps: Vec::new(), kept: Vec::new() };
        migrate(&mut draft);
        if !draft.steps.is_empty() {
            let after = draft.text();
            self.changed.push((name.to_owned(), before, after));
            self.steps.extend(draft.steps);
        }
        Ok(())
    }

    /// Writes the files, all or none: into a copy of the whole folder, or in place, where each file that changes is kept
    /// beside under a name that ends in [`KEPT`]. Gives the paths written.
    ///
    /// # Errors
    /// When the copy's folder holds something, a kept file is there already, or the disk refuses: then nothing is changed.
    pub fn write(&self, copy: Option<&Path>) -> Result<Vec<PathBuf>, ImportError> {
        match copy {
            Some(copy) => self.write_copy(copy)?,
            None => self.write_in_place()?,
        }
        let root = copy.unwrap_or(&self.root);
        Ok(self.changed.iter().map(|(name, ..)| root.join(name)).collect())
    }

    fn write_in_place(&self) -> Result<(), ImportError> {
        let mut files = Vec::new();
        for (name, before, after) in &self.changed {
            let kept = self.root.join(format!("{name}.{KEPT}"));
            // The same is there where a kill came before the file itself was written.
            let is_same = kept.is_file() && read(&kept)? == *before;
            if !is_same && kept.symlink_metadata().is_ok() {
                return Err(ImportError::KeptAlready { path: kept });
            }
            if !is_same {
                files.push((kept, before.as_str()));
            }
            files.push((self.root.join(name), after.as_str()));
        }
        write_all(&files)
    }

    /// The copy takes its name when all of it is there: a kill leaves no half of one under it.
    fn write_copy(&self, copy: &Path) -> Result<(), ImportError> {
        if copy.symlink_metadata().is_ok() && !copy.read_dir().is_ok_and(|mut entries| entries.next().is_none()) {
            return Err(ImportError::Taken { path: copy.to_owned() });
        }
        let refuse =
            |error: std::io::Error| ImportError::Unwritable { path: copy.to_owned(), reason: error.to_string() };
        let home = copy.parent().filter(|home| !home.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(home).map_err(refuse)?;
        let beside = tempfile::Builder::new().prefix(".righting-").tempdir_in(home).map_err(refuse)?;
        let whole = beside.path().join("copy");
        copied(&self.root, &whole)?;
        let files: Vec<(PathBuf, &str)> =
            self.changed.iter().map(|(name, _, after)| (whole.join(name), after.as_str())).collect();
        write_all(&files)?;
        std::fs::rename(&whole, copy).map_err(refuse)
    }
}

/// Copies a folder with all in it.
fn copied(from: &Path, to: &Path) -> Result<(), ImportError> {
    let refuse = |path: &Path| {
        let path = path.to_owned();
        move |error: std::io::Error| ImportError::Unwritable { path, reason: error.to_string() }
    };
    std::fs::create_dir_all(to).map_err(refuse(to))?;
    let entries = from
        .read_dir()
        .map_err(|error| ImportError::Unreadable { path: from.to_owned(), reason: error.to_string() })?;
    for entry in entries {
        let entry = entry.map_err(refuse(from))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        let kind = path.metadata().map_err(refuse(&path))?;
        if kind.is_dir() {
            copied(&path, &target)?;
        } else if !kind.is_file() {
            return Err(ImportError::Unreadable { path, reason: "it is no file".to_owned() });
        } else {
            std::fs::copy(&path, &target).map_err(refuse(&target))?;
        }
    }
    Ok(())
}

/// One file as it is being changed.
struct Draft {
    file: String,
    document: DocumentMut,
    steps: Vec<Step>,
    /// Lines that are kept as comments.
    kept: Vec<String>,
}

impl Draft {
    fn step(&mut self, was: String, became: Became, now: String, why: String) {
        self.steps.push(Step { file: self.file.clone(), was, became, now, why });
    }

    /// Notes that something is taken out; its lines are kept.
    fn take_out(&mut self, was: &str, lines: &str, why: String) {
        let lines = lines.lines().map(str::trim_end).filter(|line| !line.is_empty());
        self.kept.extend(lines.map(str::to_owned));
        self.step(was.to_owned(), Became::TakenOut, String::new(), why);
    }

    fn text(&self) -> String {
        let mut text = self.document.to_string();
        if !self.kept.is_empty() {
            text.push_str("\n# ---------------------------------------------------------------- of version 0.1.0, without a counterpart\n\n");
            for line in &self.kept {
                let line = line.strip_prefix('#').map_or(line.as_str(), str::trim_start);
                text.push_str(&format!("# {line}\n"));
            }
        }
        text
    }
}

/// A table with its header and the remarks about it, as it is written.
fn written(header: &str, table: &toml_edit::Table) -> String {
    let decor = table.decor();
    let text = |raw: Option<&toml_edit::RawString>| raw.and_then(|raw| raw.as_str()).unwrap_or_default().to_owned();
    format!("{}{header}{}\n{table}", text(decor.prefix()), text(decor.suffix()))
}

/// A string in a table.
fn text_of<'t>(table: &'t toml_edit::Table, key: &str) -> Option<&'t str> {
    table.get(key).and_then(Item::as_str)
}
