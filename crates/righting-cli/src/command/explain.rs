//! `righting explain`

use clap::Args;
use righting_model::{Mark, Schedule};
use righting_report::counted;
use righting_scenario::{Quality, Scenario, Warning};
use serde::Serialize;

use self::parts::{Page, Parts};
use super::scenario::ScenarioArgs;
use crate::fail::Fail;
use crate::terminal::{count, emit, emit_json};

mod parts;
mod prices;
mod told;

/// Explains a scenario: the schedule of a step, shocks, acts of government, hypotheses, parameters, data.
#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    parts: Parts,
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

const NUMBER: [&str; 5] = ["number", ">value", "mark", "prior", "source"];
const FILE: [&str; 4] = ["file", "title", "licence", "origin"];

impl Explain {
    pub fn run(self) -> Result<(), Fail> {
        if self.schema {
            return emit_json(&righting_scenario::schema());
        }
        let scenario = self.scenario.load()?;
        let mut told = Explanation::of(&scenario);
        self.parts.filter(&mut told)?;
        match (self.json, self.sources) {
            (true, _) => emit_json(&told),
            (false, true) => emit(&told.sources_text(&self.parts)),
            (false, false) => emit(&told.text(&self.parts)),
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

    fn text(self, parts: &Parts) -> String {
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
        let mut page = Page::new(parts, heading);
        let schedule = self.schedule.into_iter().map(|row| vec![row.step.to_string(), row.name, row.title, row.rule]);
        page.table("schedule", "Schedule of a step", &["#", "mechanism", "what", "rule"], schedule);
        let dated = ["id", "when", "where", "what", "label"];
        page.table("shocks", "Shocks", &dated, self.shocks.into_iter().map(told::Dated::row));
        page.table("acts", "Acts of government", &dated, self.actions.into_iter().map(told::Dated::row));
        page.section("prices", "Prices", (!self.prices.is_empty()).then(|| prices::text(&self.prices)));
        page.section("alliance", "Alliance", self.alliance.map(|alliance| alliance + "\n"));
        let hypotheses = self
            .hypotheses
            .into_iter()
            .map(|row| vec![row.id, if row.on { "on" } else { "off" }.to_owned(), row.description]);
        let title = "Hypotheses (contested; all off: spontaneous)";
        page.table("hypotheses", title, &["id", "state", "what"], hypotheses);
        let parameters = self.parameters.into_iter().map(told::Parameter::row);
        let title = "Parameters; the range of a level or shape that runs draw is the 5th to 95th percentile of what is known of it";
        page.table("parameters", title, &["path", ">value", "range", "unit", "mark", "role", "what"], parameters);
        if !parts.is_whole() && parts.names("numbers") {
            page.table("numbers", "Numbers of the scenario", &NUMBER, self.numbers.into_iter().map(told::Number::row));
        }
        if !parts.is_whole() {
            page.table("files", "Files of data", &FILE, self.sources.into_iter().map(told::Source::row));
        }
        page.text()
    }

    fn sources_text(self, parts: &Parts) -> String {
        let marked = |mark: Mark| self.parameters.iter().filter(|row| row.mark == mark).count();
        let counts = format!(
            "{} parameters: {} read, {} fitted, {} assumed, {} interim",
            self.parameters.len(),
            marked(Mark::Read),
            marked(Mark::Fitted),
            marked(Mark::Assumed),
            marked(Mark::Interim)
        );
        let mut page = Page::new(parts, String::new());
        page.table("numbers", "Numbers of the scenario", &NUMBER, self.numbers.into_iter().map(told::Number::row));
        let parameters = self.parameters.into_iter().map(told::Parameter::source_row);
        page.table("parameters", &counts, &["parameter", ">value", "mark", "prior", "source"], parameters);
        page.table("files", "Files of data", &FILE, self.sources.into_iter().map(told::Source::row));
        page.text()
    }
}
