//! Risk of relapse: how large a spark still brings people into the streets, and how often one comes.
//!
//! A spark is a sudden rise x of the watched price everywhere, followed for ten days as in `spark.rs`, by the same
//! equations as the crisis. The smallest x after which a share of people is out at once is the rise that the country, or
//! the region, tolerates. Sparks come at a rate with exponential sizes, so the chance of a month is
//! 1 - exp(-rate e^(-x / size)).

use crate::country::INCOME_CLASSES;
use crate::draw::{Purpose, uniform};
use crate::equations::{pool_of_nation, pool_share};
use crate::math::{self, ln_f32};
use crate::mechanisms::affront::AffrontParameters;
use crate::mechanisms::pool::PoolParameters;
use crate::recovery::spark::Kindling;
use crate::recovery::stage::Months;

/// Largest rise looked at; what would take more is recorded as this.
pub(crate) const LARGEST: f64 = 3.0;

/// Rises looked at: from the smallest up by a factor.
const SMALLEST: f64 = 0.02;
const STRIDE: f64 = 2.0;

crate::parameters! {
    /// Parameters of relapse.
    RelapseParameters in "relapse" {
        /// Sparks a month: sudden rises of prices, whatever their size.
        sparks = 0.1 "per month", 0.0..=10.0, Assumed "41 countries had a fuel riot in 2005-2018 (McCulloch et al. 2022), most price rises passed; prior 0.03-0.3";
        /// Mean size of a spark, relative rise of the watched price.
        size = 0.15 "1", 0.005..=3.0, Assumed "exponential sizes, so one in 800 doubles the price; prior 0.05-0.3";
        /// Share of people in the streets at once that is an outbreak.
        crowd = 0.0003 "1", 0.000001..=0.1, Assumed "a tenth of what January 2022 brought out";
    }
}

/// Probability of an outbreak in a month in which rises up to `tolerated` bring nobody out.
pub(crate) fn chance(own: &RelapseParameters, tolerated: f64) -> f64 {
    if tolerated == 0.0 { 1.0 } else { math::one_minus_exp(own.sparks * math::exp(-tolerated / own.size)) }
}

/// Looks for the rise that the nation and every region tolerate.
pub(crate) fn relapse(months: &mut Months) {
    let own = &months.parameters::<RelapseParameters>();
    let logits = logits(months);
    mood(months, &logits);
    let regions = kindling(months, &logits);
    let mut seen = vec![(0.0, months.spark.crowds(&regions, 0.0))];
    let mut x = SMALLEST;
    while x < LARGEST * STRIDE && seen[seen.len() - 1].1.iter().any(|&crowd| crowd < own.crowd) {
        seen.push((x.min(LARGEST), months.spark.crowds(&regions, x.min(LARGEST))));
        x *= STRIDE;
    }
    for index in 0..months.tolerated.len() {
        let tolerated = crossing(&seen, own.crowd, index);
        months.tolerated[index] = tolerated;
        months.chance[index] = chance(own, tolerated);
        months.calm[index] *= 1.0 - months.chance[index];
    }
    let [a, b, ..] = months.draws.block(Purpose::Relapse, 0, 0);
    months.relapsed = 1.0 - months.calm[0] > uniform(a, b);
}

/// Logit of the pool at an affront of 1, by place, by the incomes and the legitimacy of the month.
fn logits(months: &Months) -> Vec<f64> {
    let own = months.parameters::<PoolParameters>();
    let landscape = months.landscape;
    let one = |place: usize| {
        let polity = landscape.polity_of(place);
        let nation = pool_of_nation(own.share, own.scale, landscape.people[polity]);
        let poorer = -own.hardship * landscape.ground.income[place];
        let grudge = own.legitimacy * (months.legitimacy[place] - landscape.usual_legitimacy[polity]);
        nation - 0.3 * own.spread * own.spread + poorer + changed(months, place, own.income) - grudge
    };
    (0..months.living.len()).map(one).collect()
}

