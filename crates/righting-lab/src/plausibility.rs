//! Whether a run is at home where it is used: parameters found on another country, and numbers that no country has shown.
//!
//! A run with parameters of another country comes out without an error, and may be wrong by orders of magnitude. So
//! whatever shows a run says whose record its parameters were fitted to, and names what lies far from any record.

use righting_model::{Levels, Setup};
use righting_scenario::{FittedTo, Scenario, thousands};
use righting_store::StoredRun;
use serde::Serialize;

use crate::check::{Check, CheckRow, Reading};
use crate::compare::Comparison;
use crate::crowd::largest_crowd;
use crate::error::LabError;

/// A median beyond the record by more than this factor, either way, is named. ASSUMED: sources of one count differ by up
/// to ten.
pub const FAR: f64 = 20.0;

/// A median crowd of more than this share of all residents is named. ASSUMED: the largest crowds of recorded uprisings
/// were of a few per cent.
pub const LARGEST_CROWD: f64 = 0.05;

/// Smallest record of which a twentieth is still a count of one.
const LEAST_RECORD: f64 = FAR;

/// Whose parameters a run has, and what about it is hard to believe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Plausibility {
    /// The case whose record the parameters were fitted to; `None` where they were fitted to none.
    pub fitted_for: Option<FittedTo>,
    /// Whether that is a case of the scenario's own country.
    pub fitted_here: bool,
    /// Which levels and shapes of the model runs draw, in one sentence.
    pub levels: String,
    /// Plain sentences for the head of a page or of a terminal's text, each with what to try.
    pub notices: Vec<String>,
}

impl Plausibility {
    /// What is to say of a scenario before anything has run.
    pub fn of(scenario: &Scenario) -> Self {
        let fitted_for = scenario.fitted_to.clone();
        let fitted_here = fitted_for.as_ref().is_some_and(|to| to.iso3 == scenario.iso3);
        let notice = match &fitted_for {
            _ if fitted_here => None,
            Some(FittedTo { case, iso3 }) => Some(format!(
                "The parameters were fitted to the record of {case} ({iso3}) and to none of this country ({}): numbers of \
                 people may be wrong by orders of magnitude. Fit them to a record of this country (`righting fit`, `righting \
                 calibrate`), or compare runs with each other only.",
                scenario.iso3
            )),
            None if scenario.setup.levels != Levels::Fixed => Some(format!(
                "No level of the model was fitted to this country ({}): every run draws those that are not set from what is \
                 known of countries, so bands are wide. Fit them to a record of this country (`righting fit`, `righting \
                 calibrate`), or compare runs with each other only.",
                scenario.iso3
            )),
            None => Some(format!(
                "The parameters were fitted to no record: they are assumptions, and numbers of people may be wrong by orders \
                 of magnitude. Fit them to a record of this country ({}; `righting fit`, `righting calibrate`), or compare \
                 runs with each other only.",
                scenario.iso3
            )),
        };
        Self { fitted_for, fitted_here, levels: levels(&scenario.setup), notices: notice.into_iter().collect() }
    }

    /// What is to say of a stored run; `check` is the run held against the record, if there is one.
    ///
    /// # Errors
    /// When a table of the run cannot be read.
    pub fn of_run(run: &StoredRun, scenario: &Scenario, check: Option<&Check>) -> Result<Self, LabError> {
        let found = Self::of(scenario).with_crowd(largest_crowd(run)?, scenario.setup.country.population());
        Ok(check.map_or(found.clone(), |check| found.with_check(check)))
    }

    /// What is to say of a comparison of runs of a scenario.
    pub fn of_comparison(comparison: &Comparison, scenario: &Scenario) -> Self {
        Self::of(scenario).with_crowd(comparison.largest_crowd, scenario.setup.country.population())
    }

    /// With targets whose median lies far from the record.
    #[must_use]
    pub fn with_check(mut self, check: &Check) -> Self {
        let names = |far: &[(&CheckRow, f64, f64)]| {
            let one = |(row, median, record): &(&CheckRow, f64, f64)| {
                format!("{} ({} for {})", row.id, people(*median), people(*record))
            };
            far.iter().map(one).collect::<Vec<String>>().join(", ")
        };
        let counts: Vec<(&CheckRow, f64, [f64; 2])> = check.rows.iter().filter_map(counted).collect();
        let over: Vec<_> = counts
            .iter()
            .filter(|(_, median, [_, high])| *median > FAR * high.max(1.0))
            .map(|&(row, median, [_, high])| (row, median, high))
            .collect();
        let under: Vec<_> = counts
            .iter()
            .filter(|(_, median, [low, _])| *low >= LEAST_RECORD && *median < low / FAR)
            .map(|&(row, median, [low, _])| (row, median, low))
            .collect();
        if !over.is_empty() {
            self.notices.push(format!(
                "Median over {FAR} times the record: {}. The country is far more easily moved than it was: look at \
                 `pool.share` and the size of the shocks (`righting explain`), or fit.",
                names(&over)
            ));
        }
        if !under.is_empty() {
            self.notices.push(format!(
                "Median under a twentieth of the record: {}. Little or nothing of what was recorded comes about: look at the \
                 shocks and at `pool.share` (`righting explain`), or fit.",
                names(&under)
            ));
        }
        self
    }

    /// With the median of the largest crowd, if no country has shown its like.
    #[must_use]
    pub fn with_crowd(mut self, median: f64, residents: u64) -> Self {
        let share = if residents > 0 { median / residents as f64 } else { 0.0 };
        if share > LARGEST_CROWD {
            self.notices.push(format!(
                "On one day half of the runs have {} people or more on the streets at once, {:.0} % of the nation: no recorded \
                 uprising comes near. Take smaller shocks or a smaller `pool.share`, or fit.",
                people(median),
                100.0 * share
            ));
        }
        self
    }

    /// What runs draw, and the notices, as lines of text.
    pub fn text(&self) -> String {
        std::iter::once(&self.levels).chain(&self.notices).map(|line| format!("{line}\n")).collect()
    }
}

fn levels(setup: &Setup) -> String {
    let known = || setup.parameters.registry().infos().iter().filter(|info| info.prior.is_some());
    match &setup.levels {
        Levels::Fixed => format!("Levels: all {} as they stand, none drawn", known().count()),
        Levels::Drawn { held } => {
            let set = known().filter(|info| held.iter().any(|path| path == info.path)).count();
            format!("Levels: {set} fitted or set, {} drawn by every run (`righting explain`)", known().count() - set)
        }
    }
}

/// A count of people, thousands apart.
fn people(number: f64) -> String {
    thousands(&format!("{number:.0}"))
}

/// A row that counts people: its median and the ends of its record.
fn counted(row: &CheckRow) -> Option<(&CheckRow, f64, [f64; 2])> {
    match (row.p50, row.record) {
        (Reading::Number(median), [Reading::Number(low), Reading::Number(high)]) => Some((row, median, [low, high])),
        _ => None,
    }
}
