//! TOML as a tree whose spans reach over several files, so that a scenario, its bases and the caller's changes
//! become one document before it is read.

mod drop;
mod edit;
mod merge;
mod table;

use toml::de::DeTable;

use crate::error::ScenarioError;
use crate::location::SourceMap;

pub(crate) use drop::drop_at;
pub(crate) use edit::{Text, apply, remove_named};
pub(crate) use merge::{merge, name_key};
use table::shift_table;
pub(crate) use table::{Table, Value, text};

/// Parses the file that starts at offset `base` of the map.
pub(crate) fn parse(map: &SourceMap, base: usize) -> Result<Table<'_>, Box<ScenarioError>> {
    let table = DeTable::parse(&map.file(base).text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().trim().replace('\n', ", ");
        Box::new(ScenarioError::Syntax { at: map.locate(base + span.start..base + span.end), message })
    })?;
    Ok(shift_table(table.into_inner(), base))
}

/// Every fault of syntax in the files that start at these offsets.
pub(crate) fn syntax(map: &SourceMap, files: &[usize]) -> Vec<ScenarioError> {
    let faults = files.iter().flat_map(|&base| {
        let (_, errors) = DeTable::parse_recoverable(&map.file(base).text);
        errors.into_iter().map(move |error| {
            let span = error.span().unwrap_or(0..0);
            let message = error.message().trim().replace('\n', ", ");
            ScenarioError::Syntax { at: map.locate(base + span.start..base + span.end), message }
        })
    });
    faults.collect()
}
