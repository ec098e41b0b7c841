//! Tables as CSV, for those without Parquet.

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
            cell.push_str(words.values().as_string_opt::<i32>()?.value(words.key(row)?));
            Ok(())
        }
        _ => return None,
    };
    printed.ok()
}
