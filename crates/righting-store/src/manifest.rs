//! What a run is: everything that its results depend on, and how each replicate ended.

use serde::{Deserialize, Serialize};

/// Version of the layout of a run folder.
pub const FORMAT: u32 = 3;

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
    /// Changes made by the caller, as `path=value` and `without id`.
    pub changes: Vec<String>,
    /// Seed of the ensemble.
    pub seed: u64,
    /// Replicates asked for, numbered from 0.
    pub replicates: u32,
    /// Engine, `sellke` or `oracle`.
    pub engine: String,
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
    pub files: Vec<FileEntry>,
}

impl Manifest {
    /// The local date of a simulated day; day 0 is [`Manifest::start`].
    pub fn date(&self, day: u32) -> jiff::civil::Date {
        self.start.saturating_add(jiff::Span::new().days(i64::from(day)))
    }

    /// First difference that makes results of the two runs belong to different ensembles, but for the number of
    /// replicates: what, in `self`, in `other`.
    pub(crate) fn difference(&self, other: &Self) -> Option<Difference> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let whole = |one: &dyn Fn(&Self) -> String| (one(self), one(other));
        let pairs = [
            ("scenario", whole(&|m| m.scenario.clone())),
            ("list of changes", whole(&|m| m.changes.join(", "))),
            ("seed", whole(&|m| m.seed.to_string())),
            ("engine", whole(&|m| m.engine.clone())),
            ("sample of parameters", whole(&|m| text(&m.draws))),
            ("choice of tables", whole(&|m| m.tables.name().to_owned())),
            ("program version", whole(&|m| m.version.clone())),
        ];
        first_unequal(pairs)
            .or_else(|| files_difference(&self.files, &other.files, &self.scenario_hash, &other.scenario_hash))
            .or_else(|| {
                first_unequal([
                    ("number of days", whole(&|m| m.days.to_string())),
                    ("number of months of recovery", whole(&|m| m.recovery_months.to_string())),
                    ("first day", whole(&|m| m.start.to_string())),
                    ("number of places", whole(&|m| m.places.len().to_string())),
                ])
            })
    }
}

/// What differs between what is stored and what is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) what: String,
    pub(crate) stored: String,
    pub(crate) asked: String,
}

impl Difference {
    pub(crate) fn in_folder(self, path: &std::path::Path) -> crate::StoreError {
        let Self { what, stored, asked } = self;
        crate::StoreError::Mismatch { path: path.to_owned(), what, stored, asked }
    }
}

/// The first of the pairs that are not equal.
pub(crate) fn first_unequal<'a>(pairs: impl IntoIterator<Item = (&'a str, (String, String))>) -> Option<Difference> {
    let shown = |text: String| if text.is_empty() { "none".to_owned() } else { text };
    let (what, (stored, asked)) = pairs.into_iter().find(|(_, (stored, asked))| stored != asked)?;
    Some(Difference { what: what.to_owned(), stored: shown(stored), asked: shown(asked) })
}

/// Where the files of two scenarios differ in what they mean, if their hashes do.
pub(crate) fn files_difference(
    stored: &[FileEntry],
    asked: &[FileEntry],
    hash: &str,
    other: &str,
) -> Option<Difference> {
    if hash == other {
        return None;
    }
    // The first part of a path is the scenario's name or folder, which says nothing of what is in it.
    let inside =
        |file: &FileEntry| file.path.split_once('/').map_or(file.path.clone(), |(_, inside)| inside.to_owned());
    let names = |files: &[FileEntry]| files.iter().map(inside).collect::<Vec<_>>().join(", ");
    first_unequal([("list of files", (names(stored), names(asked)))])
        .or_else(|| {
            stored.iter().zip(asked).find_map(|(stored, asked)| {
                let found = righting_data::first_difference(&inside(stored), &stored.text, &asked.text)?;
                let what = format!("{} in {}", found.place, stored.path);
                Some(Difference { what, stored: found.before, asked: found.after })
            })
        })
        .or_else(|| first_unequal([("scenario hash", (hash.to_owned(), other.to_owned()))]))
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

/// A file of the scenario, as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Scenario and path inside its folder.
    pub path: String,
    /// Its text.
    pub text: String,
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
    pub(crate) manifest: Manifest,
    pub(crate) replicates: Vec<Status>,
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
