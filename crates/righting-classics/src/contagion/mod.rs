//! Contagion of riots on sites, after Bonnasse-Gahot et al. (2018).

mod recovery;
mod report;
mod sir;
mod sites;

pub use recovery::{Fit, fit, log_likelihood};
pub use report::{contagion, replicate};
pub use sir::{final_size, outbreak};
pub use sites::{Kernel, Sites};
