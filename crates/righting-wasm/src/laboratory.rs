//! One scenario and the arms that a page compares.

use righting_model::EngineKind;
use righting_scenario::{Bundle, Change, Scenario, Source};
use serde::Deserialize;

use crate::arm::{Arm, ArmInfo, Columns, Replicate};

/// What a page opens a laboratory with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The scenario's files.
    pub scenario: Bundle,
    /// Engine that moves the people.
    pub engine: EngineKind,
    /// What replicates hand out.
    pub columns: Columns,
}

/// A scenario in memory and its arms, by number.
pub struct Laboratory {
    source: Source,
    engine: EngineKind,
    columns: Columns,
    arms: Vec<Option<Arm>>,
}

impl Laboratory {
    /// A laboratory of a scenario. It is read with the first arm.
    ///
    /// # Errors
    /// When a column has a name that no quantity has.
    pub fn open(opening: Opening) -> Result<Self, String> {
        opening.columns.known()?;
        let Opening { scenario, engine, columns } = opening;
        Ok(Self { source: Source::Bundle(scenario), engine, columns, arms: Vec::new() })
    }

    /// Makes an arm of the scenario under these changes, in place of the one that had its number.
    ///
    /// # Errors
    /// When a change does not fit: in a line, as on the command line.
    pub fn arm(&mut self, number: usize, changes: &[Change]) -> Result<ArmInfo, String> {
        let scenario = Scenario::load(&self.source, changes).map_err(|error| error.to_string())?;
        // The survey of the country costs more than all else, and changes seldom touch it.
        let alike = |arm: &&Arm| arm.country() == &scenario.setup.country;
        let ready = self.arms.iter().flatten().find(alike).map(|arm| arm.varied(&scenario));
        let arm = ready.unwrap_or_else(|| Arm::new(&scenario, &self.columns));
        let info = arm.info(&scenario);
        if self.arms.len() <= number {
            self.arms.resize_with(number + 1, || None);
        }
        self.arms[number] = Some(arm);
        Ok(info)
    }

    /// Simulates one replicate of an arm.
    ///
    /// # Errors
    /// When there is no such arm.
    pub fn run(&self, arm: usize, seed: u64, replicate: u32) -> Result<Replicate, String> {
        let arm = self.arms.get(arm).and_then(Option::as_ref).ok_or_else(|| format!("there is no arm {arm}"))?;
        Ok(arm.run(self.engine, seed, replicate))
    }
}
