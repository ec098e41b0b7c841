//! Whether a sample can be trusted: convergence of chains, weights of importance, and the gates that both must pass.

mod chains;
mod gates;
mod pareto;

pub use chains::{bulk_effective, split_r_hat};
pub use gates::{Gate, GateKind, Judged, LEAST_ANCESTORS, LEAST_SIZE, MOST_PARETO_K, MOST_R_HAT, Quartiles, judge};
pub use pareto::{Smoothed, pareto_smoothed};
