//! A scenario under a list of changes, made ready to run, and what a replicate of it hands out.

use std::sync::Arc;

use righting_measure::{Cells, Digest, Ground, Stored, endpoints, failed, order_limit};
use righting_model::{Country, EngineKind, Quantity, Simulation};
use righting_scenario::{Cel, Scenario};
use serde::{Deserialize, Serialize};

/// Names of the quantities that replicates hand out by day, for each table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// For the nation.
    pub nation: Vec<String>,
    /// For every region.
    pub regions: Vec<String>,
    /// For every place.
    pub places: Vec<String>,
}

impl Columns {
    fn tables(&self) -> [&[String]; 3] {
        [&self.nation, &self.regions, &self.places]
    }

    /// Looks for a name that no quantity has.
    pub(crate) fn known(&self) -> Result<(), String> {
        let unknown = self.tables().into_iter().flatten().find(|name| Quantity::by_name(name).is_none());
        unknown.map_or(Ok(()), |name| Err(format!("there is no quantity named {name}")))
    }

    fn quantities(&self) -> [Vec<Quantity>; 3] {
        self.tables().map(|names| names.iter().filter_map(|name| Quantity::by_name(name)).collect())
    }
}

/// What a page has to know of an arm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArmInfo {
    /// Hash of the scenario's files and the changes, in hexadecimal.
    pub hash: String,
    /// Days simulated.
    pub days: u32,
    /// Regions, in the order of their columns.
    pub regions: usize,
    /// Places, in the order of theirs.
    pub places: usize,
    /// What may be wrong with it, one line each.
    pub warnings: Vec<String>,
}

/// A replicate, as a page takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicate {
    /// Digest of all that the program would store of it.
    pub digest: Digest,
    /// Endpoints, in the order of [`Endpoint::ALL`](righting_measure::Endpoint::ALL).
    pub endpoints: Vec<f64>,
    /// The columns asked for, one after the other: the nation's by day, the regions' by day and region, the places' by
    /// day and place.
    pub columns: Vec<f64>,
    /// Stage and reason of a failure; a replicate that failed has no endpoints and no columns.
    pub failure: Option<String>,
}

/// An arm.
pub(crate) struct Arm {
    simulation: Simulation,
    ground: Ground,
    quantities: [Vec<Quantity>; 3],
}

impl Arm {
    pub(crate) fn new(scenario: &Scenario, columns: &Columns) -> Self {
        let ground = Ground::of(&scenario.setup.country);
        Self { simulation: scenario.simulation(), ground, quantities: columns.quantities() }
    }

    /// An arm of another scenario of the same country, on the ground that this one has surveyed.
    pub(crate) fn varied(&self, scenario: &Scenario) -> Self {
        let simulation = self.simulation.varied(scenario.setup.clone()).reading(Arc::new(Cel));
        Self { simulation, ground: self.ground.clone(), quantities: self.quantities.clone() }
    }

    pub(crate) fn country(&self) -> &Country {
        &self.simulation.setup().country
    }

    pub(crate) fn info(&self, scenario: &Scenario) -> ArmInfo {
        ArmInfo {
            hash: scenario.hash.clone(),
            days: scenario.setup.days,
            regions: self.ground.regions(),
            places: self.ground.places(),
            warnings: scenario.warnings.iter().map(righting_scenario::Warning::one_line).collect(),
        }
    }

    pub(crate) fn run(&self, engine: EngineKind, seed: u64, replicate: u32) -> Replicate {
        let failure = |stage: &str, message: &str| Replicate {
            digest: failed(replicate, stage, message),
            endpoints: Vec::new(),
            columns: Vec::new(),
            failure: Some(format!("{stage}: {message}")),
        };
        let trace = match self.simulation.run(engine, seed, replicate) {
            Ok(trace) => trace,
            Err(failed) => return failure(failed.stage, &failed.message),
        };
        let setup = self.simulation.setup();
        let stored = match Stored::of(&self.ground, setup.recovery.months, &trace) {
            Ok(stored) => stored,
            Err(message) => return failure("record", &message),
        };
        let limit = order_limit(setup.country.population());
        let columns = stored.tables.iter().zip(&self.quantities).flat_map(|(cells, wanted)| values(cells, wanted));
        Replicate {
            digest: stored.digest(replicate),
            endpoints: endpoints(&trace, limit).to_vec(),
            columns: columns.collect(),
            failure: None,
        }
    }
}

fn values(cells: &Cells, wanted: &[Quantity]) -> impl Iterator<Item = f64> {
    wanted.iter().flat_map(|quantity| cells.values(*quantity))
}
