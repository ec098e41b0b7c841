//! From tables back to what was stored of each replicate, bit by bit.

use std::iter::Peekable;
use std::path::PathBuf;
use std::slice::Iter;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int32Type, UInt32Type};
use arrow_array::{ArrayRef, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use righting_measure::{Cells, Digest, failed, is_count, together};
use righting_model::{QUANTITIES, QUANTITY_COUNT};

use crate::error::StoreError;
use crate::manifest::{Status, Tables};
use crate::run::merge::wide_tables;
use crate::run::pack::Body;
use crate::run::stored::StoredRun;
use crate::table::columns::open;
use crate::table::event_reader::EventReader;
use crate::table::recovery::{self, Recoveries};
use crate::table::schema::Table;
use crate::table::wide::entities;

/// Every replicate of a run as it ended, in their order; one that failed has no body. Reads as it goes.
pub(crate) struct Bodies<'r> {
    run: &'r StoredRun,
    left: Iter<'r, Status>,
    tables: Vec<(Table, Rows)>,
    events: Peekable<EventReader>,
    recoveries: Recoveries,
}

impl StoredRun {
    /// Digests of the first replicates, at most so many: of all that is stored of each. A page that runs the scenario
    /// again shows with them that it gets the same.
    ///
    /// # Errors
    /// When the run has no places, or a table cannot be read.
    pub fn digests(&self, most: usize) -> Result<Vec<Digest>, StoreError> {
        if self.manifest().tables < Tables::Places {
            return Err(StoreError::NoPlaces { path: self.path().to_owned(), tables: self.manifest().tables.name() });
        }
        let digest = |next: Result<(&Status, Option<Body>), StoreError>| {
            Ok(match next? {
                (Status::Failed { replicate, stage, message }, _) => failed(*replicate, stage, message),
                (status, body) => body.unwrap_or_default().digest(status.replicate()),
            })
        };
        Bodies::open(self)?.take(most).map(digest).collect()
    }

    /// Digest of the whole run.
    ///
    /// # Errors
    /// As [`digests`](Self::digests).
    pub fn digest(&self) -> Result<Digest, StoreError> {
        Ok(together(self.digests(self.statuses().len())?))
    }
}

impl<'r> Bodies<'r> {
    pub(crate) fn open(run: &'r StoredRun) -> Result<Self, StoreError> {
        let manifest = run.manifest();
        let rows = |table: &Table| {
            let count = entities(*table, manifest) * manifest.days as usize;
            Ok((*table, Rows::open(run.path().join(table.file()), count)?))
        };
        let tables = wide_tables(manifest.tables).iter().map(rows).collect::<Result<_, StoreError>>()?;
        let events = EventReader::open(&run.path().join(Table::Events.file()), manifest)?.peekable();
        Ok(Self { run, left: run.statuses().iter(), tables, events, recoveries: run.recoveries()? })
    }

    fn read(&mut self, replicate: u32, steps: u32, joinings: u64) -> Result<Body, StoreError> {
        let mut whole = Body { steps, joinings, ..Body::default() };
        for (table, rows) in &mut self.tables {
            let cells = rows.next(replicate)?;
            match table {
                Table::Regions => whole.regions = cells,
                Table::Places => whole.places = cells,
                _ => whole.nation = cells,
            }
        }
        while let Some(next) = self.events.next_if(|next| !matches!(next, Ok((other, _)) if *other != replicate)) {
            whole.events.push(next?.1);
        }
        if let Some(next) = self.recoveries.next() {
            let path = self.run.path().join(Table::Recovery.file());
            let packed = recovery::pack(self.run.manifest(), &next?.1);
            whole.recovery = packed.map_err(|reason| StoreError::broken(&path, reason))?;
        }
        Ok(whole)
    }
}

impl<'r> Iterator for Bodies<'r> {
    type Item = Result<(&'r Status, Option<Body>), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let status = self.left.next()?;
        let Status::Succeeded { replicate, steps, joinings } = *status else { return Some(Ok((status, None))) };
        Some(self.read(replicate, steps, joinings).map(|body| (status, Some(body))))
    }
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
