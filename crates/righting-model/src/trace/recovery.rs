//! What a recovery leaves behind: a row a month for the nation and for every region.

use crate::quantity::{RECOVERY_QUANTITY_COUNT, RecoveryQuantity};

/// One row of the recovery, in the order of [`RECOVERY_QUANTITIES`](crate::RECOVERY_QUANTITIES).
pub type RecoveryRow = [f64; RECOVERY_QUANTITY_COUNT];

/// The rows of a recovery, by month.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Recovery {
    regions: usize,
    rows: Vec<RecoveryRow>,
}

impl Recovery {
    /// A recovery read back: rows by month, the nation first, then the regions.
    ///
    /// # Panics
    /// When the number of rows is no multiple of the regions and the nation.
    pub fn from_rows(regions: usize, rows: Vec<RecoveryRow>) -> Self {
        assert!(rows.len().is_multiple_of(regions + 1), "a row for the nation and every region");
        Self { regions, rows }
    }

    /// Months recorded.
    pub fn months(&self) -> usize {
        self.rows.len() / (self.regions + 1)
    }

    /// Every row: by month, the nation first, then the regions.
    pub fn rows(&self) -> &[RecoveryRow] {
        &self.rows
    }

    /// The nation's row of a month, counted from 0.
    pub fn nation(&self, month: usize) -> &RecoveryRow {
        &self.rows[month * (self.regions + 1)]
    }

    /// A region's row of a month.
    pub fn region(&self, month: usize, region: usize) -> &RecoveryRow {
        &self.rows[month * (self.regions + 1) + 1 + region]
    }

    /// One value for the nation.
    pub fn national(&self, month: usize, quantity: RecoveryQuantity) -> f64 {
        self.nation(month)[quantity.column()]
    }
}
