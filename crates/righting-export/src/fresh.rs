//! Files that appear whole or not at all, and never in the place of another; a device or a pipe is written through.

use std::fs;
use std::path::Path;

use righting_store::is_stream;
use tempfile::{Builder, TempPath};

use crate::error::ExportError;

/// Writes a file: `fill` gets the path of a temporary one beside it.
pub fn write<T>(path: &Path, fill: impl FnOnce(&Path) -> Result<T, ExportError>) -> Result<T, ExportError> {
    if is_stream(path) {
        return through(path, fill);
    }
    if path.symlink_metadata().is_ok() {
        return Err(ExportError::Exists { path: path.to_owned() });
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(ExportError::io(folder, "created"))?;
    let temporary = temporary(folder).map_err(ExportError::io(path, "created"))?;
    let told = fill(&temporary)?;
    let file = fs::File::open(&temporary).and_then(|file| file.sync_all());
    file.map_err(ExportError::io(path, "written"))?;
    temporary.persist_noclobber(path).map_err(|error| ExportError::io(path, "written")(error.error))?;
    Ok(told)
}

/// Fills a file elsewhere, as formats are written back and forth, and sends its bytes.
fn through<T>(path: &Path, fill: impl FnOnce(&Path) -> Result<T, ExportError>) -> Result<T, ExportError> {
    let temporary = temporary(&std::env::temp_dir()).map_err(ExportError::io(path, "created"))?;
    let told = fill(&temporary)?;
    let sent = fs::File::open(&temporary).and_then(|mut from| {
        let mut to = fs::OpenOptions::new().write(true).open(path)?;
        std::io::copy(&mut from, &mut to)
    });
    sent.map_err(ExportError::io(path, "written"))?;
    Ok(told)
}

fn temporary(folder: &Path) -> std::io::Result<TempPath> {
    let mut builder = Builder::new();
    builder.prefix(".righting-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any other file: the mask of the user takes away what others may not.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    Ok(builder.tempfile_in(folder)?.into_temp_path())
}
