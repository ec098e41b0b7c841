//! The tables of a run as they are, with a dictionary of their columns.

use std::fs;
use std::path::{Path, PathBuf};

use righting_store::{Checksums, StoredRun, Table, csv_text};

use crate::error::ExportError;
use crate::fresh;
use crate::options::Written;

/// Copies every table, byte by byte, into a folder, and writes `dictionary.csv` beside them: every column with its type,
/// unit and meaning. A table that differs from its checksum is refused.
///
/// # Errors
/// When a file is there, a table is damaged, or the disk refuses.
pub fn parquet(run: &StoredRun, folder: &Path) -> Result<Written, ExportError> {
    let tables: Vec<Table> = Table::ALL.into_iter().filter(|table| run.table(*table).is_some()).collect();
    let dictionary = folder.join("dictionary.csv");
    let mut files: Vec<PathBuf> = tables.iter().map(|table| folder.join(table.file())).collect();
    files.push(dictionary.clone());
    if files.iter().all(|path| is_there(path)) {
        return Err(ExportError::Exists { path: dictionary.clone() });
    }
    let sums = Checksums::read(run.path())?;
    let bytes_of = |path: &Path| -> Result<Vec<u8>, ExportError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path == dictionary { Ok(dictionary_of(&tables).into_bytes()) } else { Ok(sums.bytes(&name)?) }
    };
    // What a kill left of an export is the same, and stays; what differs is somebody's, and is found before anything is made.
    let (there, missing): (Vec<&PathBuf>, Vec<&PathBuf>) = files.iter().partition(|path| is_there(path));
    for path in there {
        let plain = path.symlink_metadata().is_ok_and(|found| found.is_file());
        if !plain || fs::read(path).map_err(ExportError::io(path, "read"))? != bytes_of(path)? {
            return Err(ExportError::Exists { path: path.clone() });
        }
    }
    for path in missing {
        put(path, &bytes_of(path)?)?;
    }
    Ok(Written { files, ..Written::default() })
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    fresh::write(path, |temporary| fs::write(temporary, bytes).map_err(ExportError::io(path, "written")))
}

fn dictionary_of(tables: &[Table]) -> String {
    let mut text = "table,column,type,unit,description\n".to_owned();
    for table in tables {
        for column in table.columns() {
            let cells = [table.name(), column.name, &column.kind, column.unit, &column.about];
            text += &(cells.map(csv_text).join(",") + "\n");
        }
    }
    text
}
