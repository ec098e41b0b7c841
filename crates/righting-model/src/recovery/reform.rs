//! Reforms of the scenario, phased in and kept: transfers to the poorest, a levy on the richest, the
//! watched price, law-based governance. Price policy matters by its pace: fixed-price exporters that
//! adjust in big jumps have fuel riots (McCulloch et al. 2022, World Development 157:105935), and here a
//! jump adds to affront at once while small steps fade between months.

use crate::equations::reprice;
use crate::mechanisms::affront::AffrontParameters;
use crate::recovery::stage::Months;
use crate::setup::ReformKind;

/// Puts the month's part of every reform in force.
pub(crate) fn reform(months: &mut Months) {
    (months.transfer, months.levy, months.kept) = (0.0, 0.0, 0.0);
    let mut rise = 0.0;
    for reform in &months.setup.recovery.reforms {
        let phase = reform.phase(months.month);
        match reform.kind {
            ReformKind::Transfer { share } => months.transfer += share * phase,
            ReformKind::Levy { share } => months.levy += share * phase,
            ReformKind::Law { rise: full } => rise += full * phase,
            ReformKind::Price { ratio } => {
                let before = reform.phase(months.month - 1);
                if phase > before {
                    set_prices(months, ratio, (phase - before) / (1.0 - before));
                }
            }
        }
        if !matches!(reform.kind, ReformKind::Price { .. }) {
            months.kept = months.kept.max(phase);
        }
    }
    months.levy = months.levy.min(1.0);
    months.score = (months.setup.country.governance.score() + rise).clamp(0.0, 1.0);
}

/// Moves the watched price everywhere by a share of the way to `ratio`.
fn set_prices(months: &mut Months, ratio: f64, share: f64) {
    let own = months.parameters::<AffrontParameters>();
    for (place, exposure) in months.landscape.exposure.iter().enumerate() {
        let (price, affront) = (&mut months.world.price[place], &mut months.world.affront[place]);
        let next = *price + share * (ratio - *price);
        reprice(price, affront, own.size * own.per_rise * exposure, own.undone, next);
    }
}
