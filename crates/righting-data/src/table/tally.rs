//! What was understood while a table was read, counted by kind, so that fifty thousand decimal commas are one note.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::note::Note;

/// A kind of thing that is read though it is not in the plain form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Understood {
    Delimiter,
    HeaderName,
    IndexColumn,
    EmptyColumns,
    EmptyRows,
    DecimalComma,
    Grouped,
    ZeroFraction,
    Date,
    Word,
    Flag,
    UnusualWord,
    Crowd,
    NoRows,
    Source,
}

impl Understood {
    /// The note of `count` instances, of which `first` was the first.
    fn message(self, count: usize, first: &str) -> String {
        let instances = if count == 1 { first.to_owned() } else { format!("{count}, the first {first}") };
        match self {
            Self::Delimiter => format!("fields are set apart by {first}"),
            Self::HeaderName => format!("a column named nearly as it should be: {instances}"),
            Self::IndexColumn => "the first column has no name and counts the rows: passed over".to_owned(),
            Self::EmptyColumns => "empty columns at the right: passed over".to_owned(),
            Self::EmptyRows => format!("empty rows: {count}, passed over"),
            Self::DecimalComma => format!("numbers with a decimal comma: {instances}"),
            Self::Grouped => format!("numbers with thousands set apart: {instances}"),
            Self::ZeroFraction => format!("whole numbers written with a fraction of zero: {instances}"),
            Self::Date => format!("dates not written year-month-day: {instances}"),
            Self::Word => format!("a word in another spelling: {instances}"),
            Self::Flag => format!("a word for 0 or 1: {instances}"),
            Self::UnusualWord => format!("a word that is not among the usual ones: {instances}"),
            Self::Crowd => format!("crowds whose size is no number, taken as unknown: {instances}"),
            Self::NoRows => "a header without rows: as if the file were not named".to_owned(),
            Self::Source => first.to_owned(),
        }
    }
}

/// Counts by kind, with the first instance of each.
#[derive(Debug, Default)]
pub(crate) struct Tally(RefCell<BTreeMap<Understood, (usize, usize, String)>>);

impl Tally {
    /// One more; `first` is asked for line and wording only of the first of its kind.
    pub fn add(&self, kind: Understood, first: impl FnOnce() -> (usize, String)) {
        let mut seen = self.0.borrow_mut();
        let entry = seen.entry(kind).or_insert_with(|| {
            let (line, words) = first();
            (0, line, words)
        });
        entry.0 += 1;
    }

    /// The notes, in the order of lines.
    pub fn notes(&self, file: &str) -> Vec<Note> {
        let seen = self.0.borrow();
        let mut notes: Vec<Note> = seen
            .iter()
            .map(|(kind, (count, line, first))| Note::new(file, *line, kind.message(*count, first)))
            .collect();
        notes.sort_by_key(|note| note.line);
        notes
    }
}
