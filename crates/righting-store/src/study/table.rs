//! Tables of studies: a few columns of any names, one Parquet file each.

use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, UInt32Type};
use arrow_array::{Array, ArrayRef, Float64Array, RecordBatchReader, StringArray, UInt32Array};
use arrow_schema::{DataType, Field, Schema};

use crate::disk::atomic;
use crate::error::StoreError;
use crate::table::columns::{TableWriter, open, words};

/// A column of a study's table.
#[derive(Debug, Clone, PartialEq)]
pub enum StudyColumn {
    /// Texts, stored as a dictionary.
    Text(Vec<String>),
    /// Whole numbers.
    Count(Vec<u32>),
    /// Numbers; a missing one is NaN.
    Number(Vec<f64>),
}

impl StudyColumn {
    fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Count(values) => values.len(),
            Self::Number(values) => values.len(),
        }
    }

    fn array(&self) -> Result<ArrayRef, StoreError> {
        Ok(match self {
            Self::Text(values) => {
                let mut known: Vec<&str> = Vec::new();
                let keys = values.iter().map(|value| {
                    known.iter().position(|word| word == value).unwrap_or_else(|| {
                        known.push(value);
                        known.len() - 1
                    }) as i32
                });
                let keys = keys.collect();
                words(keys, &Arc::new(StringArray::from(known)))?
            }
            Self::Count(values) => Arc::new(UInt32Array::from(values.clone())),
            Self::Number(values) => Arc::new(Float64Array::from(values.clone())),
        })
    }

    fn empty(kind: &DataType) -> Option<Self> {
        match kind {
            DataType::Dictionary(..) => Some(Self::Text(Vec::new())),
            DataType::UInt32 => Some(Self::Count(Vec::new())),
            DataType::Float64 => Some(Self::Number(Vec::new())),
            _ => None,
        }
    }

    fn extend(&mut self, array: &ArrayRef) -> Option<()> {
        match self {
            Self::Text(values) => {
                let array = array.as_dictionary_opt::<Int32Type>()?;
                let known = array.values().as_string_opt::<i32>()?;
                values.extend((0..array.len()).map(|row| array.key(row).map_or("", |key| known.value(key)).to_owned()));
            }
            Self::Count(values) => values.extend(array.as_primitive_opt::<UInt32Type>()?.values()),
            Self::Number(values) => values.extend(array.as_primitive_opt::<Float64Type>()?.values()),
        }
        Some(())
    }
}

/// Writes a table of a study, whole or not at all; one that is there is replaced.
///
/// # Errors
/// When the disk refuses.
///
/// # Panics
/// When the columns are not equally long.
pub fn write_study_table(path: &Path, columns: &[(&str, StudyColumn)]) -> Result<(), StoreError> {
    let rows = columns.first().map_or(0, |(_, column)| column.len());
    assert!(columns.iter().all(|(_, column)| column.len() == rows), "columns are equally long");
    let arrays = columns.iter().map(|(_, column)| column.array()).collect::<Result<Vec<_>, _>>()?;
    let fields: Vec<Field> = columns
        .iter()
        .zip(&arrays)
        .map(|((name, _), array)| Field::new(*name, array.data_type().clone(), false))
        .collect();
    let mut writer = TableWriter::at(path.to_owned(), Arc::new(Schema::new(fields)))?;
    writer.write_group(arrays)?;
    writer.finish()?.commit()
}

/// Reads a table that [`write_study_table`] wrote, with the names of its columns.
///
/// # Errors
/// When it cannot be read, or has columns of other types.
pub fn read_study_table(path: &Path) -> Result<Vec<(String, StudyColumn)>, StoreError> {
    let reader = open(path, None, 1 << 16)?;
    let strange = |name: &str| StoreError::broken(path, format!("column {name} has a type that no study writes"));
    let mut columns = Vec::new();
    for field in reader.schema().fields() {
        let column = StudyColumn::empty(field.data_type()).ok_or_else(|| strange(field.name()))?;
        columns.push((field.name().clone(), column));
    }
    for batch in reader {
        let batch = batch.map_err(|error| StoreError::broken(path, error))?;
        for ((name, column), array) in columns.iter_mut().zip(batch.columns()) {
            column.extend(array).ok_or_else(|| strange(name))?;
        }
    }
    Ok(columns)
}

/// Writes a file of a study, whole or not at all; one that is there is replaced.
///
/// # Errors
/// When the disk refuses.
pub fn write_study_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    atomic::write(path, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_reads_back_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.parquet");
        let columns = [
            ("future", StudyColumn::Text(["as it was", "without", "as it was"].map(str::to_owned).to_vec())),
            ("replicate", StudyColumn::Count(vec![0, 1, u32::MAX])),
            ("deaths", StudyColumn::Number(vec![0.1 + 0.2, f64::INFINITY, -1.0])),
        ];
        write_study_table(&path, &columns).unwrap();
        let back = read_study_table(&path).unwrap();
        assert_eq!(back, columns.map(|(name, column)| (name.to_owned(), column)));
    }
}
