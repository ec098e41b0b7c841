//! Tests of the crate through its public face.

mod alliances;
mod bad;
mod bundle;
mod changes;
mod crises;
mod diagnosis;
mod differences;
mod figures;
mod folder;
mod hostile;
mod numbers;
mod own_mechanism;
mod pairs;
mod people;
mod prices;
mod schema;
mod shipped;

use righting_scenario::{Change, Scenario, ScenarioError, Source};

/// A scenario that ships.
fn load(id: &str, changes: &[&str]) -> Result<Scenario, Box<ScenarioError>> {
    let changes: Vec<Change> = changes
        .iter()
        .map(|text| match text.strip_prefix("without ") {
            Some(id) => Change::Without { id: id.to_owned() },
            None => text.parse().expect("the test writes path=value"),
        })
        .collect();
    Scenario::load(&Source::Shipped(id.to_owned()), &changes)
}

/// The same, expected to be good.
fn good(id: &str, changes: &[&str]) -> Scenario {
    load(id, changes).unwrap_or_else(|error| panic!("{}", error.one_line()))
}

/// An error as a terminal shows it, without colour.
fn rendered(error: &ScenarioError) -> String {
    let handler = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor()).with_width(100);
    let mut text = String::new();
    handler.render_report(&mut text, error).expect("writing to a string cannot fail");
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}
