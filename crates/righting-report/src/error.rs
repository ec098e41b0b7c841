//! Why a page cannot be made.

use std::path::PathBuf;

use righting_lab::LabError;
use righting_scenario::ScenarioError;
use righting_store::StoreError;
use thiserror::Error;

/// Why a report could not be filled.
#[derive(Debug, Error)]
pub enum FromRunError {
    /// A table of the run could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The months after the crisis could not be read.
    #[error(transparent)]
    Recovery(#[from] LabError),
    /// The scenario's boundaries are no JSON.
    #[error("the boundaries of the scenario are no JSON: {0}")]
    Boundaries(#[from] serde_json::Error),
    /// The parts do not fit together.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The run cannot be made again by a scenario and a seed.
    #[error("{} cannot be made live: it was run with {reason}", path.display())]
    NotLive {
        /// Folder of the run.
        path: PathBuf,
        /// What a page could not do again.
        reason: &'static str,
    },
    /// The scenario without private rows is none.
    #[error(transparent)]
    Scenario(#[from] Box<ScenarioError>),
}

impl FromRunError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotLive { .. } => "`righting report` without --live writes its report",
            _ => "the tables are kept; `righting report` tries again",
        }
    }
}

/// Why a report cannot be shown.
#[derive(Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum ReportError {
    /// A column of a series does not have one value per day.
    #[error("series {quantity} of {place}: {column} has {found} values for {days} days")]
    SeriesLength {
        /// Place of the series.
        place: String,
        /// Quantity of the series.
        quantity: String,
        /// Column of the band.
        column: &'static str,
        /// Values found.
        found: usize,
        /// Days of the report.
        days: usize,
    },
    /// A value of a series is not finite; JSON cannot carry it.
    #[error("series {quantity} of {place}: {column} is {value} on {date}")]
    NotFinite {
        /// Place of the series.
        place: String,
        /// Quantity of the series.
        quantity: String,
        /// Column of the band.
        column: &'static str,
        /// Day of the value.
        date: String,
        /// The value.
        value: f64,
    },
    /// Something names a region that the report does not list.
    #[error("{by} names region {region}, which the report does not list")]
    UnknownRegion {
        /// What names it.
        by: String,
        /// The id that was not found.
        region: String,
    },
    /// A series has a quantity that the report does not list.
    #[error("series of {place}: quantity {quantity} is not listed in the report")]
    UnknownQuantity {
        /// Place of the series.
        place: String,
        /// The name that was not found.
        quantity: String,
    },
    /// The id of a section cannot be an anchor, or another part of the page has it.
    #[error("section `{id}`: an id is of small letters, digits and hyphens, and no other part of the page has it")]
    BadSection {
        /// The id.
        id: String,
    },
    /// A column of a line does not have one value per position.
    #[error("figure {figure}: {column} of line {line} has {found} values for {expected} positions")]
    LineLength {
        /// Title of the figure.
        figure: String,
        /// Name of the line.
        line: String,
        /// Column of the line.
        column: &'static str,
        /// Values found.
        found: usize,
        /// Positions.
        expected: usize,
    },
    /// A row of a table does not have one cell per column.
    #[error("table {table}: a row has {found} cells for {expected} columns")]
    RowLength {
        /// Title of the table.
        table: String,
        /// Cells found.
        found: usize,
        /// Columns.
        expected: usize,
    },
    /// A date is not an ISO date.
    #[error("{by}: date {found} is not of the form 2022-01-05")]
    BadDate {
        /// What carries the date.
        by: String,
        /// The text found.
        found: String,
    },
}
