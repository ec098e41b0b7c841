//! Tables as CSV, for those without Parquet.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises ("CSV injection");
//! numbers and dates stay as they are, signs and all.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::disk::atomic::AtomicFile;
use crate::error::StoreError;
use crate::table::cells::{self, Cell};
use crate::table::schema::Table;

pub(crate) fn csv(tables: &[(Table, PathBuf)], folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let targets: Vec<PathBuf> = tables.iter().map(|(table, _)| folder.join(format!("{}.csv", table.name()))).collect();
    let taken = |path: &PathBuf| StoreError::FileExists { path: path.clone() };
    if let Some(path) = targets.first().filter(|_| targets.iter().all(|path| is_there(path))) {
        return Err(taken(path));
    }
    fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, "created", error))?;
    let mut files = Vec::new();
    for ((table, source), target) in tables.iter().zip(&targets) {
        let file = write(*table, source, target)?;
        // What a kill left of an export is the same, and stays; what differs is somebody's.
        match is_there(target) {
            false => files.push(file),
            true if is_same(file.temporary(), target)? => {}
            true => return Err(taken(target)),
        }
    }
    for file in files {
        file.commit()?;
    }
    Ok(targets)
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether a file holds the bytes of another; a link does not.
fn is_same(made: &Path, found: &Path) -> Result<bool, StoreError> {
    let plain = found.symlink_metadata().is_ok_and(|found| found.is_file());
    let read = |path: &Path| fs::read(path).map_err(|error| StoreError::io(path, "read", error));
    Ok(plain && read(made)? == read(found)?)
}

fn write(table: Table, source: &Path, target: &Path) -> Result<AtomicFile, StoreError> {
    let mut writer = csv::Writer::from_writer(AtomicFile::create(target)?);
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => StoreError::io(target, "written", error),
        other => StoreError::broken(target, format!("{other:?}")),
    };
    writer.write_record(table.schema().fields().iter().map(|field| field.name())).map_err(failed)?;
    let mut text = String::new();
    cells::rows(source, |row| {
        for cell in row {
            text.clear();
            print(cell, &mut text);
            writer.write_field(&text).map_err(failed)?;
        }
        writer.write_record(None::<&[u8]>).map_err(failed)
    })?;
    let mut file = writer.into_inner().map_err(|error| StoreError::io(target, "written", error.into_error()))?;
    file.sync()?;
    Ok(file)
}

fn print(cell: &Cell<'_>, text: &mut String) {
    let printed = match cell {
        Cell::Text(words) => text.write_str(&no_formula(words)),
        other => write!(text, "{other}"),
    };
    printed.expect("a text takes what is written to it");
}

/// A text that no spreadsheet takes for a formula.
fn no_formula(text: &str) -> Cow<'_, str> {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A text as one cell of CSV: no formula, and quoted where it needs to be.
pub fn csv_text(text: &str) -> String {
    let text = no_formula(text);
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::types::Int32Type;
    use arrow_array::{ArrayRef, DictionaryArray, Float64Array, Int32Array};

    use super::*;

    fn printed(column: ArrayRef) -> String {
        let mut text = String::new();
        print(&cells::cell(&column, 0).unwrap(), &mut text);
        text
    }

    #[test]
    fn texts_are_no_formulas_and_numbers_stay_numbers() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            let column: DictionaryArray<Int32Type> = [formula].into_iter().collect();
            assert_eq!(printed(Arc::new(column)), format!("'{formula}"));
        }
        let plain: DictionaryArray<Int32Type> = ["Côte d'Ivoire"].into_iter().collect();
        assert_eq!(printed(Arc::new(plain)), "Côte d'Ivoire");
        assert_eq!(printed(Arc::new(Float64Array::from(vec![-1.5]))), "-1.5");
        assert_eq!(printed(Arc::new(Int32Array::from(vec![-3]))), "-3");
    }

    #[test]
    fn a_cell_is_quoted_where_it_needs_to_be() {
        assert_eq!(["a", "a,b", "say \"x\"", "=a,b"].map(csv_text), ["a", "\"a,b\"", "\"say \"\"x\"\"\"", "\"'=a,b\""]);
    }
}
