//! The claims ledger filled in: each claim of a scenario's source held against the record, or weighed by runs.
//!
//! Runs weigh a claim at the parameters of the scenario: with and without what the claim speaks of, the same
//! people and chances. That shows what the model makes of it, not what the world would have done.

mod record;
mod runs;
mod tried;

use std::path::Path;

use righting_runner::{Progress, RunPlan, Runner};
use righting_scenario::{Claim, ClaimKind, ClaimTest, Scenario, Source};

use crate::compare::FailedRun;
use crate::error::LabError;
use crate::measure::{Unmeasured, measured};

/// A ledger filled in.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Ledger {
    /// A verdict for each claim, in the order of the scenario.
    pub verdicts: Vec<ClaimVerdict>,
    /// Replicates that succeeded with and without every change; `None` where no claim needs runs, so that none were made.
    pub complete: Option<usize>,
    /// Replicates that were run.
    pub asked: u64,
    /// Replicates that failed; no verdict looks at them.
    pub failed: Vec<FailedRun>,
    /// Targets that no score of a claim could look at, and why.
    pub left_out: Vec<Unmeasured>,
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ClaimVerdict {
    /// The claim.
    pub claim: Claim,
    /// The verdict.
    pub standing: Standing,
    /// The quantities that it rests on, a sentence for each test.
    pub evidence: Vec<String>,
}

/// A verdict in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The record says the same.
    Agrees,
    /// The record says something else.
    Contradicted,
    /// One part holds, another does not.
    InPart,
    /// The runs go the way the claim says, beyond the error of the runs.
    Favoured,
    /// The runs go the other way, beyond their error.
    Disfavoured,
    /// The runs differ by no more than their error.
    Undecided,
    /// What sources give has room for the claim and for its contrary.
    LeftOpen,
    /// What was foretold came.
    CameTrue,
    /// What was foretold did not come.
    DidNotCome,
    /// Nothing at hand tests it.
    NotTestable,
}

impl Standing {
    /// Name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agrees => "agrees with the record",
            Self::Contradicted => "contradicted by the record",
            Self::InPart => "holds in part",
            Self::Favoured => "favoured by the model",
            Self::Disfavoured => "disfavoured by the model",
            Self::Undecided => "undecided by the model",
            Self::LeftOpen => "left open by the record",
            Self::CameTrue => "came true",
            Self::DidNotCome => "did not come true",
            Self::NotTestable => "not testable",
        }
    }

    fn of(kind: ClaimKind, found: &[Found]) -> Self {
        let all = |holds: Holds| found.iter().all(|found| found.holds == holds);
        let any = |holds: Holds| found.iter().any(|found| found.holds == holds);
        if found.is_empty() || all(Holds::Unknown) {
            return Self::NotTestable;
        }
        if any(Holds::Yes) && any(Holds::No) {
            return Self::InPart;
        }
        if any(Holds::Within) {
            return if kind == ClaimKind::Mechanism { Self::Undecided } else { Self::LeftOpen };
        }
        match (kind, any(Holds::Yes)) {
            (ClaimKind::Mechanism, true) => Self::Favoured,
            (ClaimKind::Mechanism, false) => Self::Disfavoured,
            (ClaimKind::Forecast, true) => Self::CameTrue,
            (ClaimKind::Forecast, false) => Self::DidNotCome,
            (_, true) => Self::Agrees,
            (_, false) => Self::Contradicted,
        }
    }
}

/// What one test found.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    holds: Holds,
    says: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Yes,
    No,
    /// No more than the error of the runs, or between what sources give.
    Within,
    /// Nothing to hold it against.
    Unknown,
}

