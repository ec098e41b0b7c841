//! Inference that knows no model: it hands out points and takes back numbers.
//!
//! Four things to know. [`smc`] samples which parameters could have made a record, by approximate Bayesian computation:
//! it proposes, a function of the caller simulates. [`MaEs`] searches for the least value of a function in the same way:
//! `ask`, then `tell`. [`joint::calibrate`] learns from the records of many cases what they share and how they differ.
//! Scores such as [`crps`] say how well an ensemble foretold a value. Beside them stand designs of experiments,
//! sensitivity, ranks of simulation-based calibration, quantiles and regression. Everything that is random takes a seed
//! and gives the same numbers for it on every machine.
//!
//! ```
//! use righting_infer::{MaEs, crps};
//!
//! // The lowest point of a bowl on the unit square.
//! let bowl = |at: &Vec<f64>| (at[0] - 0.3).powi(2) + (at[1] - 0.8).powi(2);
//! let mut search = MaEs::new(vec![0.5, 0.5], 0.2, None, 1);
//! for _ in 0..60 {
//!     let points = search.ask();
//!     search.tell(&points.iter().map(bowl).collect::<Vec<_>>());
//! }
//! assert!((search.mean()[0] - 0.3).abs() < 0.01 && (search.mean()[1] - 0.8).abs() < 0.01);
//!
//! // A sharp ensemble around what came is better than a wide one: lower.
//! assert!(crps(&[3.0, 3.5, 4.0, 4.5, 5.0], 4.0) < crps(&[0.0, 2.0, 4.0, 6.0, 8.0], 4.0));
//! ```

mod abc;
mod agreement;
mod axis;
mod design;
pub mod diagnostics;
pub mod hierarchy;
pub mod joint;
mod likelihood;
pub mod linear;
pub mod nuts;
mod quantile;
pub mod ranks;
pub mod regression;
mod score;
mod search;
mod sensitivity;
pub mod stream;
mod student;
pub mod surrogate;
mod threads;

pub use abc::{
    Distance, IDENTIFIED, LEAST_EFFECTIVE, Level, Observed, Point, Posterior, Proposal, Run, Sample, Sampled, Scales,
    SmcPlan, Space, Spread, arviz_json, correlations, least_members, logistic, logit, smc, spreads, weighted_quantile,
};
pub use agreement::{holm, same_distribution};
pub use axis::Axis;
pub use design::{MOST_SOBOL, sobol_points};
pub use likelihood::{Likelihood, Observation, Reading, RecordError, RecordLikelihood};
pub use quantile::{ascending, quantile, quantile_of_dates};
pub use ranks::RANKS;
pub use regression::{Known, Table};
pub use score::{
    Reliability, Skill, VIEWS_BINS, brier, covers, crps, crps_of_interval, crps_of_steps, ignorance, interval_score,
    log_score, log1p, mean_in_equal_parts, reliability, sharpness, silverman, skill,
};
pub use search::{MaEs, latin_hypercube};
pub use sensitivity::{
    Effect, Estimate, Indices, elementary_effects, estimate, morris_points, saltelli_points, sobol_indices,
};
