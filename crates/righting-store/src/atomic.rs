//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// A file under a temporary name beside its final one; dropped before [`AtomicFile::commit`], it vanishes.
#[derive(Debug)]
pub(crate) struct AtomicFile {
    target: PathBuf,
    temporary: PathBuf,
    file: Option<BufWriter<File>>,
}

impl AtomicFile {
    pub(crate) fn create(target: &Path) -> Result<Self, StoreError> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let temporary = target.with_file_name(format!(".{name}{TEMPORARY}"));
        let file = File::create(&temporary).map_err(|source| StoreError::io(target, "created", source))?;
        Ok(Self { target: target.to_owned(), temporary, file: Some(BufWriter::with_capacity(1 << 16, file)) })
    }

    /// Where the bytes are until the file is committed.
    pub(crate) fn temporary(&self) -> &Path {
        &self.temporary
    }

    /// Flushes to the disk; the file keeps its temporary name until [`AtomicFile::commit`].
    pub(crate) fn sync(&mut self) -> Result<(), StoreError> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        let synced = file.flush().and_then(|()| file.get_ref().sync_all());
        synced.map_err(|source| StoreError::io(&self.target, "written", source))
    }

    /// Flushes to the disk and takes the final name.
    pub(crate) fn commit(mut self) -> Result<(), StoreError> {
        self.sync()?;
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

/// Writes a file whole or not at all.
pub(crate) fn write(target: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut file = AtomicFile::create(target)?;
    file.write_all(bytes).map_err(|source| StoreError::io(target, "written", source))?;
    file.commit()
}

/// Removes what a killed process left under temporary names.
pub(crate) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(TEMPORARY) {
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
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
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
}
