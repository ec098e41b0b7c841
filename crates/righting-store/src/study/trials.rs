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

use crate::disk::checksums::{self, Checksums};
use crate::disk::{atomic, open as inside};
use crate::error::StoreError;
use crate::names::PARTIAL;
use crate::table::columns::{TableWriter, open, reader};

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
    /// Checksums as they were when the table was opened.
    list: Option<Checksums>,
}

impl TrialTable {
    pub(crate) fn open(folder: &Path, parameters: &[String], summaries: &[String]) -> Result<Self, StoreError> {
        inside::folder(folder)?;
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
        let schema = Arc::new(Schema::new(fields));
        let table = Self { parameters: parameters.len(), ..Self::found(folder, schema)? };
        table.drop_partial(table.parts.checked_sub(1))?;
        Ok(table)
    }

    /// The parts that are there. One without a checksum is what a kill left: it does not count.
    fn found(folder: &Path, schema: Arc<Schema>) -> Result<Self, StoreError> {
        let first = part_in(folder, 0);
        let list = checksums::home(&first).map(|(home, _)| Checksums::read(&home)).transpose()?;
        let mut table = Self { folder: folder.to_owned(), parameters: 0, schema, parts: 0, list };
        while table.lists(&table.part(table.parts)) {
            table.parts += 1;
        }
        Ok(table)
    }

    fn lists(&self, path: &Path) -> bool {
        let listed = |(_, name): (PathBuf, String)| self.list.as_ref().is_some_and(|list| list.lists(&name));
        path.symlink_metadata().is_ok() && checksums::home(path).is_some_and(listed)
    }

    /// Parts stored.
    pub fn parts(&self) -> u32 {
        self.parts
    }

    fn part(&self, number: u32) -> PathBuf {
        part_in(&self.folder, number)
    }

    /// Rows of a part that was interrupted. Hidden, so that readers of the folder do not take it for a part.
    fn partial_path(&self, number: u32) -> PathBuf {
        self.folder.join(format!(".{number:06}{PARTIAL}"))
    }

    /// Stores rows as the next part.
    ///
    /// # Errors
    /// When the disk refuses; then nothing of the part is stored.
    pub fn append(&mut self, rows: &[TrialRow]) -> Result<(), StoreError> {
        self.write(self.part(self.parts), rows)?;
        self.drop_partial(Some(self.parts))?;
        self.parts += 1;
        Ok(())
    }

    /// Keeps rows of the next part, which is not complete: an interruption must not lose them.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep_partial(&self, rows: &[TrialRow]) -> Result<(), StoreError> {
        self.write(self.partial_path(self.parts), rows)
    }

    /// Rows of the next part that an interrupted session kept.
    ///
    /// # Errors
    /// When they are broken.
    pub fn partial(&self) -> Result<Vec<TrialRow>, StoreError> {
        let path = self.partial_path(self.parts);
        if self.lists(&path) { self.rows_of(&path) } else { Ok(Vec::new()) }
    }

    fn drop_partial(&self, number: Option<u32>) -> Result<(), StoreError> {
        let Some(path) = number.map(|number| self.partial_path(number)) else { return Ok(()) };
        if path.symlink_metadata().is_err() {
            return Ok(());
        }
        fs::remove_file(&path).map_err(|error| StoreError::io(&path, "removed", error))?;
        match checksums::home(&path) {
            Some((home, gone)) => checksums::settle(&home, |name| name == gone),
            None => Ok(()),
        }
    }

    fn write(&self, target: PathBuf, rows: &[TrialRow]) -> Result<(), StoreError> {
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
        let mut writer = TableWriter::at(target, self.schema.clone())?;
        writer.write_group(columns)?;
        writer.finish()?.commit()
    }

    /// The rows of a part.
    ///
    /// # Errors
    /// When the part is not there, is broken, or has other columns.
    pub fn read(&self, part: u32) -> Result<Vec<TrialRow>, StoreError> {
        self.rows_of(&self.part(part))
    }

    fn rows_of(&self, path: &Path) -> Result<Vec<TrialRow>, StoreError> {
        let mut rows = Vec::new();
        let listed = checksums::home(path).and_then(|(_, name)| Some((self.list.as_ref()?, name)));
        let reader = match listed.filter(|(list, name)| list.lists(name)) {
            Some((list, name)) => reader(list.open(&name)?, path, None, 1 << 16)?,
            None => open(path, None, 1 << 16)?,
        };
        for batch in reader {
            let batch = batch.map_err(|error| StoreError::broken(path, error))?;
            if batch.schema().fields() != self.schema.fields() {
                return Err(StoreError::broken(path, "it has other columns than this study"));
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
    let schema = schema_in(folder)?;
    rows_in(&TrialTable::found(folder, schema)?)
}

fn schema_in(folder: &Path) -> Result<Arc<Schema>, StoreError> {
    let first = part_in(folder, 0);
    let schema = open(&first, None, 1)?.schema();
    if !FIXED.iter().enumerate().all(|(at, name)| schema.fields().get(at).is_some_and(|field| field.name() == name)) {
        return Err(StoreError::broken(&first, "it has other columns than a table of trials of this version"));
    }
    Ok(schema)
}

fn rows_in(table: &TrialTable) -> Result<Vec<TrialRow>, StoreError> {
    let mut rows = Vec::new();
    for part in 0..table.parts {
        rows.extend(table.read(part)?);
    }
    Ok(rows)
}

/// A table of trials as found on disk, with the names of its columns.
#[derive(Debug)]
pub(crate) struct StoredTrials {
    pub(crate) parameters: Vec<String>,
    pub(crate) summaries: Vec<String>,
    pub(crate) rows: Vec<TrialRow>,
}

impl StoredTrials {
    /// The table in a folder; `None` if no part of it is there.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>, StoreError> {
        if part_in(folder, 0).symlink_metadata().is_err() {
            return Ok(None);
        }
        let schema = schema_in(folder)?;
        // Of a run that failed only the summaries are null.
        let columns = || schema.fields().iter().skip(FIXED.len());
        let named = |summary: bool| {
            columns().filter(|field| field.is_nullable() == summary).map(|field| field.name().clone()).collect()
        };
        let (parameters, summaries): (Vec<String>, Vec<String>) = (named(false), named(true));
        let table = TrialTable { parameters: parameters.len(), ..TrialTable::found(folder, schema.clone())? };
        Ok(Some(Self { parameters, summaries, rows: rows_in(&table)? }))
    }
}

fn part_in(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number:06}.parquet"))
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
