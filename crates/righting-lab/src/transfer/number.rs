//! The numbers of a record that are told.

use righting_infer::log1p;
use righting_model::{Country, Location, math};
use righting_scenario::{Interval, Scenario, Statistic, Target, TargetQuantity};
use serde::Serialize;

use crate::measure::{Measure, measured};

/// Kinds of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Largest crowds.
    Crowds,
    /// People killed since the start.
    Deaths,
    /// Detentions since the start.
    Detained,
    /// Regions that protest or violence reached: no record of these cases counts events.
    Events,
}

impl Kind {
    fn of(target: &Target) -> Option<Self> {
        match (target.quantity, target.statistic) {
            (TargetQuantity::Active, Statistic::Peak) => Some(Self::Crowds),
            (TargetQuantity::DeathsTotal, _) => Some(Self::Deaths),
            (TargetQuantity::DetainedTotal, _) => Some(Self::Detained),
            (TargetQuantity::RegionsReached | TargetQuantity::RegionsViolent, _) => Some(Self::Events),
            _ => None,
        }
    }
}

/// A number of a record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    pub(super) target: String,
    pub(super) kind: Kind,
    /// Of the nation, or of a part of it.
    pub(super) national: bool,
    pub(super) value: f64,
    pub(super) log: f64,
    /// ln of the people of the nation or the part.
    pub(super) ln_people: f64,
}

impl Number {
    pub(super) fn is(&self, kind: Kind, national: bool) -> bool {
        self.kind == kind && self.national == national
    }
}

/// The numbers of a record, each with how a run is read for it.
pub(super) fn numbers_of(scenario: &Scenario) -> Vec<(Number, Measure)> {
    let country = &scenario.setup.country;
    let number = |(target, measure): (&Target, Measure)| {
        let (Some(kind), Interval::Values { low, high }) = (Kind::of(target), target.interval) else { return None };
        let value = 0.5 * (low + high);
        Some((
            Number {
                target: target.id.clone(),
                kind,
                national: target.place == Location::Nation,
                value,
                log: log1p(value),
                ln_people: math::ln((people(country, target.place) as f64).max(1.0)),
            },
            measure,
        ))
    };
    measured(scenario).0.into_iter().filter_map(number).collect()
}

fn people(country: &Country, location: Location) -> u64 {
    match location {
        Location::Nation => country.population(),
        Location::Region(region) => {
            country.places_of(region).map(|place| u64::from(country.places[place].population)).sum()
        }
        Location::Place(place) => country.places[place].population.into(),
    }
}
