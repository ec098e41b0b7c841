//! Comparison: the same people and chances with something changed, pair by pair.
//!
//! Replicate i of every arm has the same seed and number, so it has the same thresholds, gaps and
//! errors of observation; only what the change touches can differ. Differences are taken within
//! pairs, which leaves out most of the chance that separate ensembles would add.

mod arm;
mod paired;
mod parts;
mod reading;

use std::path::Path;

use jiff::civil::Date;
use righting_measure::{Endpoint, Endpoints, order_limit};
use righting_model::{Setup, first_difference};
use righting_runner::{Progress, Runner, restore};
use righting_store::{Manifest, StoredRun, StudyColumn, StudyFolder, StudyManifest, write_study_table};

use crate::crowd::largest_crowd;
use crate::error::LabError;

pub use arm::{Arm, ComparePlan, FailedRun, other_seed};
pub(crate) use arm::{INDEPENDENT, jobs, reseeded};
pub(crate) use paired::below;
pub use paired::{Difference, Share, VarianceRemoved};
pub use parts::compare_part;
pub use reading::{Course, FOLLOWED};

/// Arms beside a base.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// Name of the base.
    pub base: String,
    /// First simulated date.
    pub start: Date,
    /// Seed of every arm.
    pub seed: u64,
    /// Active people at once below which there is order.
    pub order_limit: f64,
    /// The other arms, in the order given.
    pub arms: Vec<ComparedArm>,
    /// Replicates that failed, in the base and the arms.
    pub failed: Vec<FailedRun>,
    /// Residents active at once on the worst day of the worst arm, the base among them: median over replicates.
    pub largest_crowd: f64,
}

/// One arm beside the base.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ComparedArm {
    /// Its name.
    pub name: String,
    /// Pairs of replicates that both succeeded.
    pub pairs: usize,
    /// Pairs of which one failed.
    pub unpaired: usize,
    /// Day on which a table of the two runs first differs, in any pair; `None` if none ever does.
    pub first_difference: Option<u32>,
    /// Pairs whose tables never differ.
    pub identical: usize,
    /// First day on which the scenarios allow a difference; `None` if they are the same.
    pub first_possible: Option<u32>,
    /// Replicates in which order does not return, in the base and in the arm: their days to order are none, and a pair with
    /// such a run is left out of that difference.
    pub never_in_order: [usize; 2],
    /// Arm minus base, by endpoint, over the pairs in which both runs have it: see [`ComparedArm::never_in_order`].
    pub differences: [Option<Difference>; Endpoint::ALL.len()],
    /// What pairing removed of the variance, by endpoint.
    pub variance_removed: [VarianceRemoved; Endpoint::ALL.len()],
    /// Mean difference by day of what is followed.
    pub courses: Vec<Course>,
    /// Beside forks with independent draws, if they were asked for.
    pub forks: Option<Forks>,
    /// Replicates of the pairs, with the endpoints of the base and of the arm.
    pub rows: Vec<(u32, Endpoints, Endpoints)>,
}

/// The same arm with independent draws from a date on.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Forks {
    /// The date.
    pub from: Date,
    /// Day on which a table of the fork and of the base first differs.
    pub first_difference: Option<u32>,
    /// Fork minus base, by endpoint, over the pairs in which both runs have it.
    pub differences: [Option<Difference>; Endpoint::ALL.len()],
    /// Share of the variance of these differences that common draws remove, by endpoint.
    pub variance_removed: [Option<Share>; Endpoint::ALL.len()],
}

impl ComparedArm {
    /// Whether the tables are equal for as long as the scenarios allow no difference.
    pub fn is_identical_until_possible(&self) -> bool {
        match (self.first_difference, self.first_possible) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(found), Some(possible)) => found >= possible,
        }
    }
}

