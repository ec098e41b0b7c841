//! Regions and places as features of a map, with their bands by day.

use righting_model::{Location, Quantity};
use righting_scenario::Scenario;
use righting_store::{Band, Manifest, StoredRun, Summary};
use serde_json::Value;

use crate::error::ExportError;

/// The map of a run.
pub struct Features<'a> {
    /// Quantities shown.
    pub quantities: &'a [Quantity],
    /// What was run.
    pub manifest: &'a Manifest,
    scenario: &'a Scenario,
    summary: Summary,
    borders: Vec<Value>,
}

/// A region or a place.
pub struct Feature {
    /// Which.
    pub location: Location,
    /// `region` or `place`.
    pub level: &'static str,
    /// Identifier of a region, key of a place.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Identifier of its region; its own for a region.
    pub region: String,
    /// Residents before the crisis.
    pub residents: u64,
    /// Where it is; `None` for a region whose border the scenario does not have.
    pub shape: Option<Shape>,
}

/// The shape of a feature, degrees east and north.
pub enum Shape {
    /// Polygons, each its outer ring and its holes.
    Area(Vec<Vec<Vec<[f64; 2]>>>),
    /// A point.
    Point([f64; 2]),
}

impl<'a> Features<'a> {
    /// Of a run.
    pub fn of(run: &'a StoredRun, scenario: &'a Scenario, quantities: &'a [Quantity]) -> Result<Self, ExportError> {
        let text = scenario.boundaries.as_ref().map_or("{}", |boundaries| boundaries.geojson.as_str());
        let map: Value = serde_json::from_str(text).map_err(|error| ExportError::format(run.path(), error))?;
        let borders = map["features"].as_array().cloned().unwrap_or_default();
        Ok(Self { quantities, manifest: run.manifest(), scenario, summary: run.summary()?, borders })
    }

    /// Days as dates.
    pub fn dates(&self) -> Vec<String> {
        (0..self.manifest.days).map(|day| self.manifest.date(day).to_string()).collect()
    }

    /// The bands of a quantity, one per day.
    pub fn bands(&self, location: Location, quantity: Quantity) -> impl ExactSizeIterator<Item = &Band> {
        self.summary.series(location, quantity)
    }

    /// Every region.
    pub fn regions(&self) -> impl Iterator<Item = Feature> + '_ {
        self.scenario.regions.iter().enumerate().map(|(index, region)| Feature {
            location: Location::Region(index),
            level: "region",
            id: region.id.clone(),
            name: region.name.clone(),
            region: region.id.clone(),
            residents: region.population,
            shape: self.area(&region.id),
        })
    }

    /// Every place.
    pub fn places(&self) -> impl Iterator<Item = Feature> + '_ {
        let country = &self.scenario.setup.country;
        country.places.iter().enumerate().map(|(index, place)| Feature {
            location: Location::Place(index),
            level: "place",
            id: place.key.to_string(),
            name: place.name.clone(),
            region: country.regions[place.region].id.clone(),
            residents: place.population.into(),
            shape: Some(Shape::Point([place.longitude, place.latitude])),
        })
    }

    /// All polygons whose border covers a region.
    fn area(&self, region: &str) -> Option<Shape> {
        let covers = |border: &&Value| {
            border["properties"]["regions"].as_array().is_some_and(|covered| covered.iter().any(|id| id == region))
        };
        let polygons: Vec<_> = self.borders.iter().filter(covers).flat_map(polygons).collect();
        (!polygons.is_empty()).then_some(Shape::Area(polygons))
    }
}

/// Polygons of a border.
fn polygons(border: &Value) -> Vec<Vec<Vec<[f64; 2]>>> {
    let coordinates = &border["geometry"]["coordinates"];
    let read = |value: &Value| serde_json::from_value(value.clone()).unwrap_or_default();
    match border["geometry"]["type"].as_str() {
        Some("MultiPolygon") => coordinates.as_array().into_iter().flatten().map(read).collect(),
        _ => vec![read(coordinates)],
    }
}
