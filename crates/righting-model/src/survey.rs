//! The survey: what a setup fixes once for all replicates, worked out by the laws of the mechanisms.

use std::sync::Arc;

use crate::channels::Channels;
use crate::country::{Country, INCOME_CLASSES, Place, RISK_CLASSES, STRATA, great_circle_km};
use crate::landscape::{Ground, Landscape, class_middle};
use crate::math;
use crate::mechanisms::hardship::{self, HardshipParameters};
use crate::mechanisms::joining::{self, JoiningParameters};
use crate::mechanisms::legitimacy::{self, LegitimacyParameters};
use crate::mechanisms::news::{self, NewsParameters};
use crate::mechanisms::policing::PolicingParameters;
use crate::recovery::incomes::IncomesParameters;
use crate::setup::Setup;
use crate::spread::Spread;

/// What the country alone fixes.
pub(crate) fn ground(country: &Country) -> Ground {
    let at = |place: &Place| (place.latitude, place.longitude);
    let row = |from: &Place| country.places.iter().map(|to| great_circle_km(at(from), at(to))).collect();
    let quantiles = income_quantiles();
    let lines: Vec<f64> = country.places.iter().map(hardship::line).collect();
    let sigma = hardship::spread_of_income(country);
    Ground {
        distance: country.places.iter().map(row).collect(),
        hardship: lines.iter().map(|&line| hardship::by_class(sigma, line, &quantiles)).collect(),
        quantiles,
        lines,
    }
}

/// The landscape of a setup on the ground of its country.
pub(crate) fn landscape(ground: Arc<Ground>, setup: &Setup) -> Landscape {
    let (country, parameters) = (&setup.country, &setup.parameters);
    let hardship = parameters.section::<HardshipParameters>();
    let legitimacy = parameters.section::<LegitimacyParameters>();
    let news = parameters.section::<NewsParameters>();
    let joining = parameters.section::<JoiningParameters>();
    let per_thousand = parameters.section::<PolicingParameters>().per_thousand;
    let places = &country.places;
    let serving: Vec<u32> = places.iter().map(|place| serving(per_thousand, place)).collect();
    let civilians: Vec<[u32; STRATA]> =
        places.iter().zip(&serving).map(|(place, serving)| strata(place.population - serving)).collect();
    let mut landscape = Landscape {
        largest: civilians.iter().map(largest).collect(),
        civilians,
        serving,
        hardship: ground.hardship.clone(),
        exposure: places.iter().map(|place| hardship::exposure(&hardship, place)).collect(),
        legitimacy: places.iter().map(|place| legitimacy::at_rest(&legitimacy, country, place)).collect(),
        news: ground.distance.iter().map(|row| news::weights(&news, row)).collect(),
        assembly: joining::choices(&joining, country, &ground.distance),
        facilities: (0..places.len())
            .map(|place| (0..country.facilities.len()).filter(|&i| country.facilities[i].place == place).collect())
            .collect(),
        spread: spread(setup, &ground),
        channels: Channels::default(),
        ground,
    };
    // Every trial of a study has a landscape, and few have months after the crisis.
    if setup.recovery.months > 0 {
        landscape.channels = channels(setup, &landscape, hardship.basket_share);
    }
    landscape
}

/// Residents of a place who serve in the security forces.
fn serving(per_thousand: f64, place: &Place) -> u32 {
    let per_resident = per_thousand / 1000.0 * place.security_weight;
    ((f64::from(place.population) * per_resident).round() as u32).min(place.population)
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

/// Standard normal quantile at the middle of each income class.
fn income_quantiles() -> [f64; INCOME_CLASSES] {
    std::array::from_fn(|class| math::normal_quantile(class_middle(class, INCOME_CLASSES)))
}

/// How income and need are spread over the classes of a place.
fn spread(setup: &Setup, ground: &Ground) -> Spread {
    let own = setup.parameters.section::<IncomesParameters>();
    let sigma = hardship::spread_of_income(&setup.country);
    let raw = ground.quantiles.map(|z| math::exp(sigma * z));
    let mean = raw.iter().sum::<f64>() / INCOME_CLASSES as f64;
    let relative = raw.map(|income| income / mean);
    let rank = |class: usize| 2.0 * class_middle(class, INCOME_CLASSES) - 1.0;
    let centre = (0..INCOME_CLASSES).map(|class| relative[class] * rank(class)).sum::<f64>() / INCOME_CLASSES as f64;
    let covered = |class: usize, share: f64| (share * INCOME_CLASSES as f64 - class as f64).clamp(0.0, 1.0);
    Spread {
        relative,
        sigma,
        skew: std::array::from_fn(|class| own.skew * (rank(class) - centre)),
        receives: std::array::from_fn(|class| covered(class, own.poorest)),
        pays: std::array::from_fn(|class| covered(INCOME_CLASSES - 1 - class, own.richest)),
        quantiles: ground.quantiles,
        lines: ground.lines.clone(),
    }
}

/// How news and people go between places, region by region; `basket` is the rise of its cost per rise of the price.
fn channels(setup: &Setup, landscape: &Landscape, basket: f64) -> Channels {
    let country = &setup.country;
    let regions = country.regions.len();
    let mut order: Vec<usize> = (0..country.places.len()).collect();
    order.sort_by_key(|&place| (country.places[place].region, place));
    let region_of = |slot: usize| country.places[order[slot]].region;
    let starts: Vec<usize> =
        (0..=regions).map(|region| (0..order.len()).filter(|&slot| region_of(slot) < region).count()).collect();
    let people = |slot: usize| f64::from(country.places[order[slot]].population);
    let mut far = vec![vec![0.0; order.len()]; regions];
    let mut near = Vec::new();
    for region in 0..regions {
        let block = starts[region]..starts[region + 1];
        let all = block.clone().map(people).sum::<f64>().max(1.0);
        for from in block.clone() {
            let row = &landscape.news[order[from]];
            near.extend(block.clone().map(|to| row[order[to]]));
            for to in (0..order.len()).filter(|to| !block.contains(to)) {
                far[region][to] += (people(from) / all) as f32 * row[order[to]];
            }
        }
    }
    let mut slot_of = vec![0; order.len()];
    order.iter().enumerate().for_each(|(slot, &place)| slot_of[place] = slot);
    let trips = |&place: &usize| {
        landscape.assembly[place].iter().map(|choice| (slot_of[choice.place], choice.share as f32)).collect()
    };
    let trips = order.iter().map(trips).collect();
    let exposure = |&place: &usize| landscape.exposure[place] as f32;
    let affronted = |&place: &usize| {
        let exposure = landscape.exposure[place];
        (exposure / (exposure + basket).max(f64::MIN_POSITIVE)) as f32
    };
    let (exposure, affronted) = (order.iter().map(exposure).collect(), order.iter().map(affronted).collect());
    Channels { order, starts, near, far, trips, exposure, affronted }
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
