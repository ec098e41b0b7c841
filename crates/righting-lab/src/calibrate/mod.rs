//! Calibration: which parameters could have made the record, by sequential Monte Carlo without likelihoods.
//!
//! Approximate Bayesian computation with a population (Del Moral, Doucet and Jasra 2012, Statistics and Computing 22:
//! 1009-1020; Drovandi and Pettitt 2011, Biometrics 67: 225-233): the half of the population that is farther from the
//! record than the other is replaced by copies of that other, which then move by Markov chains within the tolerance.
//! Members count alike, so no few of them can take all the weight.
//!
//! A trial is one run; near the record it is several of the same parameters, whose distance is their continuous ranked
//! probability score, a proper scoring rule (generalised Bayesian inference with scoring rules: Pacchiardi, Khoo and Dutta
//! 2024, Bayesian Analysis).

mod arviz;
mod distance;
mod moves;
mod plan;
mod posterior;
mod predictive;
mod sampler;
mod smc;
mod study;

pub use arviz::arviz_json;
pub use distance::{Distance, Observed};
pub use moves::Point;
pub use plan::CalibrationPlan;
pub use posterior::{IDENTIFIED, LEAST_EFFECTIVE, Posterior, Spread, correlations, spreads};
pub use predictive::{Predictive, record_predictive};
pub use smc::{Level, Proposal, Run, Sample, Sampled, Scales, SmcPlan, Space, smc};
pub use study::{Calibrated, PredictiveComparison, SampledPosterior, calibrate, sample_posterior};

pub(crate) use moves::{logistic, logit};
pub(crate) use posterior::weighted_quantile;
pub(crate) use study::{Record, held_against, posterior_predictive, scores};
