//! Hardship: incomes, the cost of living, and the exposure of places to a watched price.
//!
//! Income y is lognormal inside a place, sigma^2 = (sqrt(2) Phi^-1((1+g)/2))^2 less the variance between
//! regions. A price rise adds `basket_share * dp/p` to the cost of living (Arze del Granado, Coady & Gillingham 2010:
//! direct and indirect losses), which lowers real incomes.

use crate::country::{Country, Place};
use crate::math;

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
