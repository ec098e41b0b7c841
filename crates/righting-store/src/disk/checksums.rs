//! `righting.b3sum`: the BLAKE3 of every file that a folder holds, one line a file, as `b3sum --check` reads it.
//!
//! A line is added before its file takes its name. A file that is replaced has two lines until it has, so that a kill
//! in between leaves one that is right; whatever is written there next leaves one. A file without a line does not count.
//! A folder of several runs lists the record of each as well, `ARM/run.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::disk::{atomic, open};
use crate::error::StoreError;
use crate::names::{CHECKSUMS_FILE, RUN_FILE};

/// Hexadecimal digits of a BLAKE3.
const DIGITS: usize = 64;

/// The checksums of a folder, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checksums {
    folder: PathBuf,
    /// Checksum and name, in the order of writing.
    lines: Vec<(String, String)>,
    /// Whether the last line has no end: a kill leaves that, or damage.
    torn: bool,
}

impl Checksums {
    /// Reads the list of a folder.
    ///
    /// # Errors
    /// When there is none, or it is damaged.
    pub fn read(folder: &Path) -> Result<Self, StoreError> {
        Self::find(folder)?.ok_or_else(|| StoreError::Unlisted { path: folder.to_owned() })
    }

    /// As [`Checksums::read`]; `None` if there is no list.
    pub(crate) fn find(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = folder.join(CHECKSUMS_FILE);
        let mut bytes = Vec::new();
        match open::read(&path) {
            Err(StoreError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => return Ok(None),
            file => file?.read_to_end(&mut bytes).map_err(|error| StoreError::io(&path, "read", error))?,
        };
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let mut lines = Vec::new();
        for (number, line) in bytes[..whole].split_inclusive(|byte| *byte == b'\n').enumerate() {
            let line = line_of(line).ok_or_else(|| StoreError::broken(&path, Self::strange(number + 1)))?;
            lines.push(line);
        }
        Ok(Some(Self { folder: folder.to_owned(), lines, torn: whole < bytes.len() }))
    }

    fn strange(number: usize) -> String {
        format!("line {number} is not a checksum, two spaces and the name of a file")
    }

    /// Whether the list ends inside a line.
    pub(crate) fn is_torn(&self) -> bool {
        self.torn
    }

    /// Names listed, sorted, each once.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.lines.iter().map(|(_, name)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Names with lines that contradict each other, sorted.
    pub(crate) fn repeated(&self) -> Vec<&str> {
        let mut sums: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (sum, name) in &self.lines {
            sums.entry(name).or_default().insert(sum);
        }
        sums.into_iter().filter(|(_, sums)| sums.len() > 1).map(|(name, _)| name).collect()
    }

    /// Whether a file is listed with another checksum than this.
    pub(crate) fn lists_other(&self, name: &str, sum: &blake3::Hash) -> bool {
        let sum = sum.to_hex();
        self.lines.iter().any(|(known, listed)| listed == name && *known != sum.as_str())
    }

    /// The BLAKE3 of a file in hexadecimal, as last written, if it is listed.
    pub fn sum(&self, name: &str) -> Option<&str> {
        self.lines.iter().rfind(|(_, listed)| listed == name).map(|(sum, _)| sum.as_str())
    }

    /// Whether a file is listed.
    pub fn lists(&self, name: &str) -> bool {
        self.lines.iter().any(|(_, listed)| listed == name)
    }

    /// The name under which the list has what a file holds.
    pub(crate) fn other_name(&self, path: &Path) -> Option<&str> {
        let found = hash_of(path)?;
        self.lines.iter().find(|(sum, _)| *sum == found).map(|(_, name)| name.as_str())
    }

    /// The bytes of a file, checked.
    ///
    /// # Errors
    /// When the file is not listed, is a link, or does not have its checksum.
    pub fn bytes(&self, name: &str) -> Result<Vec<u8>, StoreError> {
        let mut bytes = Vec::new();
        let path = self.folder.join(name);
        let mut file = self.file(name)?;
        file.read_to_end(&mut bytes).map_err(|error| StoreError::io(&path, "read", error))?;
        self.compare(name, &blake3::hash(&bytes))?;
        Ok(bytes)
    }

    /// A file to be read, checked.
    pub(crate) fn open(&self, name: &str) -> Result<File, StoreError> {
        let path = self.folder.join(name);
        let mut file = self.file(name)?;
        let mut hasher = blake3::Hasher::new();
        let hashed = hasher.update_reader(&mut file).and_then(|_| file.seek(SeekFrom::Start(0)));
        hashed.map_err(|error| StoreError::io(&path, "read", error))?;
        self.compare(name, &hasher.finalize())?;
        Ok(file)
    }

    fn file(&self, name: &str) -> Result<File, StoreError> {
        if let Some((above, _)) = name.split_once('/') {
            open::linked(&self.folder.join(above))?;
        }
        open::read(&self.folder.join(name))
    }

    fn compare(&self, name: &str, found: &blake3::Hash) -> Result<(), StoreError> {
        let found = found.to_hex();
        let mut listed = self.lines.iter().filter(|(_, listed)| listed == name).peekable();
        let path = self.folder.join(name);
        if listed.peek().is_none() {
            return Err(StoreError::broken(&path, format!("{CHECKSUMS_FILE} does not list it")));
        }
        if listed.any(|(sum, _)| *sum == found.as_str()) {
            return Ok(());
        }
        Err(StoreError::broken(
            &path,
            format!("its BLAKE3 is not the one in {CHECKSUMS_FILE}; one of the two is damaged"),
        ))
    }
}

fn line_of(line: &[u8]) -> Option<(String, String)> {
    let text = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (sum, name) = text.split_once("  ")?;
    let hexadecimal = sum.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    let inside = Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    let plain = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control());
    (sum.len() == DIGITS && hexadecimal && inside && plain).then(|| (sum.to_owned(), name.to_owned()))
}

