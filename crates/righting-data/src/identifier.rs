//! What rows are named by: numbers of places and identifiers of letters, each of one row only.

use std::collections::BTreeMap;
use std::fmt;

use crate::column::Holds;
use crate::error::{DataError, Problem};
use crate::table::{Row, clip};

/// A place's number: its geonameid, or a small number for the rest of a region. Below 2^24, so that it
/// fits the address of a random draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceId(u32);

impl PlaceId {
    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }

    pub(crate) fn read(row: Row<'_>, column: &str) -> Result<PlaceId, DataError> {
        row.whole(column).map(PlaceId)
    }
}

impl fmt::Display for PlaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What the number of a place may be.
pub(crate) const PLACE_ID: Holds = Holds::Whole { low: 1, high: (1 << 24) - 1 };

/// An identifier of lower-case letters, digits and hyphens.
pub(crate) fn slug(row: Row<'_>, column: &str) -> Result<String, DataError> {
    let text = row.text(column);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if text.is_empty() || !text.chars().all(plain) {
        let problem = Problem::Identifier { found: clip(text), proposed: identifier(text) };
        return Err(row.error(column, problem));
    }
    Ok(text.to_owned())
}

/// The identifier that a name suggests, such as `cote-d-ivoire` for "Côte d'Ivoire".
pub fn identifier(name: &str) -> Option<String> {
    let latin = deunicode::deunicode(&clip(name)).to_lowercase();
    let words = latin.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("-");
    if joined.is_empty() { None } else { Some(joined) }
}

/// Notes an identifier; an error if an earlier row has it.
pub(crate) fn unique<K: Ord + ToString>(
    seen: &mut BTreeMap<K, usize>,
    row: Row<'_>,
    column: &str,
    what: &'static str,
    key: K,
) -> Result<(), DataError> {
    if let Some(first) = seen.get(&key) {
        let problem = Problem::Duplicate { what, found: clip(&key.to_string()), first: *first };
        return Err(row.error(column, problem));
    }
    seen.insert(key, row.line());
    Ok(())
}
