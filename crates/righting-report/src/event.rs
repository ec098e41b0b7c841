//! The timeline, and the switchable structures of the model.

use serde::{Deserialize, Serialize};

/// Something dated: in the record or dated input, or in the runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts", rename = "TimelineEvent"))]
pub struct Event {
    /// Local date; for a simulated event the median date of the runs in which it happened.
    pub date: String,
    /// Local time `HH:MM`, if known.
    pub time: Option<String>,
    /// Kind, for example `facility_seized`. A recorded and a simulated event of one kind and place
    /// are set beside each other.
    pub kind: String,
    /// What happened, in sentence case without a full stop.
    pub label: String,
    /// Where, as written for the reader.
    pub place: Option<String>,
    /// True: it happened (record or dated input). False: the runs produced it.
    pub actual: bool,
    /// Fraction of runs in which it happened, 0 to 1, for a simulated event.
    pub share: Option<f64>,
    /// 5th percentile of the date over those runs.
    pub p5: Option<String>,
    /// 95th percentile of the date over those runs.
    pub p95: Option<String>,
    /// Whether the claim is disputed.
    pub contested: bool,
}

/// A structure of the model that a user can switch off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct Hypothesis {
    /// Id, as in the scenario.
    pub id: String,
    /// Name in sentence case.
    pub name: String,
    /// Whether it was on in this run.
    pub on: bool,
    /// Whether the claim behind it is disputed.
    pub contested: bool,
    /// What it adds to the model.
    pub description: String,
}
