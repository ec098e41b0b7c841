//! Where every number comes from, `sources.csv`.

use std::collections::BTreeMap;

use crate::error::DataError;
use crate::region::unique;
use crate::table::Table;

/// How a number came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
#[derive(Debug, Clone, PartialEq)]
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

const COLUMNS: [&str; 6] = ["file", "column_or_id", "source", "licence", "mark", "prior_or_note"];

/// Reads `sources.csv`. An assumption must state its prior or its reason.
pub fn read_sources(bytes: &[u8], file: &str) -> Result<Vec<Provenance>, DataError> {
    let table = Table::read(bytes, file, &COLUMNS, &[])?;
    let mut seen = BTreeMap::new();
    table
        .rows()
        .map(|row| {
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
        })
        .collect()
}
