//! Alliance files: those that ship and those that stand beside a scenario, and how a scenario builds on one.

mod file;

use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::change::Change;
use crate::check::Checked;
use crate::error::ScenarioError;
use crate::location::SourceMap;
use crate::raw::Located;
use crate::reader::Library;
use crate::tree::{self, Table};

pub(crate) use file::check;

/// Keys of an alliance file that are no keys of `[alliance]`.
const HEAD: &[&str] = &["format", "id", "source"];

/// Reads the alliance file that a scenario builds on, then those that stand behind it; the offsets where they start.
pub(crate) fn open(
    library: &mut Library,
    map: &mut SourceMap,
    files: &[usize],
    changes: &[Change],
    change_texts: &[usize],
) -> Checked<Vec<usize>> {
    match named(map, files, changes, change_texts) {
        Some(base) => {
            let mut offsets = Vec::new();
            follow(library, map, &base, &mut vec![base.get().clone()], &mut offsets)?;
            Ok(offsets)
        }
        None => Ok(Vec::new()),
    }
}

/// The `base` of the alliance: the caller's last word, else the nearest file's.
fn named(map: &SourceMap, files: &[usize], changes: &[Change], change_texts: &[usize]) -> Option<Located<String>> {
    let set = changes.iter().zip(change_texts).rev().find_map(|(change, &start)| match change {
        Change::Set { path, value } if path == "alliance.base" => {
            let start = start + path.len() + 1;
            let bare = value.trim_matches('"').to_owned();
            Some(Located::new(bare, start..start + value.len()))
        }
        _ => None,
    });
    set.or_else(|| files.iter().find_map(|&offset| stated_base(map, offset)))
}

fn stated_base(map: &SourceMap, offset: usize) -> Option<Located<String>> {
    let table = DeTable::parse(&map.file(offset).text).ok()?;
    let base = table.get_ref().get("alliance")?.get_ref().as_table()?.get("base")?;
    text_at(base, offset)
}

fn text_at(value: &tree::Value<'_>, offset: usize) -> Option<Located<String>> {
    let Range { start, end } = value.span();
    Some(Located::new(value.get_ref().as_str()?.to_owned(), start + offset..end + offset))
}

/// Reads an alliance and, depth first, those behind it. Text that is not TOML has none: the check says so later.
fn follow(
    library: &mut Library,
    map: &mut SourceMap,
    name: &Located<String>,
    chain: &mut Vec<String>,
    offsets: &mut Vec<usize>,
) -> Checked<()> {
    let folder = map.file(name.span().start).folder;
    let (shown, text) = library.alliance(map, name)?;
    let offset = map.add(shown, text.clone(), folder);
    offsets.push(offset);
    let guarantors: Vec<Located<String>> = DeTable::parse(&text).ok().map_or_else(Vec::new, |table| {
        let listed = table.get_ref().get("guaranteed_by").and_then(|value| value.get_ref().as_array());
        listed.into_iter().flat_map(|list| list.iter()).filter_map(|value| text_at(value, offset)).collect()
    });
    for guarantor in guarantors {
        if let Some(first) = chain.iter().position(|known| known == guarantor.get()) {
            let names = chain[first..].iter().chain([guarantor.get()]).map(String::as_str);
            let chain = names.collect::<Vec<_>>().join(" -> ");
            return Err(Box::new(ScenarioError::GuaranteeCycle { at: map.locate(guarantor.span()), chain }));
        }
        chain.push(guarantor.get().clone());
        follow(library, map, &guarantor, chain, offsets)?;
        chain.pop();
    }
    Ok(())
}

/// The scenario laid over the alliance file it builds on, whose keys become those of `[alliance]`.
pub(crate) fn beneath<'t>(map: &'t SourceMap, offset: usize, scenario: Table<'t>) -> Checked<Table<'t>> {
    let mut below = as_scenario(tree::parse(map, offset)?);
    tree::merge(&mut below, scenario);
    Ok(below)
}

/// An alliance file as a part of a scenario: its keys under `alliance`, and so the paths of its sources.
fn as_scenario(mut file: Table<'_>) -> Table<'_> {
    let span = 0..0;
    let mut root = DeTable::new();
    if let Some(mut sources) = file.remove("source") {
        if let DeValue::Array(rows) = sources.get_mut() {
            let mut renamed = DeArray::new();
            for mut row in std::mem::replace(rows, DeArray::new()) {
                if let DeValue::Table(row) = row.get_mut()
                    && let Some(path) = row.get_mut("path")
                    && let Some(text) = path.get_ref().as_str().map(|text| format!("alliance.{text}"))
                {
                    *path = Spanned::new(path.span(), DeValue::String(text.into()));
                }
                renamed.push(row);
            }
            *rows = renamed;
        }
        root.insert(Spanned::new(span.clone(), "source".into()), sources);
    }
    HEAD.iter().for_each(|key| drop(file.remove(*key)));
    let at = file.iter().next().map_or(span.clone(), |(key, _)| key.span());
    root.insert(Spanned::new(span, "alliance".into()), Spanned::new(at, DeValue::Table(file)));
    root
}
