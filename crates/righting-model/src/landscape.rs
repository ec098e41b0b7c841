//! What a setup fixes once for all replicates: distances, assembly choices, income classes.

use std::sync::Arc;

use crate::country::{Country, INCOME_CLASSES, Place, RISK_CLASSES, STRATA, great_circle_km};
use crate::math;
use crate::mechanisms::{hardship, joining, legitimacy, news};
use crate::recovery::incomes::Spread;
use crate::recovery::spark::Channels;
use crate::setup::Setup;

/// What the country alone fixes, whatever the parameters.
pub(crate) struct Ground {
    /// Distances between places, km; rows from, columns to.
    distance: Vec<Vec<f64>>,
    /// Hardship at rest, by place and income class.
    hardship: Vec<[f32; INCOME_CLASSES]>,
    /// Standard normal quantile of the middle of each income class.
    pub quantiles: [f64; INCOME_CLASSES],
    /// Standard normal quantile of the poverty rate, by place.
    pub lines: Vec<f64>,
}

impl Ground {
    pub fn new(country: &Country) -> Self {
        let at = |place: &Place| (place.latitude, place.longitude);
        let row = |from: &Place| country.places.iter().map(|to| great_circle_km(at(from), at(to))).collect();
        let quantiles = income_quantiles();
        let lines: Vec<f64> = country.places.iter().map(hardship::line).collect();
        let sigma = hardship::spread_of_income(country);
        Self {
            distance: country.places.iter().map(row).collect(),
            hardship: lines.iter().map(|&line| hardship::by_class(sigma, line, &quantiles)).collect(),
            quantiles,
            lines,
        }
    }
}

/// Columns by place that no replicate changes.
pub(crate) struct Landscape {
    /// The same for every setup of a country.
    pub ground: Arc<Ground>,
    /// Residents outside the security forces, by place and stratum.
    pub civilians: Vec<[u32; STRATA]>,
    /// Residents of the largest stratum of each income class, by place.
    pub largest: Vec<[f32; INCOME_CLASSES]>,
    /// Residents serving in the security forces, by place.
    pub serving: Vec<u32>,
    /// Hardship at rest, by place and income class.
    pub hardship: Vec<[f32; INCOME_CLASSES]>,
    /// Exposure to the watched price, by place.
    pub exposure: Vec<f64>,
    /// Legitimacy at rest, by place.
    pub legitimacy: Vec<f64>,
    /// Weight of news from one place (row) in another (column), without the media term.
    pub news: Vec<Vec<f32>>,
    /// Where people of a place assemble.
    pub assembly: Vec<Vec<Choice>>,
    /// Facilities of a place (indices into `Country::facilities`).
    pub facilities: Vec<Vec<usize>>,
    /// How income is spread over the classes of a place.
    pub spread: Spread,
    /// How a spark goes through the country.
    pub channels: Channels,
}

/// One place where people of a home may assemble.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Choice {
    /// The place of assembly.
    pub place: usize,
    /// Probability of this choice or an earlier one.
    pub cumulative: f32,
    /// Probability of this choice.
    pub share: f64,
}

impl Landscape {
    pub fn new(setup: &Setup) -> Self {
        Self::on(Arc::new(Ground::new(&setup.country)), setup)
    }

    /// The landscape of a setup on the ground of its country.
    pub fn on(ground: Arc<Ground>, setup: &Setup) -> Self {
        let country = &setup.country;
        let parameters = &setup.parameters;
        let serving: Vec<u32> = country
            .places
            .iter()
            .map(|place| {
                let per_resident = parameters.policing.per_thousand / 1000.0 * place.security_weight;
                ((f64::from(place.population) * per_resident).round() as u32).min(place.population)
            })
            .collect();
        let civilians: Vec<[u32; STRATA]> =
            country.places.iter().zip(&serving).map(|(place, serving)| strata(place.population - serving)).collect();
        let mut landscape = Self {
            largest: civilians.iter().map(largest).collect(),
            civilians,
            serving,
            hardship: ground.hardship.clone(),
            exposure: country.places.iter().map(|place| hardship::exposure(&parameters.hardship, place)).collect(),
            legitimacy: country
                .places
                .iter()
                .map(|place| legitimacy::at_rest(&parameters.legitimacy, country, place))
                .collect(),
            news: ground.distance.iter().map(|row| news::weights(&parameters.news, row)).collect(),
            assembly: joining::choices(&parameters.joining, country, &ground.distance),
            facilities: (0..country.places.len())
                .map(|place| (0..country.facilities.len()).filter(|&i| country.facilities[i].place == place).collect())
                .collect(),
            spread: Spread::new(setup, &ground),
            channels: Channels::default(),
            ground,
        };
        // Every trial of a study has a landscape, and few have months after the crisis.
        if setup.recovery.months > 0 {
            landscape.channels = Channels::new(setup, &landscape);
        }
        landscape
    }
}

/// Splits `people` evenly over the strata, to the person; the remainder is spread, not heaped.
fn strata(people: u32) -> [u32; STRATA] {
    let strata = STRATA as u32;
    let (each, rest) = (people / strata, people % strata);
    let mut counts = [each; STRATA];
    for i in 0..rest {
        counts[(i * strata / rest) as usize] += 1;
    }
    counts
}

fn largest(strata: &[u32; STRATA]) -> [f32; INCOME_CLASSES] {
    std::array::from_fn(|class| {
        (0..RISK_CLASSES).map(|risk| strata[risk * INCOME_CLASSES + class]).max().unwrap_or_default() as f32
    })
}

/// Middle of class `index` of `classes` equal shares of a distribution on (0, 1).
pub(crate) fn class_middle(index: usize, classes: usize) -> f64 {
    (index as f64 + 0.5) / classes as f64
}

/// Standard normal quantile at the middle of each income class.
fn income_quantiles() -> [f64; INCOME_CLASSES] {
    std::array::from_fn(|class| math::normal_quantile(class_middle(class, INCOME_CLASSES)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strata_sum_to_the_people_and_differ_by_at_most_one() {
        for people in [0, 1, 7, 255, 256, 257, 103_598, 2_101_485] {
            let counts = strata(people);
            assert_eq!(counts.iter().sum::<u32>(), people);
            assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1);
        }
    }
}
