//! A comparison put together of parts that were run elsewhere.

use std::path::Path;

use jiff::civil::Date;
use righting_model::{EngineKind, Kernel};
use righting_runner::{RunPlan, Runner, restore};
use righting_scenario::Scenario;
use righting_store::{BASE, StoreError, StudyShards};

use crate::compare::{Arm, ComparePlan, Comparison, INDEPENDENT, compare, jobs, reseeded};
use crate::error::LabError;

/// A comparison put together of its parts.
pub struct MergedComparison {
    /// The comparison.
    pub comparison: Comparison,
    /// What the arms are held beside.
    pub base: Scenario,
    /// Replicates of all arms.
    pub asked: u64,
}

/// Makes the comparison of its parts: the bytes of one made in one place. Said again after an interruption, it goes on.
/// `progress` gets the replicates of the arm that is copied.
///
/// # Errors
/// When parts are unfinished or missing, or differ where they overlap; when the disk refuses.
pub fn merge_compare(
    shards: &StudyShards,
    out: &Path,
    runner: &Runner<'_>,
    mut progress: impl FnMut(u32, u32),
) -> Result<MergedComparison, LabError> {
    let manifest = shards.manifest();
    let from: Option<Date> = manifest.plan.get(INDEPENDENT).and_then(|from| from.parse().ok());
    let none = || StoreError::NoShard { path: shards.first().to_owned() };
    let replicates = manifest.plan.get("replicates").and_then(|count| count.parse().ok()).ok_or_else(none)?;
    shards.cover("pair", replicates)?;
    let study = shards.begin(out)?;
    let mut merge = |folder: &str| shards.merge_arm(out, folder, &mut progress);
    let base = merge(BASE)?;
    let mut arms = Vec::new();
    for (number, name) in (1..).zip(shards.arms()) {
        // The name makes the folder, and the folder holds the scenario.
        let folder = Arm::folder_of(number, name);
        arms.push(Arm::numbered(number, name.clone(), restore(&merge(&folder)?)?));
        if from.is_some() {
            merge(&reseeded(&folder))?;
        }
    }
    drop(study);
    let engine = EngineKind::by_name(&base.manifest().engine)
        .ok_or_else(|| LabError::NoEngine { folder: out.to_owned(), found: base.manifest().engine.clone() })?;
    let run = RunPlan { replicates, seed: manifest.seed, engine, kernel: Kernel::best() };
    let plan = ComparePlan { kind: "compare", run, reseed_from: from, resume: true };
    let base = Arm::base(restore(&base)?);
    let asked = jobs(&base, &arms, from.map(|_| 0), run.seed).len() as u64 * u64::from(replicates);
    // Every run is there: nothing is simulated.
    let comparison = compare(&base, &arms, &plan, out, runner, |_| {})?.ok_or_else(LabError::interrupted)?;
    Ok(MergedComparison { comparison, base: base.scenario, asked })
}
