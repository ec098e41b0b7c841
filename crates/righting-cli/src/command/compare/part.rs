//! `righting compare --part`: some replicates of every arm, for `righting merge` to put together.

use std::path::PathBuf;
use std::time::Instant;

use righting_lab::{FailedRun, compare_part};
use righting_report::counted;
use righting_store::Shard;
use serde::Serialize;

use super::Compare;
use crate::command::study_folder::{interrupted, suffix};
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, emit, emit_json, runner};

/// What is told of a part. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told {
    /// Folder of the part.
    comparison: PathBuf,
    part: Shard,
    /// Replicates of every arm of the whole.
    replicates: u32,
    /// The first of this part, and the one after its last.
    from: u32,
    to: u32,
    /// Runs of all arms in this part.
    runs: u64,
    failed: usize,
    failures: Vec<FailedRun>,
    /// Wall time of this session.
    seconds: f64,
}

pub fn run(asked: &Compare, shard: Shard) -> Result<(), Fail> {
    let begun = Instant::now();
    let (base, arms, plan) = asked.planned()?;
    let folder = asked.study.folder(&format!("{}{}", asked.name(), suffix(shard)))?;
    let share = shard.share(asked.replicates);
    let bar = Bar::new(0, "runs");
    let runner = runner(asked.study.threads)?;
    let failed = compare_part(&base, &arms, &plan, shard, &folder, &runner, |progress| bar.follow(progress));
    bar.clear();
    let Some(failures) = failed? else { return Err(interrupted("what was run is", &folder)) };
    let copies = if asked.reseed_from.is_some() { 2 } else { 1 };
    let told = Told {
        comparison: folder,
        part: shard,
        replicates: asked.replicates,
        from: share.start,
        to: share.end,
        runs: share.len() as u64 * (1 + copies * arms.len() as u64),
        failed: failures.len(),
        failures,
        seconds: begun.elapsed().as_secs_f64(),
    };
    if asked.study.json {
        emit_json(&told)?;
    } else {
        let runs = counted(told.runs, "run", "runs");
        emit(&format!(
            "{}part {shard}: {runs}, {:.1} s\n{}\n",
            failed::lines(&told.failures),
            told.seconds,
            told.comparison.display()
        ))?;
    }
    failed::verdict(told.failures.len() as u64, told.runs)
}
