//! What is sampled.

/// The log of a density, up to a constant, on all of R^n, and its gradient.
pub trait Density: Sync {
    /// Number of coordinates.
    fn dimensions(&self) -> usize;
    /// The log density at a point; the gradient is written over what `gradient` holds.
    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64;
}
