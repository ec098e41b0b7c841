//! What became of every row, and what was drafted.

use std::path::PathBuf;

use jiff::civil::Date;
use serde::Serialize;

/// The account of an import. The keys are a promise to scripts.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Account {
    /// Scenario that was written into.
    pub scenario: String,
    /// What became of the rows of each file.
    pub files: Vec<FileAccount>,
    /// First and last day of the scenario that the files cover: within them a day without a row is one without an event.
    pub covered: Option<(Date, Date)>,
    /// Rows that name no region or place of the scenario, by what they name.
    pub unmatched: Vec<Unmatched>,
    /// Rows that could not be read, each with file, line, what was found and what was expected.
    pub unreadable: Vec<String>,
    /// Countries of the rows that are out of the country, and how many rows.
    pub other_countries: Vec<(String, usize)>,
    /// What was drafted into each file of the scenario.
    pub drafted: Vec<Drafted>,
    /// Keys that `[records]` of the scenario file gained.
    pub keys: Vec<String>,
    /// What had to be understood to read the files, and what was not drafted.
    pub notes: Vec<String>,
    /// Files written, or that would be.
    pub written: Vec<PathBuf>,
    /// Whether nothing was written, as asked for.
    pub dry_run: bool,
}

/// What became of the rows of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FileAccount {
    /// The file as it was named.
    pub file: String,
    /// Its form.
    pub form: String,
    /// Name of its source, as the rows bear it.
    pub source: String,
    /// Licence, as the rows bear it.
    pub licence: String,
    /// Rows: the sum of the following.
    pub read: usize,
    /// Rows that became drafts.
    pub used: usize,
    /// Rows whose event stands in another row, which was used.
    pub repeated: usize,
    /// Rows out of the days of the scenario.
    pub outside_days: usize,
    /// Rows of other countries.
    pub outside_country: usize,
    /// Rows of kinds that were not asked for.
    pub other_kinds: usize,
    /// Rows that name no place of the scenario.
    pub unmatched: usize,
    /// Rows that could not be read.
    pub unreadable: usize,
}

/// Rows that name no region or place of the scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unmatched {
    /// File.
    pub file: String,
    /// Their lines.
    pub lines: Vec<usize>,
    /// Region that they name.
    pub region: String,
    /// Place that they name.
    pub place: String,
    /// What they may have meant.
    pub nearest: Option<String>,
}

/// What was drafted into a file of the scenario.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Drafted {
    /// File inside the folder.
    pub file: String,
    /// Rows added.
    pub added: usize,
    /// Rows that stand there as they were drafted.
    pub present: usize,
    /// Rows that stand there and say otherwise; they were kept.
    pub differing: usize,
    /// Rows that said otherwise and were written over.
    pub updated: usize,
    /// Rows that may be shown now, and might not before.
    pub shared: usize,
}

impl Account {
    /// Rows that became drafts.
    pub fn used(&self) -> usize {
        self.files.iter().map(|file| file.used).sum()
    }

    /// Rows that could not be read or placed.
    pub fn lost(&self) -> usize {
        self.files.iter().map(|file| file.unreadable + file.unmatched).sum()
    }
}
