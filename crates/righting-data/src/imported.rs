//! Rows of the record that `righting import` drafted: their mark and licence.

use serde::{Deserialize, Serialize};

use crate::column::{Column, Holds, column, words};
use crate::error::DataError;
use crate::table::Row;

/// Whether a row was drafted from a file of events, and who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Imported {
    /// Written by the author of the scenario.
    #[default]
    No,
    /// Drafted from a file of events; stays out of reports and bundles.
    Private,
    /// Drafted from a file of events; may be shown and handed on.
    Shared,
}

impl Imported {
    /// The word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::No => "",
            Self::Private => "private",
            Self::Shared => "shared",
        }
    }

    /// Whether the row may stand in a report or a bundle.
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Private)
    }
}

const MARKS: [(&str, Imported); 2] = [("private", Imported::Private), ("shared", Imported::Shared)];
const MARK_WORDS: [&str; 2] = words(&MARKS);

/// Column of the licence of a row.
pub(crate) const LICENCE: Column =
    column("licence", Holds::Text, "licence of the row, where `righting import` drafted it").optional();
/// Column of the mark of a row.
pub(crate) const IMPORTED: Column = column(
    "imported",
    Holds::Words(&MARK_WORDS),
    "where `righting import` drafted the row: `private` keeps it out of reports and bundles",
)
.optional();

/// The mark and the licence of a row.
pub(crate) fn imported(row: Row<'_>) -> Result<(Imported, String), DataError> {
    let mark = match row.text("imported") {
        "" => Imported::No,
        _ => row.choice("imported", "mark", &MARKS)?,
    };
    Ok((mark, row.text("licence").to_owned()))
}
