//! Tables with one column per quantity.

use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Float32Array, Int32Array, UInt32Array, UInt64Array};
use righting_measure::{Cells, is_count};
use righting_model::{QUANTITIES, QUANTITY_COUNT};

use crate::disk::atomic::AtomicFile;
use crate::error::StoreError;
use crate::manifest::Manifest;
use crate::table::columns::{GROUP_ROWS, TableWriter, one_word, words};
use crate::table::days::days_since_epoch;
use crate::table::events::Names;
use crate::table::schema::Table;

/// Writes `nation`, `regions` or `places`, replicate by replicate.
///
/// Row groups hold a number of replicates that follows from the manifest alone, so the bytes do too.
pub(crate) struct WideWriter<'a> {
    manifest: &'a Manifest,
    names: &'a Names,
    table: Table,
    writer: TableWriter,
    replicates: Vec<u32>,
    per_group: usize,
    columns: Vec<Vec<u32>>,
}

impl<'a> WideWriter<'a> {
    pub(crate) fn create(
        folder: &Path,
        table: Table,
        manifest: &'a Manifest,
        names: &'a Names,
    ) -> Result<Self, StoreError> {
        let rows = entities(table, manifest) * manifest.days as usize;
        Ok(Self {
            manifest,
            names,
            table,
            writer: TableWriter::create(folder, table)?,
            replicates: Vec::new(),
            per_group: (GROUP_ROWS / rows.max(1)).max(1),
            columns: vec![Vec::new(); QUANTITY_COUNT],
        })
    }

    pub(crate) fn push(&mut self, replicate: u32, cells: &Cells) -> Result<(), StoreError> {
        self.replicates.push(replicate);
        for info in QUANTITIES {
            self.columns[info.quantity.column()].extend_from_slice(cells.column(info.quantity));
        }
        if self.replicates.len() == self.per_group { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let mut columns = self.keys()?;
        let rows = columns[0].len();
        for info in QUANTITIES {
            let cells = std::mem::replace(&mut self.columns[info.quantity.column()], Vec::with_capacity(rows));
            columns.push(if is_count(info.quantity) {
                Arc::new(Int32Array::from_iter_values(cells.into_iter().map(u32::cast_signed)))
            } else {
                Arc::new(Float32Array::from_iter_values(cells.into_iter().map(f32::from_bits)))
            });
        }
        self.replicates.clear();
        self.writer.write_group(columns)
    }

    fn keys(&self) -> Result<Vec<ArrayRef>, StoreError> {
        let (manifest, entities) = (self.manifest, entities(self.table, self.manifest));
        let per_replicate = entities * manifest.days as usize;
        let rows = per_replicate * self.replicates.len();
        let start = days_since_epoch(manifest.start);
        let day = |row: usize| start + ((row % per_replicate) / entities) as i32;
        let mut columns: Vec<ArrayRef> = vec![
            one_word(rows, &manifest.scenario)?,
            Arc::new(UInt32Array::from_iter_values((0..rows).map(|row| self.replicates[row / per_replicate]))),
            Arc::new(UInt64Array::from(vec![manifest.seed; rows])),
            Arc::new(Date32Array::from_iter_values((0..rows).map(day))),
        ];
        let each = |value: &dyn Fn(usize) -> i32| (0..rows).map(|row| value(row % entities)).collect::<Vec<i32>>();
        match self.table {
            Table::Regions => columns.push(words(each(&|region| region as i32), &self.names.regions)?),
            Table::Places => {
                columns.push(words(each(&|place| manifest.places[place].region as i32), &self.names.regions)?);
                let keys = (0..rows).map(|row| manifest.places[row % entities].key);
                columns.push(Arc::new(UInt32Array::from_iter_values(keys)));
                columns.push(words(each(&|place| place as i32), &self.names.places)?);
            }
            _ => {}
        }
        Ok(columns)
    }

    pub(crate) fn finish(mut self) -> Result<AtomicFile, StoreError> {
        if !self.replicates.is_empty() {
            self.flush()?;
        }
        self.writer.finish()
    }
}

/// Rows per day and replicate of a table.
pub(crate) fn entities(table: Table, manifest: &Manifest) -> usize {
    match table {
        Table::Regions => manifest.regions.len(),
        Table::Places => manifest.places.len(),
        _ => 1,
    }
}
