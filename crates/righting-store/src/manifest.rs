//! What a run is: everything that its results depend on, and how each replicate ended.

use std::ops::Range;

use righting_scenario::{Change, File};
use serde::{Deserialize, Serialize};

use crate::shard::Shard;

/// Everything that the results of a run depend on, and what is needed to read them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the program.
    pub version: String,
    /// Identifier of the scenario, such as `kazakhstan-2022`.
    pub scenario: String,
    /// One line on the scenario.
    pub title: String,
    /// Hash of the scenario's files and changes, in hexadecimal.
    pub scenario_hash: String,
    /// Changes made by the caller.
    pub changes: Vec<Change>,
    /// Seed of the ensemble.
    pub seed: u64,
    /// Replicates asked for, numbered from 0.
    pub replicates: u32,
    /// Engine, `sellke` or `oracle`.
    pub engine: String,
    /// From when on chances were others than those of the seed, if they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reseeded: Option<Reseeded>,
    /// The sample from which each replicate took its parameters, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draws: Option<String>,
    /// Which tables the run has.
    pub tables: Tables,
    /// First local date simulated.
    pub start: jiff::civil::Date,
    /// Days simulated: rows per replicate and place.
    pub days: u32,
    /// Months of recovery simulated after the last day; 0 for none.
    #[serde(default)]
    pub recovery_months: u32,
    /// Regions, in the model's order.
    pub regions: Vec<RegionEntry>,
    /// Places, in the model's order.
    pub places: Vec<PlaceEntry>,
    /// The scenario's files as read.
    pub files: Vec<File>,
}

impl Manifest {
    /// The local date of a simulated day; day 0 is [`Manifest::start`].
    pub fn date(&self, day: u32) -> jiff::civil::Date {
        self.start.saturating_add(jiff::Span::new().days(i64::from(day)))
    }

    /// First difference that makes results of the two runs belong to different ensembles, but for the number of
    /// replicates: what, in `self`, in `other`.
    pub(crate) fn difference(&self, other: &Self) -> Option<Difference> {
        unlike("scenario", &self.scenario, &other.scenario, String::clone)
            .or_else(|| unlike("list of changes", &self.changes, &other.changes, |changes| list(changes)))
            .or_else(|| unlike("date of other chances", &self.reseeded, &other.reseeded, from))
            .or_else(|| unlike("seed", &self.seed, &other.seed, u64::to_string))
            .or_else(|| unlike("engine", &self.engine, &other.engine, String::clone))
            .or_else(|| {
                unlike("sample of parameters", &self.draws, &other.draws, |draws| draws.clone().unwrap_or_default())
            })
            .or_else(|| unlike("choice of tables", &self.tables, &other.tables, |tables| tables.name().to_owned()))
            .or_else(|| unlike("program version", &self.version, &other.version, String::clone))
            .or_else(|| files_difference(&self.files, &other.files, &self.scenario_hash, &other.scenario_hash))
            .or_else(|| unlike("number of days", &self.days, &other.days, u32::to_string))
            .or_else(|| {
                let (stored, asked) = (&self.recovery_months, &other.recovery_months);
                unlike("number of months of recovery", stored, asked, u32::to_string)
            })
            .or_else(|| unlike("first day", &self.start, &other.start, jiff::civil::Date::to_string))
            .or_else(|| unlike("number of places", &self.places.len(), &other.places.len(), usize::to_string))
    }
}

fn from(reseeded: &Option<Reseeded>) -> String {
    reseeded.map_or_else(String::new, |Reseeded { from, seed }| format!("{from}, with seed {seed}"))
}

/// Changes in a sentence.
pub(crate) fn list(changes: &[Change]) -> String {
    changes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// What differs between what is stored and what is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) what: String,
    pub(crate) stored: String,
    pub(crate) asked: String,
}

impl Difference {
    pub(crate) fn in_folder(self, path: &std::path::Path) -> crate::error::StoreError {
        let Self { what, stored, asked } = self;
        crate::error::StoreError::Mismatch { path: path.to_owned(), what, stored, asked }
    }
}

