//! Bands: mean and quantiles of every series over the replicates.

use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int32Type};
use arrow_array::{ArrayRef, Date32Array, Float64Array, StringArray, UInt32Array, UInt64Array};
use righting_measure::is_count;
use righting_model::{Location, QUANTITIES, Quantity};

use crate::disk::atomic::AtomicFile;
use crate::disk::open;
use crate::error::StoreError;
use crate::manifest::Manifest;
use crate::table::columns::{GROUP_ROWS, TableWriter, one_word, reader, words};
use crate::table::days::days_since_epoch;
use crate::table::events::Names;
use crate::table::schema::{PLACE_SUMMARY, Table};
use crate::table::wide::entities;

/// Mean and quantiles of a quantity over the replicates that succeeded.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Band {
    /// Mean.
    pub mean: f64,
    /// 5 % quantile.
    pub p5: f64,
    /// 25 % quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 % quantile.
    pub p75: f64,
    /// 95 % quantile.
    pub p95: f64,
}

impl Band {
    /// Sorts the values; there is at least one.
    fn of<T: Copy + PartialOrd + Into<f64>>(values: &mut [T]) -> Self {
        // In the order of replicates, before sorting, so that the last bit follows from the values alone.
        let mean = values.iter().map(|value| (*value).into()).sum::<f64>() / values.len() as f64;
        values.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        let quantile = |p: f64| {
            let at = p * (values.len() - 1) as f64;
            let (low, high) = (values[at.floor() as usize].into(), values[at.ceil() as usize].into());
            low + (at - at.floor()) * (high - low)
        };
        Self {
            mean,
            p5: quantile(0.05),
            p25: quantile(0.25),
            p50: quantile(0.5),
            p75: quantile(0.75),
            p95: quantile(0.95),
        }
    }

    fn statistics(&self) -> [f64; 6] {
        [self.mean, self.p5, self.p25, self.p50, self.p75, self.p95]
    }
}

/// Writes `summary.parquet` from tables that are on the disk; holds one quantity of one table at a time.
pub(crate) fn write(
    folder: &Path,
    manifest: &Manifest,
    names: &Names,
    tables: &[(Table, AtomicFile)],
    succeeded: usize,
) -> Result<AtomicFile, StoreError> {
    let mut writer =
        Rows { manifest, names, succeeded, table: TableWriter::create(folder, Table::Summary)?, rows: vec![] };
    for (table, file) in tables {
        for info in QUANTITIES {
            if succeeded == 0 || *table == Table::Places && !PLACE_SUMMARY.contains(&info.quantity) {
                continue;
            }
            let count = entities(*table, manifest);
            let bands = bands(file.temporary(), info.quantity, succeeded, count * manifest.days as usize)?;
            for entity in 0..count {
                let location = match table {
                    Table::Regions => Location::Region(entity),
                    Table::Places => Location::Place(entity),
                    _ => Location::Nation,
                };
                for day in 0..manifest.days {
                    let band = bands[day as usize * count + entity];
                    writer.push(SummaryRow { location, quantity: info.quantity, day, band })?;
                }
            }
        }
    }
    writer.flush()?;
    writer.table.finish()
}

/// Bands of each of `series` values per replicate.
fn bands(path: &Path, quantity: Quantity, succeeded: usize, series: usize) -> Result<Vec<Band>, StoreError> {
    if is_count(quantity) {
        let values = gather(path, quantity, succeeded, series, |array| array.as_primitive::<Int32Type>().values())?;
        Ok(each_band(values, succeeded))
    } else {
        let values = gather(path, quantity, succeeded, series, |array| array.as_primitive::<Float32Type>().values())?;
        Ok(each_band(values, succeeded))
    }
}

fn each_band<T: Copy + PartialOrd + Into<f64>>(mut values: Vec<T>, succeeded: usize) -> Vec<Band> {
    values.chunks_mut(succeeded).map(Band::of).collect()
}

/// The column of a quantity, series by series instead of replicate by replicate.
fn gather<T: Copy + Default>(
    path: &Path,
    quantity: Quantity,
    succeeded: usize,
    series: usize,
    values: impl Fn(&ArrayRef) -> &[T],
) -> Result<Vec<T>, StoreError> {
    let mut by_series = vec![T::default(); succeeded * series];
    let mut rows = 0;
    // A file of this session under its temporary name: no checksum is listed yet.
    for batch in reader(open::read(path)?, path, Some(&[quantity.info().name]), series)? {
        let batch = batch.map_err(|error| StoreError::broken(path, error))?;
        for value in values(batch.column(0)) {
            let slot = by_series.get_mut((rows % series) * succeeded + rows / series);
            *slot.ok_or_else(|| StoreError::broken(path, "it has too many rows"))? = *value;
            rows += 1;
        }
    }
    if rows == succeeded * series { Ok(by_series) } else { Err(StoreError::broken(path, "it has too few rows")) }
}

/// One band of the summary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SummaryRow {
    /// Where.
    pub location: Location,
    /// Which quantity.
    pub quantity: Quantity,
    /// Day, from 0.
    pub day: u32,
    /// Mean and quantiles.
    pub band: Band,
}

struct Rows<'a> {
    manifest: &'a Manifest,
    names: &'a Names,
    succeeded: usize,
    table: TableWriter,
    rows: Vec<SummaryRow>,
}

impl Rows<'_> {
    fn push(&mut self, row: SummaryRow) -> Result<(), StoreError> {
        self.rows.push(row);
        if self.rows.len() == GROUP_ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let locations: Vec<Location> = rows.iter().map(|row| row.location).collect();
        let start = days_since_epoch(self.manifest.start);
        let quantity = |row: &SummaryRow| row.quantity.column() as i32;
        let registry = |text: &dyn Fn(usize) -> &'static str| {
            Arc::new((0..QUANTITIES.len()).map(|column| Some(text(column))).collect::<StringArray>())
        };
        let mut columns: Vec<ArrayRef> = vec![
            one_word(rows.len(), &self.manifest.scenario)?,
            Arc::new(UInt64Array::from(vec![self.manifest.seed; rows.len()])),
            Arc::new(UInt32Array::from(vec![self.succeeded as u32; rows.len()])),
        ];
        columns.extend(self.names.columns(self.manifest, &locations)?);
        columns.push(Arc::new(Date32Array::from_iter_values(rows.iter().map(|row| start + row.day as i32))));
        columns.push(words(rows.iter().map(quantity).collect(), &registry(&|column| QUANTITIES[column].name))?);
        columns.push(words(rows.iter().map(quantity).collect(), &registry(&|column| QUANTITIES[column].unit))?);
        for statistic in 0..6 {
            let values = rows.iter().map(|row| row.band.statistics()[statistic]);
            columns.push(Arc::new(Float64Array::from_iter_values(values)));
        }
        self.table.write_group(columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_linear_between_order_statistics() {
        // numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], [.05, .25, .5, .75, .95])
        let band = Band::of(&mut [3, 1, 4, 1, 5, 9, 2, 6]);
        for (found, numpy) in band.statistics().into_iter().zip([3.875, 1.0, 1.75, 3.5, 5.25, 7.95]) {
            assert!((found - numpy).abs() < 1e-12, "{found} is not {numpy}");
        }
    }

    #[test]
    fn one_replicate_is_its_own_band() {
        assert_eq!(Band::of(&mut [0.25_f32]).statistics(), [0.25; 6]);
    }
}
