//! What tables and maps say of a region.

use serde::{Deserialize, Serialize};

/// What tables and maps say of a region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegionInfo {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// ISO 3166-2 code.
    pub iso3166_2: String,
    /// Index of its capital in `setup.country.places`, if known.
    pub capital: Option<usize>,
    /// Residents.
    pub population: u64,
}
