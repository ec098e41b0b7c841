//! What is exported, and what came of it.

use std::path::PathBuf;

use righting_model::Quantity;

use crate::error::ExportError;

/// What is exported.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// Quantities of maps, by day; those that the summary of a run has for places and regions.
    pub quantities: Vec<Quantity>,
    /// Whether rows of the record that are marked private are exported too.
    pub with_private: bool,
}

/// Quantities that the summary has of places and regions.
const MAPPED: [Quantity; 4] = [Quantity::ActivePeak, Quantity::RiotingPeak, Quantity::DetainedTotal, Quantity::Dead];

impl Default for Options {
    fn default() -> Self {
        Self { quantities: MAPPED.to_vec(), with_private: false }
    }
}

impl Options {
    /// With these quantities, by name; with none, those that are the default.
    ///
    /// # Errors
    /// When the summary of a run does not have one of them for places and regions.
    pub fn of_quantities(mut self, names: &[String]) -> Result<Self, ExportError> {
        let of = |name: &String| {
            let found = Quantity::by_name(name).filter(|quantity| MAPPED.contains(quantity));
            found.ok_or_else(|| ExportError::Quantity {
                quantity: name.clone(),
                known: MAPPED.map(|quantity| quantity.info().name).join(", "),
            })
        };
        if !names.is_empty() {
            self.quantities = names.iter().map(of).collect::<Result<_, _>>()?;
            self.quantities.dedup();
        }
        Ok(self)
    }

    /// With rows that are marked private, or without.
    pub fn with_private(mut self, with: bool) -> Self {
        self.with_private = with;
        self
    }
}

/// What came of an export.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Written {
    /// The files.
    pub files: Vec<PathBuf>,
    /// Tables that do not fit into the format.
    pub left_out: Vec<LeftOut>,
    /// Rows of the record that are marked private and were left out.
    pub private: usize,
}

impl Written {
    /// Of files.
    pub fn of(files: Vec<PathBuf>) -> Self {
        Self { files, ..Self::default() }
    }
}

/// A table that does not fit into a format.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    /// Name of the table.
    pub table: &'static str,
    /// Its rows.
    pub rows: u64,
    /// Rows that fit.
    pub limit: u64,
}
