//! Indicators of countries by year, and what stands in for one that is missing.

use std::collections::BTreeMap;

use crate::country::Country;

/// A value and its year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Dated {
    pub year: i16,
    pub value: f64,
}

/// Every indicator, by name and country, in the order of years.
#[derive(Debug, Clone, Default)]
pub(crate) struct Series(pub BTreeMap<String, BTreeMap<String, Vec<Dated>>>);

/// A stand-in: the median of comparable countries.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StandIn {
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// Whose median it is.
    pub of: String,
}

/// Fewest countries whose median stands in for another.
const FEWEST: usize = 5;

impl Series {
    /// The latest value before a year.
    pub fn before(&self, indicator: &str, code: &str, year: i16) -> Option<Dated> {
        self.0.get(indicator)?.get(code)?.iter().rev().find(|dated| dated.year < year).copied()
    }
}

type Belongs<'a> = Box<dyn Fn(&Country) -> bool + 'a>;

/// The median of what `value` gives for the countries of the same subregion, else region, else the world.
pub(crate) fn stand_in(
    countries: &[Country],
    country: &Country,
    value: impl Fn(&Country) -> Option<f64>,
) -> Option<StandIn> {
    let groups: [(&str, Belongs); 3] = [
        (&country.subregion, Box::new(|other: &Country| other.subregion == country.subregion)),
        (&country.region, Box::new(|other: &Country| other.region == country.region)),
        ("the world", Box::new(|_: &Country| true)),
    ];
    for (name, belongs) in groups {
        let others = countries.iter().filter(|other| other.code != country.code && belongs(other));
        let mut values: Vec<f64> = others.filter_map(&value).collect();
        if values.len() < FEWEST || name.is_empty() {
            continue;
        }
        values.sort_by(f64::total_cmp);
        return Some(StandIn {
            value: values[values.len() / 2],
            low: values[0],
            high: values[values.len() - 1],
            of: format!("the median of {} countries of {name}", values.len()),
        });
    }
    None
}
