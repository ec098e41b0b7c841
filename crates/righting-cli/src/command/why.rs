//! `righting why`

mod told;

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use righting_lab::{Certainty, CertaintyPlan, Why as Found, WhyPlan, certainty, first_replicates, restore, why};
use righting_model::{Location, Quantity};
use righting_scenario::{Scenario, nearest};
use righting_store::StoredRun;

use crate::fail::Fail;
use crate::terminal::{Bar, emit, emit_json, runner};

/// Says why people joined somewhere on a day of a run, and how sure the main numbers are.
///
/// Replicates are run again and must give what is stored. People are counted where they live. What moved them (the
/// affront, calls, organisers, news of others) adds up to those expected to join; so does an average place and day with
/// what changes it: the day of the week, what no data show, forces that deter, a curfew.
#[derive(Debug, Args)]
pub struct Why {
    /// Folder of the run.
    run: PathBuf,
    /// A place, by name or key; the nation by default.
    #[arg(long, value_name = "P", conflicts_with = "region")]
    place: Option<String>,
    /// A region, by id or name.
    #[arg(long, value_name = "R")]
    region: Option<String>,
    /// The day; that of the largest median crowd by default.
    #[arg(long, value_name = "D")]
    day: Option<Date>,
    /// One replicate by its number, instead of the mean over the first.
    #[arg(long, value_name = "N", conflicts_with = "replicates")]
    replicate: Option<u32>,
    /// How many replicates are run again, the first of the run.
    #[arg(long, default_value_t = 50, value_parser = super::bounds::replicates)]
    replicates: u32,
    /// Says how sure the main numbers are instead: which share of their variance is chance, which levels that nobody
    /// knows, which contested structures.
    #[arg(long, conflicts_with_all = ["place", "region", "day", "replicate"])]
    how_sure: bool,
    /// Draws of levels for `--how-sure`, under each of the eight structures.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(4..=10_000))]
    draws: u32,
    /// Runs of each draw for `--how-sure`.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(2..=1000))]
    chances: u32,
    /// Worker threads; one per core by default. Results do not depend on it.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = super::bounds::threads)]
    threads: usize,
    /// Prints one JSON object: with the course over all days.
    #[arg(long)]
    json: bool,
}

impl Why {
    pub fn run(self) -> Result<(), Fail> {
        let run = StoredRun::open(&self.run)?;
        let scenario = restore(&run)?;
        if self.how_sure {
            let found = self.sureness(&run, &scenario)?;
            return if self.json { emit_json(&found) } else { emit(&told::sureness(&found, &scenario)) };
        }
        let location = self.location(&scenario)?;
        let day = self.day(&run, &scenario, location)?;
        let replicates = match self.replicate {
            Some(replicate) => vec![replicate],
            None => first_replicates(&run, self.replicates as usize),
        };
        if replicates.is_empty() {
            return Err(righting_lab::LabError::NoReplicates.into());
        }
        let plan = WhyPlan { location, day, replicates };
        let bar = Bar::new(plan.replicates.len() as u64, "runs");
        let found = why(&run, &scenario, &plan, &runner(self.threads)?, |progress| bar.follow(progress));
        bar.clear();
        let found: Found = found?;
        let name = run.name_of(location);
        if self.json {
            emit_json(&told::Told::of(&found, name, &scenario, day))
        } else {
            emit(&told::text(&found, name, scenario.date(day)))
        }
    }

    fn sureness(&self, run: &StoredRun, scenario: &Scenario) -> Result<Certainty, Fail> {
        let plan = CertaintyPlan { levels: self.draws, chances: self.chances, seed: run.manifest().seed };
        let bar = Bar::new(0, "runs");
        let found = certainty(scenario, &plan, &runner(self.threads)?, |progress| bar.follow(progress));
        bar.clear();
        Ok(found?)
    }

    fn location(&self, scenario: &Scenario) -> Result<Location, Fail> {
        let country = &scenario.setup.country;
        if let Some(asked) = &self.region {
            let is = |name: &str| name.eq_ignore_ascii_case(asked);
            let found = country.regions.iter().position(|region| is(&region.id) || is(&region.name));
            let names = country.regions.iter().map(|region| region.id.as_str());
            return found.map(Location::Region).ok_or_else(|| unknown("region", asked, names));
        }
        let Some(asked) = &self.place else { return Ok(Location::Nation) };
        let is = |place: &righting_model::Place| place.name.to_lowercase() == asked.to_lowercase();
        let named: Vec<usize> = (0..country.places.len()).filter(|&place| is(&country.places[place])).collect();
        let keyed = asked.parse().ok().and_then(|key| country.place_by_key(key));
        match (keyed, named.as_slice()) {
            (Some(place), _) | (None, &[place]) => Ok(Location::Place(place)),
            (None, []) => Err(unknown("place", asked, country.places.iter().map(|place| place.name.as_str()))),
            (None, several) => {
                let keys: Vec<String> = several.iter().map(|&place| country.places[place].key.to_string()).collect();
                let message = format!("{} places are called `{asked}`", several.len());
                Err(Fail::input(message, format!("name one by its key: {}", keys.join(", "))))
            }
        }
    }

    fn day(&self, run: &StoredRun, scenario: &Scenario, location: Location) -> Result<u32, Fail> {
        if let Some(date) = self.day {
            let last = scenario.date(scenario.setup.days.saturating_sub(1));
            let message = || format!("{date} lies outside the run, which goes from {} to {last}", scenario.start);
            return scenario.day(date).ok_or_else(|| Fail::input(message(), "take a date of the run"));
        }
        let summary = run.summary()?;
        let quantity = if location == Location::Nation { Quantity::ActivePeak } else { Quantity::Joined };
        let days = summary.series(location, quantity).map(|day| day.p50).enumerate();
        let largest = days.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        Ok(largest.map_or(0, |(day, _)| day as u32))
    }
}

fn unknown<'n>(what: &str, asked: &str, names: impl Iterator<Item = &'n str>) -> Fail {
    let near = nearest(asked, names);
    let help = near.map_or_else(
        || format!("`righting explain` lists the {what}s of the scenario"),
        |near| format!("did you mean `{near}`?"),
    );
    Fail::input(format!("the run has no {what} `{}`", righting_scenario::cut(asked)), help)
}
