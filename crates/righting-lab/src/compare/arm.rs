//! The arms of a comparison, and what it depends on.

use jiff::civil::Date;
use righting_model::Start;
use righting_runner::RunPlan;
use righting_scenario::Scenario;
use righting_store::{ARM, BASE, Status, StoredRun, StudyManifest};

use crate::error::LabError;
use crate::future::Future;
use crate::study::manifest;

/// A scenario under a name.
#[derive(Clone)]
pub struct Arm {
    /// Name in tables and charts.
    pub name: String,
    /// Folder of its run within the comparison.
    pub folder: String,
    /// What is run.
    pub scenario: Scenario,
}

impl Arm {
    /// The arm that the others are held against.
    pub fn base(scenario: Scenario) -> Self {
        Self { name: "base".to_owned(), folder: BASE.to_owned(), scenario }
    }

    /// The arm of a number, from 1. Two names may have one slug, and a long one is no name of a folder.
    pub fn numbered(number: usize, name: String, scenario: Scenario) -> Self {
        Self { folder: Self::folder_of(number, &name), name, scenario }
    }

    /// The folder of the arm of a number, which its name makes.
    pub(crate) fn folder_of(number: usize, name: &str) -> String {
        let future = Future { name: name.to_owned(), changes: Vec::new() };
        format!("{number}-{}", future.slug().chars().take(60).collect::<String>())
    }
}

/// How to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComparePlan {
    /// Command that compares.
    pub kind: &'static str,
    /// Replicates, seed and engine of every arm.
    pub run: RunPlan,
    /// From the beginning of this date on a copy of each arm has independent draws, which tells how much
    /// variance forks of one history without common chances would have.
    pub reseed_from: Option<Date>,
    /// Whether runs that are in the folder already go on.
    pub resume: bool,
}

/// The seed of the days after a date from which chances are no longer shared.
pub const fn other_seed(seed: u64) -> u64 {
    seed ^ 0x9E37_79B9_7F4A_7C15
}

/// A run of a comparison: its arm, its folder within the comparison, and how it begins.
pub(crate) type Job<'a> = (&'a Arm, String, Start);

/// The base and every arm, each followed by its copy with independent draws where there is to be one.
pub(crate) fn jobs<'a>(base: &'a Arm, arms: &'a [Arm], shared: Option<u32>, seed: u64) -> Vec<Job<'a>> {
    let mut jobs = vec![(base, base.folder.clone(), Start::Rest)];
    for arm in arms {
        jobs.push((arm, arm.folder.clone(), Start::Rest));
        if let Some(days) = shared {
            jobs.push((arm, reseeded(&arm.folder), Start::Reseeded { days, seed: other_seed(seed) }));
        }
    }
    jobs
}

/// The folder of the copy of an arm.
pub(crate) fn reseeded(folder: &str) -> String {
    format!("{folder}-reseeded")
}

/// Entry of the plan that says from when on a copy of each arm has independent draws.
pub(crate) const INDEPENDENT: &str = "independent draws from";

/// What a comparison depends on.
pub(super) fn manifest_of(base: &Arm, arms: &[Arm], plan: &ComparePlan) -> StudyManifest {
    let from = plan.reseed_from.map_or_else(|| "never".to_owned(), |from| from.to_string());
    let mut entries = vec![
        ("replicates".to_owned(), plan.run.replicates.to_string()),
        ("engine".to_owned(), plan.run.engine.name().to_owned()),
        (INDEPENDENT.to_owned(), from),
        ("arms".to_owned(), arms.len().to_string()),
    ];
    entries.extend(arms.iter().map(|arm| (format!("{ARM}{}", arm.folder), arm.scenario.hash.clone())));
    manifest(&base.scenario, plan.kind, plan.run.seed, entries.into_iter().collect())
}

/// Days before a date.
pub(super) fn shared_days(scenario: &Scenario, from: Date) -> Result<u32, LabError> {
    let last = scenario.date(scenario.setup.days.saturating_sub(1));
    match scenario.day(from) {
        Some(day) if from <= last => Ok(day),
        _ => Err(LabError::OutsideRun { date: from, first: scenario.start, last }),
    }
}

/// A replicate that failed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FailedRun {
    /// Arm, future or ensemble that it belongs to; empty where there is one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// Its number.
    pub replicate: u32,
    /// Mechanism in which it ended.
    pub stage: String,
    /// What happened.
    pub message: String,
}

impl FailedRun {
    /// Those of a stored run.
    pub fn of(name: &str, run: &StoredRun) -> Vec<Self> {
        Self::among(name, run.statuses())
    }

    /// Those among replicates.
    pub fn among(name: &str, statuses: &[Status]) -> Vec<Self> {
        let failed = |(replicate, stage, message): (u32, &str, &str)| Self {
            of: name.to_owned(),
            replicate,
            stage: stage.to_owned(),
            message: message.to_owned(),
        };
        statuses.iter().filter_map(Status::failure).map(failed).collect()
    }
}
