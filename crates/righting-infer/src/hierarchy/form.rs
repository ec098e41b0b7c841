//! What a hierarchy is made of, and a draw from it.

use serde::{Deserialize, Serialize};

use super::prior::{NormalPrior, SpreadPrior};

/// A shape: one value for all cases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// Its prior.
    pub prior: NormalPrior,
}

/// A level: a value for every case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// Prior of its mean over countries, where every covariate is 0.
    pub centre: NormalPrior,
    /// Standard deviation of the prior of its slope in every covariate; the mean of that prior is 0.
    pub slopes: Vec<f64>,
    /// Spread between countries.
    pub countries: SpreadPrior,
    /// Spread between cases of one country.
    pub cases: SpreadPrior,
}

/// Where a case happened, and what was known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Name of the case.
    pub case: String,
    /// Its country; cases of one country share that country's deviations.
    pub country: String,
    /// Its covariates, standardised.
    pub covariates: Vec<f64>,
}

/// What is shared, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hierarchy {
    /// Names of the covariates.
    pub covariates: Vec<String>,
    /// Shapes.
    pub shapes: Vec<Shape>,
    /// Levels.
    pub levels: Vec<Level>,
}

/// Values of a draw, in the units of the priors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// Every shape.
    pub shapes: Vec<f64>,
    /// Every level where all covariates are 0.
    pub centres: Vec<f64>,
    /// Slopes of every level in the covariates.
    pub slopes: Vec<Vec<f64>>,
    /// Spread of every level between countries.
    pub between_countries: Vec<f64>,
    /// Spread of every level between cases of one country.
    pub between_cases: Vec<f64>,
    /// Levels of every case.
    pub levels: Vec<Vec<f64>>,
    /// What every country of the cases adds to every level, by the countries' order of appearance.
    pub by_country: Vec<Vec<f64>>,
    /// Common factors of the noise of every case.
    pub latents: Vec<Vec<f64>>,
}
