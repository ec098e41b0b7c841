//! A table of trials: one row per trial and replicate, in Parquet parts `000000.parquet`, `000001.parquet`, ...
//!
//! The folder of the parts is a table for every reader of Parquet data sets. Columns: `trial`, `replicate`, `stage`
//! and `message` (null unless the run failed), `stopped_after_days` (null unless the run was stopped before its last day),
//! one per parameter, one per summary (null if it failed).

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt32Type};
use arrow_array::{Array, ArrayRef, Float64Array, RecordBatch, RecordBatchReader, StringArray, UInt32Array};
use arrow_schema::{DataType, Field, Schema};

use crate::atomic;
use crate::columns::{TableWriter, open};
use crate::error::StoreError;

/// One run of one trial.
#[derive(Debug, Clone, PartialEq)]
pub struct TrialRow {
    /// Number of the trial.
    pub trial: u32,
    /// Number of the replicate within the trial.
    pub replicate: u32,
    /// Days after which the run was stopped, where it was stopped before its last: its summaries then read that day as if
    /// it went on.
    pub stopped: Option<u32>,
    /// Values of the parameters.
    pub parameters: Vec<f64>,
    /// Values of the summaries, or the stage and the reason of the failure.
    pub summaries: Result<Vec<f64>, (String, String)>,
}

/// Columns before those of the parameters.
const FIXED: [&str; 5] = ["trial", "replicate", "stage", "message", "stopped_after_days"];

/// A table of trials on disk. What [`TrialTable::append`] has taken survives a kill.
#[derive(Debug)]
pub struct TrialTable {
    folder: PathBuf,
    parameters: usize,
    schema: Arc<Schema>,
    parts: u32,
}

impl TrialTable {
    pub(crate) fn open(folder: &Path, parameters: &[String], summaries: &[String]) -> Result<Self, StoreError> {
        fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, "created", error))?;
        atomic::sweep(folder);
        let mut fields = vec![
            Field::new(FIXED[0], DataType::UInt32, false),
            Field::new(FIXED[1], DataType::UInt32, false),
            Field::new(FIXED[2], DataType::Utf8, true),
            Field::new(FIXED[3], DataType::Utf8, true),
            Field::new(FIXED[4], DataType::UInt32, true),
        ];
        fields.extend(parameters.iter().map(|name| Field::new(name, DataType::Float64, false)));
        fields.extend(summaries.iter().map(|name| Field::new(name, DataType::Float64, true)));
        let mut table = Self {
            folder: folder.to_owned(),
            parameters: parameters.len(),
            schema: Arc::new(Schema::new(fields)),
            parts: 0,
        };
        while table.part(table.parts).is_file() {
            table.parts += 1;
        }
        Ok(table)
    }

    /// Parts stored.
    pub fn parts(&self) -> u32 {
        self.parts
    }

    fn part(&self, number: u32) -> PathBuf {
        self.folder.join(format!("{number:06}.parquet"))
    }

    /// Stores rows as the next part.
    ///
    /// # Errors
    /// When the disk refuses; then nothing of the part is stored.
    pub fn append(&mut self, rows: &[TrialRow]) -> Result<(), StoreError> {
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(UInt32Array::from_iter_values(rows.iter().map(|row| row.trial))),
            Arc::new(UInt32Array::from_iter_values(rows.iter().map(|row| row.replicate))),
            Arc::new(rows.iter().map(|row| row.failure().map(|(stage, _)| stage)).collect::<StringArray>()),
            Arc::new(rows.iter().map(|row| row.failure().map(|(_, message)| message)).collect::<StringArray>()),
            Arc::new(rows.iter().map(|row| row.stopped).collect::<UInt32Array>()),
        ];
        for index in 0..self.parameters {
            let values: Vec<f64> = rows.iter().map(|row| row.parameters[index]).collect();
            columns.push(Arc::new(Float64Array::from(values)));
        }
        for index in 0..self.schema.fields().len() - FIXED.len() - self.parameters {
            let cell = |row: &TrialRow| row.summaries.as_ref().ok().map(|summaries| summaries[index]);
            columns.push(Arc::new(rows.iter().map(cell).collect::<Float64Array>()));
        }
        let mut writer = TableWriter::at(self.part(self.parts), self.schema.clone())?;
        writer.write_group(columns)?;
        writer.finish()?.commit()?;
        self.parts += 1;
        Ok(())
    }

    /// The rows of a part.
    ///
    /// # Errors
    /// When the part is not there, is broken, or has other columns.
    pub fn read(&self, part: u32) -> Result<Vec<TrialRow>, StoreError> {
        let path = self.part(part);
        let mut rows = Vec::new();
        for batch in open(&path, None, 1 << 16)? {
            let batch = batch.map_err(|error| StoreError::broken(&path, error))?;
            if batch.schema().fields() != self.schema.fields() {
                return Err(StoreError::broken(&path, "it has other columns than this study"));
            }
            rows.extend((0..batch.num_rows()).map(|row| self.row(&batch, row)));
        }
        Ok(rows)
    }

    fn row(&self, batch: &RecordBatch, row: usize) -> TrialRow {
        let whole = |column: usize| batch.column(column).as_primitive::<UInt32Type>().value(row);
        let text = |column: usize| {
            let column = batch.column(column).as_string::<i32>();
            column.is_valid(row).then(|| column.value(row).to_owned())
        };
        let real = |column: usize| batch.column(column).as_primitive::<Float64Type>().value(row);
        let (first, end) = (FIXED.len() + self.parameters, batch.num_columns());
        let stopped = batch.column(4).as_primitive::<UInt32Type>();
        TrialRow {
            trial: whole(0),
            replicate: whole(1),
            stopped: stopped.is_valid(row).then(|| stopped.value(row)),
            parameters: (FIXED.len()..first).map(real).collect(),
            summaries: match (text(2), text(3)) {
                (Some(stage), message) => Err((stage, message.unwrap_or_default())),
                (None, _) => Ok((first..end).map(real).collect()),
            },
        }
    }
}

