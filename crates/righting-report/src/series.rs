//! Quantities and their daily bands.

use serde::{Deserialize, Serialize};

/// A quantity that the run recorded by place and day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct Quantity {
    /// Registered name, the same as in the tables and in the targets: a target is drawn on the
    /// chart of the quantity with its name.
    pub name: String,
    /// Short label in sentence case.
    pub label: String,
    /// Unit in the plural, for example `people`.
    pub unit: String,
    /// What is counted, in one sentence without a full stop.
    pub description: String,
    /// Whether it only grows, so that its last day tells it.
    #[serde(default)]
    pub cumulative: bool,
}

impl Quantity {
    /// A quantity from its name, label, unit and description.
    pub fn new(
        name: impl Into<String>,
        label: impl Into<String>,
        unit: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        let (name, label, unit, description) = (name.into(), label.into(), unit.into(), description.into());
        Self { name, label, unit, description, cumulative: false }
    }

    /// The same as one that only grows.
    #[must_use]
    pub fn growing(mut self) -> Self {
        self.cumulative = true;
        self
    }
}

/// The band of one quantity in one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct Series {
    /// `nation` or the id of a region.
    pub place: String,
    /// Name of a [`Quantity`].
    pub quantity: String,
    /// 5th percentile of the runs by day, in the unit of the quantity.
    pub p5: Vec<f64>,
    /// 25th percentile by day.
    pub p25: Vec<f64>,
    /// Median by day.
    pub p50: Vec<f64>,
    /// 75th percentile by day.
    pub p75: Vec<f64>,
    /// 95th percentile by day.
    pub p95: Vec<f64>,
    /// Mean by day.
    pub mean: Vec<f64>,
    /// The course in a sentence (see [`Report::tell`](crate::Report::tell)).
    #[serde(default)]
    pub told: String,
}

impl Series {
    /// A series from its place, quantity and band.
    pub fn new(place: impl Into<String>, quantity: impl Into<String>, band: Band) -> Self {
        let Band { p5, p25, p50, p75, p95, mean } = band;
        Self { place: place.into(), quantity: quantity.into(), p5, p25, p50, p75, p95, mean, told: String::new() }
    }

    /// The five percentile columns and the mean with their names, lowest percentile first.
    pub fn columns(&self) -> [(&'static str, &[f64]); 6] {
        [
            ("p5", &self.p5),
            ("p25", &self.p25),
            ("p50", &self.p50),
            ("p75", &self.p75),
            ("p95", &self.p95),
            ("mean", &self.mean),
        ]
    }
}

/// Percentiles and mean over the runs, one value per day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Band {
    /// 5th percentile.
    pub p5: Vec<f64>,
    /// 25th percentile.
    pub p25: Vec<f64>,
    /// Median.
    pub p50: Vec<f64>,
    /// 75th percentile.
    pub p75: Vec<f64>,
    /// 95th percentile.
    pub p95: Vec<f64>,
    /// Mean.
    pub mean: Vec<f64>,
}
