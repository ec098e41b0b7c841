//! Tables as CSV, for those without Parquet.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises ("CSV injection");
//! numbers and dates stay as they are, signs and all.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float32Type, Float64Type, Int32Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatchReader};
use arrow_schema::DataType;

use crate::atomic::AtomicFile;
use crate::columns::open;
use crate::error::StoreError;
use crate::schema::Table;

pub(crate) fn csv(tables: &[(Table, PathBuf)], folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let targets: Vec<PathBuf> = tables.iter().map(|(table, _)| folder.join(format!("{}.csv", table.name()))).collect();
    if let Some(path) = targets.iter().find(|path| path.exists()) {
        return Err(StoreError::FileExists { path: path.clone() });
    }
    fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, "created", error))?;
    let mut files = Vec::new();
    for ((_, source), target) in tables.iter().zip(&targets) {
        files.push(write(source, target)?);
    }
    for file in files {
        file.commit()?;
    }
    Ok(targets)
}

fn write(source: &Path, target: &Path) -> Result<AtomicFile, StoreError> {
    let reader = open(source, None, 8192)?;
    let mut writer = csv::Writer::from_writer(AtomicFile::create(target)?);
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => StoreError::io(target, "written", error),
        other => StoreError::broken(target, format!("{other:?}")),
    };
    writer.write_record(reader.schema().fields().iter().map(|field| field.name())).map_err(failed)?;
    let mut cell = String::new();
    for batch in reader {
        let batch = batch.map_err(|error| StoreError::broken(source, error))?;
        for row in 0..batch.num_rows() {
            for column in batch.columns() {
                cell.clear();
                print(column, row, &mut cell).ok_or_else(|| {
                    StoreError::broken(source, format!("it has cells of type {}", column.data_type()))
                })?;
                writer.write_field(&cell).map_err(failed)?;
            }
            writer.write_record(None::<&[u8]>).map_err(failed)?;
        }
    }
    let mut file = writer.into_inner().map_err(|error| StoreError::io(target, "written", error.into_error()))?;
    file.sync()?;
    Ok(file)
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

/// Prints a cell: dates as ISO 8601, nulls empty, floats with the fewest digits that read back the same.
fn print(column: &ArrayRef, row: usize, cell: &mut String) -> Option<()> {
    if column.is_null(row) {
        return Some(());
    }
    let printed = match column.data_type() {
        DataType::Int32 => write!(cell, "{}", column.as_primitive::<Int32Type>().value(row)),
        DataType::UInt32 => write!(cell, "{}", column.as_primitive::<UInt32Type>().value(row)),
        DataType::UInt64 => write!(cell, "{}", column.as_primitive::<UInt64Type>().value(row)),
        DataType::Float32 => write!(cell, "{}", column.as_primitive::<Float32Type>().value(row)),
        DataType::Float64 => write!(cell, "{}", column.as_primitive::<Float64Type>().value(row)),
        DataType::Date32 => {
            let days = i64::from(column.as_primitive::<Date32Type>().value(row));
            let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
            write!(cell, "{date}")
        }
        DataType::Dictionary(..) => {
            let words = column.as_dictionary_opt::<Int32Type>()?;
            cell.push_str(&no_formula(words.values().as_string_opt::<i32>()?.value(words.key(row)?)));
            Ok(())
        }
        _ => return None,
    };
    printed.ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{DictionaryArray, Float64Array, Int32Array};

    use super::*;

    fn printed(column: ArrayRef) -> String {
        let mut cell = String::new();
        print(&column, 0, &mut cell).unwrap();
        cell
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
