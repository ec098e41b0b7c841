//! Typed columns of a batch read back.

use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Int32Type};
use arrow_array::{Array, DictionaryArray, PrimitiveArray, RecordBatch, StringArray};

use crate::error::StoreError;
use crate::manifest::Manifest;
use crate::table::events::LEVELS;
use righting_model::Location;

/// A batch and the file it came from, for messages.
pub(crate) struct Batch<'a> {
    pub(crate) path: &'a Path,
    pub(crate) batch: &'a RecordBatch,
}

/// A text column.
pub(crate) struct Words<'a> {
    keys: &'a DictionaryArray<Int32Type>,
    words: &'a StringArray,
}

impl<'a> Words<'a> {
    pub(crate) fn get(&self, row: usize) -> Option<&'a str> {
        self.keys.key(row).map(|key| self.words.value(key))
    }
}

impl<'a> Batch<'a> {
    pub(crate) fn broken(&self, reason: impl ToString) -> StoreError {
        StoreError::broken(self.path, reason)
    }

    pub(crate) fn numbers<T: ArrowPrimitiveType>(&self, name: &str) -> Result<&'a PrimitiveArray<T>, StoreError> {
        let column = self.batch.column_by_name(name).and_then(|column| column.as_primitive_opt::<T>());
        column.ok_or_else(|| self.broken(format!("it has no column {name} of the right type")))
    }

    pub(crate) fn words(&self, name: &str) -> Result<Words<'a>, StoreError> {
        let column = self.batch.column_by_name(name).and_then(|column| column.as_dictionary_opt::<Int32Type>());
        let words = column.and_then(|keys| Some(Words { keys, words: keys.values().as_string_opt::<i32>()? }));
        words.ok_or_else(|| self.broken(format!("it has no column {name} of text")))
    }
}

/// The columns that say where a row belongs.
pub(crate) struct Places<'a> {
    levels: Words<'a>,
    regions: Words<'a>,
    places: &'a PrimitiveArray<arrow_array::types::UInt32Type>,
}

impl<'a> Places<'a> {
    pub(crate) fn of(batch: &Batch<'a>) -> Result<Self, StoreError> {
        Ok(Self { levels: batch.words("level")?, regions: batch.words("region")?, places: batch.numbers("place")? })
    }

    pub(crate) fn get(&self, row: usize, finder: &Finder) -> Option<Location> {
        match LEVELS.iter().position(|level| self.levels.get(row) == Some(*level))? {
            0 => Some(Location::Nation),
            1 => finder.region(self.regions.get(row)?).map(Location::Region),
            _ if self.places.is_null(row) => None,
            _ => finder.place(self.places.value(row)).map(Location::Place),
        }
    }
}

/// Indices of regions and places by what tables call them.
pub(crate) struct Finder {
    regions: Vec<(String, usize)>,
    places: Vec<(u32, usize)>,
}

impl Finder {
    pub(crate) fn new(manifest: &Manifest) -> Self {
        let regions = manifest.regions.iter().enumerate().map(|(index, region)| (region.id.clone(), index));
        let places = manifest.places.iter().enumerate().map(|(index, place)| (place.key, index));
        let (mut regions, mut places): (Vec<_>, Vec<_>) = (regions.collect(), places.collect());
        regions.sort_unstable();
        places.sort_unstable();
        Self { regions, places }
    }

    fn region(&self, id: &str) -> Option<usize> {
        self.regions.binary_search_by(|(other, _)| other.as_str().cmp(id)).ok().map(|found| self.regions[found].1)
    }

    fn place(&self, key: u32) -> Option<usize> {
        self.places.binary_search_by_key(&key, |(other, _)| *other).ok().map(|found| self.places[found].1)
    }
}
