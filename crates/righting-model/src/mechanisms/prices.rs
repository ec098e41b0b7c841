//! Prices: what shocks and orders set them to, and the affront that a rise is.
//!
//! A price rise adds `per_rise * exposure * dp/p` to the affront, which falls when the rise is undone. Where several goods
//! are watched, each counts by its weight relative to `hardship.basket_share`, and the price is their index.

use crate::equations::reprice;
use crate::mechanisms::affront::AffrontParameters;
use crate::stage::Stage;

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
