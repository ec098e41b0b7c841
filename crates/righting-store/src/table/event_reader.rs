//! Happenings read back.

use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_array::types::UInt32Type;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use righting_model::{Event, EventKind};

use crate::error::StoreError;
use crate::manifest::Manifest;
use crate::table::columns::open;
use crate::table::read::{Batch, Finder, Places};

/// Reads `events.parquet` row by row; holds one batch.
pub(crate) struct EventReader {
    path: PathBuf,
    finder: Finder,
    reader: ParquetRecordBatchReader,
    batch: std::vec::IntoIter<(u32, Event)>,
}

impl EventReader {
    pub(crate) fn open(path: &Path, manifest: &Manifest) -> Result<Self, StoreError> {
        let reader = open(path, None, 8192)?;
        let batch = Vec::new().into_iter();
        Ok(Self { path: path.to_owned(), finder: Finder::new(manifest), reader, batch })
    }

    fn rows(&self, batch: &RecordBatch) -> Result<Vec<(u32, Event)>, StoreError> {
        let batch = Batch { path: &self.path, batch };
        let places = Places::of(&batch)?;
        let (replicates, minutes) = (batch.numbers::<UInt32Type>("replicate")?, batch.numbers::<UInt32Type>("minute")?);
        let (kinds, subjects) = (batch.words("kind")?, batch.words("subject")?);
        let row = |row: usize| {
            let kind = kinds
                .get(row)
                .and_then(EventKind::by_name)
                .ok_or_else(|| batch.broken("an event has no known kind"))?;
            let location = places.get(row, &self.finder).ok_or_else(|| batch.broken("an event is nowhere"))?;
            let subject = subjects.get(row).unwrap_or_default().to_owned();
            Ok((replicates.value(row), Event { minute: minutes.value(row), kind, location, subject }))
        };
        (0..batch.batch.num_rows()).map(row).collect()
    }
}

impl Iterator for EventReader {
    type Item = Result<(u32, Event), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.batch.next() {
                return Some(Ok(row));
            }
            let batch = self.reader.next()?.map_err(|error| StoreError::broken(&self.path, error));
            match batch.and_then(|batch| self.rows(&batch)) {
                Ok(rows) => self.batch = rows.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
