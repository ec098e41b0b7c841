//! A trace as columns of 32-bit cells: people and sites as integers, everything else as floats.

use righting_model::{Event, QUANTITIES, QUANTITY_COUNT, Quantity, Trace};

use crate::manifest::{Manifest, Tables};
use crate::recovery;

/// Whether a quantity is counted in whole things; others are measured.
pub(crate) fn is_count(quantity: Quantity) -> bool {
    matches!(quantity.info().unit, "people" | "sites")
}

/// Whether a region's value is the mean over its residents; other quantities are summed over its places.
pub(crate) fn is_mean(quantity: Quantity) -> bool {
    quantity.info().unit == "1"
}

/// Cells of one table and replicate, column by column; a count holds the bits of an `i32`, a measure of an `f32`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Cells {
    pub(crate) rows: usize,
    pub(crate) bits: Vec<u32>,
}

impl Cells {
    pub(crate) fn column(&self, quantity: Quantity) -> &[u32] {
        let first = quantity.column() * self.rows;
        &self.bits[first..first + self.rows]
    }

    fn fill<'a>(rows: impl ExactSizeIterator<Item = &'a [f64; QUANTITY_COUNT]>) -> Result<Self, Misfit> {
        let count = rows.len();
        let mut bits = vec![0; count * QUANTITY_COUNT];
        let counted: [bool; QUANTITY_COUNT] = std::array::from_fn(|column| is_count(QUANTITIES[column].quantity));
        for (row, values) in rows.enumerate() {
            for (column, &value) in values.iter().enumerate() {
                let cell = if counted[column] { count_bits(value) } else { measure_bits(value) };
                bits[column * count + row] = cell.ok_or(Misfit { row, column, value })?;
            }
        }
        Ok(Self { rows: count, bits })
    }
}

struct Misfit {
    row: usize,
    column: usize,
    value: f64,
}

pub(crate) fn count_bits(value: f64) -> Option<u32> {
    let whole = value.round();
    (whole.abs() <= f64::from(i32::MAX)).then(|| (whole as i32).cast_unsigned())
}

pub(crate) fn measure_bits(value: f64) -> Option<u32> {
    let single = value as f32;
    // Zero has two signs and a table needs one.
    single.is_finite().then(|| (single + 0.0).to_bits())
}

/// A replicate as it is stored.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Body {
    pub(crate) steps: u32,
    pub(crate) joinings: u64,
    pub(crate) events: Vec<Event>,
    pub(crate) nation: Cells,
    pub(crate) regions: Cells,
    pub(crate) places: Cells,
    /// Cells of the recovery, row by row.
    pub(crate) recovery: Vec<u32>,
}

impl Body {
    /// Packs a trace; the error says which value no table can hold.
    pub(crate) fn pack(manifest: &Manifest, trace: Trace) -> Result<Self, String> {
        let (days, places) = (manifest.days as usize, manifest.places.len());
        if trace.days() != days || trace.places() != places {
            return Err(format!(
                "the trace has {} days and {} places, the run {days} and {places}",
                trace.days(),
                trace.places()
            ));
        }
        let misfit = |names: &dyn Fn(usize) -> String, per_day: usize, misfit: Misfit| {
            let quantity = QUANTITIES[misfit.column].name;
            let date = manifest.date((misfit.row / per_day) as u32);
            format!("{quantity} of {} is {} on {date}", names(misfit.row % per_day), misfit.value)
        };
        let rows: Vec<_> = (0..days).map(|day| trace.nation(day)).collect();
        let nation = Cells::fill(rows.into_iter()).map_err(|found| misfit(&|_| "the nation".to_owned(), 1, found))?;
        let by_place = |day: usize| (0..places).map(move |place| (day, place));
        let mut regions = Cells::default();
        if manifest.tables >= Tables::Regions {
            let rows = region_rows(manifest, &trace);
            regions = Cells::fill(rows.iter()).map_err(|found| {
                misfit(&|region| manifest.regions[region].id.clone(), manifest.regions.len(), found)
            })?;
        }
        let mut cells = Cells::default();
        if manifest.tables >= Tables::Places {
            let rows: Vec<_> = (0..days).flat_map(by_place).map(|(day, place)| trace.place(day, place)).collect();
            cells = Cells::fill(rows.into_iter())
                .map_err(|found| misfit(&|place| manifest.places[place].name.clone(), places, found))?;
        }
        let recovery = recovery::pack(manifest, &trace.recovery)?;
        let (steps, joinings, events) = (trace.steps, trace.joinings, trace.events);
        Ok(Self { steps, joinings, events, nation, regions, places: cells, recovery })
    }
}

/// Rows by day and region: sums over the region's places, or means over its residents.
fn region_rows(manifest: &Manifest, trace: &Trace) -> Vec<[f64; QUANTITY_COUNT]> {
    let mut residents = vec![0.0; manifest.regions.len()];
    for place in &manifest.places {
        residents[place.region] += f64::from(place.population);
    }
    let mean: [bool; QUANTITY_COUNT] = std::array::from_fn(|column| is_mean(QUANTITIES[column].quantity));
    let mut rows = vec![[0.0; QUANTITY_COUNT]; manifest.regions.len() * trace.days()];
    for (day, rows) in rows.chunks_mut(manifest.regions.len().max(1)).enumerate() {
        for (index, place) in manifest.places.iter().enumerate() {
            let share = f64::from(place.population) / residents[place.region].max(1.0);
            for ((sum, value), mean) in rows[place.region].iter_mut().zip(trace.place(day, index)).zip(mean) {
                *sum += if mean { share * value } else { *value };
            }
        }
    }
    rows
}
