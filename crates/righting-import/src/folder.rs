//! The files of a scenario's folder: amended in memory, then written all or none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use righting_data::AmendedTable;
use righting_scenario::{File, Scenario, Source};
use toml_edit::{DocumentMut, Item, Table, value};

use crate::error::ImportError;
use crate::merge::Sheet;

/// Largest file of a scenario.
const MOST_BYTES: u64 = 64 << 20;

/// The scenario file and the tables of its record, as they will be.
pub(crate) struct Folder {
    root: PathBuf,
    main: String,
    document: DocumentMut,
    /// Files that change: path inside the folder, text.
    pub changed: BTreeMap<String, String>,
    /// Keys that `[records]` gains.
    pub keys: Vec<String>,
}

impl Folder {
    /// The folder of a scenario on disk.
    pub fn open(source: &Source) -> Result<Self, ImportError> {
        let (root, main) = match source {
            Source::Shipped(id) => return Err(ImportError::Shipped { id: id.clone() }),
            Source::Bundle(_) => return Err(ImportError::Memory),
            Source::Folder(path) => (path.clone(), "scenario.toml".to_owned()),
            Source::File(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                (path.parent().unwrap_or(Path::new("")).to_owned(), name)
            }
        };
        let text = read(&root.join(&main))?;
        let document = text.parse::<DocumentMut>().map_err(|error| ImportError::Key {
            path: root.join(&main),
            key: "facts",
            reason: error.message().to_owned(),
        })?;
        Ok(Self { root, main, document, changed: BTreeMap::new(), keys: Vec::new() })
    }

    /// A table of the record: its file inside the folder, and what it holds. One that the scenario inherits is copied, so
    /// that none of its rows is lost; one that is not there begins empty.
    pub fn table(&self, sheet: &Sheet, scenario: &Scenario) -> Result<(String, AmendedTable), ImportError> {
        let records = self.document.get("records").and_then(Item::as_table_like);
        let own = records.and_then(|records| records.get(sheet.key)).and_then(Item::as_str);
        let (file, text) = match own {
            Some(file) => (file.to_owned(), read(&self.root.join(file))?),
            None => {
                let file = sheet.file.to_owned();
                let there = self.root.join(&file);
                // A file that stands there unnamed is somebody's work too.
                let text = if there.exists() { read(&there)? } else { inherited(sheet, scenario).unwrap_or_default() };
                (file, text)
            }
        };
        let body = text.trim_start_matches('\u{feff}').trim();
        if body.is_empty() {
            return Ok((file, AmendedTable::new(sheet.columns)));
        }
        let table = AmendedTable::read(&text, &self.root.join(&file).display().to_string(), sheet.columns)?;
        Ok((file, table))
    }

    /// Whether a table stands in its file and no key names it, as a kill leaves it.
    pub fn is_unnamed(&self, sheet: &Sheet, file: &str) -> bool {
        let records = self.document.get("records").and_then(Item::as_table_like);
        records.and_then(|records| records.get(sheet.key)).is_none() && self.root.join(file).is_file()
    }

    /// Notes the new text of a table, and the key that names it.
    pub fn put(&mut self, sheet: &Sheet, file: String, text: String) -> Result<(), ImportError> {
        let refuse = |reason: &str| ImportError::Key {
            path: self.root.join(&self.main),
            key: sheet.key,
            reason: reason.to_owned(),
        };
        let records = self.document.entry("records").or_insert_with(|| Item::Table(Table::new()));
        let records = records.as_table_like_mut().ok_or_else(|| refuse("`records` is no table"))?;
        if records.get(sheet.key).is_none() {
            records.insert(sheet.key, value(file.as_str()));
            self.keys.push(sheet.key.to_owned());
            self.changed.insert(self.main.clone(), self.document.to_string());
        }
        self.changed.insert(file, text);
        Ok(())
    }

    /// The scenario as it will be.
    pub fn preview(&self, source: &Source) -> Result<Scenario, ImportError> {
        let files: Vec<File> =
            self.changed.iter().map(|(path, text)| File { path: path.clone(), text: text.clone() }).collect();
        Scenario::load_over(source, &files).map_err(ImportError::Refused)
    }

    /// Paths of the files that change, in the order of writing: the scenario file, which names the others, last.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.order().map(|(path, _)| self.root.join(path)).collect()
    }

    fn order(&self) -> impl Iterator<Item = (&String, &String)> {
        let (main, others): (Vec<_>, Vec<_>) = self.changed.iter().partition(|(path, _)| **path == self.main);
        others.into_iter().chain(main)
    }

    /// Writes the files: each appears whole, and if one cannot be written those before it are as they were.
    pub fn write(&self) -> Result<(), ImportError> {
        let files: Vec<(PathBuf, &str)> =
            self.order().map(|(path, text)| (self.root.join(path), text.as_str())).collect();
        write_all(&files)
    }
}

