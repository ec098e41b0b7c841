//! What a page says at its head, and the targets that it left out.

use righting_lab::{Plausibility, Unmeasured};
use righting_scenario::{Scenario, Warning};

use crate::section::SectionTable;

/// What is hard to believe of the runs behind a page, and what may be wrong with their scenario.
pub fn cautions(scenario: &Scenario, plausibility: &Plausibility) -> Vec<String> {
    plausibility.notices.iter().cloned().chain(doubts(scenario)).collect()
}

/// The targets that were left out, with file, line and reason.
pub fn left_out(targets: &[Unmeasured]) -> SectionTable {
    let row = |target: &Unmeasured| {
        vec![target.target.clone(), format!("{}:{}", target.file, target.line), target.why.clone()]
    };
    SectionTable::new(
        format!("Targets left out: {}", targets.len()),
        ["target", "line", "why"],
        targets.iter().map(row).collect(),
    )
}

/// What may be wrong with a scenario, as the page says it.
pub(crate) fn doubts(scenario: &Scenario) -> Vec<String> {
    scenario.warnings.iter().map(Warning::one_line).collect()
}
