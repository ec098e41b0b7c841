//! Approximate Bayesian computation with a population: which parameters could have made a record, without likelihoods.
//!
//! Del Moral, Doucet and Jasra 2012, Statistics and Computing 22: 1009-1020; Drovandi and Pettitt 2011, Biometrics 67:
//! 225-233: the half of the population that is farther from the record than the other is replaced by copies of that other,
//! which then move by Markov chains within the tolerance. Members count alike, so no few of them can take all the weight.

mod arviz;
mod distance;
mod moves;
mod population;
mod posterior;
mod sampler;
mod smc;

pub use arviz::arviz_json;
pub use distance::{Distance, Observed};
pub use moves::{logistic, logit};
pub use population::{Level, Point, Proposal, Run, Sample, Scales, SmcPlan, Space};
pub use posterior::{IDENTIFIED, LEAST_EFFECTIVE, Posterior, Spread, correlations, spreads, weighted_quantile};
pub use sampler::least_members;
pub use smc::{Sampled, smc};