/// Runs a base and other arms into a folder and compares them. `None`: interrupted, to be resumed.
///
/// # Errors
/// When arms do not belong together, a folder cannot be taken, or the disk refuses.
pub fn compare(
    base: &Arm,
    arms: &[Arm],
    plan: &ComparePlan,
    folder: &Path,
    runner: &Runner<'_>,
    progress: impl FnMut(Progress),
) -> Result<Option<Comparison>, LabError> {
    let days = plan.reseed_from.map(|from| arm::shared_days(&base.scenario, from)).transpose()?;
    // Held to the end: one process at a time.
    let study = StudyFolder::open(folder, arm::manifest_of(base, arms, plan), plan.resume)?;
    let Some(runs) = parts::run_arms(base, arms, days, plan, folder, runner, progress)? else { return Ok(None) };
    let limit = order_limit(base.scenario.setup.country.population());
    let names = std::iter::once(base).chain(arms.iter().flat_map(|arm| vec![arm; 1 + usize::from(days.is_some())]));
    let failed = names.zip(&runs).flat_map(|(arm, run)| FailedRun::of(&arm.name, run)).collect();
    let largest_crowd = largest(&runs.iter().collect::<Vec<_>>())?;
    let mut runs = runs.into_iter();
    let Some(base_run) = runs.next() else { return Err(LabError::NoReplicates) };
    let mut compared = Vec::new();
    for arm in arms {
        let run = runs.next().ok_or(LabError::NoReplicates)?;
        let mut row = beside(&arm.name, &base_run, &run, &base.scenario.setup, &arm.scenario.setup, limit)?;
        if let Some(from) = plan.reseed_from {
            let fork = runs.next().ok_or(LabError::NoReplicates)?;
            row.forks = Some(forks(from, &base_run, &fork, &row, limit, plan.run.seed)?);
        }
        compared.push(row);
    }
    let comparison = Comparison {
        base: base.name.clone(),
        start: base.scenario.start,
        seed: plan.run.seed,
        order_limit: limit,
        arms: compared,
        failed,
        largest_crowd,
    };
    comparison.write_table(study.path())?;
    Ok(Some(comparison))
}

/// The folder for a comparison of runs that are stored already.
///
/// # Errors
/// When it holds something else.
pub fn compare_folder(
    base: &StoredRun,
    others: &[(String, StoredRun)],
    folder: &Path,
    resume: bool,
) -> Result<StudyFolder, LabError> {
    let origin = base.manifest();
    let said = |run: &StoredRun| {
        let Manifest { scenario_hash, seed, replicates, .. } = run.manifest();
        format!("{scenario_hash}, seed {seed}, {replicates} replicates")
    };
    let arms = others.iter().enumerate().map(|(at, (_, run))| (format!("run {}", at + 1), said(run)));
    let manifest = StudyManifest {
        kind: "compare".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: origin.scenario.clone(),
        title: origin.title.clone(),
        scenario_hash: origin.scenario_hash.clone(),
        changes: origin.changes.clone(),
        seed: origin.seed,
        plan: arms.chain([("base".to_owned(), said(base))]).collect(),
        files: origin.files.clone(),
        part: None,
    };
    Ok(StudyFolder::open(folder, manifest, resume)?)
}

/// Compares runs that are stored already; the first is the base.
///
/// # Errors
/// When they do not belong together or cannot be read.
pub fn compare_runs(base: (&str, &StoredRun), others: &[(String, StoredRun)]) -> Result<Comparison, LabError> {
    let scenario = restore(base.1)?;
    let limit = order_limit(scenario.setup.country.population());
    let mut arms = Vec::new();
    for (name, run) in others {
        arms.push(beside(name, base.1, run, &scenario.setup, &restore(run)?.setup, limit)?);
    }
    let seed = base.1.manifest().seed;
    let failed = std::iter::once((base.0, base.1)).chain(others.iter().map(|(name, run)| (name.as_str(), run)));
    let failed = failed.flat_map(|(name, run)| FailedRun::of(name, run)).collect();
    let runs: Vec<&StoredRun> = std::iter::once(base.1).chain(others.iter().map(|(_, run)| run)).collect();
    let largest_crowd = largest(&runs)?;
    Ok(Comparison {
        largest_crowd,
        failed,
        base: base.0.to_owned(),
        start: scenario.start,
        seed,
        order_limit: limit,
        arms,
    })
}

/// The largest of the median crowds of runs.
fn largest(runs: &[&StoredRun]) -> Result<f64, LabError> {
    runs.iter().try_fold(0.0, |most, run| Ok(largest_crowd(run)?.max(most)))
}

