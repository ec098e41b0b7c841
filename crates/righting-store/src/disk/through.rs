//! Files that a user named, and paths that are no files: a device, a pipe, a socket. What is written to one of those goes
//! through it, as `/dev/null` and `/dev/stdout` are used; a file put in its place would take it from the whole machine.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use crate::disk::{atomic, checksums};
use crate::error::StoreError;

/// Whether a path leads to a device, a pipe or a socket, by links too.
pub fn is_stream(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// Writes a file that a user named, whole or not at all; one that is there is replaced. A device or a pipe is written
/// through. In a folder with checksums it is listed, and elsewhere nothing else is made.
///
/// # Errors
/// When the disk refuses, or whoever reads a pipe has gone.
pub fn write_named_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    if is_stream(path) {
        let written = OpenOptions::new().write(true).open(path).and_then(|mut stream| stream.write_all(bytes));
        return written.map_err(|error| StoreError::io(path, "written", error));
    }
    // A list in the folder above is of runs there, and not of what a user puts beside them.
    let ours = checksums::home(path).is_some_and(|(home, _)| path.parent() == Some(&home));
    if ours { atomic::write(path, bytes) } else { atomic::replace(path, bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_file_is_alone_in_its_folder_and_listed_in_one_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.md");
        write_named_file(&path, b"old").unwrap();
        write_named_file(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        checksums::begin(folder.path()).unwrap();
        write_named_file(&path, b"listed").unwrap();
        assert_eq!(checksums::Checksums::read(folder.path()).unwrap().bytes("page.md").unwrap(), b"listed");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_a_pipe_and_links_to_them_are_written_through_and_stay() {
        use std::os::unix::fs::FileTypeExt;
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&pipe, &link).unwrap();
        for path in [&pipe, &link] {
            let read = std::thread::spawn({
                let pipe = pipe.clone();
                move || std::fs::read(pipe).unwrap()
            });
            write_named_file(path, b"through").unwrap();
            assert_eq!(read.join().unwrap(), b"through");
        }
        assert!(pipe.symlink_metadata().unwrap().file_type().is_fifo() && link.is_symlink());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
        // A file of a run is no pipe: it would be lost in it, or wait for ever.
        let refused = atomic::write(&pipe, b"table").unwrap_err();
        assert!(matches!(refused, StoreError::Broken { path, .. } if path == pipe));
        assert!(pipe.symlink_metadata().unwrap().file_type().is_fifo());
    }
}
