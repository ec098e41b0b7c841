//! How a surrogate is fitted.

use serde::Serialize;

/// How a surrogate is fitted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SurrogateSettings {
    /// Kernel directions of the Gaussian process at most; 0 leaves quadratic terms alone.
    pub directions: usize,
    /// Most degrees of freedom of the noise. The data may ask for fewer. A small number lets records that the simulator
    /// cannot reach drag little; infinity lets normal noise be normal.
    pub most_freedom: f64,
    /// Common factors of the noise at most.
    pub most_factors: usize,
}

impl Default for SurrogateSettings {
    fn default() -> Self {
        Self { directions: 120, most_freedom: 8.0, most_factors: 3 }
    }
}
