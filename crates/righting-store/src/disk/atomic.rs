//! Files that appear whole or not at all, and whose checksums are listed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::disk::{checksums, open};
use crate::error::StoreError;

/// A file under a temporary name beside its final one; dropped before [`AtomicFile::commit`], it vanishes.
#[derive(Debug)]
pub(crate) struct AtomicFile {
    target: PathBuf,
    temporary: PathBuf,
    file: Option<BufWriter<Hashed>>,
    sum: Option<blake3::Hash>,
}

/// A file that hashes what it takes.
#[derive(Debug)]
struct Hashed {
    file: File,
    hasher: blake3::Hasher,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.hasher.update(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl AtomicFile {
    pub(crate) fn create(target: &Path) -> Result<Self, StoreError> {
        // The folder that a user named may be a link; one inside it may not.
        if let Some((home, _)) = checksums::home(target)
            && let Some(parent) = target.parent().filter(|parent| **parent != *home)
        {
            open::linked(parent)?;
        }
        // A link goes when the file takes its name; a device, a pipe or a folder is nobody's to replace.
        if target.symlink_metadata().is_ok_and(|found| !found.is_file() && !found.is_symlink()) {
            return Err(StoreError::broken(target, "it is no file"));
        }
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let temporary = target.with_file_name(temporary_name(&name));
        // What a kill left goes; a link goes too, and not what it leads to.
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(StoreError::io(&temporary, "removed", error));
            }
            _ => {}
        }
        let file = OpenOptions::new().write(true).create_new(true).open(&temporary);
        let file = file.map_err(|source| StoreError::io(target, "created", source))?;
        let file = BufWriter::with_capacity(1 << 16, Hashed { file, hasher: blake3::Hasher::new() });
        Ok(Self { target: target.to_owned(), temporary, file: Some(file), sum: None })
    }

    /// Where the bytes are until the file is committed.
    pub(crate) fn temporary(&self) -> &Path {
        &self.temporary
    }

    /// Flushes to the disk; the file keeps its temporary name until [`AtomicFile::commit`].
    pub(crate) fn sync(&mut self) -> Result<(), StoreError> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        let synced = file.flush().and_then(|()| file.get_ref().file.sync_all());
        synced.map_err(|source| StoreError::io(&self.target, "written", source))?;
        self.sum = Some(file.get_ref().hasher.finalize());
        Ok(())
    }

    /// Flushes to the disk, lists the checksum and takes the final name.
    pub(crate) fn commit(mut self) -> Result<(), StoreError> {
        self.sync()?;
        let folder = self.target.parent().unwrap_or(Path::new(".")).to_owned();
        let named = || self.target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (home, name) = checksums::home(&self.target).unwrap_or_else(|| (folder, named()));
        // What a kill left listed with other bytes and never named is replaced as well. Parts and states have numbers, and
        // the same bytes whenever they are made.
        let numbered = named().starts_with(|c: char| c.is_ascii_digit());
        let listed = if numbered { None } else { checksums::Checksums::find(&home).ok().flatten() };
        let stale = self.sum.is_some_and(|sum| listed.is_some_and(|list| list.lists_other(&name, &sum)));
        let replaces = stale || self.target.symlink_metadata().is_ok();
        if let Some(sum) = &self.sum {
            checksums::append(&home, &name, sum)?;
        }
        self.rename()?;
        if replaces { checksums::settle(&home, |_| false) } else { Ok(()) }
    }

    /// Takes the final name.
    fn rename(&mut self) -> Result<(), StoreError> {
        fs::rename(&self.temporary, &self.target)
            .map_err(|source| StoreError::io(&self.target, "put in place", source))?;
        self.temporary.clear();
        sync_folder(self.target.parent().unwrap_or(Path::new(".")));
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => Err(io::Error::other("the file is closed already")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if !self.temporary.as_os_str().is_empty() {
            // A buffer that cannot be flushed is lost on purpose: the file goes with it.
            if let Some(file) = self.file.take() {
                drop(file.into_parts().0);
            }
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

const TEMPORARY: &str = ".tmp";

/// The name that a file has before it takes its own.
pub(crate) fn temporary_name(name: &str) -> String {
    format!(".{name}{TEMPORARY}")
}

/// Whether a name is one that a file has before it takes its own.
pub(crate) fn is_temporary(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(TEMPORARY)
}

/// Writes a file whole or not at all, and lists its checksum.
pub(crate) fn write(target: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    filled(target, bytes)?.commit()
}

/// Writes a file whole or not at all, and lists nothing.
pub(crate) fn replace(target: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut file = filled(target, bytes)?;
    file.sync()?;
    file.rename()
}

fn filled(target: &Path, bytes: &[u8]) -> Result<AtomicFile, StoreError> {
    let mut file = AtomicFile::create(target)?;
    file.write_all(bytes).map_err(|source| StoreError::io(target, "written", source))?;
    Ok(file)
}

/// Removes what a killed process left under temporary names.
pub(crate) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_temporary(&entry.file_name().to_string_lossy()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Makes renames in a folder last through a power cut, where folders can be opened as files.
pub(crate) fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_not_committed_leaves_the_old_one_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("run.json");
        write(&target, b"old").unwrap();
        let mut file = AtomicFile::create(&target).unwrap();
        file.write_all(b"new").unwrap();
        drop(file);
        assert_eq!(fs::read(&target).unwrap(), b"old");
        let list = checksums::Checksums::read(folder.path()).unwrap();
        assert_eq!((list.names(), list.bytes("run.json").unwrap()), (vec!["run.json"], b"old".to_vec()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn sweeping_takes_temporary_files_only() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".a.tmp", "b.tmp", ".lock"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        sweep(folder.path());
        assert!(!folder.path().join(".a.tmp").exists());
        assert!(folder.path().join("b.tmp").exists() && folder.path().join(".lock").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_under_a_temporary_name_goes_and_what_it_leads_to_stays() {
        let folder = tempfile::tempdir().unwrap();
        let victim = folder.path().join("victim");
        fs::write(&victim, "precious").unwrap();
        std::os::unix::fs::symlink(&victim, folder.path().join(".report.html.tmp")).unwrap();
        write(&folder.path().join("report.html"), b"page").unwrap();
        assert_eq!(fs::read(&victim).unwrap(), b"precious");
        assert_eq!(fs::read(folder.path().join("report.html")).unwrap(), b"page");
    }
}
