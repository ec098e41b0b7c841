//! Where every number comes from, `sources.csv`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::column::{Form, Holds, column, words};
use crate::error::DataError;
use crate::identifier::unique;
use crate::note::Noted;
use crate::table::Table;

/// How a number came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// Stands in a source.
    Read,
    /// Computed from sources by code that ships.
    Derived,
    /// Chosen here, with a prior.
    Assumed,
    /// Found by fitting to the record.
    Fitted,
}

impl Mark {
    /// The word in files.
    pub fn name(self) -> &'static str {
        MARKS.iter().find(|(_, mark)| *mark == self).map_or("", |(name, _)| name)
    }
}

const MARKS: [(&str, Mark); 4] =
    [("read", Mark::Read), ("derived", Mark::Derived), ("assumed", Mark::Assumed), ("fitted", Mark::Fitted)];

/// The provenance of a column of a file, or of one row or parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// File of the scenario.
    pub file: String,
    /// Column, or identifier of a row or a parameter.
    pub item: String,
    /// Where it comes from.
    pub source: String,
    /// Licence of the source.
    pub licence: String,
    /// How it came to be.
    pub mark: Mark,
    /// The prior of an assumption, or how it was read or derived.
    pub note: String,
}

const MARK_WORDS: [&str; 4] = words(&MARKS);

/// `sources.csv` as declared.
pub(crate) const SOURCES: Form = Form::new(
    "sources.csv",
    "Where every number comes from. The key `[records] sources` names it.",
    &[
        column("file", Holds::Text, "file of the scenario"),
        column("column_or_id", Holds::Text, "column, or identifier of a row or a parameter; `all` for the whole file"),
        column("source", Holds::Text, "where it comes from"),
        column("licence", Holds::Text, "licence of the source"),
        column("mark", Holds::Words(&MARK_WORDS), "how it came to be"),
        column(
            "prior_or_note",
            Holds::Text,
            "the prior or reason of an assumption, which must stand, or how it was read",
        )
        .or_empty(),
    ],
);

/// Reads `sources.csv`. An assumption must state its prior or its reason.
pub fn read_sources(bytes: &[u8], file: &str) -> Result<Noted<Vec<Provenance>>, DataError> {
    let table = Table::of(bytes, file, &SOURCES)?;
    let mut seen = BTreeMap::new();
    let sources = table.rows().map(|row| {
        let (of_file, item) = (row.name("file")?, row.name("column_or_id")?);
        unique(&mut seen, row, "column_or_id", "entry", format!("{of_file}:{item}"))?;
        let mark = row.choice("mark", "mark", &MARKS)?;
        let note = row.text("prior_or_note");
        if mark == Mark::Assumed && note.is_empty() {
            return Err(row.unexpected("prior_or_note", "the prior or the reason of an assumption"));
        }
        Ok(Provenance {
            file: of_file.to_owned(),
            item: item.to_owned(),
            source: row.name("source")?.to_owned(),
            licence: row.name("licence")?.to_owned(),
            mark,
            note: note.to_owned(),
        })
    });
    let sources = sources.collect::<Result<Vec<_>, DataError>>()?;
    Ok(table.noted(sources))
}
