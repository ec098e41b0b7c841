//! A complete run, read back.

use std::path::{Path, PathBuf};

use righting_model::{Event, Location};

use crate::disk::{atomic, own};
use crate::error::StoreError;
use crate::manifest::{Manifest, State, Status, Tables, Timing};
use crate::run::part;
use crate::run::record::{read_record, read_timing};
use crate::table::bands::{self, Summary};
use crate::table::cells::{self, Cell};
use crate::table::event_reader::EventReader;
use crate::table::export;
use crate::table::recovery::Recoveries;
use crate::table::schema::Table;

/// A complete run on disk.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRun {
    path: PathBuf,
    manifest: Manifest,
    statuses: Vec<Status>,
}

impl StoredRun {
    /// Opens a run folder.
    ///
    /// # Errors
    /// When there is no run, when it is unfinished, or when `run.json` is broken.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let record = read_record(path)?;
        if let Some(shard) = record.shard {
            return Err(StoreError::Part { path: path.to_owned(), shard, of: "run".to_owned() });
        }
        if record.state == State::Running {
            let done = part::scan(path)?.0.len();
            return Err(StoreError::Unfinished { path: path.to_owned(), done, total: record.manifest.replicates });
        }
        Ok(Self { path: path.to_owned(), manifest: record.manifest, statuses: record.replicates })
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was run.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// How every replicate ended, in their order.
    pub fn statuses(&self) -> &[Status] {
        &self.statuses
    }

    /// Replicates that succeeded.
    pub fn succeeded(&self) -> usize {
        self.statuses.iter().filter(|status| matches!(status, Status::Succeeded { .. })).count()
    }

    /// Replicates that failed.
    pub fn failed(&self) -> usize {
        self.statuses.iter().filter(|status| status.failure().is_some()).count()
    }

    /// Replicates that failed, with the stage and the reason.
    pub fn failures(&self) -> impl Iterator<Item = (u32, &str, &str)> {
        self.statuses.iter().filter_map(Status::failure)
    }

    /// How long it took, and when.
    ///
    /// # Errors
    /// When `timing.json` is broken.
    pub fn timing(&self) -> Result<Timing, StoreError> {
        Ok(read_timing(&self.path)?.unwrap_or_default())
    }

    /// Path of a table; `None` if the run was made without it.
    pub fn table(&self, table: Table) -> Option<PathBuf> {
        let made = match table {
            Table::Regions => self.manifest.tables >= Tables::Regions,
            Table::Places => self.manifest.tables >= Tables::Places,
            Table::Recovery => self.manifest.recovery_months > 0,
            _ => true,
        };
        made.then(|| self.path.join(table.file()))
    }

    /// Calls `row` with the cells of every row of a table, in the order of [`Table::columns`]. Reads as it goes; a run
    /// without the table has no rows.
    ///
    /// # Errors
    /// When the table cannot be read, or as `row` does.
    pub fn rows<E: From<StoreError>>(
        &self,
        table: Table,
        row: impl FnMut(&[Cell<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.table(table).map_or(Ok(()), |path| cells::rows(&path, row))
    }

    /// The recovery of every replicate that succeeded, in their order; none in a run without months of recovery.
    /// Reads as it goes.
    ///
    /// # Errors
    /// When `recovery.parquet` cannot be opened; an item when it is broken further on.
    pub fn recoveries(&self) -> Result<Recoveries, StoreError> {
        Recoveries::open(self.table(Table::Recovery), &self.manifest)
    }

    /// Mean and quantiles of every series.
    ///
    /// # Errors
    /// When `summary.parquet` cannot be read.
    pub fn summary(&self) -> Result<Summary, StoreError> {
        bands::read(&self.path.join(Table::Summary.file()), &self.manifest)
    }

    /// Every happening with the number of its replicate, in the order of replicate and time. Reads as it goes.
    ///
    /// # Errors
    /// When `events.parquet` cannot be opened; an item when it is broken further on.
    pub fn events(&self) -> Result<impl Iterator<Item = Result<(u32, Event), StoreError>> + '_, StoreError> {
        EventReader::open(&self.path.join(Table::Events.file()), &self.manifest)
    }

    /// Index of the place with this key.
    pub fn place(&self, key: u32) -> Option<usize> {
        self.manifest.places.iter().position(|place| place.key == key)
    }

    /// Name for people of a location.
    pub fn name_of(&self, location: Location) -> &str {
        match location {
            Location::Nation => "the nation",
            Location::Region(region) => &self.manifest.regions[region].name,
            Location::Place(place) => &self.manifest.places[place].name,
        }
    }

    /// Writes every table as CSV with the same columns into a folder, each whole or not at all, and returns the files.
    /// Files that are there already are refused.
    ///
    /// # Errors
    /// When a file exists, a table cannot be read, or the disk refuses.
    pub fn export_csv(&self, folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
        let tables: Vec<_> = Table::ALL.into_iter().filter_map(|table| Some((table, self.table(table)?))).collect();
        export::csv(&tables, folder)
    }

    /// Writes a file into the run folder, whole or not at all; one that is there is replaced.
    ///
    /// # Errors
    /// When another process writes the folder, or the disk refuses.
    pub fn write_file(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let _held = own::lock(&self.path)?;
        let path = self.path.join(name);
        atomic::write(&path, bytes)?;
        Ok(path)
    }
}
