//! What a run is: everything that its results depend on, and how each replicate ended.

use serde::{Deserialize, Serialize};

/// Version of the layout of a run folder.
pub const FORMAT: u32 = 2;

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

    /// First difference that makes results of the two runs belong to different ensembles:
    /// what, in `self`, in `other`.
    pub(crate) fn difference(&self, other: &Self) -> Option<(&'static str, String, String)> {
        let pairs = [
            ("scenario", self.scenario.clone(), other.scenario.clone()),
            ("list of changes", self.changes.join(", "), other.changes.join(", ")),
            ("scenario hash", self.scenario_hash.clone(), other.scenario_hash.clone()),
            ("seed", self.seed.to_string(), other.seed.to_string()),
            ("number of replicates", self.replicates.to_string(), other.replicates.to_string()),
            ("engine", self.engine.clone(), other.engine.clone()),
            ("sample of parameters", self.draws.clone().unwrap_or_default(), other.draws.clone().unwrap_or_default()),
            ("choice of tables", self.tables.name().to_owned(), other.tables.name().to_owned()),
            ("number of days", self.days.to_string(), other.days.to_string()),
            ("number of months of recovery", self.recovery_months.to_string(), other.recovery_months.to_string()),
            ("first day", self.start.to_string(), other.start.to_string()),
            ("number of places", self.places.len().to_string(), other.places.len().to_string()),
            ("program version", self.version.clone(), other.version.clone()),
        ];
        pairs.into_iter().find(|(_, ours, theirs)| ours != theirs).map(|(what, ours, theirs)| {
            let shown = |text: String| if text.is_empty() { "none".to_owned() } else { text };
            (what, shown(ours), shown(theirs))
        })
    }
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
