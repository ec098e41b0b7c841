//! Legitimacy after the crisis follows livelihood and law.
//!
//! The departure of legitimacy from rest moves to weight * (y / y0 - 1), y the mean disposable income of
//! the place and y0 that before the crisis, with the time of `legitimacy.recovery_days` (livelihood raises
//! legitimacy as repression lowers it: feedback as in Lemos, Lopes & Coelho 2016). Concessions are
//! promises: they fade unless reforms keep them. A higher governance score adds as it does at rest.

use crate::country::INCOME_CLASSES;
use crate::equations::{kept, legitimacy};
use crate::mechanisms::legitimacy::LegitimacyParameters;
use crate::recovery::stage::{MONTH_DAYS, Months};

crate::parameters! {
    /// Parameters of livelihood.
    LivelihoodParameters in "livelihood" {
        /// Gain of legitimacy per relative rise of disposable income over before the crisis.
        weight = 0.15 "1", 0.0..=1.0, Assumed "prior 0.05-0.4";
        /// Time over which promises that no reform keeps fade by a factor e.
        promise_days = 180.0 "days", 1.0..=3650.0, Assumed "prior three months to a year";
    }
}

/// Moves legitimacy for a month.
pub(crate) fn livelihood(months: &mut Months) {
    let own = months.parameters::<LivelihoodParameters>();
    let at_rest = months.parameters::<LegitimacyParameters>();
    let keep = kept(MONTH_DAYS, at_rest.recovery_days);
    let fading = kept(MONTH_DAYS, own.promise_days);
    let lawful = at_rest.governance * (months.score - months.setup.country.governance.score());
    for place in 0..months.living.len() {
        let mean = months.disposable[place].iter().sum::<f64>() / INCOME_CLASSES as f64;
        let target = own.weight * (mean / months.setup.country.places[place].income.max(1e-9) - 1.0);
        let world = &mut months.world;
        let shift = &mut months.shift[place];
        *shift = (target + (*shift - target) * keep).clamp(-1.0, 1.0);
        world.concession[place] *= fading + (1.0 - fading) * months.kept;
        let promised = at_rest.concession * world.concession[place];
        months.legitimacy[place] = legitimacy(months.landscape.legitimacy[place], lawful, *shift, promised);
    }
}
