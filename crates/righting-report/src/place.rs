//! Regions, the day on which unrest reached them, and points on the map.

use serde::{Deserialize, Serialize};

/// A first-level region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct Region {
    /// Id, as in the series and in the properties of the map.
    pub id: String,
    /// Name.
    pub name: String,
    /// Residents.
    pub population: u64,
    /// First day of protest, recorded and simulated.
    pub onset: Onset,
}

/// First day on which at least 50 people are active in a region.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct Onset {
    /// Date in the record; `None` if the record has no date.
    pub record: Option<String>,
    /// Last date in the record where sources differ; `None` if they agree.
    pub record_end: Option<String>,
    /// What the record says about the date, for example that two sources disagree.
    pub record_note: String,
    /// 5th percentile of the simulated date; runs that never reach the region count as latest, so
    /// `None` means not reached by that share of runs.
    pub p5: Option<String>,
    /// Median of the simulated date.
    pub p50: Option<String>,
    /// 95th percentile of the simulated date.
    pub p95: Option<String>,
    /// Fraction of runs in which unrest reaches the region, 0 to 1.
    pub share_reached: f64,
}

/// A point on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct Marker {
    /// Id of the place.
    pub id: String,
    /// Name.
    pub name: String,
    /// Region that the place lies in.
    pub region: String,
    /// Longitude, degrees east.
    pub lon: f64,
    /// Latitude, degrees north.
    pub lat: f64,
    /// Residents.
    pub population: u64,
}
