//! Tables of TOML: their entries by key, and their spans.

use std::borrow::Cow;
use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

pub(crate) type Table<'t> = DeTable<'t>;
pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

pub(super) fn shift(value: Value<'_>, base: usize) -> Value<'_> {
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

pub(super) fn shift_table(table: Table<'_>, base: usize) -> Table<'_> {
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
pub(super) fn put<'t>(table: &mut Table<'t>, key: Spanned<Cow<'t, str>>, value: Value<'t>) {
    table.remove(key.get_ref().as_ref());
    table.insert(key, value);
}

pub(super) fn key_at(name: &str, span: Range<usize>) -> Spanned<Cow<'static, str>> {
    Spanned::new(span, Cow::Owned(name.to_owned()))
}
