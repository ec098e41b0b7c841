//! From tables back to parts, bit by bit, so that a complete run can be given more replicates.

use std::path::PathBuf;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int32Type, UInt32Type};
use arrow_array::{ArrayRef, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use righting_model::{QUANTITIES, QUANTITY_COUNT};

use crate::columns::open;
use crate::error::StoreError;
use crate::manifest::Status;
use crate::merge::wide_tables;
use crate::pack::{Body, Cells, is_count};
use crate::packed::Packed;
use crate::part;
use crate::recovery;
use crate::schema::Table;
use crate::stored::StoredRun;
use crate::wide::entities;

/// Replicates in a part.
const PART: usize = 16;

/// Writes the replicates of a run as parts into its folder.
pub(crate) fn write_parts(run: &StoredRun) -> Result<(), StoreError> {
    let manifest = run.manifest();
    let seconds = run.timing()?.seconds;
    let mut tables = Vec::new();
    for table in wide_tables(manifest.tables) {
        tables.push((
            *table,
            Rows::open(run.path().join(table.file()), entities(*table, manifest) * manifest.days as usize)?,
        ));
    }
    let mut events = run.events()?.peekable();
    let mut recoveries = run.recoveries()?;
    for (number, statuses) in run.statuses().chunks(PART).enumerate() {
        let mut records = Vec::new();
        for status in statuses {
            let replicate = status.replicate();
            let mut body = Vec::new();
            if let Status::Succeeded { steps, joinings, .. } = *status {
                let mut whole = Body { steps, joinings, ..Body::default() };
                for (table, rows) in &mut tables {
                    let cells = rows.next(replicate)?;
                    match table {
                        Table::Regions => whole.regions = cells,
                        Table::Places => whole.places = cells,
                        _ => whole.nation = cells,
                    }
                }
                while let Some(next) = events.next_if(|next| !matches!(next, Ok((other, _)) if *other != replicate)) {
                    whole.events.push(next?.1);
                }
                if let Some(next) = recoveries.next() {
                    let path = run.path().join(Table::Recovery.file());
                    whole.recovery =
                        recovery::pack(manifest, &next?.1).map_err(|reason| StoreError::broken(&path, reason))?;
                }
                body = part::encode(&whole).map_err(|reason| StoreError::broken(run.path(), reason))?;
            }
            let seconds = seconds.get(replicate as usize).copied().unwrap_or(0.0);
            records.push(Packed { status: status.clone(), seconds, body });
        }
        part::write(run.path(), number as u32, records)?;
    }
    Ok(())
}

/// A table with one column per quantity, as many rows at a time as a replicate has.
struct Rows {
    path: PathBuf,
    rows: usize,
    reader: ParquetRecordBatchReader,
}

impl Rows {
    fn open(path: PathBuf, rows: usize) -> Result<Self, StoreError> {
        let mut columns: Vec<&str> = QUANTITIES.iter().map(|info| info.name).collect();
        columns.push("replicate");
        let reader = open(&path, Some(&columns), rows)?;
        Ok(Self { path, rows, reader })
    }

    fn next(&mut self, replicate: u32) -> Result<Cells, StoreError> {
        let broken = |reason: String| StoreError::broken(&self.path, reason);
        let batch = self.reader.next().ok_or_else(|| broken(format!("replicate {replicate} is not in it")))?;
        let batch = batch.map_err(|error| broken(error.to_string()))?;
        cells(&batch, self.rows, replicate)
            .ok_or_else(|| broken(format!("the rows of replicate {replicate} are not where they should be")))
    }
}

fn cells(batch: &RecordBatch, rows: usize, replicate: u32) -> Option<Cells> {
    let numbers = batch.column_by_name("replicate")?.as_primitive_opt::<UInt32Type>()?;
    if batch.num_rows() != rows || numbers.values().iter().any(|number| *number != replicate) {
        return None;
    }
    let mut bits = vec![0; rows * QUANTITY_COUNT];
    for info in QUANTITIES {
        let column = &mut bits[info.quantity.column() * rows..][..rows];
        copy(batch.column_by_name(info.name)?, is_count(info.quantity), column)?;
    }
    Some(Cells { rows, bits })
}

fn copy(array: &ArrayRef, counted: bool, bits: &mut [u32]) -> Option<()> {
    if counted {
        let values = array.as_primitive_opt::<Int32Type>()?.values();
        bits.iter_mut().zip(values).for_each(|(bit, value)| *bit = value.cast_unsigned());
    } else {
        let values = array.as_primitive_opt::<Float32Type>()?.values();
        bits.iter_mut().zip(values).for_each(|(bit, value)| *bit = value.to_bits());
    }
    Some(())
}
