//! `righting claims`

use std::path::{Path, PathBuf};

use clap::Args;
use righting_lab::{ClaimVerdict, FailedRun, Plausibility, Unmeasured, fill_ledger};
use righting_report::from_claims;
use righting_scenario::{Scenario, Source};
use righting_store::write_study_file;
use serde::Serialize;

use super::folder::name_of;
use super::study_folder::{StudyArgs, interrupted, write_page};
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, emit, emit_json, runner};

/// Fills in the claims ledger: what the source of a scenario says, held against the record or weighed by runs.
///
/// Claims of what happened are checked against the record; claims of what caused what by runs with and without it,
/// the same people and chances. No verdict is written by hand.
#[derive(Debug, Args)]
pub struct Claims {
    /// A scenario with a claims.toml (see `righting list`), a folder or a file.
    scenario: String,
    /// How often to simulate each change.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    replicates: u32,
    /// Folder of a `righting trial` of this scenario, which then weighs the contested structures.
    #[arg(long, value_name = "DIR")]
    trial: Option<PathBuf>,
    #[command(flatten)]
    study: StudyArgs,
}

/// What is told of a ledger. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told<'a> {
    scenario: &'a str,
    replicates: u32,
    seed: u64,
    folder: &'a Path,
    report: &'a Path,
    claims: Vec<ToldClaim<'a>>,
    /// Replicates that failed; no verdict looks at them.
    failures: &'a [FailedRun],
    left_out: &'a [Unmeasured],
    #[serde(flatten)]
    plausibility: Plausibility,
}

#[derive(Serialize)]
struct ToldClaim<'a> {
    id: &'a str,
    claim: &'a str,
    kind: &'static str,
    contested: bool,
    verdict: &'static str,
    evidence: &'a [String],
}

impl Claims {
    pub fn run(self) -> Result<(), Fail> {
        let source = Source::from_argument(&self.scenario);
        let scenario = Scenario::load(&source, &[])?;
        if scenario.claims.is_empty() {
            let help = "name a file of claims as `records.claims` in its scenario.toml";
            return Err(Fail::input(format!("`{}` has no claims ledger", scenario.id), help));
        }
        let out = self.study.folder(&format!("claims-{}", name_of(&self.scenario)))?;
        let plan = self.study.run_plan(self.replicates);
        let bar = Bar::new(0, "runs");
        let trial = self.trial.as_deref();
        let filled = fill_ledger(
            (&scenario, &source),
            trial,
            plan,
            &out,
            self.study.resume,
            &runner(self.study.threads)?,
            |progress| {
                bar.follow(progress);
            },
        );
        bar.clear();
        let Some(ledger) = filled? else {
            return Err(interrupted("what was run is", &out));
        };
        let page = from_claims(&ledger, &scenario, self.study.seed, u64::from(self.replicates));
        let report = write_page(&out, &page)?;
        let claims = ledger.verdicts.iter().map(ToldClaim::of).collect();
        let told = Told {
            scenario: &scenario.id,
            replicates: self.replicates,
            seed: self.study.seed,
            folder: &out,
            report: &report,
            claims,
            failures: &ledger.failed,
            left_out: &ledger.left_out,
            plausibility: Plausibility::of(&scenario),
        };
        let kept = serde_json::to_vec_pretty(&told).expect("texts and numbers are JSON");
        write_study_file(&out.join("claims.json"), &kept)?;
        if self.study.json {
            emit_json(&told)?;
        } else {
            emit(&format!(
                "{}{}{}{}",
                told.plausibility.text(),
                failed::lines(&ledger.failed),
                super::check::left_out(&ledger.left_out),
                text(&ledger.verdicts, &report)
            ))?;
        }
        failed::verdict(ledger.failed.len() as u64, ledger.asked)
    }
}

impl<'a> ToldClaim<'a> {
    fn of(verdict: &'a ClaimVerdict) -> Self {
        let claim = &verdict.claim;
        Self {
            id: &claim.id,
            claim: &claim.claim,
            kind: claim.kind.name(),
            contested: claim.contested,
            verdict: verdict.standing.name(),
            evidence: &verdict.evidence,
        }
    }
}

fn text(verdicts: &[ClaimVerdict], report: &Path) -> String {
    let mut text = String::new();
    for verdict in verdicts {
        let contested = if verdict.claim.contested { ", contested" } else { "" };
        text.push_str(&format!("{} ({}{contested})\n", verdict.claim.claim, verdict.claim.kind.name()));
        text.push_str(&format!("  {}\n", verdict.standing.name()));
        for evidence in &verdict.evidence {
            text.push_str(&format!("  · {evidence}\n"));
        }
    }
    text.push_str(&format!("{}\n", report.display()));
    text
}
