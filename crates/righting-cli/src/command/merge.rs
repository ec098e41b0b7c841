//! `righting merge`

use std::path::{Path, PathBuf};

use clap::Args;
use righting_lab::{
    FailedRun, MergedComparison, MergedTrials, Outputs, check_if_recorded, merge_compare, merge_trials, restore,
};
use righting_report::counted;
use righting_store::{StudyShards, merge_shards};
use serde::Serialize;

use super::compare::Compared;
use super::report::write_report;
use super::sweep;
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, emit, emit_json, runner};

/// Makes one run, sweep or comparison of the parts that `--part` made, on this machine or on others.
///
/// It has the same bytes as one made in one place, and tells what that tells. Parts of another, and replicates or sets that
/// no part has or that differ between two parts, are refused by name. Said again after an interruption, it goes on.
#[derive(Debug, Args)]
pub struct Merge {
    /// Folder for the whole.
    out: PathBuf,
    /// Folders of the parts, in any order.
    #[arg(required = true, value_name = "PART")]
    parts: Vec<PathBuf>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
    /// Writes no report.
    #[arg(long)]
    no_report: bool,
}

/// What is told of a merged run. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told {
    run: PathBuf,
    report: Option<PathBuf>,
    parts: usize,
    replicates: u32,
    succeeded: usize,
    failed: usize,
    failures: Vec<FailedRun>,
    /// Targets inside the band, and targets held against the run; `null` where the scenario has no record.
    inside: Option<u64>,
    targets: Option<u64>,
}

impl Merge {
    pub fn run(self) -> Result<(), Fail> {
        let is_study = |path: &Path| path.join("study.json").is_file();
        if !self.parts.iter().any(|path| is_study(path)) {
            return self.runs();
        }
        let shards = StudyShards::open(&self.out, &self.parts)?;
        match shards.manifest().kind.as_str() {
            "compare" => self.comparison(&shards),
            _ => self.sweep(&shards),
        }
    }

    fn runs(self) -> Result<(), Fail> {
        let bar = Bar::new(0, "replicates");
        let merged = merge_shards(&self.out, &self.parts, |done, total| {
            bar.length(u64::from(total));
            bar.at(u64::from(done), String::new());
        });
        bar.clear();
        let run = merged?;
        let failures = FailedRun::of("", &run);
        let replicates = run.manifest().replicates;
        if run.succeeded() == 0 {
            return failed::verdict(failures.len() as u64, u64::from(replicates));
        }
        let scenario = restore(&run)?;
        let check = check_if_recorded(&run, &scenario)?;
        let report = if self.no_report { None } else { Some(write_report(&run, &scenario, check.as_ref(), false)?) };
        let told = Told {
            run: run.path().to_owned(),
            report,
            parts: self.parts.len(),
            replicates,
            succeeded: run.succeeded(),
            failed: run.failed(),
            failures,
            inside: check.as_ref().map(|check| check.inside),
            targets: check.as_ref().map(|check| check.total),
        };
        if self.json {
            emit_json(&told)?;
        } else {
            let parts = counted(told.parts as u64, "part", "parts");
            let whole = counted(u64::from(replicates), "replicate", "replicates");
            let verdict = check.as_ref().map_or_else(String::new, super::check::verdict);
            let path = told.report.as_deref().unwrap_or(&told.run).display();
            emit(&format!("{}{verdict}{whole} of {parts}\n{path}\n", failed::lines(&told.failures)))?;
        }
        failed::verdict(told.failures.len() as u64, u64::from(replicates))
    }

    fn comparison(self, shards: &StudyShards) -> Result<(), Fail> {
        let bar = Bar::new(0, "replicates");
        let merged = merge_compare(shards, &self.out, &runner(0)?, |done, total| {
            bar.length(u64::from(total));
            bar.at(u64::from(done), String::new());
        });
        bar.clear();
        let MergedComparison { comparison, base, asked } = merged?;
        Compared { comparison, base, folder: self.out, asked }.tell(self.no_report, self.json)
    }

    fn sweep(self, shards: &StudyShards) -> Result<(), Fail> {
        let bar = Bar::new(0, "runs");
        let merged = merge_trials(shards, &self.out, |done, total| {
            bar.length(total);
            bar.at(done, String::new());
        });
        bar.clear();
        let MergedTrials { parameters, sets, rows, scenario } = merged?;
        let told = sweep::Told::of(&scenario, &self.out, None, parameters, sets, &rows);
        told.tell(&rows, &Outputs::of(&scenario), self.json)
    }
}