/// Writes files: all are on the disk beside their places before the first is moved there, as a disk that is full refuses
/// what is written and not what is moved. Each appears whole, and if one cannot be written all are as they were; where the disk refuses
/// that too, each is whole, old or new.
pub(crate) fn write_all(files: &[(PathBuf, &str)]) -> Result<(), ImportError> {
    let mut made: Vec<PathBuf> = Vec::new();
    let mut places: Vec<PathBuf> = Vec::new();
    for (path, text) in files {
        // A file may be a link to elsewhere: what it leads to is written.
        let path = path.canonicalize().unwrap_or_else(|_| path.clone());
        // A device or a pipe keeps nothing, and one that a file took the place of would be gone.
        let odd = path.metadata().is_ok_and(|found| !found.is_file());
        let written =
            if odd { Err(std::io::Error::other("it is no file")) } else { put(&path, text.as_bytes(), &mut made) };
        places.push(path.clone());
        if let Err(error) = written {
            forget(&places, made);
            return Err(ImportError::Unwritable { path, reason: error.to_string() });
        }
    }
    let mut before: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    for path in &places {
        let old = std::fs::read(path).ok();
        if let Err(error) = std::fs::rename(beside(path), path) {
            restore(before);
            forget(&places, made);
            return Err(ImportError::Unwritable { path: path.clone(), reason: error.to_string() });
        }
        before.push((path.clone(), old));
    }
    Ok(())
}

/// The name of a file before it takes its own.
fn beside(path: &Path) -> PathBuf {
    path.with_file_name(format!(".{}.importing", path.file_name().unwrap_or_default().to_string_lossy()))
}

/// Writes a file beside its place; folders that are made for it are noted.
fn put(path: &Path, bytes: &[u8], made: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    if !folder.as_os_str().is_empty() && !folder.exists() {
        std::fs::create_dir_all(folder)?;
        made.push(folder.to_owned());
    }
    let beside = beside(path);
    // What a kill left goes; a link goes too, and not what it leads to.
    match std::fs::remove_file(&beside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
    std::io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    match std::fs::metadata(path) {
        Ok(old) => std::fs::set_permissions(&beside, old.permissions()),
        Err(_) => Ok(()),
    }
}

/// Takes away what was written and not moved, and folders made for it.
fn forget(places: &[PathBuf], made: Vec<PathBuf>) {
    for path in places {
        let _ = std::fs::remove_file(beside(path));
    }
    for folder in made {
        let _ = std::fs::remove_dir(folder);
    }
}

/// Puts back what stood there, beside its place first: where the disk refuses that too, the new file stays, whole, as a kill
/// would leave it. The first error is told.
fn restore(before: Vec<(PathBuf, Option<Vec<u8>>)>) {
    for (path, old) in before.into_iter().rev() {
        let _ = match old {
            Some(bytes) => put(&path, &bytes, &mut Vec::new()).and_then(|()| std::fs::rename(beside(&path), &path)),
            None => std::fs::remove_file(&path),
        };
    }
}

/// The text of the table that the scenario inherits from its base, if it does.
fn inherited(sheet: &Sheet, scenario: &Scenario) -> Option<String> {
    let record = &scenario.record;
    let shown = match sheet.key {
        "facts" => &record.facts_file,
        "events" => &record.events_file,
        _ => &record.targets_file,
    };
    let inside = |file: &&File| file.path.split_once('/').is_some_and(|(_, inside)| shown.ends_with(inside));
    scenario.files.iter().find(inside).filter(|_| !shown.is_empty()).map(|file| file.text.clone())
}

pub(crate) fn read(path: &Path) -> Result<String, ImportError> {
    let refuse = |reason: String| ImportError::Unreadable { path: path.to_owned(), reason };
    let meta = std::fs::metadata(path).map_err(|error| refuse(error.to_string()))?;
    if !meta.is_file() {
        return Err(refuse("it is no file".to_owned()));
    }
    if meta.len() > MOST_BYTES {
        return Err(refuse(format!("it has {} bytes, expected at most {MOST_BYTES}", meta.len())));
    }
    let bytes = std::fs::read(path).map_err(|error| refuse(error.to_string()))?;
    String::from_utf8(bytes).map_err(|_| refuse("it is not UTF-8".to_owned()))
}
