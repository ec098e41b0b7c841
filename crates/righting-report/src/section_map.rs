//! A map that any study can put on a page.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::place::{Marker, Region};

/// A country with one number for each region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct SectionMap {
    /// Heading.
    pub title: String,
    /// What is seen, in words.
    pub caption: String,
    /// Regions of the country.
    pub regions: Vec<Region>,
    /// Boundaries, as those of a [`Report`](crate::Report).
    #[cfg_attr(
        test,
        ts(
            type = "import('geojson').FeatureCollection<import('geojson').Geometry, { name: string | null, regions: Array<string> }>"
        )
    )]
    pub map: Value,
    /// Places drawn as points, as those of a [`Report`](crate::Report).
    pub places: Vec<Marker>,
    /// What can be shown, in the order in which the page offers it.
    pub layers: Vec<Layer>,
}

/// One quantity by region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct Layer {
    /// Short label in sentence case.
    pub label: String,
    /// What is counted, and until when.
    pub unit: String,
    /// Whether the values are shares from 0 to 1.
    pub share: bool,
    /// Regions with a value.
    pub rows: Vec<LayerRow>,
}

/// The value of one region, rounded to two digits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct LayerRow {
    /// Id of the region.
    pub region: String,
    /// Expected value: the mean over the members.
    pub expected: f64,
    /// 5th percentile of the members; of a share the share itself.
    pub p5: f64,
    /// 95th percentile.
    pub p95: f64,
}