/// What two values are, where they are not equal.
pub(crate) fn unlike<T: PartialEq>(
    what: &str,
    stored: &T,
    asked: &T,
    shown: impl Fn(&T) -> String,
) -> Option<Difference> {
    let shown = |value: &T| Some(shown(value)).filter(|text| !text.is_empty()).unwrap_or_else(|| "none".to_owned());
    let difference = || Difference { what: what.to_owned(), stored: shown(stored), asked: shown(asked) };
    (stored != asked).then(difference)
}

/// Where the files of two scenarios differ in what they mean, if their hashes do.
pub(crate) fn files_difference(stored: &[File], asked: &[File], hash: &str, other: &str) -> Option<Difference> {
    if hash == other {
        return None;
    }
    // The first part of a path is the scenario's name or folder, which says nothing of what is in it.
    let inside = |file: &File| file.path.split_once('/').map_or(file.path.clone(), |(_, inside)| inside.to_owned());
    let names = |files: &[File]| files.iter().map(inside).collect::<Vec<_>>().join(", ");
    unlike("list of files", &names(stored), &names(asked), String::clone)
        .or_else(|| {
            stored.iter().zip(asked).find_map(|(stored, asked)| {
                let found = righting_data::first_difference(&inside(stored), &stored.text, &asked.text)?;
                let what = format!("{} in {}", found.place, stored.path);
                Some(Difference { what, stored: found.before, asked: found.after })
            })
        })
        .or_else(|| unlike("scenario hash", &hash, &other, |hash| (*hash).to_owned()))
}

/// A region of the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionEntry {
    /// Identifier in tables.
    pub id: String,
    /// Name for people.
    pub name: String,
}

/// A place of the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceEntry {
    /// Key in tables.
    pub key: u32,
    /// Name for people; names repeat.
    pub name: String,
    /// Index into [`Manifest::regions`].
    pub region: usize,
    /// Residents before the crisis.
    pub population: u32,
}

/// From when on a run has other chances than those of its seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reseeded {
    /// First local date of which the chances are others.
    pub from: jiff::civil::Date,
    /// Their seed.
    pub seed: u64,
}

/// Which tables a run has. `summary`, `events` and `nation` are always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tables {
    /// The nation only.
    Nation,
    /// The nation and its regions.
    Regions,
    /// The nation, its regions and places.
    #[default]
    Places,
}

impl Tables {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Nation, Self::Regions, Self::Places];

    /// Name on the command line and in `run.json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nation => "nation",
            Self::Regions => "regions",
            Self::Places => "places",
        }
    }
}

/// How a replicate stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Status {
    /// Not simulated yet.
    Pending {
        /// Its number.
        replicate: u32,
    },
    /// Simulated to the end.
    Succeeded {
        /// Its number.
        replicate: u32,
        /// Steps taken.
        steps: u32,
        /// Joinings in all.
        joinings: u64,
    },
    /// Ended early.
    Failed {
        /// Its number.
        replicate: u32,
        /// Mechanism in which it ended.
        stage: String,
        /// What happened.
        message: String,
    },
}

impl Status {
    /// Number, stage and reason of a replicate that failed.
    pub fn failure(&self) -> Option<(u32, &str, &str)> {
        match self {
            Self::Failed { replicate, stage, message } => Some((*replicate, stage, message)),
            _ => None,
        }
    }

    /// Number of the replicate.
    pub const fn replicate(&self) -> u32 {
        match self {
            Self::Pending { replicate } | Self::Succeeded { replicate, .. } | Self::Failed { replicate, .. } => {
                *replicate
            }
        }
    }
}

/// Whether the tables of a run are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    Running,
    Complete,
}

/// The content of `run.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunRecord {
    pub(crate) format: u32,
    pub(crate) state: State,
    /// Which replicates of the manifest's the folder has, if not all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shard: Option<Shard>,
    pub(crate) manifest: Manifest,
    pub(crate) replicates: Vec<Status>,
}

impl RunRecord {
    /// The replicates that the folder is for.
    pub(crate) fn share(&self) -> Range<u32> {
        let total = self.manifest.replicates;
        self.shard.map_or(0..total, |shard| shard.share(total))
    }
}

/// Times of a run: the one thing in its folder that does not follow from scenario and seed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// When the folder was made, UTC, ISO 8601.
    pub created: String,
    /// Seconds that its thread spent on each replicate, in their order.
    pub seconds: Vec<f64>,
    /// Seconds spent on merging the tables.
    pub merge_seconds: f64,
}
