//! The trial of rival accounts: each calibrated to the same record, then weighed.
//!
//! An account is the scenario with some of its contested structures on. Each is sampled by the sampler of `calibrate`
//! with one distance for all, so that their tolerances are the same thing. The evidence of an account is the
//! probability of a run from its prior to come within the common tolerance (approximate Bayesian computation for model
//! choice: Toni and Stumpf 2010, Bioinformatics 26: 104-110; the probability by the ladder of levels, as in subset
//! simulation: Chiachio, Beck, Chiachio and Rus 2014, SIAM J. Sci. Comput. 36: A1339-A1358). Summaries that are not
//! sufficient across models can mislead (Robert, Cornuet, Marin and Pillai 2011, PNAS 108: 15112-15117), which is why the
//! confusion of accounts on simulated records is part of the result.

mod account;
mod confusion;
mod evidence;
mod study;

pub use account::{Account, SWITCHES, accounts};
pub use confusion::Confusion;
pub use evidence::{LogEvidence, Probability, Weighing};
pub use study::{TrialOfAccounts, TriedAccount, TryPlan, try_accounts};
