//! `righting list`

use clap::Args;
use righting_scenario::{QualityLabel, Scenario, Source, shipped};
use serde::Serialize;

use crate::fail::Fail;
use crate::terminal::{count, emit, emit_json, table};

/// Lists the scenarios that ship with the program.
#[derive(Debug, Args)]
pub struct List {
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Listed {
    id: String,
    title: String,
    start: String,
    days: u32,
    people: u64,
    places: usize,
    /// Label of data quality; `null` for an invented country.
    quality: Option<QualityLabel>,
}

#[derive(Serialize)]
struct Listing {
    scenarios: Vec<Listed>,
}

impl List {
    pub fn run(self) -> Result<(), Fail> {
        let mut scenarios = Vec::new();
        for id in shipped() {
            let scenario = Scenario::load(&Source::Shipped(id.to_owned()), &[])?;
            scenarios.push(Listed {
                people: scenario.setup.country.population(),
                places: scenario.setup.country.places.len(),
                days: scenario.setup.days,
                start: scenario.start.to_string(),
                quality: scenario.quality.map(|quality| quality.label),
                title: scenario.title,
                id: scenario.id,
            });
        }
        if self.json {
            return emit_json(&Listing { scenarios });
        }
        let rows = scenarios.into_iter().map(|scenario| {
            let people = count(scenario.people as f64);
            let days = scenario.days.to_string();
            let quality = scenario.quality.map_or("-", QualityLabel::name).to_owned();
            vec![scenario.id, scenario.title, scenario.start, days, people, scenario.places.to_string(), quality]
        });
        emit(&table(&["id", "title", "start", ">days", ">people", ">places", "data"], rows))
    }
}
