//! Several countries on one page: structural indicators, shock, response, and what the runs show.

mod course;
mod dated;
mod structure;

use righting_lab::{Check as Checked, Plausibility};
use righting_model::When;
use righting_scenario::{Indicator, Scenario};
use righting_store::StoredRun;

use crate::error::FromRunError;
use crate::from_run::provenance_of;
use crate::limits::LIMITS;
use crate::notices::doubts;
use crate::report::Provenance;
use crate::study::StudyPage;

/// A run with its scenario, and the record if it has one.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The run.
    pub run: &'a StoredRun,
    /// What was run.
    pub scenario: &'a Scenario,
    /// The run held against the record.
    pub check: Option<&'a Checked>,
}

impl Side<'_> {
    fn name(&self) -> &str {
        &self.scenario.title
    }

    /// Day of the first dated shock; 0 if there is none.
    fn first_shock_day(&self) -> u32 {
        self.shock_day().unwrap_or(0)
    }

    /// Day of the first dated shock.
    fn shock_day(&self) -> Option<u32> {
        let minutes = self.scenario.setup.shocks.iter().filter_map(|shock| match shock.when {
            When::At(minute) => Some(minute),
            _ => None,
        });
        minutes.min().map(|minute| minute / 1440)
    }
}

/// The page of several runs. `indicators` are those at hand; `beside` are codes of countries without a run.
///
/// # Errors
/// When a table of a run cannot be read.
pub fn side_by_side(
    sides: &[Side<'_>],
    indicators: &[Indicator],
    beside: &[String],
) -> Result<StudyPage, FromRunError> {
    let names: Vec<&str> = sides.iter().map(Side::name).collect();
    let page = StudyPage {
        title: names.join(" · "),
        subtitle: "Side by side: structure, shock, response and what the runs show".to_owned(),
        warnings: warnings(sides)?,
        provenance: provenance(sides),
        sections: vec![
            structure::section(sides, indicators, beside),
            dated::shocks(sides),
            dated::response(sides)?,
            course::section(sides)?,
        ],
        limits: LIMITS.to_owned(),
    };
    page.validate()?;
    Ok(page)
}

/// What is hard to believe of each run, and what may be wrong with its scenario.
fn warnings(sides: &[Side<'_>]) -> Result<Vec<String>, FromRunError> {
    let mut all = Vec::new();
    for side in sides {
        let found = Plausibility::of_run(side.run, side.scenario, side.check)?;
        all.extend(found.notices.iter().map(|notice| format!("{}: {notice}", side.name())));
        all.extend(doubts(side.scenario));
    }
    Ok(all)
}

/// The first run's, with the others named.
fn provenance(sides: &[Side<'_>]) -> Provenance {
    let Some(first) = sides.first() else { return Provenance::default() };
    let mut provenance = provenance_of(first.run, first.scenario);
    for side in &sides[1..] {
        let other = provenance_of(side.run, side.scenario);
        provenance.scenario += &format!(", {}", other.scenario);
        provenance.scenario_hash += &format!(", {}", other.scenario_hash);
        provenance.replicates += other.replicates;
        provenance.succeeded += other.succeeded;
        provenance.failed += other.failed;
        provenance.data_sources.extend(other.data_sources);
    }
    provenance
}
