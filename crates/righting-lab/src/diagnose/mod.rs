//! Is the inference right? Simulation-based calibration and recovery of parameters, from one shared table of runs drawn
//! from the prior.
//!
//! Records are simulated with known parameters and inferred from the other runs of the table; over many records the
//! truth must lie in a 90 % interval nine times in ten, and its rank among draws of the posterior must be uniform
//! (Talts, Betancourt, Simpson, Vehtari and Gelman 2018, arXiv:1804.06788). The sampler of `calibrate` would need its
//! own runs for every record; here each record takes the runs of the table that are nearest to it.

mod study;

pub use study::{DiagnosePlan, Diagnosis, ParameterDiagnosis, RECOVERED, diagnose};
