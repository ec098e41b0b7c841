//! Output of a month: what uncertainty and destroyed facilities leave of the path, and what partners add. The laws of
//! uncertainty and gap, the same as in the days of the crisis, are in `uncertainty.rs`.

use crate::math;
use crate::recovery::stage::{MONTH_DAYS, Months};
use crate::uncertainty::{OutputParameters, Waiting};

/// Output of every place relative to before the crisis, and the path it would have had.
pub(crate) fn output(months: &mut Months) {
    let own = &months.parameters::<OutputParameters>();
    let waiting = Waiting::new(own, months.score, MONTH_DAYS);
    let output = &months.landscape.ground.output;
    waiting.pass(output, &months.nothing, &mut months.world.uncertainty, &mut months.world.output_gap);
    months.path = math::exp(own.growth * f64::from(months.month) / 12.0);
    let raised = math::exp(months.raised);
    for (place, level) in months.level.iter_mut().enumerate() {
        let short = (months.world.output_gap[place] + months.damage[place]).min(1.0);
        *level = months.path * (1.0 - short) * raised;
    }
}
