//! Calibration: which parameters could have made the record, by sequential Monte Carlo without likelihoods.
//!
//! The sampler is that of `righting-infer`, approximate Bayesian computation with a population; here are the scenario, its
//! record, and the ensembles that follow.
//!
//! A trial is one run; near the record it is several of the same parameters, whose distance is their continuous ranked
//! probability score, a proper scoring rule (generalised Bayesian inference with scoring rules: Pacchiardi, Khoo and Dutta
//! 2024, Bayesian Analysis).

mod plan;
mod predictive;
mod study;

pub use plan::CalibrationPlan;
pub use predictive::{Predictive, record_predictive};
pub use study::{Calibrated, PredictiveComparison, SampledPosterior, calibrate, sample_posterior};

pub(crate) use study::{Record, held_against, posterior_predictive, scores};
