//! Forecasts: what was known on a date, and nothing else, drawn on into the days that follow.

mod as_of;
mod document;
mod ensemble;
mod evidence;
mod plan;
mod series;
mod weights;

pub use as_of::AsOf;
pub use document::{Band, Forecast, Known, LIMITS_OF_A_FORECAST};
pub use ensemble::forecast;
pub(crate) use evidence::KnownCount;
pub use evidence::{COUNT_ERROR, DATE_ERROR, Evidence, Unused, evidence, log_likelihood};
pub use plan::ForecastPlan;
pub use series::{CITY, Series, What};
pub use weights::Weights;
