//! `righting run --part`: some replicates of a run, for `righting merge` to put together.

use std::ops::Range;
use std::path::PathBuf;
use std::time::Instant;

use righting_lab::{FailedRun, RunPlan, ShardPlan, Stop, record_shard};
use righting_model::Start;
use righting_report::counted;
use righting_scenario::{Scenario, Warning};
use righting_store::Shard;
use serde::Serialize;

use super::Run;
use crate::command::folder::{default_folder, name_of};
use crate::command::study_folder::{interrupted, suffix};
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, emit, emit_json, runner};

/// What is told of a part. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told {
    /// Folder of the part.
    run: PathBuf,
    part: Shard,
    /// Replicates of the whole run.
    replicates: u32,
    /// The first of this part, and the one after its last.
    from: u32,
    to: u32,
    succeeded: usize,
    failed: usize,
    failures: Vec<FailedRun>,
    /// Wall time of this session.
    seconds: f64,
    warnings: Vec<Warning>,
}

pub fn run(asked: &Run, scenario: &Scenario, shard: Shard) -> Result<(), Fail> {
    let begun = Instant::now();
    let plan = asked.plan()?;
    let name = || format!("{}{}", name_of(&asked.scenario.scenario), suffix(shard));
    let folder = asked.out.clone().map_or_else(|| default_folder(&name(), asked.resume), Ok)?;
    let Range { start: from, end: to } = shard.share(plan.replicates);
    let runner = runner(asked.threads)?;
    if from < to {
        asked.tell_cost(scenario, &RunPlan { replicates: to - from, ..plan }, &runner);
    }
    let bar = Bar::new(u64::from(to - from), "runs");
    let part = ShardPlan { shard, resume: asked.resume };
    let recorded = record_shard(scenario, Start::Rest, &plan, part, &folder, &runner, |at| bar.follow(at));
    bar.clear();
    let (summary, statuses) = recorded?;
    if summary.stop == Stop::Interrupted {
        return Err(interrupted("what was run is", &folder));
    }
    let failures = FailedRun::among("", &statuses);
    let told = Told {
        run: folder,
        part: shard,
        replicates: plan.replicates,
        from,
        to,
        succeeded: statuses.len() - failures.len(),
        failed: failures.len(),
        failures,
        seconds: begun.elapsed().as_secs_f64(),
        warnings: scenario.warnings.clone(),
    };
    if asked.json {
        emit_json(&told)?;
    } else {
        let share = counted(u64::from(to - from), "replicate", "replicates");
        emit(&format!(
            "{}part {shard}: {share} of {}, {:.1} s\n{}\n",
            failed::lines(&told.failures),
            plan.replicates,
            told.seconds,
            told.run.display()
        ))?;
    }
    failed::verdict(told.failures.len() as u64, u64::from(to - from))
}