fn beside(
    name: &str,
    base: &StoredRun,
    other: &StoredRun,
    base_setup: &Setup,
    setup: &Setup,
    limit: f64,
) -> Result<ComparedArm, LabError> {
    let read = reading::read(base, other, limit)?;
    let seed = base.manifest().seed;
    let pairs = Endpoint::ALL.map(|endpoint| -> (Vec<f64>, Vec<f64>) {
        let pair = |row: &(u32, Endpoints, Endpoints)| (row.1[endpoint.index()], row.2[endpoint.index()]);
        read.rows.iter().map(pair).filter(|(a, b)| a.is_finite() && b.is_finite()).unzip()
    });
    Ok(ComparedArm {
        name: name.to_owned(),
        pairs: read.rows.len(),
        unpaired: read.unpaired,
        first_difference: read.first_difference,
        identical: read.identical,
        first_possible: first_difference(base_setup, setup).map(|minute| minute / 1440),
        never_in_order: read.never_in_order,
        differences: pairs.each_ref().map(|(a, b)| Difference::of(a, b)),
        variance_removed: pairs.each_ref().map(|(a, b)| VarianceRemoved::of(a, b, seed)),
        courses: read.courses,
        forks: None,
        rows: read.rows,
    })
}

fn forks(
    from: Date,
    base: &StoredRun,
    fork: &StoredRun,
    arm: &ComparedArm,
    limit: f64,
    seed: u64,
) -> Result<Forks, LabError> {
    let read = reading::read(base, fork, limit)?;
    // Only pairs that all three runs have.
    let has = |number: u32| arm.rows.iter().find(|row| row.0 == number);
    let rows: Vec<(Endpoints, Endpoints, Endpoints)> =
        read.rows.iter().filter_map(|row| has(row.0).map(|arm| (row.1, arm.2, row.2))).collect();
    let columns = Endpoint::ALL.map(|endpoint| {
        let at = endpoint.index();
        let has =
            |row: &&(Endpoints, Endpoints, Endpoints)| [row.0, row.1, row.2].iter().all(|run| run[at].is_finite());
        let rows: Vec<_> = rows.iter().filter(has).collect();
        let column = |of: &dyn Fn(&(Endpoints, Endpoints, Endpoints)) -> f64| -> Vec<f64> {
            rows.iter().map(|row| of(row)).collect()
        };
        (column(&|row| row.0[at]), column(&|row| row.1[at]), column(&|row| row.2[at]))
    });
    Ok(Forks {
        from,
        first_difference: read.first_difference,
        differences: columns.each_ref().map(|(base, _, fork)| Difference::of(base, fork)),
        variance_removed: columns.each_ref().map(|(base, arm, fork)| paired::against_forks(base, arm, fork, seed)),
    })
}

impl Comparison {
    /// Writes `pairs.parquet`: one row per arm, replicate and endpoint. Days to an order that does not return are infinite,
    /// and their difference is NaN.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write_table(&self, folder: &Path) -> Result<(), LabError> {
        let (mut arms, mut replicates, mut endpoints) = (Vec::new(), Vec::new(), Vec::new());
        let (mut base, mut other, mut difference) = (Vec::new(), Vec::new(), Vec::new());
        for arm in &self.arms {
            for (replicate, a, b) in &arm.rows {
                for endpoint in Endpoint::ALL {
                    arms.push(arm.name.clone());
                    replicates.push(*replicate);
                    endpoints.push(endpoint.name().to_owned());
                    base.push(a[endpoint.index()]);
                    other.push(b[endpoint.index()]);
                    // Two infinite ends have no difference.
                    let apart = b[endpoint.index()] - a[endpoint.index()];
                    difference.push(if apart.is_finite() { apart } else { f64::NAN });
                }
            }
        }
        let columns = [
            ("arm", StudyColumn::Text(arms)),
            ("replicate", StudyColumn::Count(replicates)),
            ("endpoint", StudyColumn::Text(endpoints)),
            ("base", StudyColumn::Number(base)),
            ("other", StudyColumn::Number(other)),
            ("difference", StudyColumn::Number(difference)),
        ];
        Ok(write_study_table(&folder.join("pairs.parquet"), &columns)?)
    }

    /// The local date of a simulated day.
    pub fn date(&self, day: u32) -> Date {
        self.start.saturating_add(jiff::Span::new().days(i64::from(day)))
    }
}
