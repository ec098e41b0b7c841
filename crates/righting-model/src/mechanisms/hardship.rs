//! Hardship: prices, incomes, and the exposure of places to a watched price.
//!
//! Income y is lognormal inside a place, sigma^2 = (sqrt(2) Phi^-1((1+g)/2))^2 less the variance between
//! regions. A price rise adds `basket_share * dp/p` to the cost of living (Arze del Granado, Coady & Gillingham 2010:
//! direct and indirect losses), which lowers real incomes, and `per_rise * exposure * dp/p` to the affront, which falls when
//! the rise is undone. Where several goods are watched, each counts by its weight relative to `basket_share`, and the
//! price is their index.

use crate::country::{Country, Place};
use crate::equations::reprice;
use crate::math;
use crate::mechanisms::affront::parameters::AffrontParameters;
use crate::stage::Stage;

crate::parameters! {
    /// Parameters of hardship.
    HardshipParameters in "hardship" {
        /// Rise of the basket's cost per relative rise of the watched price.
        basket_share = 0.05 "1", 0.0..=0.5, Assumed "fuel's direct and indirect share of household spending; IMF WP/10/202 finds 6 % for USD 0.25 a litre";
        /// Exposure far from the producers relative to exposure at them.
        exposure_floor = 0.07 "1", 0.0..=1.0, Assumed "fitted to Kazakhstan 2022 in the form of version 0.1.0";
        /// Distance from the producers over which exposure falls by a factor e.
        exposure_reach = 510.0 "km", 10.0..=3000.0, Assumed "fitted to Kazakhstan 2022 in the form of version 0.1.0";
    }
}

/// Sets the watched price in some places, relative to before the crisis.
pub(crate) fn set_price(stage: &mut Stage, places: &[usize], ratio: f64) {
    let own = stage.parameters::<AffrontParameters>();
    for &place in places {
        let (price, affront) = (&mut stage.world.price[place], &mut stage.world.affront[place]);
        let exposure = own.size * own.per_rise * stage.landscape.exposure[place];
        reprice(price, affront, exposure, own.undone, ratio);
    }
}

/// Sets the price of one of several goods in some places. The watched price becomes their index,
/// 1 + sum of weight * (p - 1).
pub(crate) fn set_commodity(stage: &mut Stage, places: &[usize], commodity: u16, weight: f64, ratio: f64) {
    let (index, all) = (usize::from(commodity), stage.places());
    let own = stage.parameters::<AffrontParameters>();
    let world = &mut stage.world;
    if world.commodities.len() <= index {
        world.commodities.resize(index + 1, vec![1.0; all]);
    }
    for &place in places {
        let old = std::mem::replace(&mut world.commodities[index][place], ratio);
        let (price, affront) = (&mut world.price[place], &mut world.affront[place]);
        let exposure = own.size * own.per_rise * stage.landscape.exposure[place] * weight;
        reprice_part(price, affront, exposure, own.undone, weight, (old, ratio));
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

/// Standard deviation of log income inside a place.
pub(crate) fn spread_of_income(country: &Country) -> f64 {
    let national = math::sigma_from_gini(country.gini);
    math::sqrt((national * national - country.income_variance_between).max(0.01))
}

/// Standard normal quantile of the poverty rate of a place.
pub(crate) fn line(place: &Place) -> f64 {
    math::normal_quantile(place.poverty_rate.clamp(1e-6, 1.0 - 1e-6))
}

/// Exposure of a place to the watched price, before it is made of mean one: floor + (1 - floor) e^(-distance / reach).
pub(crate) fn exposure(parameters: &HardshipParameters, place: &Place) -> f64 {
    let near = math::exp(-place.producer_km / parameters.exposure_reach);
    parameters.exposure_floor + (1.0 - parameters.exposure_floor) * near
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
