//! What of a record stays out of a report: rows that were drafted from imported files and are marked private.

use righting_model::Location;
use righting_scenario::{Scenario, Statistic};

use crate::section::Section;
use crate::words::counted;

/// Whether a target may be shown.
pub(crate) fn is_public(scenario: &Scenario, id: &str) -> bool {
    scenario.record.targets.iter().find(|target| target.id == id).is_none_or(|target| target.imported.is_public())
}

/// Whether the recorded day of onset of a region may be shown.
pub(crate) fn shows_onset(scenario: &Scenario, region: usize) -> bool {
    let mut targets = scenario.record.targets.iter();
    !targets.any(|target| {
        let onset = target.statistic == Statistic::Onset && target.place == Location::Region(region);
        onset && !target.imported.is_public()
    })
}

/// Says how much of the record is not shown, if some is not.
pub(crate) fn section(scenario: &Scenario) -> Option<Section> {
    let record = &scenario.record;
    let targets = record.targets.iter().filter(|target| !target.imported.is_public()).count() as u64;
    let events = record.events.iter().filter(|event| !event.imported.is_public()).count() as u64;
    (targets + events > 0).then(|| {
        let lead = format!(
            "{} and {} of the record were drafted from imported rows and are not shown, though runs are held against the \
             targets: they are marked private. Import the files again with --share to show them, where their licence \
             allows it.",
            counted(targets, "target", "targets"),
            counted(events, "event", "events"),
        );
        Section::new("not-shown", "Record that is not shown", lead)
    })
}
