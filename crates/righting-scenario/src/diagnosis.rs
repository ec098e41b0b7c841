//! Everything that is wrong with a scenario at once, for those who mend it.

use righting_model::Registry;

use crate::change::Change;
use crate::error::ScenarioError;
use crate::scenario::Scenario;
use crate::source::Source;
use crate::warning::Warning;

/// What is wrong with a scenario, and what may be.
#[derive(Debug)]
#[non_exhaustive]
pub struct Diagnosis {
    /// The scenario, if nothing keeps it from running.
    pub scenario: Option<Scenario>,
    /// What keeps it from running, in the order of reading. A fault that only follows from another is left out.
    pub faults: Vec<ScenarioError>,
    /// What may be wrong with it, though it runs. Inputs are held against each other once there is no fault.
    pub warnings: Vec<Warning>,
    /// Files that were read.
    pub files: usize,
}

/// Reads and checks a scenario, going on after a fault as far as the rest does not depend on it: every file, every
/// row of every table, every check.
///
/// ```
/// use righting_scenario::{Source, diagnose};
///
/// let changes = ["time.days=0", "country.gini=2", "price_rise.ratio=-1"];
/// let changes: Vec<_> = changes.iter().map(|text| text.parse()).collect::<Result<_, _>>()?;
/// let found = diagnose(&Source::Shipped("five-towns".to_owned()), &changes);
/// assert_eq!(found.faults.len(), 3);
/// # Ok::<(), String>(())
/// ```
pub fn diagnose(source: &Source, changes: &[Change]) -> Diagnosis {
    match crate::load::load_all(source, changes, Registry::standard(), true, &[]) {
        Ok(scenario) => Diagnosis {
            faults: Vec::new(),
            warnings: scenario.warnings.clone(),
            files: scenario.files.len(),
            scenario: Some(scenario),
        },
        Err(refused) => {
            let crate::load::Refused { faults, warnings, files } = refused;
            Diagnosis { scenario: None, faults, warnings, files }
        }
    }
}
