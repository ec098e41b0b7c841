//! Targets of the record beside the simulated bands.

use serde::{Deserialize, Serialize};

/// A value of a target: a count, a date, or that it was never reached.
///
/// In the page these are a number, an ISO date and `null`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
#[serde(untagged)]
pub enum Reading {
    /// A count or share, in the unit of the quantity.
    Number(f64),
    /// An ISO date.
    Date(String),
    /// Not reached within the simulated days.
    Never,
}

impl From<f64> for Reading {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<Option<String>> for Reading {
    fn from(date: Option<String>) -> Self {
        date.map_or(Self::Never, Self::Date)
    }
}

/// One target: an interval of the record, and the band of the runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts", rename = "RecordRow"))]
pub struct Record {
    /// Id of the target.
    pub id: String,
    /// Quantity; drawn on the chart of the [`Quantity`](crate::Quantity) with this name.
    pub quantity: String,
    /// `nation`, a region id, or the id of a smaller place.
    pub place: String,
    /// The place as written for the reader.
    pub place_name: String,
    /// Day of the record, or first day of its window.
    pub date: String,
    /// Last day of the window, for a statistic over several days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub date_end: Option<String>,
    /// `peak`, `cumulative`, `total` or `onset`.
    pub statistic: String,
    /// Lower end of the record.
    pub low: Reading,
    /// Upper end of the record; equal to `low` where one figure exists.
    pub high: Reading,
    /// 5th percentile of the runs.
    pub p5: Reading,
    /// Median of the runs.
    pub p50: Reading,
    /// 95th percentile of the runs.
    pub p95: Reading,
    /// Whether the interval of the record meets the band from `p5` to `p95`.
    pub inside: bool,
    /// Where the record comes from: an address or a few words.
    pub source: String,
}

/// How many targets hold, and how sharp the bands are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct Check {
    /// Targets inside their band.
    pub inside: u64,
    /// Targets in all.
    pub total: u64,
    /// 80th percentile over national targets of at least 100 of (p95 + 1) / (p5 + 1); smaller is
    /// sharper, and `None` means that there is no such target.
    pub sharpness: Option<f64>,
    /// Place where protest starts first most often; `None` if none starts.
    pub first_place: Option<String>,
    /// Places where protest starts first, with the number of runs, most frequent first.
    #[serde(default)]
    pub first_places: Vec<FirstPlace>,
    /// Runs that were looked at; 0 if none was.
    #[serde(default)]
    pub runs: u64,
}

/// A place where protest starts first in some runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct FirstPlace {
    /// Its name.
    pub name: String,
    /// In how many runs.
    pub runs: u64,
}

#[cfg(test)]
mod tests {
    use super::Reading;

    #[test]
    fn readings_are_a_number_a_date_or_null() {
        let readings = [Reading::from(12.5), Reading::Date("2022-01-04".into()), Reading::Never];
        let json = serde_json::to_string(&readings).expect("readings are plain JSON");
        assert_eq!(json, r#"[12.5,"2022-01-04",null]"#);
        let back: Vec<Reading> = serde_json::from_str(&json).expect("and come back");
        assert_eq!(back, readings);
    }
}
