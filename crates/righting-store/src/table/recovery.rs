//! `recovery.parquet`: a row a month for the nation and every region.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int32Type, UInt32Type};
use arrow_array::{ArrayRef, Date32Array, Float32Array, Int32Array, RecordBatch, UInt32Array, UInt64Array};
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use righting_measure::{is_counted, recovery_cells};
use righting_model::{Location, RECOVERY_QUANTITIES, RECOVERY_QUANTITY_COUNT, Recovery, RecoveryRow};

use crate::disk::atomic::AtomicFile;
use crate::error::StoreError;
use crate::manifest::Manifest;
use crate::table::columns::{GROUP_ROWS, TableWriter, one_word, open};
use crate::table::days::days_since_epoch;
use crate::table::events::Names;
use crate::table::schema::Table;

/// Rows of a month: the nation and its regions.
fn per_month(manifest: &Manifest) -> usize {
    manifest.regions.len() + 1
}

/// Rows of a replicate.
fn per_replicate(manifest: &Manifest) -> usize {
    manifest.recovery_months as usize * per_month(manifest)
}

/// Cells of a replicate.
pub(crate) fn cells(manifest: &Manifest) -> usize {
    per_replicate(manifest) * RECOVERY_QUANTITY_COUNT
}

/// Packs a recovery row by row; the error says which value no table can hold.
pub(crate) fn pack(manifest: &Manifest, recovery: &Recovery) -> Result<Vec<u32>, String> {
    recovery_cells(manifest.regions.len(), manifest.recovery_months, recovery)
}

/// Last day of a month of the recovery.
fn date(manifest: &Manifest, month: u32) -> jiff::civil::Date {
    manifest.date(manifest.days.saturating_sub(1)).saturating_add(jiff::Span::new().months(i64::from(month)))
}

/// Writes the table, replicate by replicate.
pub(crate) struct RecoveryWriter<'a> {
    manifest: &'a Manifest,
    names: &'a Names,
    writer: TableWriter,
    replicates: Vec<u32>,
    bits: Vec<u32>,
}

impl<'a> RecoveryWriter<'a> {
    /// None for a run without recovery.
    pub(crate) fn create(folder: &Path, manifest: &'a Manifest, names: &'a Names) -> Result<Option<Self>, StoreError> {
        if manifest.recovery_months == 0 {
            return Ok(None);
        }
        let writer = TableWriter::create(folder, Table::Recovery)?;
        Ok(Some(Self { manifest, names, writer, replicates: Vec::new(), bits: Vec::new() }))
    }

    pub(crate) fn push(&mut self, replicate: u32, bits: Vec<u32>) -> Result<(), StoreError> {
        self.replicates.push(replicate);
        self.bits.extend(bits);
        // Row groups hold a number of replicates that follows from the manifest alone, so the bytes do too.
        let full = self.replicates.len() >= (GROUP_ROWS / per_replicate(self.manifest)).max(1);
        if full { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let (manifest, regions) = (self.manifest, per_month(self.manifest));
        let rows = per_replicate(manifest);
        let all = rows * self.replicates.len();
        let month = |row: usize| ((row % rows) / regions) as u32 + 1;
        let dates: Vec<i32> =
            (1..=manifest.recovery_months).map(|month| days_since_epoch(date(manifest, month))).collect();
        let place = |row: usize| match row % regions {
            0 => Location::Nation,
            region => Location::Region(region - 1),
        };
        let places: Vec<Location> = (0..all).map(place).collect();
        let [level, region, ..] = self.names.columns(manifest, &places)?;
        let mut columns: Vec<ArrayRef> = vec![
            one_word(all, &manifest.scenario)?,
            Arc::new(UInt32Array::from_iter_values((0..all).map(|row| self.replicates[row / rows]))),
            Arc::new(UInt64Array::from(vec![manifest.seed; all])),
            Arc::new(Date32Array::from_iter_values((0..all).map(|row| dates[month(row) as usize - 1]))),
            Arc::new(UInt32Array::from_iter_values((0..all).map(month))),
            level,
            region,
        ];
        for (column, info) in RECOVERY_QUANTITIES.iter().enumerate() {
            let cells = self.bits.iter().skip(column).step_by(RECOVERY_QUANTITY_COUNT);
            columns.push(if is_counted(info.quantity) {
                Arc::new(Int32Array::from_iter_values(cells.map(|cell| cell.cast_signed())))
            } else {
                Arc::new(Float32Array::from_iter_values(cells.map(|cell| f32::from_bits(*cell))))
            });
        }
        self.replicates.clear();
        self.bits.clear();
        self.writer.write_group(columns)
    }

    pub(crate) fn finish(mut self) -> Result<AtomicFile, StoreError> {
        if !self.replicates.is_empty() {
            self.flush()?;
        }
        self.writer.finish()
    }
}

/// Recoveries of a stored run in the order of replicates; holds one at a time.
pub struct Recoveries {
    path: PathBuf,
    reader: Option<ParquetRecordBatchReader>,
    regions: usize,
    rows: usize,
}

impl Recoveries {
    pub(crate) fn open(path: Option<PathBuf>, manifest: &Manifest) -> Result<Self, StoreError> {
        let rows = per_replicate(manifest);
        let reader = path.as_deref().map(|path| open(path, None, rows)).transpose()?;
        Ok(Self { path: path.unwrap_or_default(), reader, regions: manifest.regions.len(), rows })
    }

    fn read(&self, batch: &RecordBatch) -> Option<(u32, Recovery)> {
        let numbers = batch.column_by_name("replicate")?.as_primitive_opt::<UInt32Type>()?.values();
        let replicate = *numbers.first()?;
        if batch.num_rows() != self.rows || numbers.iter().any(|number| *number != replicate) {
            return None;
        }
        let mut rows: Vec<RecoveryRow> = vec![[0.0; RECOVERY_QUANTITY_COUNT]; self.rows];
        for (column, info) in RECOVERY_QUANTITIES.iter().enumerate() {
            let array = batch.column_by_name(info.name)?;
            if is_counted(info.quantity) {
                let values = array.as_primitive_opt::<Int32Type>()?.values();
                rows.iter_mut().zip(values).for_each(|(row, value)| row[column] = f64::from(*value));
            } else {
                let values = array.as_primitive_opt::<Float32Type>()?.values();
                rows.iter_mut().zip(values).for_each(|(row, value)| row[column] = f64::from(*value));
            }
        }
        Some((replicate, Recovery::from_rows(self.regions, rows)))
    }
}

impl Iterator for Recoveries {
    type Item = Result<(u32, Recovery), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = self.reader.as_mut()?.next()?;
        Some(match batch {
            Ok(batch) => {
                self.read(&batch).ok_or_else(|| StoreError::broken(&self.path, "it is no table of a recovery"))
            }
            Err(error) => Err(StoreError::broken(&self.path, error)),
        })
    }
}
