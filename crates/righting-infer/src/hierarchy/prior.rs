//! Priors of single values and of spreads, and what is wrong with those that cannot be.

use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Gamma};
use righting_model::math;
use serde::{Deserialize, Serialize};

use crate::stream::normals;

/// A normal prior of one value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NormalPrior {
    /// Mean.
    pub mean: f64,
    /// Standard deviation, above 0.
    pub sd: f64,
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

impl NormalPrior {
    pub(super) fn validate(self, name: &str) -> Result<(), HierarchyError> {
        number(name, "the mean of its prior", self.mean, self.mean.is_finite(), "a finite number")?;
        number(name, "the spread of its prior", self.sd, positive(self.sd), "a finite number above 0")
    }
}

impl SpreadPrior {
    /// Whether it is known.
    pub(super) fn known(self) -> Option<f64> {
        match self {
            Self::Known(spread) => Some(spread),
            _ => None,
        }
    }

    pub(super) fn mean_square(self) -> f64 {
        match self {
            Self::Known(spread) => spread * spread,
            Self::HalfNormal { scale } => scale * scale,
            Self::HalfT { freedom, scale } => scale * scale * freedom / (freedom - 2.0),
        }
    }

    /// Log of a spread drawn from its prior.
    pub(super) fn log_of_draw(self, rng: &mut ChaCha8Rng) -> f64 {
        let z = normals(rng, 1)[0].abs();
        let spread = match self {
            Self::Known(spread) => spread,
            Self::HalfNormal { scale } => scale * z,
            Self::HalfT { freedom, scale } => {
                // The square of a normal over a Gamma of mean one.
                let law = Gamma::new(0.5 * freedom, 2.0 / freedom);
                scale * z / math::sqrt(law.map_or(1.0, |law| law.sample(rng)))
            }
        };
        math::ln(spread)
    }

    /// Log of the prior density of the log of the spread, and its slope there.
    pub(super) fn of_log(self, log: f64) -> (f64, f64) {
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

    pub(super) fn validate(self, name: &str) -> Result<(), HierarchyError> {
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

pub(super) fn positive(value: f64) -> bool {
    value > 0.0 && value.is_finite()
}

pub(super) fn number(
    name: &str,
    what: &'static str,
    found: f64,
    holds: bool,
    expected: &'static str,
) -> Result<(), HierarchyError> {
    if holds { Ok(()) } else { Err(HierarchyError::Value { name: name.to_owned(), what, found, expected }) }
}

pub(super) fn length(name: &str, what: &'static str, found: usize, expected: usize) -> Result<(), HierarchyError> {
    if found == expected {
        return Ok(());
    }
    Err(HierarchyError::Length { name: name.to_owned(), what, found, expected })
}

pub(super) fn once<'a>(what: &'static str, names: impl Iterator<Item = &'a String>) -> Result<(), HierarchyError> {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(HierarchyError::Twice { what, name: name.clone() });
        }
    }
    Ok(())
}
