//! Prices and wages: a rise of the watched price passes into the basket, wages catch up with a lag, and a
//! slump holds prices back. Arze del Granado, Coady & Gillingham (2010, IMF WP/10/202) give direct and
//! indirect losses; the lag of wages and the slope are textbook (Phillips curve) and assumed.

use crate::equations::{basket, kept};
use crate::math;
use crate::mechanisms::hardship::HardshipParameters;
use crate::recovery::stage::{MONTH_DAYS, Months};

crate::parameters! {
    /// Parameters of prices.
    PricesParameters in "prices" {
        /// Rise of consumer prices without crisis.
        trend = 0.08 "per year", 0.0..=1.0, Assumed "8.4 % in 2021 (astanatimes.com); 20 % in 2022 followed the war in Ukraine";
        /// Fall of inflation per share of output missing.
        slope = 0.2 "1", 0.0..=2.0, Assumed "prior 0.05-0.4";
        /// Time over which wages catch up with prices by a factor e.
        wage_days = 270.0 "days", 1.0..=2000.0, Assumed "prior half a year to a year and a half: contracts of a year";
        /// Share of what households pay more for a freed price that reaches the budget.
        royalty = 0.4 "1", 0.0..=1.0, Assumed "taxes and royalties of a state-led energy sector; prior 0.2-0.6";
    }
}

/// Moves the price level and what wages buy.
pub(crate) fn prices(months: &mut Months) {
    let own = months.parameters::<PricesParameters>();
    let share = months.parameters::<HardshipParameters>().basket_share;
    let output = &months.landscape.ground.output;
    let national = basket(share, output.mean(&months.world.price));
    months.slack -= own.slope * output.mean(&months.world.output_gap) / 12.0;
    let surprise = math::ln(national) + months.slack;
    months.wages = surprise + (months.wages - surprise) * kept(MONTH_DAYS, own.wage_days);
    months.price_level = math::exp(own.trend * f64::from(months.month) / 12.0 + months.slack) * national;
    for (place, real) in months.real.iter_mut().enumerate() {
        let basket = basket(share, months.world.price[place]);
        *real = math::exp(months.wages - months.slack) / basket * months.world.income[place];
    }
}
