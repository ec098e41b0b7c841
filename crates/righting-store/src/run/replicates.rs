//! Replicates read back one by one.

use std::iter::Peekable;
use std::path::PathBuf;

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int32Type, UInt32Type};
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use righting_measure::is_count;
use righting_model::{QUANTITIES, QUANTITY_COUNT, Quantity, Trace};

use crate::error::StoreError;
use crate::manifest::{Status, Tables};
use crate::run::stored::StoredRun;
use crate::table::columns::open;
use crate::table::event_reader::EventReader;
use crate::table::schema::Table;

/// Replicates of a stored run in their order; holds one at a time.
pub struct Replicates<'a> {
    run: &'a StoredRun,
    left: std::slice::Iter<'a, Status>,
    nation: Rows,
    places: Option<Rows>,
    events: Peekable<EventReader>,
}

impl StoredRun {
    /// Every replicate that succeeded, in their order, with every quantity. Reads as it goes.
    ///
    /// # Errors
    /// When the run has no places, or a table cannot be read.
    pub fn replicates(&self) -> Result<Replicates<'_>, StoreError> {
        let all: Vec<Quantity> = QUANTITIES.iter().map(|info| info.quantity).collect();
        self.replicates_of(&all, true)
    }

    /// Every replicate that succeeded, with these quantities only and with or without places; what is not read
    /// is not a number in the trace, and without places the trace has none. Reads only what is asked for.
    ///
    /// # Errors
    /// When the run has no places but they are asked for, or a table cannot be read.
    pub fn replicates_of(&self, quantities: &[Quantity], places: bool) -> Result<Replicates<'_>, StoreError> {
        Replicates::open(self, quantities, places)
    }
}

impl<'a> Replicates<'a> {
    fn open(run: &'a StoredRun, quantities: &[Quantity], places: bool) -> Result<Self, StoreError> {
        let manifest = run.manifest();
        if places && manifest.tables < Tables::Places {
            return Err(StoreError::NoPlaces { path: run.path().to_owned(), tables: manifest.tables.name() });
        }
        let days = manifest.days as usize;
        let nation = Rows::open(run.path().join(Table::Nation.file()), quantities, days)?;
        let places =
            places.then(|| Rows::open(run.path().join(Table::Places.file()), quantities, days * manifest.places.len()));
        let events = EventReader::open(&run.path().join(Table::Events.file()), manifest)?.peekable();
        Ok(Self { run, left: run.statuses().iter(), nation, places: places.transpose()?, events })
    }

    fn read(&mut self, replicate: u32, steps: u32, joinings: u64) -> Result<Trace, StoreError> {
        let nation = self.nation.next(replicate)?;
        let (count, places) = match &mut self.places {
            Some(rows) => (self.run.manifest().places.len(), rows.next(replicate)?),
            None => (0, Vec::new()),
        };
        let mut events = Vec::new();
        while let Some(next) = self.events.next_if(|next| !matches!(next, Ok((other, _)) if *other != replicate)) {
            events.push(next?.1);
        }
        Ok(Trace::from_tables(count, nation, places, events, steps, joinings))
    }
}

impl Iterator for Replicates<'_> {
    type Item = Result<(u32, Trace), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Status::Succeeded { replicate, steps, joinings } = *self.left.next()? {
                return Some(self.read(replicate, steps, joinings).map(|trace| (replicate, trace)));
            }
        }
    }
}

/// Rows of one table, as many at a time as a replicate has.
struct Rows {
    path: PathBuf,
    rows: usize,
    quantities: Vec<Quantity>,
    reader: ParquetRecordBatchReader,
}

impl Rows {
    fn open(path: PathBuf, quantities: &[Quantity], rows: usize) -> Result<Self, StoreError> {
        let mut columns: Vec<&str> = quantities.iter().map(|quantity| quantity.info().name).collect();
        columns.push("replicate");
        let reader = open(&path, Some(&columns), rows)?;
        Ok(Self { path, rows, quantities: quantities.to_vec(), reader })
    }

    fn next(&mut self, replicate: u32) -> Result<Vec<[f64; QUANTITY_COUNT]>, StoreError> {
        let broken = |reason: String| StoreError::broken(&self.path, reason);
        let batch = self.reader.next().ok_or_else(|| broken(format!("replicate {replicate} is not in it")))?;
        let batch = batch.map_err(|error| broken(error.to_string()))?;
        let column = |name: &str| batch.column_by_name(name).ok_or_else(|| broken(format!("it has no column {name}")));
        let numbers = column("replicate")?.as_primitive_opt::<UInt32Type>();
        if batch.num_rows() != self.rows
            || !numbers.is_some_and(|numbers| numbers.values().iter().all(|number| *number == replicate))
        {
            return Err(broken(format!("the rows of replicate {replicate} are not where they should be")));
        }
        let mut rows = vec![[f64::NAN; QUANTITY_COUNT]; self.rows];
        for quantity in &self.quantities {
            fill(&mut rows, *quantity, column(quantity.info().name)?)
                .ok_or_else(|| broken(format!("column {} has another type", quantity.info().name)))?;
        }
        Ok(rows)
    }
}

fn fill(rows: &mut [[f64; QUANTITY_COUNT]], quantity: Quantity, array: &ArrayRef) -> Option<()> {
    let column = quantity.column();
    if is_count(quantity) {
        let values = array.as_primitive_opt::<Int32Type>()?.values();
        rows.iter_mut().zip(values).for_each(|(row, value)| row[column] = f64::from(*value));
    } else {
        let values = array.as_primitive_opt::<Float32Type>()?.values();
        rows.iter_mut().zip(values).for_each(|(row, value)| row[column] = f64::from(*value));
    }
    Some(())
}
