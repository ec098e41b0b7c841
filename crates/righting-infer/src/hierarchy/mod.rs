//! A hierarchy over cases: shapes that all share, levels that differ by country and case, partially pooled around what is
//! known of the country.
//!
//! In units in which priors are normal (logs, logits), shape j is m_j + s_j z_j, and level k of case c in country g is
//!
//! ```text
//! level_k(c) = m_k + s_k z_k + sum_j x_j(c) s_kj z_kj + tau_k z_k(g) + omega_k z_k(c),   every z ~ N(0, 1)
//! ```
//!
//! with covariates x of the case (standardised by the caller: what region, governance and its own past say), a spread
//! tau between countries and a spread omega between cases of one country. The spreads have half-normal or half-t priors
//! (Gelman 2006, Bayesian Analysis 1: 515-534), or are known; deviations are non-centred (Papaspiliopoulos, Roberts and
//! Skoeld 2007, Statistical Science 22: 59-73), so that spreads near zero can be sampled. Given the inputs every case has
//! its own likelihood: the posterior factorises.

mod density;
mod layout;

use righting_model::math;
use serde::{Deserialize, Serialize};

use crate::stream::{Use, normals, stream};
pub use density::Joint;
use layout::Layout;

/// A normal prior of one value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NormalPrior {
    /// Mean.
    pub mean: f64,
    /// Standard deviation, above 0.
    pub sd: f64,
}

/// A shape: one value for all cases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// Its prior.
    pub prior: NormalPrior,
}

