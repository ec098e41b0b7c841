//! The file of a scenario: parameters, priors, sources, sizes of affronts.

use std::collections::BTreeSet;

use righting_model::{Registry, Successor, successor};
use toml_edit::{Array, Item, Table, Value, value};

use super::plan::{paths, plain};
use super::{Became, Draft, text_of, written};

/// Affront of a doubled price at its producer in version 0.1.0, where no scenario said another: its default.
const EXPOSURE_LEVEL: f64 = 0.5;

pub(super) fn migrate(draft: &mut Draft) {
    let level = exposure_level(draft);
    let fitted = fitted(draft);
    let gone = parameters(draft, &fitted);
    let of_a_fit = draft.document.get("fitted").and_then(Item::as_table).cloned().filter(|_| !fitted.is_empty());
    if let Some(table) = of_a_fit {
        draft.document.remove("fitted");
        let why = "what was fitted under the other form was taken out".to_owned();
        draft.take_out("[fitted]", &written("[fitted]", &table), why);
    }
    paths(draft, "prior", &|_| false);
    paths(draft, "source", &|path| {
        let path = plain(path);
        // A source may speak of a whole section.
        gone.contains(path) || gone.contains(&format!("{path}."))
    });
    // The size of an affront does not say in which unit it is: something else has to show that the file is of 0.1.0.
    if !draft.steps.is_empty() {
        affronts(draft, level);
    }
}

/// The affront of a doubled price at its producer, by which affronts were measured.
fn exposure_level(draft: &Draft) -> f64 {
    let level = draft.document.get("parameters").and_then(|all| all.get("hardship")?.get("exposure_level"));
    level.and_then(number).filter(|level| *level > 0.0).unwrap_or(EXPOSURE_LEVEL)
}

fn number(item: &Item) -> Option<f64> {
    item.as_float().or_else(|| item.as_integer().map(|whole| whole as f64))
}

/// What was fitted: sections and parameters whose source is marked so.
fn fitted(draft: &Draft) -> BTreeSet<String> {
    let sources = draft.document.get("source").and_then(Item::as_array_of_tables);
    let marked = sources.into_iter().flatten().filter(|table| text_of(table, "mark") == Some("fitted"));
    let paths = marked.filter_map(|table| text_of(table, "path")).map(plain);
    let registry = Registry::standard();
    let is_parameter = |path: &&str| {
        let section = path.split('.').next().unwrap_or_default();
        registry.sections().iter().any(|known| known.name == section)
            || ["grievance", "escalation"].contains(&section)
            || successor(path).is_some()
    };
    paths.filter(is_parameter).map(str::to_owned).collect()
}

