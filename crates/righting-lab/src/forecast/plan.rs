//! How a forecast is made, and what it depends on.

use std::collections::BTreeMap;

use righting_store::StudyManifest;

use super::as_of::AsOf;

/// How to make a forecast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastPlan {
    /// Seed of draws and chances.
    pub seed: u64,
    /// Draws from the prior, each run to the date.
    pub draws: u32,
    /// Members of the forecast, of equal weight. Ignorance scores compare at equal numbers only; VIEWS asks for 1,000.
    pub members: u32,
    /// Smallest effective number of draws; the likelihood is tempered down to it.
    pub least_effective: u32,
}

impl Default for ForecastPlan {
    fn default() -> Self {
        Self { seed: 1, draws: 2000, members: 1000, least_effective: 100 }
    }
}

/// All that a forecast depends on: the view, hashed, and the plan.
pub(super) fn manifest(view: &AsOf, plan: &ForecastPlan) -> StudyManifest {
    let plan_rows = [
        ("as_of", view.date().to_string()),
        ("days", view.days().to_string()),
        ("draws", plan.draws.to_string()),
        ("members", plan.members.to_string()),
        ("least_effective", plan.least_effective.to_string()),
    ];
    StudyManifest {
        kind: "forecast".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: view.scenario().to_owned(),
        title: view.title().to_owned(),
        scenario_hash: view.hash(),
        changes: view.changes().to_vec(),
        seed: plan.seed,
        plan: BTreeMap::from(plan_rows.map(|(name, value)| (name.to_owned(), value))),
        files: Vec::new(),
        part: None,
    }
}
