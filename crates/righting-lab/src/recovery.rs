//! The months after the crisis: bands over the replicates of a stored run.

use righting_model::{RECOVERY_QUANTITIES, RecoveryQuantity};
use righting_store::StoredRun;
use serde::Serialize;

use crate::error::LabError;
use righting_infer::{ascending, quantile};

/// Bands of every quantity of the recovery, for the nation and every region.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RecoveryPaths {
    /// Replicates that succeeded.
    pub replicates: u32,
    /// Months after the last day of the crisis.
    pub months: u32,
    /// Identifiers of the regions.
    pub regions: Vec<String>,
    /// By quantity in the order of the registry, then the nation and the regions, then month.
    pub rows: Vec<PathRow>,
}

/// One quantity in one month.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PathRow {
    /// Name of the quantity.
    pub quantity: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Identifier of the region; none for the nation.
    pub region: Option<String>,
    /// Months after the last day of the crisis, from 1.
    pub month: u32,
    /// Mean over the replicates.
    pub mean: f64,
    /// 5 % quantile.
    pub p5: f64,
    /// Median.
    pub p50: f64,
    /// 95 % quantile.
    pub p95: f64,
}

impl RecoveryPaths {
    /// The row of a quantity in a month, of the nation or a region.
    pub fn row(&self, region: Option<&str>, quantity: RecoveryQuantity, month: u32) -> Option<&PathRow> {
        let place = match region {
            None => 0,
            Some(id) => 1 + self.regions.iter().position(|region| region == id)?,
        };
        let month = month.checked_sub(1).filter(|&month| month < self.months)?;
        let group = quantity.column() * (self.regions.len() + 1) + place;
        self.rows.get(group * self.months as usize + month as usize)
    }
}

/// Reads the bands of a run; of no months if it was run without recovery.
///
/// # Errors
/// When the table cannot be read.
pub fn recovery_paths(run: &StoredRun) -> Result<RecoveryPaths, LabError> {
    let manifest = run.manifest();
    let (months, entities) = (manifest.recovery_months as usize, manifest.regions.len() + 1);
    let mut columns = vec![Vec::new(); RECOVERY_QUANTITIES.len() * entities * months];
    let mut replicates = 0;
    for recovery in run.recoveries()? {
        let (_, recovery) = recovery?;
        replicates += 1;
        for (number, row) in recovery.rows().iter().enumerate() {
            for (quantity, value) in row.iter().enumerate() {
                let (month, place) = (number / entities, number % entities);
                columns[(quantity * entities + place) * months + month].push(*value);
            }
        }
    }
    let rows = columns.iter().enumerate().filter(|(_, values)| !values.is_empty()).map(|(index, values)| {
        let info = &RECOVERY_QUANTITIES[index / (entities * months)];
        let place = index / months % entities;
        let sorted = ascending(values);
        PathRow {
            quantity: info.name,
            unit: info.unit,
            region: (place > 0).then(|| manifest.regions[place - 1].id.clone()),
            month: (index % months) as u32 + 1,
            mean: values.iter().sum::<f64>() / values.len() as f64,
            p5: quantile(&sorted, 0.05),
            p50: quantile(&sorted, 0.5),
            p95: quantile(&sorted, 0.95),
        }
    });
    Ok(RecoveryPaths {
        replicates,
        months: manifest.recovery_months,
        regions: manifest.regions.iter().map(|region| region.id.clone()).collect(),
        rows: rows.collect(),
    })
}