/// Prior of a spread (a standard deviation).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
#[non_exhaustive]
pub enum SpreadPrior {
    /// The spread is this; 0 where cases do not differ.
    Known(f64),
    /// |N(0, scale)|.
    HalfNormal {
        /// Scale, above 0.
        scale: f64,
    },
    /// |t| with so many degrees of freedom.
    HalfT {
        /// Degrees of freedom, above 2.
        freedom: f64,
        /// Scale, above 0.
        scale: f64,
    },
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

/// Why a hierarchy cannot be sampled.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum HierarchyError {
    /// A number that no prior can have.
    #[error("`{name}`: {what} is {found}, expected {expected}")]
    Value {
        /// Which shape, level or case.
        name: String,
        /// What of it.
        what: &'static str,
        /// The number found.
        found: f64,
        /// What it should be.
        expected: &'static str,
    },
    /// A list of another length.
    #[error("`{name}` has {found} {what}, expected {expected}")]
    Length {
        /// Which level or case.
        name: String,
        /// Of what.
        what: &'static str,
        /// How many.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Two things of one name.
    #[error("two {what} have the name `{name}`")]
    Twice {
        /// Shapes and levels, or cases.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Nothing to learn, or nothing to learn from.
    #[error("a hierarchy without {what}")]
    Empty {
        /// Parameters or cases.
        what: &'static str,
    },
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

impl Hierarchy {
    /// Names of the inputs of every case: shapes, then levels.
    pub fn inputs(&self) -> Vec<String> {
        let shapes = self.shapes.iter().map(|shape| shape.name.clone());
        shapes.chain(self.levels.iter().map(|level| level.name.clone())).collect()
    }

    /// Mean and standard deviation of every input of a case before its record is seen: spreads at the root of their mean
    /// square. Points of a first design are drawn from these.
    pub fn prior(&self, place: &Place) -> Vec<NormalPrior> {
        let level = |level: &Level| {
            let slopes = level.slopes.iter().zip(&place.covariates).map(|(sd, x)| (sd * x) * (sd * x));
            let spreads = level.countries.mean_square() + level.cases.mean_square();
            let sd = math::sqrt(level.centre.sd * level.centre.sd + slopes.sum::<f64>() + spreads);
            NormalPrior { mean: level.centre.mean, sd }
        };
        self.shapes.iter().map(|shape| shape.prior).chain(self.levels.iter().map(level)).collect()
    }

    /// Inputs of a case that was not fitted, under a draw: its levels around what its covariates say. A case of a country
    /// that was fitted keeps that country's deviations (`country` is its place in the order of appearance). Pure in
    /// `seed` and `number`.
    pub fn new_case(
        &self,
        draw: &Draw,
        covariates: &[f64],
        country: Option<usize>,
        seed: u64,
        number: u32,
    ) -> Vec<f64> {
        let count = self.levels.len();
        let z = normals(&mut stream(seed, Use::Predictive, number), 2 * count);
        let level = |k: usize| {
            let said: f64 = draw.slopes[k].iter().zip(covariates).map(|(slope, x)| slope * x).sum();
            let of_country =
                country.map_or_else(|| draw.between_countries[k] * z[k], |country| draw.by_country[country][k]);
            draw.centres[k] + said + of_country + draw.between_cases[k] * z[count + k]
        };
        draw.shapes.iter().copied().chain((0..count).map(level)).collect()
    }

    fn validate(&self, places: &[Place]) -> Result<(), HierarchyError> {
        let names = self.inputs();
        if names.is_empty() {
            return Err(HierarchyError::Empty { what: "parameters" });
        }
        if places.is_empty() {
            return Err(HierarchyError::Empty { what: "cases" });
        }
        once("parameters", names.iter())?;
        once("cases", places.iter().map(|place| &place.case))?;
        self.shapes.iter().try_for_each(|shape| shape.prior.validate(&shape.name))?;
        for level in &self.levels {
            level.validate(self.covariates.len())?;
        }
        for place in places {
            length(&place.case, "covariates", place.covariates.len(), self.covariates.len())?;
            for &found in &place.covariates {
                number(&place.case, "a covariate", found, found.is_finite(), "a finite number")?;
            }
        }
        Ok(())
    }
}

impl Level {
    fn validate(&self, covariates: usize) -> Result<(), HierarchyError> {
        self.centre.validate(&self.name)?;
        length(&self.name, "slopes", self.slopes.len(), covariates)?;
        for &found in &self.slopes {
            number(&self.name, "the spread of a slope", found, positive(found), "a finite number above 0")?;
        }
        self.countries.validate(&self.name)?;
        self.cases.validate(&self.name)
    }
}

impl NormalPrior {
    fn validate(self, name: &str) -> Result<(), HierarchyError> {
        number(name, "the mean of its prior", self.mean, self.mean.is_finite(), "a finite number")?;
        number(name, "the spread of its prior", self.sd, positive(self.sd), "a finite number above 0")
    }
}

impl SpreadPrior {
    /// Whether it is known.
    fn known(self) -> Option<f64> {
        match self {
            Self::Known(spread) => Some(spread),
            _ => None,
        }
    }

    fn mean_square(self) -> f64 {
        match self {
            Self::Known(spread) => spread * spread,
            Self::HalfNormal { scale } => scale * scale,
            Self::HalfT { freedom, scale } => scale * scale * freedom / (freedom - 2.0),
        }
    }

    /// Log of the prior density of the log of the spread, and its slope there.
    fn of_log(self, log: f64) -> (f64, f64) {
        let spread = math::exp(log);
        match self {
            Self::Known(_) => (0.0, 0.0),
            Self::HalfNormal { scale } => {
                let z = spread / scale;
                (log - 0.5 * z * z, 1.0 - z * z)
            }
            Self::HalfT { freedom, scale } => {
                let z = spread / scale;
                let heavy = 1.0 + z * z / freedom;
                let power = 0.5 * (freedom + 1.0);
                (log - power * math::ln(heavy), 1.0 - 2.0 * power * z * z / (freedom * heavy))
            }
        }
    }

    fn validate(self, name: &str) -> Result<(), HierarchyError> {
        match self {
            Self::Known(found) => number(
                name,
                "a known spread",
                found,
                found >= 0.0 && found.is_finite(),
                "a finite number of at least 0",
            ),
            Self::HalfNormal { scale } => scale_of(name, scale),
            Self::HalfT { freedom, scale } => {
                number(name, "the freedom of a spread", freedom, freedom > 2.0, "a number above 2")?;
                scale_of(name, scale)
            }
        }
    }
}

fn scale_of(name: &str, scale: f64) -> Result<(), HierarchyError> {
    number(name, "the scale of a spread", scale, positive(scale), "a finite number above 0")
}

fn positive(value: f64) -> bool {
    value > 0.0 && value.is_finite()
}

fn number(
    name: &str,
    what: &'static str,
    found: f64,
    holds: bool,
    expected: &'static str,
) -> Result<(), HierarchyError> {
    if holds { Ok(()) } else { Err(HierarchyError::Value { name: name.to_owned(), what, found, expected }) }
}

fn length(name: &str, what: &'static str, found: usize, expected: usize) -> Result<(), HierarchyError> {
    if found == expected {
        return Ok(());
    }
    Err(HierarchyError::Length { name: name.to_owned(), what, found, expected })
}

fn once<'a>(what: &'static str, names: impl Iterator<Item = &'a String>) -> Result<(), HierarchyError> {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(HierarchyError::Twice { what, name: name.clone() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
