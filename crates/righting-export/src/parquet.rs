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
    if let Some(path) = files.iter().find(|path| path.symlink_metadata().is_ok()) {
        return Err(ExportError::Exists { path: path.clone() });
    }
    let sums = Checksums::read(run.path())?;
    for table in &tables {
        let bytes = sums.bytes(&table.file())?;
        put(&folder.join(table.file()), &bytes)?;
    }
    put(&dictionary, dictionary_of(&tables).as_bytes())?;
    Ok(Written { files, ..Written::default() })
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
