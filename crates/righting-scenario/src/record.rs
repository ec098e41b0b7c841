//! What really happened: targets to hold a run against, dated events, facts.

use jiff::civil::{Date, Time};
use righting_data::{Imported, Provenance};
use righting_model::Location;
use serde::{Deserialize, Serialize};

/// The record of what happened.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What a run is held against.
    pub targets: Vec<Target>,
    /// File of the targets, as messages name it; empty where there is none.
    pub targets_file: String,
    /// File of the facts, as messages name it; empty where there is none.
    pub facts_file: String,
    /// File of the events, as messages name it; empty where there is none.
    pub events_file: String,
    /// The timeline, in the order of time.
    pub events: Vec<RecordEvent>,
    /// The facts behind both, row by row.
    pub facts: Vec<Fact>,
    /// Where the data of the scenario come from, by file and source.
    pub sources: Vec<DataSource>,
    /// The same column by column, as the scenario's table of sources has it.
    pub provenance: Vec<Provenance>,
}

/// What a target speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum TargetQuantity {
    /// People active at once.
    Active,
    /// People rioting at once.
    Rioting,
    /// Detentions since the start.
    DetainedTotal,
    /// Deaths since the start.
    DeathsTotal,
    /// Regions in which 50 people were active at once since the start.
    RegionsReached,
    /// Regions in which 50 people rioted at once since the start.
    RegionsViolent,
    /// Facilities seized or burned.
    FacilitiesLost,
}

impl TargetQuantity {
    /// Every one of them.
    pub const ALL: [Self; 7] = [
        Self::Active,
        Self::Rioting,
        Self::DetainedTotal,
        Self::DeathsTotal,
        Self::RegionsReached,
        Self::RegionsViolent,
        Self::FacilitiesLost,
    ];

    /// Name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Rioting => "rioting",
            Self::DetainedTotal => "detained_total",
            Self::DeathsTotal => "deaths_total",
            Self::RegionsReached => "regions_reached",
            Self::RegionsViolent => "regions_violent",
            Self::FacilitiesLost => "facilities_lost",
        }
    }
}

/// How a target reads a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Statistic {
    /// Highest value within the dates.
    Peak,
    /// Value at the end of the date.
    Cumulative,
    /// First local date at which 50 people are active, or riot.
    Onset,
}

impl Statistic {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Peak, Self::Cumulative, Self::Onset];

    /// Name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Peak => "peak",
            Self::Cumulative => "cumulative",
            Self::Onset => "onset",
        }
    }
}

/// Interval of the record: both ends where sources disagree, equal ends where they do not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Interval {
    /// Of counts.
    Values {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Of dates, for an onset.
    Dates {
        /// Lower end.
        low: Date,
        /// Upper end.
        high: Date,
    },
}

/// One number of the record that a run is held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Identifier, unique.
    pub id: String,
    /// Line of the file of targets, from 1.
    pub line: usize,
    /// What it speaks about.
    pub quantity: TargetQuantity,
    /// How it is read.
    pub statistic: Statistic,
    /// Where.
    pub place: Location,
    /// Day, or first day.
    pub date: Date,
    /// Last day.
    pub date_end: Date,
    /// What the record says.
    pub interval: Interval,
    /// Counts among the national targets (true) or the local ones (false).
    pub national: bool,
    /// Source.
    pub source: String,
    /// What to know about it.
    pub note: String,
    /// Whether it was drafted from a file of events; then it may have to stay out of reports.
    pub imported: Imported,
}

/// A dated event of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordEvent {
    /// Local date.
    pub date: Date,
    /// Local time, if known.
    pub time: Option<Time>,
    /// Kind, such as `facility_seized`.
    pub kind: String,
    /// One line.
    pub label: String,
    /// Where.
    pub place: Location,
    /// Source.
    pub source: String,
    /// Disputed.
    pub contested: bool,
    /// Whether it was drafted from a file of events; then it may have to stay out of reports.
    pub imported: Imported,
}

/// A row of the facts table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Line of the file of facts, from 1.
    pub line: usize,
    /// Date.
    pub date: Date,
    /// Date of publication, if the source shows it.
    pub published: Option<Date>,
    /// Where, as the source names it.
    pub place: String,
    /// Where, if it is one of the scenario's places or regions.
    pub location: Option<Location>,
    /// Kind, such as `crowd_size`.
    pub kind: String,
    /// Value as written: a number, a word, a time.
    pub value: String,
    /// Unit.
    pub unit: String,
    /// Source.
    pub source: String,
    /// Note.
    pub note: String,
    /// Whether it was drafted from a file of events; then it may have to stay out of reports.
    pub imported: Imported,
}

/// What one source gives to one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataSource {
    /// Columns or rows that it gives.
    pub title: String,
    /// File in the scenario's folder.
    pub file: String,
    /// Licence.
    pub licence: String,
    /// Address, publisher, or how it was made.
    pub origin: String,
}

impl DataSource {
    /// The source of an imported row joins the others, once for each file, source and licence: it is named wherever
    /// what was made of its rows is shown.
    pub(crate) fn join(known: &mut Vec<Self>, file: &str, origin: &str, licence: &str) {
        let same = |one: &Self| one.file == file && one.origin == origin && one.licence == licence;
        if !licence.is_empty() && !known.iter().any(same) {
            let [file, licence, origin] = [file, licence, origin].map(str::to_owned);
            known.push(Self { title: "imported rows".to_owned(), file, licence, origin });
        }
    }

    /// Rows of provenance, one entry for each file and source.
    pub(crate) fn gather(rows: &[Provenance]) -> Vec<Self> {
        let mut gathered: Vec<Self> = Vec::new();
        for row in rows {
            let same = |known: &&mut Self| {
                known.file == row.file && known.origin == row.source && known.licence == row.licence
            };
            match gathered.iter_mut().find(same) {
                Some(known) => known.title = format!("{}, {}", known.title, row.item),
                None => gathered.push(Self {
                    title: row.item.clone(),
                    file: row.file.clone(),
                    licence: row.licence.clone(),
                    origin: row.source.clone(),
                }),
            }
        }
        gathered
    }
}

/// Borders of regions, for maps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Boundaries {
    /// The GeoJSON text.
    pub geojson: String,
}
