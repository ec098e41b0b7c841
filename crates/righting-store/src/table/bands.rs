//! The summary read back.

use std::path::Path;

use arrow_array::types::{Date32Type, Float64Type};
use righting_model::{Location, Quantity};

use crate::error::StoreError;
use crate::manifest::Manifest;
use crate::table::columns::open;
use crate::table::days::days_since_epoch;
use crate::table::read::{Batch, Finder, Places};
use crate::table::summary::{Band, SummaryRow};

/// Mean and quantiles of every series of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    days: usize,
    /// One row per location, quantity and day.
    pub rows: Vec<SummaryRow>,
}

impl Summary {
    /// The bands of a quantity somewhere, one per day; empty if the summary does not have it.
    pub fn series(&self, location: Location, quantity: Quantity) -> impl ExactSizeIterator<Item = &Band> {
        let here = |row: &SummaryRow| row.location == location && row.quantity == quantity;
        // A series lies in one piece, so its first row finds the others.
        let first = self.rows.iter().step_by(self.days.max(1)).position(here).map(|found| found * self.days);
        first.map_or(&[][..], |first| &self.rows[first..first + self.days]).iter().map(|row| &row.band)
    }
}

pub(crate) fn read(path: &Path, manifest: &Manifest) -> Result<Summary, StoreError> {
    let (finder, start, days) = (Finder::new(manifest), days_since_epoch(manifest.start), manifest.days as usize);
    let mut rows: Vec<SummaryRow> = Vec::new();
    for batch in open(path, None, 8192)? {
        let batch = batch.map_err(|error| StoreError::broken(path, error))?;
        let batch = Batch { path, batch: &batch };
        let (places, quantities) = (Places::of(&batch)?, batch.words("quantity")?);
        let times = batch.numbers::<Date32Type>("time")?;
        let mut statistics = Vec::new();
        for name in ["mean", "p5", "p25", "p50", "p75", "p95"] {
            statistics.push(batch.numbers::<Float64Type>(name)?);
        }
        for row in 0..batch.batch.num_rows() {
            let day = (rows.len() % days.max(1)) as u32;
            let location = places.get(row, &finder).ok_or_else(|| batch.broken("a row is nowhere"))?;
            let quantity = quantities.get(row).and_then(Quantity::by_name);
            let quantity = quantity.ok_or_else(|| batch.broken("a row has no known quantity"))?;
            if times.value(row) != start + day as i32 {
                return Err(batch.broken("its days are not in order"));
            }
            let value = |index: usize| statistics[index].value(row);
            let band =
                Band { mean: value(0), p5: value(1), p25: value(2), p50: value(3), p75: value(4), p95: value(5) };
            rows.push(SummaryRow { location, quantity, day, band });
        }
    }
    if !rows.len().is_multiple_of(days.max(1)) {
        return Err(StoreError::broken(path, "a series is cut off"));
    }
    Ok(Summary { days, rows })
}