/// What changes of income since before the crisis add to the logit: the mean over classes of their odds.
fn changed(months: &Months, place: usize, weight: f64) -> f64 {
    let before = months.setup.country.places[place].income;
    let odds = |class: usize| {
        let ratio = months.disposable[place][class] / (before * months.spread.relative[class]).max(1e-9);
        math::pow(ratio.max(1e-6), -weight)
    };
    math::ln((0..INCOME_CLASSES).map(odds).sum::<f64>() / INCOME_CLASSES as f64)
}

/// Shares of a place's people who could be mobilised without a spark, and how far the affront presses.
fn mood(months: &mut Months, logits: &[f64]) {
    let power = months.parameters::<PoolParameters>().affront as f32;
    for (place, &logit) in logits.iter().enumerate() {
        let e = months.rest + months.world.affront[place];
        let share = pool_share(logit as f32 + power * ln_f32(e as f32), &months.landscape.strata);
        months.mood[place] = [f64::from(share), e / (1.0 + e)];
    }
}

/// What the month brings to the question, by region: means over people, of the odds for the pool.
fn kindling(months: &Months, logits: &[f64]) -> Vec<Kindling> {
    let country = &months.setup.country;
    let affront = months.parameters::<AffrontParameters>();
    let mut regions = vec![Kindling::default(); country.regions.len()];
    let mut odds = vec![0.0; regions.len()];
    for (place, row) in country.places.iter().enumerate() {
        let (region, people) = (&mut regions[row.region], months.living[place]);
        region.people += people;
        region.affront += people * months.world.affront[place];
        region.exposure += people * affront.size * affront.per_rise * months.landscape.exposure[place];
        odds[row.region] += people * math::exp(logits[place]);
    }
    for (cell, row) in months.landscape.cells.iter().enumerate() {
        let region = country.places[row.place].region;
        regions[region].forces += f64::from(row.residents) * months.forces[cell];
    }
    for (region, odds) in regions.iter_mut().zip(odds) {
        let people = region.people.max(1.0);
        (region.affront, region.exposure, region.forces) =
            (region.affront / people, region.exposure / people, region.forces / people);
        region.logit = math::ln(odds / people) as f32;
    }
    regions
}

/// Smallest rise after which a share is out at once, crowds taken to be a power of the rise between those looked at.
fn crossing(seen: &[(f64, Vec<f64>)], crowd: f64, index: usize) -> f64 {
    let size = |row: usize| seen[row].1[index].max(1e-12);
    match (0..seen.len()).find(|&row| size(row) >= crowd) {
        None => LARGEST,
        Some(0) => 0.0,
        Some(row) => {
            let (below, above) = (math::ln(size(row - 1)), math::ln(size(row)));
            let share = (math::ln(crowd) - below) / (above - below);
            seen[row - 1].0 + (seen[row].0 - seen[row - 1].0) * share
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crossing_lies_between_the_rises_that_bracket_it() {
        let seen: Vec<(f64, Vec<f64>)> =
            [0.0, 0.1, 0.2].map(|x| (x, vec![math::exp(x / 0.05) * 1e-5, 1.0, 1e-9])).to_vec();
        assert!((crossing(&seen, 1e-4, 0) - 0.05 * math::ln(10.0)).abs() < 1e-9);
        assert_eq!([crossing(&seen, 1e-4, 1), crossing(&seen, 1e-4, 2)], [0.0, LARGEST]);
    }

    #[test]
    fn the_chance_falls_with_what_is_tolerated_and_is_sure_at_nothing() {
        let own = RelapseParameters::default();
        assert_eq!(chance(&own, 0.0), 1.0);
        assert!((chance(&own, 0.15) - 0.1 / std::f64::consts::E).abs() < 1e-3);
        assert!(chance(&own, 0.3) < chance(&own, 0.2));
    }
}
