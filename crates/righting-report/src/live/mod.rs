//! The laboratory of a live report: what a reader can change, and all that the engine in the page needs to run it again.

mod controls;

use righting_measure::Endpoint;
use righting_model::EngineKind;
use righting_scenario::Scenario;
use righting_store::StoredRun;
use serde::Serialize;

pub use controls::{Ally, Controls, Dated, Knob, Toggle};

use crate::error::FromRunError;
use crate::from_scenario::{FIRST_SEED, charted};

/// Replicates of the stored run whose digests the page carries, to show that its engine gets the same.
const CHECKED: usize = 16;

/// The data of the laboratory.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "live.ts"))]
pub struct Live {
    /// Scenario for a command line.
    scenario: String,
    /// Hash of the scenario in the page under the changes of the run.
    hash: String,
    /// Files of the scenario, without rows that are marked private.
    #[cfg_attr(test, ts(type = "unknown"))]
    bundle: righting_scenario::Bundle,
    /// Changes that the run itself was made with.
    changes: Vec<String>,
    /// Seed of the run, as text: script numbers end at 2^53.
    seed: String,
    engine: String,
    /// Digests of the run's first replicates.
    digests: Vec<String>,
    /// What the engine hands out of a replicate.
    columns: Columns,
    endpoints: Vec<Named>,
    controls: Controls,
}

/// Names of quantities, in the order of the page's charts.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "live.ts"))]
struct Columns {
    nation: Vec<&'static str>,
    regions: Vec<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "live.ts"))]
struct Named {
    name: &'static str,
    label: String,
}

impl Live {
    /// The laboratory of a stored run.
    ///
    /// # Errors
    /// When the run is none that a scenario and a seed make again, or its tables cannot be read.
    pub fn of(run: &StoredRun, scenario: &Scenario) -> Result<Self, FromRunError> {
        let manifest = run.manifest();
        let others = [
            (manifest.reseeded.is_some(), "other chances from a date on"),
            (manifest.draws.is_some(), "parameters drawn anew for every replicate"),
        ];
        if let Some((_, reason)) = others.into_iter().find(|(is, _)| *is) {
            return Err(FromRunError::NotLive { path: run.path().to_owned(), reason });
        }
        let (bundle, private) = scenario.bundle().without_private();
        // Without private rows it is another file with another hash, and the same run.
        let hash = if private == 0 {
            scenario.hash.clone()
        } else {
            let source = righting_scenario::Source::Bundle(bundle.clone());
            Scenario::load(&source, &scenario.changes)?.hash
        };
        let digests = run.digests(CHECKED)?.iter().map(ToString::to_string).collect();
        Ok(Self {
            hash,
            digests,
            seed: manifest.seed.to_string(),
            engine: manifest.engine.clone(),
            ..Self::of_files(scenario, bundle)
        })
    }

    /// The laboratory of a scenario that has not been run, for a page whose engine reads its files elsewhere. Commands call
    /// it by `argument`.
    pub fn of_scenario(scenario: &Scenario, argument: &str) -> Self {
        let none = righting_scenario::Bundle::default();
        Self { scenario: argument.to_owned(), ..Self::of_files(scenario, none) }
    }

    /// The same laboratory for a page whose engine reads the files elsewhere.
    #[must_use]
    pub fn without_files(self) -> Self {
        Self { bundle: righting_scenario::Bundle::default(), ..self }
    }

    fn of_files(scenario: &Scenario, bundle: righting_scenario::Bundle) -> Self {
        let columns = charted().to_vec();
        Self {
            scenario: scenario.id.clone(),
            hash: scenario.hash.clone(),
            bundle,
            changes: scenario.changes.iter().map(ToString::to_string).collect(),
            seed: FIRST_SEED.to_string(),
            engine: EngineKind::default().name().to_owned(),
            digests: Vec::new(),
            columns: Columns { nation: columns.clone(), regions: columns },
            endpoints: Endpoint::ALL.iter().map(|endpoint| named(*endpoint, &scenario.currency)).collect(),
            controls: Controls::of(scenario),
        }
    }
}

fn named(endpoint: Endpoint, currency: &str) -> Named {
    let label = match endpoint {
        Endpoint::OutputLost => format!("{} {currency}", endpoint.label()),
        _ => endpoint.label().to_owned(),
    };
    Named { name: endpoint.name(), label }
}
