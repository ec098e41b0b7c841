//! Targets and events of the record as one table, without private rows unless they are asked for.

use righting_model::Location;
use righting_scenario::{Interval, Scenario};

/// Columns of the table.
pub const COLUMNS: [&str; 10] = ["kind", "id", "from", "to", "level", "where", "what", "low", "high", "source"];

/// Rows of the record, and how many private ones were left out.
pub struct Rows {
    /// Cells as texts; numbers stand as they are in the record.
    pub rows: Vec<[String; COLUMNS.len()]>,
    /// Rows left out.
    pub private: usize,
}

impl Rows {
    /// Of a scenario.
    pub fn of(scenario: &Scenario, with_private: bool) -> Self {
        let record = &scenario.record;
        let (mut rows, mut private) = (Vec::new(), 0);
        for target in &record.targets {
            if !with_private && !target.imported.is_public() {
                private += 1;
                continue;
            }
            let (low, high) = match target.interval {
                Interval::Values { low, high } => (low.to_string(), high.to_string()),
                Interval::Dates { low, high } => (low.to_string(), high.to_string()),
            };
            let [level, place] = place(scenario, target.place);
            let what = format!("{} ({})", target.quantity.name(), target.statistic.name());
            let [from, to] = [target.date, target.date_end].map(|date| date.to_string());
            rows.push([
                "target".to_owned(),
                target.id.clone(),
                from,
                to,
                level,
                place,
                what,
                low,
                high,
                target.source.clone(),
            ]);
        }
        for event in &record.events {
            if !with_private && !event.imported.is_public() {
                private += 1;
                continue;
            }
            let [level, place] = place(scenario, event.place);
            let date = event.date.to_string();
            let what = format!("{}: {}", event.kind, event.label);
            let none = String::new;
            rows.push([
                "event".to_owned(),
                none(),
                date.clone(),
                date,
                level,
                place,
                what,
                none(),
                none(),
                event.source.clone(),
            ]);
        }
        Self { rows, private }
    }
}

/// Level and name of a location: the id of a region, the key of a place.
fn place(scenario: &Scenario, location: Location) -> [String; 2] {
    let country = &scenario.setup.country;
    match location {
        Location::Nation => ["nation".to_owned(), scenario.iso3.clone()],
        Location::Region(region) => ["region".to_owned(), country.regions[region].id.clone()],
        Location::Place(place) => ["place".to_owned(), country.places[place].key.to_string()],
    }
}
