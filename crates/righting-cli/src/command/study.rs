//! `righting study`, one file each.

mod convergence;
mod invariance;
mod onset;
mod page;
mod recovery;
mod smoothness;
mod transfer;

use clap::{Args, Subcommand};

use crate::fail::Fail;

/// Studies of the model itself.
#[derive(Debug, Args)]
pub struct Study {
    #[command(subcommand)]
    study: Studies,
}

#[derive(Debug, Subcommand)]
enum Studies {
    Smoothness(smoothness::Smoothness),
    Invariance(invariance::Invariance),
    Transfer(transfer::Transfer),
    Convergence(convergence::Convergence),
    Onset(onset::Onset),
    Recovery(recovery::Recovery),
}

impl Study {
    pub fn run(self) -> Result<(), Fail> {
        match self.study {
            Studies::Smoothness(study) => study.run(),
            Studies::Invariance(study) => study.run(),
            Studies::Transfer(study) => study.run(),
            Studies::Convergence(study) => study.run(),
            Studies::Onset(study) => study.run(),
            Studies::Recovery(study) => study.run(),
        }
    }
}
