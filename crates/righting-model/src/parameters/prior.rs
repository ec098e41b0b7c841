//! What is known of a number before any record is seen: where it comes from, whose it is, and how sure it is.

use serde::{Deserialize, Serialize};

use crate::math;

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// Read in the source named.
    Read,
    /// Chosen by the documented search against the record.
    Fitted,
    /// Neither: an assumption with a prior range.
    Assumed,
    /// Taken from trials on few cases, until it is learned from many crises.
    Interim,
}

/// Whether a number is one of a country or the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A level of a country or a case: to be fitted to it, or drawn.
    Level,
    /// A shape that all countries share, known with the uncertainty of its prior.
    Shape,
    /// A constant of the design.
    Constant,
}

/// On which scale a prior is normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// The number itself.
    Linear,
    /// Its logarithm.
    Log,
    /// Its logit.
    Logit,
}

/// What is known of a number before any record of the country is seen: normal on a scale, its median the default.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Prior {
    /// On which scale it is normal.
    pub scale: Scale,
    /// Standard deviation on that scale.
    pub sd: f64,
}

impl Prior {
    /// The value `z` standard deviations from a median.
    pub fn at(&self, median: f64, z: f64) -> f64 {
        let step = self.sd * z;
        match self.scale {
            Scale::Linear => median + step,
            Scale::Log => median * math::exp(step),
            Scale::Logit => {
                let odds = median / (1.0 - median) * math::exp(step);
                odds / (1.0 + odds)
            }
        }
    }
}
