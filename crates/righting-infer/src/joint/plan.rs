//! What a joint calibration spends, and why it can end early.

use crate::hierarchy::HierarchyError;
use crate::likelihood::RecordError;
use crate::nuts::{LEAST_WARMUP, NutsError, NutsPlan};
use crate::surrogate::{SurrogateError, SurrogateSettings};

/// What a joint calibration spends.
#[derive(Debug, Clone, PartialEq)]
pub struct JointPlan {
    /// Runs of every case over its prior.
    pub first: usize,
    /// Rounds of refinement.
    pub rounds: usize,
    /// Runs of every case in a round.
    pub refined: usize,
    /// Draws that are simulated for real at the end.
    pub real: usize,
    /// Real runs of every such draw and case, at least 2: their spread tells noise from error of the surrogate.
    pub replicates: usize,
    /// Members of the posterior that is handed on, drawn with the weights.
    pub members: usize,
    /// How surrogates are fitted.
    pub surrogate: SurrogateSettings,
    /// How the hierarchy is sampled; seed and threads are those of this plan.
    pub nuts: NutsPlan,
    /// Seed.
    pub seed: u64,
    /// Threads for fits and chains; results do not depend on it.
    pub threads: usize,
}

impl Default for JointPlan {
    fn default() -> Self {
        Self {
            first: 2000,
            rounds: 2,
            refined: 1000,
            real: 800,
            replicates: 2,
            members: 1000,
            surrogate: SurrogateSettings::default(),
            nuts: NutsPlan::default(),
            seed: 1,
            threads: 1,
        }
    }
}

impl JointPlan {
    /// Runs of every case.
    pub fn runs_per_case(&self) -> usize {
        self.first + self.rounds * self.refined + self.real * self.replicates
    }

    /// How the posterior of a round is sampled: before the last it only says where to simulate, and shorter chains will do.
    pub(super) fn sampling(&self, round: usize) -> NutsPlan {
        let scouts = round < self.rounds;
        let warmup = if scouts { (self.nuts.warmup / 2).max(LEAST_WARMUP) } else { self.nuts.warmup };
        let draws = if scouts { self.nuts.draws.div_ceil(4) } else { self.nuts.draws };
        NutsPlan { seed: self.seed, threads: self.threads, warmup, draws, ..self.nuts.clone() }
    }

    pub(super) fn validate<E>(&self) -> Result<(), JointError<E>> {
        let least = [
            ("first", self.first, 1),
            ("real", self.real, 25),
            ("replicates", self.replicates, 2),
            ("members", self.members, 1),
        ];
        for (what, found, needed) in least {
            if found < needed {
                return Err(JointError::Plan { what, found, needed });
            }
        }
        let draws = self.nuts.chains * self.nuts.draws;
        if draws < self.real {
            return Err(JointError::Plan { what: "draws of all chains", found: draws, needed: self.real });
        }
        Ok(())
    }
}

/// Why there is no joint posterior.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum JointError<E> {
    /// A plan that spends too little.
    #[error("a plan of a joint calibration needs {what} of at least {needed}, found {found}")]
    Plan {
        /// What of it.
        what: &'static str,
        /// How much there is.
        found: usize,
        /// How much is needed.
        needed: usize,
    },
    /// Priors or cases that cannot be.
    #[error(transparent)]
    Hierarchy(#[from] HierarchyError),
    /// No surrogate of a case.
    #[error("case `{case}`: {source}")]
    Surrogate {
        /// The case.
        case: String,
        /// Why.
        source: SurrogateError,
    },
    /// A record that does not belong to its simulator.
    #[error("case `{case}`: {source}")]
    Record {
        /// The case.
        case: String,
        /// Why.
        source: RecordError,
    },
    /// The hierarchy cannot be sampled.
    #[error(transparent)]
    Sampling(#[from] NutsError),
    /// Another number of answers than requests.
    #[error("{found} answers to {expected} requests")]
    Answers {
        /// Answers.
        found: usize,
        /// Requests.
        expected: usize,
    },
    /// What the simulator of the caller says.
    #[error("runs could not be simulated")]
    Simulate(E),
}
