//! A scenario: a country, what befalls it, and the record to hold it against. Checked, so it always runs.

use std::sync::Arc;

use jiff::civil::Date;
use righting_model::{Setup, Simulation};
use serde::{Deserialize, Serialize};

use crate::bundle::Bundle;
use crate::change::Change;
use crate::check::PricePath;
use crate::claims::Claim;
use crate::file::File;
use crate::number::{Number, Prior};
use crate::quality::{FittedTo, Quality};
use crate::record::{Boundaries, Record};
use crate::region::RegionInfo;
use crate::source::Source;
use crate::trigger::Cel;
use crate::warning::Warning;

/// A checked scenario: [`Scenario::setup`] always runs. Plain data but for its doubts, which stand in its files: who
/// sends one sends its [`bundle`](Scenario::bundle) and changes, or the whole without them.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Scenario {
    /// Identifier, such as `kazakhstan-2022`.
    pub id: String,
    /// One line.
    pub title: String,
    /// A paragraph.
    pub description: String,
    /// The scenario that this one states its differences to, if it does.
    pub base: Option<Source>,
    /// How good the data behind it are, if it says so.
    pub quality: Option<Quality>,
    /// Whose record the fitted parameters were found on, if it says so.
    pub fitted_to: Option<FittedTo>,
    /// First local date simulated; minute 0 of [`Setup`] is its midnight.
    pub start: Date,
    /// What the model runs.
    pub setup: Setup,
    /// ISO 3166-1 alpha-3 code.
    pub iso3: String,
    /// ISO 4217 code of the currency.
    pub currency: String,
    /// What tables and maps say of the regions, in the order of `setup.country.regions`.
    pub regions: Vec<RegionInfo>,
    /// Keys of the places that are all of a region outside its listed towns.
    pub rests: Vec<u32>,
    /// What really happened.
    pub record: Record,
    /// Borders of regions.
    pub boundaries: Option<Boundaries>,
    /// The claims ledger; empty where the scenario has none.
    pub claims: Vec<Claim>,
    /// Every number of the scenario file with its origin.
    pub numbers: Vec<Number>,
    /// Parameters that may be calibrated, and their priors.
    pub priors: Vec<Prior>,
    /// Every file the scenario was made of, as read, in the order of reading.
    pub files: Vec<File>,
    /// Changes made by the caller.
    pub changes: Vec<Change>,
    /// Paths of prices, by commodity and by places where they are the same.
    pub prices: Vec<PricePath>,
    /// What may be wrong with it, though it runs. Not sent with it.
    #[serde(skip)]
    pub warnings: Vec<Warning>,
    /// Stable hash of all files and changes, in hexadecimal.
    pub hash: String,
}

impl Scenario {
    /// A simulation of its setup, by the standard schedule, with a reader of its triggers. Nothing is simulated yet.
    pub fn simulation(&self) -> Simulation {
        self.simulation_of(self.setup.clone())
    }

    /// The same for a setup made of this scenario's.
    pub fn simulation_of(&self, setup: Setup) -> Simulation {
        Simulation::new(setup).reading(Arc::new(Cel))
    }

    /// The files it was made of, as a scenario in memory: read with its changes, it is this scenario again, wherever
    /// that is.
    pub fn bundle(&self) -> Bundle {
        Bundle::of(&self.files)
    }

    /// Local date of a day of the run; day 0 is [`Self::start`].
    pub fn date(&self, day: u32) -> Date {
        self.start.saturating_add(jiff::Span::new().days(i64::from(day)))
    }

    /// Day of the run that a local date is, if it is one.
    pub fn day(&self, date: Date) -> Option<u32> {
        let day = u32::try_from((date - self.start).get_days()).ok()?;
        (day < self.setup.days).then_some(day)
    }
}

impl std::fmt::Debug for Scenario {
    /// Names the scenario; its tables are too long to print.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scenario").field("id", &self.id).field("hash", &self.hash).finish_non_exhaustive()
    }
}
