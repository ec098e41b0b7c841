//! Where a forecast expects harm: the map of its page.

use righting_lab::{Band, Forecast};
use righting_scenario::Scenario;
use serde_json::Value;

use crate::error::FromRunError;
use crate::expected::{Expected, ranked};
use crate::from_scenario::outline;
use crate::place::{Marker, Region};
use crate::section_map::{Layer, LayerRow, SectionMap};
use crate::words::two_digits;

/// The land of a map, without what is expected in it.
#[derive(Debug, Clone)]
pub struct Land {
    regions: Vec<Region>,
    map: Value,
    places: Vec<Marker>,
}

impl Land {
    /// Regions, boundaries and places of a scenario; nothing of its record.
    ///
    /// # Errors
    /// When the boundaries cannot be read.
    pub fn of(scenario: &Scenario) -> Result<Self, FromRunError> {
        let outline = outline(scenario)?;
        Ok(Self { regions: outline.regions, map: outline.map, places: outline.places })
    }
}

/// Where a forecast expects harm, by region: never a list of gatherings.
pub(crate) fn expected_harm(land: Land, made: &Forecast) -> SectionMap {
    let expected = ranked(made);
    let harm = |label: &str, unit: &str, of: fn(&Expected<'_>) -> Option<Band>| {
        let row = |one: &Expected<'_>| {
            let band = of(one)?;
            let [expected, p5, p95] = [band.mean, band.p5, band.p95].map(two_digits);
            Some(LayerRow { region: one.region.to_owned(), expected, p5, p95 })
        };
        layer(label, unit, false, expected.iter().filter_map(row).collect())
    };
    let violence = |one: &Expected<'_>| {
        let share = two_digits(one.violence?);
        Some(LayerRow { region: one.region.to_owned(), expected: share, p5: share, p95: share })
    };
    SectionMap {
        title: "Where harm is expected by the last day".to_owned(),
        caption:
            "Mean of the members in each region, rounded to two digits; hatched where the 90 % band spans more than \
                  a factor of ten."
                .to_owned(),
        layers: vec![
            harm("Deaths", "people, expected since the start", |one| one.deaths),
            harm("Detained", "people, expected since the start", |one| one.detained),
            layer("Violence", "probability that 50 riot at once", true, expected.iter().filter_map(violence).collect()),
        ],
        regions: land.regions,
        map: land.map,
        places: land.places,
    }
}

fn layer(label: &str, unit: &str, share: bool, rows: Vec<LayerRow>) -> Layer {
    Layer { label: label.to_owned(), unit: unit.to_owned(), share, rows }
}
