//! What files are, and what reading them gives.

use std::path::PathBuf;

use jiff::civil::Date;
use righting_data::{Act, Count};

use crate::sighting::Sighting;
use crate::views::Month;

/// A file of events.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its path, as the user named it.
    pub path: PathBuf,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What the files of one origin gave.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub sightings: Vec<Sighting>,
    pub months: Vec<Month>,
    /// First and last day of all rows, those of other countries among them.
    pub span: Option<(Date, Date)>,
    /// The latest publication of a row; `None` where a row does not say its own.
    pub latest: Option<Date>,
    /// Whether a row was of a protest or riot anywhere.
    pub has_demonstrations: bool,
    /// Whether one of the country was left out, as its kind was not asked for.
    pub leaves_out_demonstrations: bool,
    /// Rows of the country, of whatever days.
    pub own: usize,
    /// Rows that could not be read.
    pub unreadable: usize,
    /// Rows of the country that name no place of the scenario: they may have been anywhere in it.
    pub missed: Vec<Missed>,
}

/// An event of the country whose place is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Missed {
    pub first: Date,
    pub last: Date,
    pub act: Act,
    pub deaths: Option<Count>,
    pub detained: Option<Count>,
}
