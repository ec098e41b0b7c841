//! `righting explain`

use clap::Args;
use righting_model::{Mark, Schedule};
use righting_report::counted;
use righting_scenario::{Quality, Scenario, Warning};
use serde::Serialize;

use super::scenario::ScenarioArgs;
use crate::fail::Fail;
use crate::terminal::{count, emit, emit_json, table};

mod prices;
mod told;

/// Explains a scenario: the schedule of a step, shocks, acts of government, hypotheses, parameters, data.
#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Lists every number of the scenario and of the model with its source.
    #[arg(long)]
    sources: bool,
    /// Prints the JSON Schema of scenario files.
    #[arg(long, conflicts_with = "sources")]
    schema: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What is told of a scenario.
#[derive(Serialize)]
struct Explanation {
    scenario: String,
    title: String,
    description: String,
    quality: Option<Quality>,
    start: String,
    days: u32,
    people: u64,
    regions: usize,
    places: usize,
    facilities: usize,
    hash: String,
    schedule: Vec<told::Mechanism>,
    shocks: Vec<told::Dated>,
    actions: Vec<told::Dated>,
    prices: Vec<prices::Path>,
    alliance: Option<String>,
    hypotheses: Vec<told::Hypothesis>,
    parameters: Vec<told::Parameter>,
    numbers: Vec<told::Number>,
    sources: Vec<told::Source>,
    targets: usize,
    events: usize,
    warnings: Vec<Warning>,
}

impl Explain {
    pub fn run(self) -> Result<(), Fail> {
        if self.schema {
            return emit_json(&righting_scenario::schema());
        }
        let scenario = self.scenario.load()?;
        let told = Explanation::of(&scenario);
        match (self.json, self.sources) {
            (true, _) => emit_json(&told),
            (false, true) => emit(&told.sources_text()),
            (false, false) => emit(&told.text()),
        }
    }
}

impl Explanation {
    fn of(scenario: &Scenario) -> Self {
        let setup = &scenario.setup;
        Self {
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            description: scenario.description.clone(),
            quality: scenario.quality.clone(),
            start: scenario.start.to_string(),
            days: setup.days,
            people: setup.country.population(),
            regions: setup.country.regions.len(),
            places: setup.country.places.len(),
            facilities: setup.country.facilities.len(),
            hash: scenario.hash.clone(),
            schedule: Schedule::standard()
                .mechanisms()
                .enumerate()
                .map(|(step, mechanism)| told::Mechanism::of(step, mechanism))
                .collect(),
            shocks: setup.shocks.iter().map(|shock| told::Dated::shock(scenario, shock)).collect(),
            actions: setup.actions.iter().map(|action| told::Dated::action(scenario, action)).collect(),
            prices: scenario.prices.iter().map(|path| prices::Path::of(scenario, path)).collect(),
            alliance: setup.alliance.as_ref().map(told::alliance),
            hypotheses: told::hypotheses(setup.hypotheses),
            parameters: setup
                .parameters
                .registry()
                .infos()
                .iter()
                .map(|info| told::Parameter::of(info, setup))
                .collect(),
            numbers: scenario.numbers.iter().map(told::Number::of).collect(),
            sources: scenario.record.sources.iter().map(told::Source::of).collect(),
            targets: scenario.record.targets.len(),
            events: scenario.record.events.len(),
            warnings: scenario.warnings.clone(),
        }
    }

    fn text(self) -> String {
        let heading = format!(
            "{} ({})\n{}\n\n{} from {}: {} people in {} of {}, {}\n{} and {} in the record\n",
            self.title,
            self.scenario,
            self.description,
            counted(u64::from(self.days), "day", "days"),
            self.start,
            count(self.people as f64),
            counted(self.places as u64, "place", "places"),
            counted(self.regions as u64, "region", "regions"),
            counted(self.facilities as u64, "facility", "facilities"),
            counted(self.targets as u64, "target", "targets"),
            counted(self.events as u64, "dated event", "dated events"),
        );
        let heading = match &self.quality {
            Some(quality) => format!("{heading}data quality {quality}\n"),
            None => heading,
        };
        let schedule = self.schedule.into_iter().map(|row| vec![row.step.to_string(), row.name, row.title, row.rule]);
        let dated = |rows: Vec<told::Dated>| {
            table(&["id", "when", "where", "what", "label"], rows.into_iter().map(told::Dated::row))
        };
        let hypotheses = self
            .hypotheses
            .into_iter()
            .map(|row| vec![row.id, if row.on { "on" } else { "off" }.to_owned(), row.description]);
        let parameters = self.parameters.into_iter().map(told::Parameter::row);
        let mut text = heading;
        text += &format!("\nSchedule of a step\n{}", table(&["#", "mechanism", "what", "rule"], schedule));
        text += &format!("\nShocks\n{}", dated(self.shocks));
        text += &format!("\nActs of government\n{}", dated(self.actions));
        text += &format!("\nPrices\n{}", prices::text(&self.prices));
        text += &format!("\nAlliance\n{}\n", self.alliance.unwrap_or_else(|| "none".to_owned()));
        text +=
            &format!("\nHypotheses (contested; all off: spontaneous)\n{}", table(&["id", "state", "what"], hypotheses));
        text += &format!(
            "\nParameters; the range of a level or shape that runs draw is the 5th to 95th percentile of what is known of it\n{}",
            table(&["path", ">value", "range", "unit", "mark", "role", "what"], parameters)
        );
        text
    }

    fn sources_text(self) -> String {
        let marked = |mark: Mark| self.parameters.iter().filter(|row| row.mark == mark).count();
        let counts = format!(
            "{} parameters: {} read, {} fitted, {} assumed, {} interim",
            self.parameters.len(),
            marked(Mark::Read),
            marked(Mark::Fitted),
            marked(Mark::Assumed),
            marked(Mark::Interim)
        );
        let numbers =
            table(&["number", ">value", "mark", "prior", "source"], self.numbers.into_iter().map(told::Number::row));
        let parameters = table(
            &["parameter", ">value", "mark", "prior", "source"],
            self.parameters.into_iter().map(told::Parameter::source_row),
        );
        let files = table(&["file", "title", "licence", "origin"], self.sources.into_iter().map(told::Source::row));
        format!("Numbers of the scenario\n{numbers}\n{counts}\n{parameters}\nFiles of data\n{files}")
    }
}
