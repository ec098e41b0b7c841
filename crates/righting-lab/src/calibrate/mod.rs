//! Calibration: which parameters could have made the record, by sequential Monte Carlo without likelihoods.
//!
//! Approximate Bayesian computation by population Monte Carlo (Beaumont, Cornuet, Marin and Robert 2009, Biometrika 96:
//! 983-990): generation after generation, parameters are proposed near those whose runs came closest to the record so
//! far, and weighted by prior over proposal, so that every generation is a sample from the posterior at its own
//! tolerance. Tolerances are quantiles of the distances; distances are scaled anew in every generation (Prangle 2017,
//! Bayesian Analysis 12: 289-309). The last generation is adjusted by local-linear regression (Beaumont, Zhang and
//! Balding 2002, Genetics 162: 2025-2035).

mod adjust;
mod arviz;
mod distance;
mod kernel;
mod plan;
mod posterior;
mod predictive;
mod smc;
mod study;

pub use arviz::arviz_json;
pub use distance::Observed;
pub use plan::{CalibrationPlan, FIRST_SHARE};
pub use posterior::{IDENTIFIED, LEAST_EFFECTIVE, Posterior, Spread, correlations, spreads};
pub use predictive::{Predictive, record_predictive};
pub use smc::{Generation, Sample, SmcPlan, smc};
pub use study::{Calibrated, PredictiveComparison, calibrate};

pub(crate) use kernel::{logistic, logit};
pub(crate) use posterior::weighted_quantile;
pub(crate) use study::{Record, scores};
