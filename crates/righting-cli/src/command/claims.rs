//! `righting claims`

use std::path::{Path, PathBuf};

use clap::Args;
use righting_lab::{ClaimVerdict, RunPlan, fill_ledger};
use righting_model::{EngineKind, Kernel};
use righting_report::{from_claims, render_study};
use righting_scenario::{Scenario, Source};
use righting_store::write_study_file;
use serde::Serialize;

use super::folder::default_folder;
use crate::fail::Fail;
use crate::terminal::{Bar, emit, emit_json, stop_flag};

/// Fills in the claims ledger: what the source of a scenario says, held against the record or weighed by runs.
///
/// Claims of what happened are checked against the record; claims of what caused what by runs with and without it,
/// the same people and chances. No verdict is written by hand.
#[derive(Debug, Args)]
pub struct Claims {
    /// A scenario with a claims.toml (see `righting list`), a folder or a file.
    scenario: String,
    /// How often to simulate each change.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(20..))]
    replicates: u32,
    /// Seed of all chance.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Worker threads; one per core by default. Results do not depend on it.
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Folder for the runs and the page; `runs/claims-<scenario>` by default, with a number if that is taken.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Goes on with an interrupted ledger.
    #[arg(long)]
    resume: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
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
        let out = self.out.clone();
        let out = out.unwrap_or_else(|| default_folder(&format!("claims-{}", scenario.id), self.resume));
        if out.join("base").exists() && !self.resume {
            return Err(righting_store::StoreError::Exists { path: out }.into());
        }
        let plan = RunPlan {
            replicates: self.replicates,
            seed: self.seed,
            engine: EngineKind::default(),
            threads: self.threads,
            kernel: Kernel::best(),
        };
        let bar = Bar::new(0, "runs");
        let filled = fill_ledger((&scenario, &source), plan, &out, self.resume, stop_flag(), |progress| {
            bar.length(progress.total);
            let failed = if progress.failed > 0 { format!("· {} failed", progress.failed) } else { String::new() };
            bar.at(progress.done, failed);
        });
        bar.clear();
        let Some(verdicts) = filled? else {
            return Err(Fail::Interrupted(format!(
                "interrupted: what was run is kept in {0}; repeat the command with --resume --out {0} to go on",
                out.display()
            )));
        };
        let page = from_claims(&verdicts, &scenario, self.seed, u64::from(self.replicates));
        page.validate().map_err(righting_report::FromRunError::from)?;
        let report = out.join("report.html");
        write_study_file(&report, render_study(&page).as_bytes())?;
        let claims = verdicts.iter().map(ToldClaim::of).collect();
        let told = Told {
            scenario: &scenario.id,
            replicates: self.replicates,
            seed: self.seed,
            folder: &out,
            report: &report,
            claims,
        };
        let kept = serde_json::to_vec_pretty(&told).expect("texts and numbers are JSON");
        write_study_file(&out.join("claims.json"), &kept)?;
        if self.json { emit_json(&told) } else { emit(&text(&verdicts, &report)) }
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