impl Holds {
    const fn when(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// Fills in the ledger of a scenario, which was read from `source`; runs go into `folder`. Contested structures are weighed by
/// the trial of accounts in the folder `trial`, if there is one, else by runs with and without them. `None`: interrupted,
/// to be resumed.
///
/// # Errors
/// When a claim names something that the scenario lacks, the trial is none of this scenario, or the disk refuses.
pub fn fill_ledger(
    (scenario, source): (&Scenario, &Source),
    trial: Option<&Path>,
    plan: RunPlan,
    folder: &Path,
    resume: bool,
    runner: &Runner<'_>,
    progress: impl FnMut(Progress),
) -> Result<Option<Ledger>, LabError> {
    let tried = trial.map(|folder| tried::Tried::read(folder, scenario)).transpose()?;
    let to_run = |test: &&ClaimTest| tried.is_none() || !matches!(test, ClaimTest::Hypothesis { .. });
    let tests = scenario.claims.iter().flat_map(|claim| &claim.tests).filter(to_run);
    let Some(weighed) = runs::weigh((scenario, source), tests, plan, folder, resume, runner, progress)? else {
        return Ok(None);
    };
    let found = |claim: &Claim, test: &ClaimTest| match (test, &tried) {
        (ClaimTest::Hypothesis { switch }, Some(tried)) => tried.found(switch, &claim.id),
        (ClaimTest::Compare { .. } | ClaimTest::Hypothesis { .. }, _) => weighed.found(test, &claim.id),
        _ => record::found(scenario, test, &claim.id),
    };
    let verdict = |claim: &Claim| {
        let found = claim.tests.iter().map(|test| found(claim, test)).collect::<Result<Vec<_>, _>>()?;
        let standing = Standing::of(claim.kind, &found);
        let evidence = found.into_iter().map(|found| found.says).collect();
        Ok(ClaimVerdict { claim: claim.clone(), standing, evidence })
    };
    let verdicts = scenario.claims.iter().map(verdict).collect::<Result<Vec<_>, LabError>>()?;
    Ok(Some(Ledger {
        verdicts,
        complete: weighed.complete(),
        asked: weighed.arms() * u64::from(plan.replicates),
        failed: weighed.failed(),
        left_out: measured(scenario).1,
    }))
}

/// What the claims of a scenario name that it lacks, or change so that it cannot be read, each with the claim's name: all of
/// it, and nothing is run.
pub fn claim_faults(scenario: &Scenario, source: &Source) -> Vec<(String, LabError)> {
    let faults = |claim: &Claim, test: &ClaimTest| -> Option<LabError> {
        match test {
            ClaimTest::Compare { .. } | ClaimTest::Hypothesis { .. } => runs::fault(source, test, &claim.id),
            _ => record::found(scenario, test, &claim.id).err(),
        }
    };
    let tests = scenario.claims.iter().flat_map(|claim| claim.tests.iter().map(move |test| (claim, test)));
    tests.filter_map(|(claim, test)| Some((claim.id.clone(), faults(claim, test)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_needs_every_test() {
        let found = |holds: &[Holds]| -> Vec<Found> {
            holds.iter().map(|&holds| Found { holds, says: String::new() }).collect()
        };
        for (kind, holds, standing) in [
            (ClaimKind::Record, &[Holds::Yes, Holds::Yes][..], Standing::Agrees),
            (ClaimKind::Record, &[Holds::No], Standing::Contradicted),
            (ClaimKind::Record, &[Holds::Yes, Holds::No], Standing::InPart),
            (ClaimKind::Mechanism, &[Holds::Yes], Standing::Favoured),
            (ClaimKind::Mechanism, &[Holds::Yes, Holds::Within], Standing::Undecided),
            (ClaimKind::Mechanism, &[Holds::No], Standing::Disfavoured),
            (ClaimKind::Forecast, &[Holds::Yes], Standing::CameTrue),
            (ClaimKind::Forecast, &[Holds::No], Standing::DidNotCome),
            (ClaimKind::Record, &[Holds::Yes, Holds::Within], Standing::LeftOpen),
            (ClaimKind::Judgement, &[Holds::Unknown], Standing::NotTestable),
            (ClaimKind::Judgement, &[], Standing::NotTestable),
        ] {
            assert_eq!(Standing::of(kind, &found(holds)), standing, "{kind:?} {holds:?}");
        }
    }
}
