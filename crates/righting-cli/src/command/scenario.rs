//! What several commands take: a scenario and changes to it.

use std::path::Path;

use clap::{Args, ValueEnum};
use righting_export::Bundle;
use righting_scenario::{Change, Scenario, Source, diagnose};

use super::changes::{Optioned, agreed, set_and_without};
use crate::fail::Fail;
use crate::session::say;

/// A scenario and changes to it.
#[derive(Debug, Args)]
pub struct ScenarioArgs {
    /// A scenario that ships (see `righting list`), a folder with a scenario.toml, a file, or a bundle of a run.
    pub scenario: String,
    /// Changes one value: `time.days=10`, `price_cap.at=2022-01-04T12:00`, `joining.contagion=0.8`.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub set: Vec<Change>,
    /// Takes out a shock, an action, a hypothesis or the alliance.
    #[arg(long, value_name = "ID")]
    pub without: Vec<String>,
    /// Whether runs draw the levels and shapes of the model that are neither fitted nor set, from what is known of them,
    /// or take them as they stand; as the scenario says if not given.
    #[arg(long, value_name = "WHICH")]
    pub levels: Option<LevelsArg>,
}

/// Which levels runs take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelsArg {
    /// Each run draws its own.
    Drawn,
    /// Those of the parameters.
    Fixed,
}

impl LevelsArg {
    /// The change that it stands for.
    fn change(self) -> Change {
        let name = match self {
            Self::Drawn => "drawn",
            Self::Fixed => "fixed",
        };
        Change::Set { path: "levels".to_owned(), value: name.to_owned() }
    }
}

impl ScenarioArgs {
    /// The checked scenario.
    pub fn load(&self) -> Result<Scenario, Fail> {
        self.load_with(None)
    }

    /// The checked scenario, with changes that other options stand for.
    pub fn load_with(&self, more: impl IntoIterator<Item = Optioned>) -> Result<Scenario, Fail> {
        let own = set_and_without(&self.set, &self.without);
        let levels = self.levels.map(|levels| ("--levels", levels.change()));
        let changes = agreed(own.into_iter().chain(levels).chain(more).collect())?;
        if Bundle::is_named(&self.scenario) {
            let scenario = Bundle::read(Path::new(&self.scenario))?.scenario(&changes)?;
            crate::fail::warn(&scenario.warnings);
            return Ok(scenario);
        }
        let source = Source::from_argument(&self.scenario);
        let scenario = Scenario::load(&source, &changes).inspect_err(|_| {
            let faults = diagnose(&source, &changes).faults.len();
            if faults > 1 {
                say(&format!("{faults} faults; the first is below, `righting validate` lists them all"));
            }
        })?;
        crate::fail::warn(&scenario.warnings);
        Ok(scenario)
    }
}
