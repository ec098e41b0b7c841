//! A trace in the form in which it is stored.

use righting_model::{Event, RECOVERY_QUANTITIES, Recovery, Trace};

use crate::cells::{Cells, Misfit, count_bits, is_counted, measure_bits};
use crate::digest::{Digest, digest_of};
use crate::ground::Ground;

/// A table with one column per quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// One row per day.
    Nation,
    /// One row per day and region.
    Regions,
    /// One row per day and place.
    Places,
}

impl Table {
    /// The cells of a trace.
    ///
    /// # Errors
    /// With the first value that no cell can hold.
    pub fn cells(self, ground: &Ground, trace: &Trace) -> Result<Cells, Misfit> {
        let days = 0..trace.days();
        match self {
            Self::Nation => Cells::fill(days.map(|day| trace.nation(day))),
            Self::Regions => Cells::fill(ground.region_rows(trace).iter()),
            Self::Places => {
                let places = trace.places();
                let rows: Vec<_> =
                    (0..trace.days() * places).map(|row| trace.place(row / places, row % places)).collect();
                Cells::fill(rows.into_iter())
            }
        }
    }
}

/// The cells of a recovery of so many months, row by row.
///
/// # Errors
/// Says which value no table can hold, or that the recovery has another number of rows.
pub fn recovery_cells(regions: usize, months: u32, recovery: &Recovery) -> Result<Vec<u32>, String> {
    let (found, asked) = (recovery.rows().len(), months as usize * (regions + 1));
    if found != asked {
        return Err(format!("the recovery has {found} rows, the run {asked}"));
    }
    let mut bits = Vec::with_capacity(asked * RECOVERY_QUANTITIES.len());
    for (number, row) in recovery.rows().iter().enumerate() {
        for (info, &value) in RECOVERY_QUANTITIES.iter().zip(row) {
            let cell = if is_counted(info.quantity) { count_bits(value) } else { measure_bits(value) };
            let month = number / (regions + 1) + 1;
            bits.push(cell.ok_or_else(|| format!("{} is {value} in month {month} of the recovery", info.name))?);
        }
    }
    Ok(bits)
}

/// All that is stored of a run with every table.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Cells of the nation, the regions and the places.
    pub tables: [Cells; 3],
    /// Happenings in the order of time.
    pub events: Vec<Event>,
    /// Cells of the recovery, row by row.
    pub recovery: Vec<u32>,
}

impl Stored {
    /// A trace as it is stored; `months` of recovery.
    ///
    /// # Errors
    /// Says which value no table can hold.
    pub fn of(ground: &Ground, months: u32, trace: &Trace) -> Result<Self, String> {
        let misfit = |found: Misfit| {
            let name = righting_model::QUANTITIES[found.column].name;
            format!("{name} is {} in row {}", found.value, found.row)
        };
        let cells = |table: Table| table.cells(ground, trace).map_err(misfit);
        Ok(Self {
            tables: [cells(Table::Nation)?, cells(Table::Regions)?, cells(Table::Places)?],
            events: trace.events.clone(),
            recovery: recovery_cells(ground.regions(), months, &trace.recovery)?,
        })
    }

    /// Its digest, as that of a replicate.
    pub fn digest(&self, replicate: u32) -> Digest {
        let [nation, regions, places] = &self.tables;
        digest_of(replicate, [nation, regions, places], &self.events, &self.recovery)
    }
}