/// The folder whose list has a file, and the file's name there: the folder itself, or the one above it for parts.
pub(crate) fn home(path: &Path) -> Option<(PathBuf, String)> {
    let parent = path.parent()?;
    let listed = |folder: &Path| folder.join(CHECKSUMS_FILE).symlink_metadata().is_ok();
    let above = parent.parent().filter(|_| !listed(parent)).filter(|above| listed(above));
    let folder = if listed(parent) { parent } else { above? };
    Some((folder.to_owned(), path.strip_prefix(folder).ok()?.to_str()?.replace('\\', "/")))
}

/// The list that has a file, and the file's name there.
pub(crate) fn of(path: &Path) -> Result<(Checksums, String), StoreError> {
    match home(path) {
        Some((folder, name)) => Ok((Checksums::read(&folder)?, name)),
        None => Err(StoreError::Unlisted { path: path.parent().unwrap_or(path).to_owned() }),
    }
}

/// Makes the list of a folder, or finds it there.
pub(crate) fn begin(folder: &Path) -> Result<(), StoreError> {
    let path = folder.join(CHECKSUMS_FILE);
    open::open(&path, OpenOptions::new().write(true).create(true).truncate(false), "created").map(drop)
}

/// Adds a line, and makes it last. What a kill left of a line before it is cut off.
pub(crate) fn append(folder: &Path, name: &str, sum: &blake3::Hash) -> Result<(), StoreError> {
    let path = folder.join(CHECKSUMS_FILE);
    let mut file = open::open(&path, OpenOptions::new().read(true).write(true).create(true).truncate(false), "opened")?;
    let failed = |error| StoreError::io(&path, "written", error);
    let end = whole_length(&mut file).map_err(failed)?;
    let line = format!("{}  {name}\n", sum.to_hex());
    let written = file.set_len(end).and_then(|()| file.seek(SeekFrom::Start(end)));
    written.and_then(|_| file.write_all(line.as_bytes())).and_then(|()| file.sync_data()).map_err(failed)
}

/// Binds a run to the folder that it lies in: the list above names its record from now on, so that a run which is
/// missing, exchanged or another's is found.
///
/// # Errors
/// When the record cannot be read, or the list not written.
pub fn bind(above: &Path, run: &str) -> Result<(), StoreError> {
    let name = record_of(run);
    let path = above.join(&name);
    let mut hasher = blake3::Hasher::new();
    let hashed = hasher.update_reader(open::read(&path)?).map(|hasher| hasher.finalize());
    let sum = hashed.map_err(|error| StoreError::io(&path, "read", error))?;
    let list = Checksums::find(above)?;
    let lines = list.iter().flat_map(|list| &list.lines).filter(|(_, listed)| *listed == name);
    let known: Vec<&str> = lines.map(|(sum, _)| sum.as_str()).collect();
    if known == [sum.to_hex().as_str()] {
        return Ok(());
    }
    let stale = !known.is_empty();
    append(above, &name, &sum)?;
    if stale { settle(above, |_| false) } else { Ok(()) }
}

/// Takes a run out of the list above, before its record changes: a kill in between leaves no line that is wrong.
///
/// # Errors
/// When the list cannot be read or written.
pub fn release(above: &Path, run: &str) -> Result<(), StoreError> {
    let name = record_of(run);
    match Checksums::find(above)? {
        Some(list) if list.lists(&name) => settle(above, |listed| listed == name),
        _ => Ok(()),
    }
}

/// The record of a run as the list above names it.
pub(crate) fn record_of(run: &str) -> String {
    format!("{run}/{RUN_FILE}")
}

/// Bytes up to the end of the last whole line.
fn whole_length(file: &mut File) -> std::io::Result<u64> {
    let mut end = file.metadata()?.len();
    let mut byte = [0];
    while end > 0 {
        file.seek(SeekFrom::Start(end - 1))?;
        file.read_exact(&mut byte)?;
        if byte[0] == b'\n' {
            break;
        }
        end -= 1;
    }
    Ok(end)
}

/// Leaves one line for each file: the one that the file has. Files for which `gone` is true get none.
pub(crate) fn settle(folder: &Path, gone: impl Fn(&str) -> bool) -> Result<(), StoreError> {
    let Some(list) = Checksums::find(folder)? else { return Ok(()) };
    let names = list.names();
    let mut text = String::new();
    for name in &names {
        if gone(name) {
            continue;
        }
        let mut sums: Vec<&str> =
            list.lines.iter().filter(|(_, listed)| listed == name).map(|(sum, _)| sum.as_str()).collect();
        sums.dedup();
        if sums.len() > 1 {
            let found = hash_of(&folder.join(name));
            // A file that is not there has no right line, and a damaged one must not lose its own.
            if let Some(sum) = sums.iter().find(|sum| found.as_deref() == Some(*sum)) {
                sums = vec![*sum];
            }
        }
        sums.iter().for_each(|sum| text += &format!("{sum}  {name}\n"));
    }
    atomic::replace(&folder.join(CHECKSUMS_FILE), text.as_bytes())
}

fn hash_of(path: &Path) -> Option<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(open::read(path).ok()?).ok()?;
    Some(hasher.finalize().to_hex().to_string())
}
