//! Hardship H = min(1, b/y) and affront E.
//!
//! Income y is lognormal inside a place, sigma^2 = (sqrt(2) Phi^-1((1+g)/2))^2 less the variance between
//! regions; the basket b leaves the place's poverty rate below it, so H of a class is
//! exp(sigma (z_poverty - z_class)). A price rise adds `basket_share * dp/p` to the basket (Arze del
//! Granado, Coady & Gillingham 2010: direct and indirect losses) and `exposure * dp/p` to the affront,
//! which fades with `affront_days` and falls when the rise is undone. Where several goods are watched,
//! each counts by its weight relative to `basket_share`, and the price is their index.

use crate::country::{Country, INCOME_CLASSES, Place};
use crate::equations::{kept, reprice};
use crate::math;
use crate::stage::Stage;

crate::parameters! {
    /// Parameters of hardship and affront.
    HardshipParameters in "hardship" {
        /// Rise of the basket's cost per relative rise of the watched price.
        basket_share = 0.05 "1", 0.0..=0.5, Assumed "fuel's direct and indirect share of household spending; IMF WP/10/202 finds 6 % for USD 0.25 a litre";
        /// Affront per relative price rise right at the producers.
        exposure_level = 0.5 "1", 0.0..=3.0, Assumed "set by hand, for a scenario to fit; a hyperparameter of exposure";
        /// Exposure far from the producers relative to exposure at them.
        exposure_floor = 0.4 "1", 0.0..=1.0, Assumed "set by hand, for a scenario to fit; a hyperparameter of exposure";
        /// Distance from the producers over which exposure falls by a factor e.
        exposure_reach = 300.0 "km", 10.0..=3000.0, Assumed "set by hand, for a scenario to fit; a hyperparameter of exposure";
        /// Time over which affront fades by a factor e.
        affront_days = 10.0 "days", 0.5..=365.0, Assumed "prior: a week to a month";
        /// Share of the affront that ends when a price rise is wholly undone.
        relief = 0.5 "1", 0.0..=1.0, Assumed "set by hand, for a scenario to fit";
    }
}

/// Lets affront fade; what is felt in the step is its mean.
pub(crate) fn hardship(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<HardshipParameters>();
    let fading = stage.dt() / own.affront_days;
    let (keep, mean) = (kept(stage.dt(), own.affront_days), math::one_minus_exp(fading) / fading);
    for (affront, felt) in stage.world.affront.iter_mut().zip(&mut stage.world.felt) {
        *felt = *affront * mean;
        *affront *= keep;
    }
    Ok(())
}

/// Sets the watched price in some places, relative to before the crisis.
pub(crate) fn set_price(stage: &mut Stage, places: &[usize], ratio: f64) {
    let relief = stage.parameters::<HardshipParameters>().relief;
    for &place in places {
        let (price, affront) = (&mut stage.world.price[place], &mut stage.world.affront[place]);
        reprice(price, affront, stage.landscape.exposure[place], relief, ratio);
    }
}

/// Sets the price of one of several goods in some places. The watched price becomes their index,
/// 1 + sum of weight * (p - 1).
pub(crate) fn set_commodity(stage: &mut Stage, places: &[usize], commodity: u16, weight: f64, ratio: f64) {
    let (index, all) = (usize::from(commodity), stage.places());
    let relief = stage.parameters::<HardshipParameters>().relief;
    let world = &mut stage.world;
    if world.commodities.len() <= index {
        world.commodities.resize(index + 1, vec![1.0; all]);
    }
    for &place in places {
        let old = std::mem::replace(&mut world.commodities[index][place], ratio);
        let (price, affront) = (&mut world.price[place], &mut world.affront[place]);
        let exposure = stage.landscape.exposure[place] * weight;
        reprice_part(price, affront, exposure, relief, weight, (old, ratio));
    }
}

/// As [`reprice`], for a good that is a part of the index; the same for one good of weight 1.
fn reprice_part(price: &mut f64, affront: &mut f64, exposure: f64, relief: f64, weight: f64, (old, ratio): (f64, f64)) {
    let before = std::mem::replace(price, *price + weight * (ratio - old));
    if ratio > old {
        *affront += exposure * (ratio - old) / old;
    } else if before > 1.0 {
        let undone = (weight * (old - ratio) / (before - 1.0)).min(1.0);
        *affront *= 1.0 - relief * undone;
    }
}

/// Hardship of every income class at rest, from the spread of log income, the poverty line and the middle of every
/// class, the last two as standard normal quantiles.
pub(crate) fn by_class(sigma: f64, line: f64, quantiles: &[f64; INCOME_CLASSES]) -> [f32; INCOME_CLASSES] {
    quantiles.map(|z| math::exp(sigma * (line - z)) as f32)
}

/// Standard deviation of log income inside a place.
pub(crate) fn spread_of_income(country: &Country) -> f64 {
    let national = math::sigma_from_gini(country.gini);
    math::sqrt((national * national - country.income_variance_between).max(0.01))
}

/// Standard normal quantile of the poverty rate of a place.
pub(crate) fn line(place: &Place) -> f64 {
    math::normal_quantile(place.poverty_rate.clamp(1e-6, 1.0 - 1e-6))
}

/// Exposure of a place to the watched price: level * (floor + (1 - floor) e^(-distance / reach)).
pub(crate) fn exposure(parameters: &HardshipParameters, place: &Place) -> f64 {
    let near = math::exp(-place.producer_km / parameters.exposure_reach);
    parameters.exposure_level * (parameters.exposure_floor + (1.0 - parameters.exposure_floor) * near)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One good of weight 1 is the watched price.
    #[test]
    fn one_commodity_is_the_watched_price() {
        let (mut price, mut affront) = (1.0, 0.0);
        let (mut index, mut felt, mut own) = (1.0, 0.0, 1.0);
        for ratio in [2.0, 1.5, 1.5, 2.5, 1.0, 0.5, 1.25] {
            reprice(&mut price, &mut affront, 0.4, 0.5, ratio);
            reprice_part(&mut index, &mut felt, 0.4, 0.5, 1.0, (own, ratio));
            own = ratio;
            assert!((price - index).abs() < 1e-12 && (affront - felt).abs() < 1e-12, "{ratio}: {affront} {felt}");
        }
    }

    /// The affront of two goods is that of each, and the relief of one is its part of the rise.
    #[test]
    fn commodities_count_by_their_weight() {
        let (mut index, mut affront) = (1.0, 0.0);
        reprice_part(&mut index, &mut affront, 0.4 * 0.5, 0.5, 0.5, (1.0, 2.0));
        reprice_part(&mut index, &mut affront, 0.4 * 1.5, 0.5, 1.5, (1.0, 2.0));
        assert!((index - 3.0).abs() < 1e-12 && (affront - 0.8).abs() < 1e-12);
        reprice_part(&mut index, &mut affront, 0.4 * 1.5, 0.5, 1.5, (2.0, 1.0));
        assert!((index - 1.5).abs() < 1e-12 && (affront - 0.8 * (1.0 - 0.5 * 0.75)).abs() < 1e-12, "{affront}");
    }
}
