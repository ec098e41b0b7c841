//! Single changes to a merged tree: removing something by name, setting a value by path.

use std::ops::Range;

use righting_model::Registry;
use serde_spanned::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::merge::{merge, name_key};
use super::table::{Table, Value, key_at, put, shift, tables, text};
use crate::error::ScenarioError;
use crate::location::SourceMap;
use crate::names::{nearest, switches};
use crate::raw::top_level;

const ALLIANCE: &str = "alliance";

/// A path and a value in one text, `path=value`, that starts at an offset of the map.
pub(crate) struct Text<'t> {
    pub base: usize,
    pub path: &'t str,
    pub value: &'t str,
}

/// Takes out what bears the name `id`: a shock, an action, the alliance or a hypothesis.
pub(crate) fn remove_named(
    tree: &mut Table<'_>,
    map: &SourceMap,
    id: &str,
    span: Range<usize>,
) -> Result<(), Box<ScenarioError>> {
    let known = names(tree);
    if !known.iter().any(|name| name == id) {
        let near = nearest(id, known.iter().map(String::as_str));
        let what = "shock, action, hypothesis or alliance";
        let at = map.locate(span);
        return Err(Box::new(ScenarioError::UnknownName { at, what, found: id.to_owned(), known, nearest: near }));
    }
    if is_hypothesis(id) {
        let off = Spanned::new(span.clone(), DeValue::Boolean(false));
        let mut table = DeTable::new();
        table.insert(key_at(id, span.clone()), off);
        let mut above = DeTable::new();
        above.insert(key_at("hypotheses", span.clone()), Spanned::new(span, DeValue::Table(table)));
        merge(tree, above);
        return Ok(());
    }
    if id == ALLIANCE {
        tree.remove(ALLIANCE);
        let asks = |table: &Table<'_>| matches!(text(table, "kind"), Some("request_alliance" | "withdraw_alliance"));
        drop_entries(tree, "action", asks);
        drop_entries(tree, "source", |row| text(row, "path").is_some_and(|path| starts(path, ALLIANCE)));
        return Ok(());
    }
    // What the data already contain cannot be left out: it is marked, and its effect taken back.
    let in_data = |table: &Table<'_>| {
        text(table, "id") == Some(id)
            && table.get("already_in_data").and_then(|value| value.get_ref().as_bool()) == Some(true)
    };
    if tables(tree, "shock").any(in_data) {
        if let Some(DeValue::Array(shocks)) = tree.get_mut("shock").map(Spanned::get_mut) {
            for shock in shocks.iter_mut().filter_map(|shock| match shock.get_mut() {
                DeValue::Table(table) => Some(table),
                _ => None,
            }) {
                if in_data(shock) {
                    put(shock, key_at("undone", span.clone()), Spanned::new(span.clone(), DeValue::Boolean(true)));
                }
            }
        }
        return Ok(());
    }
    for list in ["shock", "action"] {
        drop_entries(tree, list, |table| text(table, "id") == Some(id));
    }
    drop_entries(tree, "source", |row| text(row, "path").is_some_and(|path| starts(path, id)));
    Ok(())
}

/// Sets one value by path.
pub(crate) fn apply<'t>(
    tree: &mut Table<'t>,
    map: &'t SourceMap,
    registry: &Registry,
    change: &Text<'t>,
) -> Result<(), Box<ScenarioError>> {
    let path_span = change.base..change.base + change.path.len();
    let value_base = path_span.end + 1;
    let value = match DeValue::parse(change.value) {
        Ok(value) => shift(value, value_base),
        // A bare word is a string: what it should have been is said where it is read.
        Err(_) => {
            Spanned::new(value_base..value_base + change.value.len(), DeValue::String(change.value.to_owned().into()))
        }
    };
    let mut segments: Vec<&str> = change.path.split('.').collect();
    let is_section = |name: &str| registry.sections().iter().any(|section| section.name == name);
    let named = |list: &'static str| tables(tree, list).any(|table| text(table, "id") == Some(segments[0]));
    // `hypotheses.organisers` is a switch; the parameter of that name is `parameters.hypotheses.organisers`.
    let is_switch = segments.len() == 2 && segments[0] == "hypotheses" && is_hypothesis(segments[1]);
    if registry.info(change.path).is_some() && !is_switch {
        segments.insert(0, "parameters");
    } else if top_level().iter().any(|key| key == segments[0]) {
        // The path is complete as it is.
    } else if let Some(list) = ["shock", "action"].into_iter().find(|list| named(list)) {
        segments.insert(0, list);
    } else if is_section(segments[0]) {
        segments.insert(0, "parameters");
    } else if let Some(by) = righting_model::replacement(change.path) {
        let (at, found) = (map.locate(path_span), change.path.to_owned());
        return Err(Box::new(ScenarioError::Replaced { at, found, by }));
    } else {
        let mut known: Vec<String> = names(tree);
        known.retain(|name| !is_hypothesis(name));
        known.extend(top_level().iter().cloned());
        known.extend(registry.infos().iter().map(|info| info.path.to_owned()));
        let near = nearest(change.path, known.iter().map(String::as_str))
            .or_else(|| nearest(segments[0], known.iter().map(String::as_str)));
        let found = change.path.to_owned();
        let what = "scenario key, shock, action or parameter";
        return Err(Box::new(ScenarioError::UnknownName {
            at: map.locate(path_span),
            what,
            found,
            known: Vec::new(),
            nearest: near,
        }));
    }
    let nested = nest(&segments, value, &path_span);
    merge(tree, nested);
    Ok(())
}

/// `a.b.c = value` as tables; a list of named things takes the next segment as the name.
fn nest<'t>(segments: &[&str], value: Value<'t>, span: &Range<usize>) -> Table<'t> {
    let mut table = DeTable::new();
    let (first, rest) = segments.split_first().expect("a path has a first segment");
    let inner = match (name_key(first), rest) {
        (_, []) => value,
        (Some(by), [name, fields @ ..]) => {
            let mut entry = if fields.is_empty() { DeTable::new() } else { nest(fields, value, span) };
            let name = Spanned::new(span.clone(), DeValue::String((*name).to_owned().into()));
            entry.insert(key_at(by, span.clone()), name);
            let mut array = DeArray::new();
            array.push(Spanned::new(span.clone(), DeValue::Table(entry)));
            Spanned::new(span.clone(), DeValue::Array(array))
        }
        (None, rest) => Spanned::new(span.clone(), DeValue::Table(nest(rest, value, span))),
    };
    table.insert(key_at(first, span.clone()), inner);
    table
}

fn is_hypothesis(name: &str) -> bool {
    switches().contains(&name)
}

/// Everything that can be taken out.
fn names(tree: &Table<'_>) -> Vec<String> {
    let ids = ["shock", "action"].into_iter().flat_map(|list| tables(tree, list));
    let mut names: Vec<String> = ids.filter_map(|table| text(table, "id")).map(str::to_owned).collect();
    names.extend(tree.get(ALLIANCE).map(|_| ALLIANCE.to_owned()));
    names.extend(switches().into_iter().map(str::to_owned));
    names
}

fn drop_entries(tree: &mut Table<'_>, list: &str, gone: impl Fn(&Table<'_>) -> bool) {
    let Some(value) = tree.get_mut(list) else { return };
    let DeValue::Array(array) = value.get_mut() else { return };
    let mut kept = DeArray::new();
    for item in std::mem::replace(array, DeArray::new()) {
        if !item.get_ref().as_table().is_some_and(&gone) {
            kept.push(item);
        }
    }
    *array = kept;
}

/// Whether a dotted path is `name` or lies under it.
fn starts(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
