//! TOML as a tree whose spans reach over several files, so that a scenario, its bases and the caller's changes
//! become one document before it is read.

mod drop;
mod edit;
mod merge;

use std::borrow::Cow;
use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::error::ScenarioError;
use crate::location::SourceMap;

pub(crate) use drop::drop_at;
pub(crate) use edit::{Text, apply, remove_named};
pub(crate) use merge::{merge, name_key};

pub(crate) type Table<'t> = DeTable<'t>;
pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

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

fn shift(value: Value<'_>, base: usize) -> Value<'_> {
    let span = value.span();
    let inner = match value.into_inner() {
        DeValue::Table(table) => DeValue::Table(shift_table(table, base)),
        DeValue::Array(array) => {
            let mut shifted = DeArray::new();
            array.into_iter().for_each(|item| shifted.push(shift(item, base)));
            DeValue::Array(shifted)
        }
        plain => plain,
    };
    Spanned::new(span.start + base..span.end + base, inner)
}

fn shift_table(table: Table<'_>, base: usize) -> Table<'_> {
    let entries = table.into_iter().map(|(key, value)| {
        let span = key.span();
        (Spanned::new(span.start + base..span.end + base, key.into_inner()), shift(value, base))
    });
    entries.collect()
}

/// The tables of a list of tables, such as `[[action]]`.
pub(crate) fn tables<'v, 't>(table: &'v Table<'t>, list: &str) -> impl Iterator<Item = &'v Table<'t>> {
    let array = table.get(list).and_then(|value| value.get_ref().as_array());
    array.into_iter().flat_map(|array| array.iter()).filter_map(|item| item.get_ref().as_table())
}

/// The string that a table holds under a key.
pub(crate) fn text<'v>(table: &'v Table<'_>, key: &str) -> Option<&'v str> {
    table.get(key).and_then(|value| value.get_ref().as_str())
}

/// Sets a key whose text stands at `key_span`, replacing both key and value, so that spans stay true.
fn put<'t>(table: &mut Table<'t>, key: Spanned<Cow<'t, str>>, value: Value<'t>) {
    table.remove(key.get_ref().as_ref());
    table.insert(key, value);
}

fn key_at(name: &str, span: Range<usize>) -> Spanned<Cow<'static, str>> {
    Spanned::new(span, Cow::Owned(name.to_owned()))
}
