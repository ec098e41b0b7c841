//! The runs of a comparison: all of them here, or a share of the replicates of each, for [`merge_compare`](crate::merge_compare) to put
//! together.

use std::path::Path;

use righting_runner::{Beginning, Progress, Runner, ShardPlan, Stop, record_shard, record_under};
use righting_store::{Shard, StoredRun, StudyFolder, StudyManifest, StudyPart, bind, release};

use super::arm::{Arm, ComparePlan, FailedRun, jobs, manifest_of, shared_days};
use crate::error::LabError;

/// Runs the base and every arm. `None`: interrupted.
pub(super) fn run_arms(
    base: &Arm,
    arms: &[Arm],
    shared: Option<u32>,
    plan: &ComparePlan,
    folder: &Path,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Option<Vec<StoredRun>>, LabError> {
    let jobs = jobs(base, arms, shared, plan.run.seed);
    let total = u64::from(plan.run.replicates) * jobs.len() as u64;
    let mut runs = Vec::new();
    for (done, (arm, name, start)) in jobs.into_iter().enumerate() {
        let before = done as u64 * u64::from(plan.run.replicates);
        let path = folder.join(&name);
        release(folder, &name)?;
        let beginning = if has_begun(&path, plan) { Beginning::Resume } else { Beginning::New };
        let recorded = record_under(&arm.scenario, start, &plan.run, &path, beginning, runner, |step| {
            let left = step.total - step.done;
            let done = before + u64::from(plan.run.replicates).saturating_sub(left);
            progress(Progress { done, total, failed: step.failed });
        })?;
        match recorded.run {
            Some(run) => {
                bind(folder, &name)?;
                runs.push(run);
            }
            None => return Ok(None),
        }
    }
    Ok(Some(runs))
}

fn has_begun(path: &Path, plan: &ComparePlan) -> bool {
    plan.resume && path.join("run.json").exists()
}

/// Runs a share of the replicates of the base and of every arm, and gives those that failed. `None`: interrupted, to be
/// resumed.
///
/// # Errors
/// As [`compare`](crate::compare()).
pub fn compare_part(
    base: &Arm,
    arms: &[Arm],
    plan: &ComparePlan,
    shard: Shard,
    folder: &Path,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Option<Vec<FailedRun>>, LabError> {
    let shared = plan.reseed_from.map(|from| shared_days(&base.scenario, from)).transpose()?;
    let part = StudyPart { shard, arms: arms.iter().map(|arm| arm.name.clone()).collect() };
    let manifest = StudyManifest { part: Some(part), ..manifest_of(base, arms, plan) };
    // Held to the end: one process at a time.
    let _study = StudyFolder::open(folder, manifest, plan.resume)?;
    let jobs = jobs(base, arms, shared, plan.run.seed);
    let share = shard.share(plan.run.replicates).len() as u64;
    let total = share * jobs.len() as u64;
    let mut failed = Vec::new();
    for (at, (arm, name, start)) in (0..).zip(jobs) {
        let path = folder.join(&name);
        let part = ShardPlan { shard, resume: has_begun(&path, plan) };
        let (summary, statuses) = record_shard(&arm.scenario, start, &plan.run, part, &path, runner, |step| {
            let done = share * at + share.saturating_sub(step.total - step.done);
            progress(Progress { done, total, failed: step.failed });
        })?;
        if summary.stop == Stop::Interrupted {
            return Ok(None);
        }
        failed.extend(FailedRun::among(&arm.name, &statuses));
    }
    Ok(Some(failed))
}
