//! Inputs held against each other: what two of them say of one thing must fit together. A contradiction is an error;
//! a doubt is a warning that names both.

mod dates;

use super::records::Sheets;
use super::{Desk, Land};
use crate::location::Location;
use crate::record::Record;
use crate::warning::Warning;

/// Doubts of one kind that are told one by one; more of them are one pattern.
const MOST_ALIKE: usize = 3;

/// Two inputs that are held against each other, and what is said when they do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pair {
    /// Name of the error or warning.
    pub kind: &'static str,
    /// One input.
    pub first: &'static str,
    /// The other.
    pub second: &'static str,
    /// When it is said, and how.
    pub rule: &'static str,
}

/// Raises the warnings of a scenario whose parts are right each by itself.
pub(crate) fn doubts(desk: &Desk<'_>, land: &Land, record: &Record, sheets: &Sheets) {
    dates::record(desk, land, record, sheets);
}

impl Desk<'_> {
    /// Doubts of one pair: a few are told one by one, many as one pattern of which the first stands as the example.
    fn doubt(&self, pair: &Pair, found: Vec<(Location, String)>, help: &str, pattern: impl FnOnce(usize) -> String) {
        let count = found.len();
        for (index, (at, message)) in found.into_iter().enumerate() {
            if count <= MOST_ALIKE {
                self.warn(Warning::new(pair.kind, at, message).help(help));
            } else if index == 0 {
                self.warn(Warning::new(pair.kind, at, format!("{}; the first: {message}", pattern(count))).help(help));
                return;
            }
        }
    }
}
