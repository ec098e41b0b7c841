//! Happenings as rows.

use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, StringArray, UInt32Array, UInt64Array};
use righting_model::{Event, EventKind, Location};

use crate::disk::atomic::AtomicFile;
use crate::error::StoreError;
use crate::manifest::Manifest;
use crate::table::columns::{GROUP_ROWS, TableWriter, one_word, words};
use crate::table::days::days_since_epoch;
use crate::table::schema::Table;

/// Names of levels, by the number that [`location_index`] gives.
pub(crate) const LEVELS: [&str; 3] = ["nation", "region", "place"];

/// Level of a location and index within the level.
pub(crate) fn location_index(location: Location) -> (u8, usize) {
    match location {
        Location::Nation => (0, 0),
        Location::Region(region) => (1, region),
        Location::Place(place) => (2, place),
    }
}

pub(crate) fn location_of(level: u8, index: usize, manifest: &Manifest) -> Option<Location> {
    match level {
        0 => Some(Location::Nation),
        1 => (index < manifest.regions.len()).then_some(Location::Region(index)),
        2 => (index < manifest.places.len()).then_some(Location::Place(index)),
        _ => None,
    }
}

/// Words of the columns that name regions and places.
pub(crate) struct Names {
    pub(crate) regions: Arc<StringArray>,
    pub(crate) places: Arc<StringArray>,
    pub(crate) levels: Arc<StringArray>,
}

impl Names {
    pub(crate) fn new(manifest: &Manifest) -> Self {
        Self {
            regions: Arc::new(manifest.regions.iter().map(|region| Some(region.id.as_str())).collect()),
            places: Arc::new(manifest.places.iter().map(|place| Some(place.name.as_str())).collect()),
            levels: Arc::new(LEVELS.iter().map(|level| Some(*level)).collect()),
        }
    }

    /// The columns `level`, `region`, `place`, `place_name` of locations.
    pub(crate) fn columns(&self, manifest: &Manifest, at: &[Location]) -> Result<[ArrayRef; 4], StoreError> {
        let region = |location: &Location| match *location {
            Location::Nation => -1,
            Location::Region(region) => region as i32,
            Location::Place(place) => manifest.places[place].region as i32,
        };
        let place = |location: &Location| if let Location::Place(place) = *location { Some(place) } else { None };
        Ok([
            words(at.iter().map(|location| i32::from(location_index(*location).0)).collect(), &self.levels)?,
            words(at.iter().map(region).collect(), &self.regions)?,
            Arc::new(at.iter().map(|at| place(at).map(|place| manifest.places[place].key)).collect::<UInt32Array>()),
            words(at.iter().map(|at| place(at).map_or(-1, |place| place as i32)).collect(), &self.places)?,
        ])
    }
}

/// Writes `events.parquet`.
pub(crate) struct EventWriter<'a> {
    manifest: &'a Manifest,
    names: &'a Names,
    table: TableWriter,
    replicates: Vec<u32>,
    events: Vec<Event>,
}

impl<'a> EventWriter<'a> {
    pub(crate) fn create(folder: &Path, manifest: &'a Manifest, names: &'a Names) -> Result<Self, StoreError> {
        let table = TableWriter::create(folder, Table::Events)?;
        Ok(Self { manifest, names, table, replicates: Vec::new(), events: Vec::new() })
    }

    pub(crate) fn push(&mut self, replicate: u32, events: Vec<Event>) -> Result<(), StoreError> {
        self.replicates.extend(events.iter().map(|_| replicate));
        self.events.extend(events);
        if self.events.len() >= GROUP_ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let events = std::mem::take(&mut self.events);
        let rows = events.len();
        let start = days_since_epoch(self.manifest.start);
        let mut subjects: Vec<&str> = events.iter().map(|event| event.subject.as_str()).collect();
        subjects.sort_unstable();
        subjects.dedup();
        subjects.retain(|subject| !subject.is_empty());
        let subject = |event: &Event| subjects.binary_search(&event.subject.as_str()).map_or(-1, |index| index as i32);
        let kind =
            |event: &Event| EventKind::ALL.iter().position(|kind| *kind == event.kind).map_or(-1, |kind| kind as i32);
        let places: Vec<Location> = events.iter().map(|event| event.location).collect();
        let [level, region, place, place_name] = self.names.columns(self.manifest, &places)?;
        let dates = events.iter().map(|event| start + (event.minute / 1440) as i32);
        let columns: Vec<ArrayRef> = vec![
            one_word(rows, &self.manifest.scenario)?,
            Arc::new(UInt32Array::from(std::mem::take(&mut self.replicates))),
            Arc::new(UInt64Array::from(vec![self.manifest.seed; rows])),
            Arc::new(Date32Array::from_iter_values(dates)),
            Arc::new(UInt32Array::from_iter_values(events.iter().map(|event| event.minute))),
            words(
                events.iter().map(kind).collect(),
                &Arc::new(EventKind::ALL.iter().map(|kind| Some(kind.name())).collect()),
            )?,
            level,
            region,
            place,
            place_name,
            words(events.iter().map(subject).collect(), &Arc::new(subjects.iter().map(|word| Some(*word)).collect()))?,
        ];
        self.table.write_group(columns)
    }

    pub(crate) fn finish(mut self) -> Result<AtomicFile, StoreError> {
        if !self.events.is_empty() {
            self.flush()?;
        }
        self.table.finish()
    }
}