/// Renames parameters or takes them out. Gives those that were taken out, and for a section of which none is left its name
/// with a point.
fn parameters(draft: &mut Draft, fitted: &BTreeSet<String>) -> BTreeSet<String> {
    let mut gone = BTreeSet::new();
    let Some(mut all) = draft.document.remove("parameters") else { return gone };
    let sections: Vec<String> =
        all.as_table_like().into_iter().flat_map(|all| all.iter()).map(|(key, _)| key.to_owned()).collect();
    let mut renamed: Vec<(&'static str, Item)> = Vec::new();
    for section in sections {
        let Some(table) = all.get_mut(&section).and_then(Item::as_table_like_mut) else { continue };
        let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
        for key in keys {
            let path = format!("{section}.{key}");
            let by_fit = fitted.contains(&section) || fitted.contains(&path);
            let why = match successor(&path) {
                _ if by_fit => by_fit_alone(&path),
                Some(Successor::Renamed(now)) => {
                    if let Some(item) = table.remove(&key) {
                        draft.step(
                            format!("{path} = {}", item.to_string().trim()),
                            Became::Renamed,
                            now.to_owned(),
                            "the same under another name".to_owned(),
                        );
                        renamed.push((now, item));
                    }
                    continue;
                }
                Some(Successor::Replaced(by) | Successor::AnotherLaw(by)) => by.to_owned(),
                None => continue,
            };
            let remark = table.key(&key).and_then(|key| key.leaf_decor().prefix()?.as_str().map(str::to_owned));
            if let Some(item) = table.remove(&key) {
                let line = format!("{path} = {}", item.to_string().trim());
                draft.take_out(&line, &format!("{}{line}", remark.unwrap_or_default()), why);
                gone.insert(path);
            }
        }
        if table.is_empty() {
            gone.insert(format!("{section}."));
            if let Some(table) = all.get(&section).and_then(Item::as_table) {
                // What was said above the section.
                let remarks = written("", table);
                draft.kept.extend(remarks.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
            }
            if let Some(all) = all.as_table_like_mut() {
                all.remove(&section);
            }
        }
    }
    put(&mut all, renamed);
    if all.as_table_like().is_some_and(|all| !all.is_empty()) {
        draft.document.insert("parameters", all);
    }
    gone
}

/// Why a fitted value is taken out: what else is to be said of it, if anything.
fn by_fit_alone(path: &str) -> String {
    let fit = "found by a fit of the other form";
    match successor(path) {
        Some(Successor::Renamed(now)) => format!("{fit}; it is called `{now}` now"),
        Some(Successor::Replaced(by) | Successor::AnotherLaw(by)) => format!("{fit}; {by}"),
        None => fit.to_owned(),
    }
}

/// Puts renamed parameters into their sections.
fn put(all: &mut Item, renamed: Vec<(&'static str, Item)>) {
    for (path, item) in renamed {
        let Some((section, name)) = path.split_once('.') else { continue };
        let Some(all) = all.as_table_like_mut() else { continue };
        if all.get(section).is_none() {
            all.insert(section, Item::Table(Table::new()));
        }
        if let Some(section) = all.get_mut(section).and_then(Item::as_table_like_mut) {
            section.insert(name, item);
        }
    }
}

/// Gives affronts in national price shocks, and the ranges that their sources state.
fn affronts(draft: &mut Draft, level: f64) {
    let why = format!(
        "affronts count in national price shocks: divided by {level}, the affront of a doubled price at its producer"
    );
    let mut converted = Vec::new();
    for shock in draft
        .document
        .get_mut("shock")
        .and_then(Item::as_array_of_tables_mut)
        .into_iter()
        .flat_map(|all| all.iter_mut())
    {
        if text_of(shock, "kind") != Some("affront") {
            continue;
        }
        let id = text_of(shock, "id").unwrap_or_default().to_owned();
        let Some(size) = shock.get_mut("size") else { continue };
        let Some(old) = number(size) else { continue };
        let new = rounded(old / level);
        // The remark behind it may say where the old number came from.
        let remark = size.as_value().map(|value| value.decor().clone());
        *size = value(new);
        if let (Some(decor), Some(value)) = (remark, size.as_value_mut()) {
            *value.decor_mut() = decor;
        }
        converted.push((id, old, new));
    }
    for source in draft
        .document
        .get_mut("source")
        .and_then(Item::as_array_of_tables_mut)
        .into_iter()
        .flat_map(|all| all.iter_mut())
    {
        let of_size = |id: &String| text_of(source, "path") == Some(format!("{id}.size").as_str());
        if !converted.iter().any(|(id, ..)| of_size(id)) {
            continue;
        }
        let range = source.get("prior").and_then(Item::as_array);
        let ends: Option<Vec<f64>> =
            range.map(|ends| ends.iter().filter_map(|end| number(&Item::Value(end.clone()))).collect());
        if let Some(ends) = ends.filter(|ends| ends.len() == 2) {
            let ends: Array = ends.into_iter().map(|end| Value::from(rounded(end / level))).collect();
            source.insert("prior", value(ends));
        }
    }
    for (id, old, new) in converted {
        draft.step(format!("{id}.size = {old}"), Became::Converted, format!("{id}.size = {new}"), why.clone());
    }
}

/// Four digits.
fn rounded(number: f64) -> f64 {
    format!("{number:.3e}").parse().unwrap_or(number)
}
