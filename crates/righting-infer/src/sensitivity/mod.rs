//! Which parameters matter: screening by elementary effects and shares of variance, with bootstrap intervals.

mod bootstrap;
mod morris;
mod sobol;

pub use bootstrap::{Estimate, estimate};
pub use morris::{Effect, elementary_effects, morris_points};
pub use sobol::{Indices, saltelli_points, sobol_indices};