/// Rows of every part of a table, whatever its columns: those after `stopped_after_days` count as summaries.
///
/// # Errors
/// When there is no part, or one is broken.
pub fn read_trials(folder: &Path) -> Result<Vec<TrialRow>, StoreError> {
    let first = folder.join("000000.parquet");
    let schema = open(&first, None, 1)?.schema();
    if !FIXED.iter().enumerate().all(|(at, name)| schema.fields().get(at).is_some_and(|field| field.name() == name)) {
        return Err(StoreError::broken(&first, "it has other columns than a table of trials of this version"));
    }
    let mut table = TrialTable { folder: folder.to_owned(), parameters: 0, schema, parts: 0 };
    while table.part(table.parts).is_file() {
        table.parts += 1;
    }
    let mut rows = Vec::new();
    for part in 0..table.parts {
        rows.extend(table.read(part)?);
    }
    Ok(rows)
}

impl TrialRow {
    fn failure(&self) -> Option<(&str, &str)> {
        self.summaries.as_ref().err().map(|(stage, message)| (stage.as_str(), message.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(trial: u32, summaries: Result<Vec<f64>, (String, String)>) -> TrialRow {
        TrialRow {
            trial,
            replicate: 1,
            stopped: (trial == 0).then_some(7),
            parameters: vec![0.1 + f64::from(trial)],
            summaries,
        }
    }

    #[test]
    fn parts_come_back_as_they_were_failures_and_never_included() {
        let folder = tempfile::tempdir().unwrap();
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let table = || TrialTable::open(folder.path(), &names(&["joining.contagion"]), &names(&["a", "b"])).unwrap();
        let rows = [
            row(0, Ok(vec![1.0 / 3.0, f64::INFINITY])),
            row(1, Err(("people".to_owned(), "not conserved".to_owned()))),
        ];
        table().append(&rows).unwrap();
        fs::write(folder.path().join(".000001.parquet.tmp"), "cut off").unwrap();
        let mut again = table();
        assert_eq!(again.parts(), 1);
        assert_eq!(again.read(0).unwrap(), rows);
        again.append(&rows[1..]).unwrap();
        assert_eq!(table().read(1).unwrap(), rows[1..]);
        let other = TrialTable::open(folder.path(), &names(&["joining.contagion"]), &names(&["a", "c"])).unwrap();
        assert!(matches!(other.read(0), Err(StoreError::Broken { .. })));
    }
}
