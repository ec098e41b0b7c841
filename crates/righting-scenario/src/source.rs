//! Where a scenario is read from: inside the program, a folder, a file, or memory.

use std::path::{Path, PathBuf};

use righting_cases::{ALLIANCES, Files, SCENARIOS};
use serde::{Deserialize, Serialize};

use crate::bundle::Bundle;
use crate::error::ScenarioError;

/// Where a scenario is read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// One that ships inside the program, by name.
    Shipped(String),
    /// A folder with a `scenario.toml`.
    Folder(PathBuf),
    /// A scenario file; its data files stand beside it.
    File(PathBuf),
    /// Files in memory.
    Bundle(Bundle),
}

impl Source {
    /// What a user means by one argument: a file or folder if it looks like a path or there is one, else a
    /// scenario that ships.
    pub fn from_argument(argument: &str) -> Self {
        let path = Path::new(argument);
        let looks_like_path =
            argument.contains(['/', '\\']) || argument.ends_with(".toml") || argument.starts_with('.');
        if path.is_dir() && (looks_like_path || !shipped().contains(&argument)) {
            Self::Folder(path.to_owned())
        } else if looks_like_path {
            Self::File(path.to_owned())
        } else {
            Self::Shipped(argument.to_owned())
        }
    }
}

/// Names of the scenarios that ship inside the program, in alphabetical order.
pub fn shipped() -> Vec<&'static str> {
    SCENARIOS.iter().map(|(id, _)| *id).collect()
}

/// Names of the alliances that ship inside the program, in alphabetical order.
pub fn shipped_alliances() -> Vec<&'static str> {
    ALLIANCES.iter().map(|(id, _)| *id).collect()
}

/// Text of an alliance that ships.
pub(crate) fn shipped_alliance(id: &str) -> Option<&'static str> {
    ALLIANCES.iter().find(|(name, _)| *name == id).map(|(_, text)| *text)
}

/// Files of a scenario that ships: path inside its folder, and content.
pub(crate) fn shipped_files(id: &str) -> Option<Files> {
    SCENARIOS.iter().find(|(name, _)| *name == id).map(|(_, files)| *files)
}

/// Writes a scenario that ships into a folder, which must be new or empty, and returns the files written.
///
/// # Errors
/// When there is no such scenario, when the folder holds anything already, or when a file cannot be written.
pub fn init(id: &str, folder: &Path) -> Result<Vec<PathBuf>, Box<ScenarioError>> {
    let Some(files) = shipped_files(id) else {
        let known = shipped();
        return Err(Box::new(ScenarioError::UnknownScenario {
            found: id.to_owned(),
            nearest: crate::names::nearest(id, known.iter().copied()),
            known: known.into_iter().map(str::to_owned).collect(),
            at: None,
        }));
    };
    write_files(files.iter().copied(), folder)
}

/// Writes files into a folder and returns the paths written. The folder must be new or empty, or hold no more than an
/// interrupted start of the same left there.
///
/// # Errors
/// When the folder holds anything else, or when a file cannot be written.
pub fn write_files<'f>(
    files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    folder: &Path,
) -> Result<Vec<PathBuf>, Box<ScenarioError>> {
    let refuse = |path: &Path, error: &std::io::Error| {
        Box::new(ScenarioError::Unwritable { path: path.to_owned(), reason: error.to_string() })
    };
    if folder.metadata().is_ok_and(|found| !found.is_dir()) {
        return Err(Box::new(ScenarioError::Exists { path: folder.to_owned() }));
    }
    let files: Vec<(PathBuf, &[u8])> = files.into_iter().map(|(name, content)| (folder.join(name), content)).collect();
    // A link is not followed: what it leads to is not of this folder. Reading a pipe would wait for ever.
    let is_file = |path: &Path| path.symlink_metadata().is_ok_and(|found| found.is_file());
    let read = |path: &Path| is_file(path).then(|| std::fs::read(path).ok()).flatten();
    let is_begun = |path: &Path| {
        let found = read(path).zip(files.iter().find(|(name, _)| name == path));
        found.is_some_and(|(found, (_, content))| content.starts_with(&found))
    };
    let is_whole = |(path, content): &(PathBuf, &[u8])| read(path).is_some_and(|found| found == *content);
    let taken = foreign(folder, &is_begun).or_else(|| files.iter().all(is_whole).then(|| folder.to_owned()));
    if let Some(path) = taken {
        return Err(Box::new(ScenarioError::Exists { path }));
    }
    for (path, content) in &files {
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).map_err(|error| refuse(parent, &error))?;
        std::fs::write(path, content).map_err(|error| refuse(path, &error))?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// The first thing below a folder that is no folder and not `begun`.
fn foreign(folder: &Path, begun: &impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let entries = folder.read_dir().ok()?;
    entries.map(|entry| entry.map_or_else(|_| folder.to_owned(), |entry| entry.path())).find_map(|path| {
        let is_folder = path.symlink_metadata().is_ok_and(|found| found.is_dir());
        if is_folder { foreign(&path, begun) } else { (!begun(&path)).then_some(path) }
    })
}
