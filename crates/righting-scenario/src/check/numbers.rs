//! Where each number of a scenario comes from: the `[[source]]` rows of its files, and the registry of parameters.

use std::collections::BTreeMap;
use std::ops::Range;

use righting_model::Mark;
use toml::de::DeValue;

use super::desk::{Checked, Desk};
use crate::error::ScenarioError;
use crate::number::Number;
use crate::raw::{Located, MarkName, RawScenario, RawSource};
use crate::tree::{Table, Value, name_key};

/// A row of `[[source]]`.
struct Row {
    path: String,
    span: Range<usize>,
    mark: Mark,
    source: String,
    prior: Option<(f64, f64)>,
}

/// A number of the merged scenario.
struct Found {
    path: String,
    value: String,
    span: Range<usize>,
}

/// Every number of the merged scenario, then every parameter, each with its origin. `alone` says that the scenario
/// is one file without changes, so that a row about no number must be a mistake.
pub(crate) fn numbers(desk: &Desk<'_>, raw: &RawScenario, tree: &Table<'_>, alone: bool) -> Checked<Vec<Number>> {
    let mut numbers = stated(desk, &raw.source, tree, alone)?;
    for info in desk.registry.infos() {
        if numbers.iter().all(|number| number.path != info.path) {
            numbers.push(Number {
                path: info.path.to_owned(),
                value: info.default.to_string(),
                mark: Some(info.mark),
                source: info.source.to_owned(),
                prior: (info.mark != Mark::Read).then_some((info.low, info.high)),
            });
        }
    }
    Ok(numbers)
}

/// Every number of a tree, each with its origin.
pub(crate) fn stated(
    desk: &Desk<'_>,
    sources: &[Located<RawSource>],
    tree: &Table<'_>,
    alone: bool,
) -> Checked<Vec<Number>> {
    let rows = sources.iter().map(|entry| row(desk, entry)).collect::<Checked<Vec<_>>>()?;
    let mut seen: BTreeMap<&str, Range<usize>> = BTreeMap::new();
    for row in &rows {
        if let Some(first) = seen.insert(&row.path, row.span.clone()) {
            return Err(desk.duplicate("source of", &row.path, row.span.clone(), first));
        }
    }
    let mut found = Vec::new();
    collect(desk, tree, "", &mut found);
    if let Some(idle) = rows.iter().find(|row| alone && !found.iter().any(|number| covers(&row.path, &number.path))) {
        let known = found.iter().map(|number| number.path.as_str());
        return Err(desk.unknown(idle.span.clone(), "number of the scenario", &idle.path, known));
    }
    Ok(found.iter().map(|number| attributed(desk, number, &rows)).collect())
}

fn row(desk: &Desk<'_>, entry: &Located<RawSource>) -> Checked<Row> {
    let (raw, within) = (entry.get(), entry.span());
    let what = "`[[source]]`";
    let path = desk.require(&raw.path, &within, what, "path", "`path`, such as \"country.gini\"")?;
    let mark = desk.require(&raw.mark, &within, what, "mark", "`mark`: read, fitted or assumed")?;
    let source = desk.require(&raw.source, &within, what, "source", "`source`, or why the number was assumed")?;
    let mark_name = *mark.get();
    let prior = match (&raw.prior, mark_name) {
        (None, MarkName::Assumed) => {
            let expected = "`prior = [low, high]`, as the number is assumed";
            return Err(desk.require::<()>(&None, &within, what, "prior", expected).expect_err("nothing was given"));
        }
        (None, _) => None,
        (Some(prior), _) => Some(ends(desk, prior)?),
    };
    Ok(Row {
        path: desk.text(path, "path")?.trim_start_matches("parameters.").to_owned(),
        span: path.span(),
        mark: match mark_name {
            MarkName::Read => Mark::Read,
            MarkName::Fitted => Mark::Fitted,
            MarkName::Assumed => Mark::Assumed,
        },
        source: desk.text(source, "source")?.to_owned(),
        prior,
    })
}

fn ends(desk: &Desk<'_>, prior: &Located<Vec<f64>>) -> Checked<(f64, f64)> {
    match prior.get().as_slice() {
        [low, high] if low.is_finite() && high.is_finite() && low <= high => Ok((*low, *high)),
        _ => Err(Box::new(ScenarioError::OutOfRange {
            at: desk.at(prior.span()),
            what: "`prior`".to_owned(),
            found: desk.at(prior.span()).found().chars().take(60).collect(),
            expected: "two numbers, the lower one first".to_owned(),
        })),
    }
}

/// Numbers, dates and conditions of a table, by path.
fn collect(desk: &Desk<'_>, table: &Table<'_>, prefix: &str, found: &mut Vec<Found>) {
    for (key, value) in table {
        let key = key.get_ref().as_ref();
        if prefix.is_empty() && ["format", "source", "prior", "remove", "base"].contains(&key) || key == "where" {
            continue;
        }
        let path = match (prefix, key) {
            ("", "parameters") => String::new(),
            ("", key) => key.to_owned(),
            (prefix, key) => format!("{prefix}.{key}"),
        };
        let list_prefix = if ["shock", "action"].contains(&path.as_str()) { "" } else { &path };
        match value.get_ref() {
            DeValue::Table(inner) => collect(desk, inner, &path, found),
            DeValue::Array(entries) => {
                for entry in entries.iter() {
                    collect_entry(desk, entry, key, list_prefix, found);
                }
            }
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => push(desk, path, value, found),
            DeValue::String(_) if ["when", "until_when", "rise"].contains(&key) => push(desk, path, value, found),
            _ => {}
        }
    }
}

fn collect_entry(desk: &Desk<'_>, entry: &Value<'_>, list: &str, prefix: &str, found: &mut Vec<Found>) {
    let Some(table) = entry.get_ref().as_table() else { return };
    let name = name_key(list).and_then(|by| crate::tree::text(table, by)).unwrap_or("?");
    let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
    collect(desk, table, &path, found);
}

fn push(desk: &Desk<'_>, path: String, value: &Value<'_>, found: &mut Vec<Found>) {
    let span = value.span();
    found.push(Found { path, value: desk.at(span.clone()).found().trim_matches('"').to_owned(), span });
}

/// A number with the row that speaks of it most closely, if both stand in the same file: a number that a
/// difference or the caller changed no longer has the origin that the base states.
fn attributed(desk: &Desk<'_>, number: &Found, rows: &[Row]) -> Number {
    let file = &desk.map.file(number.span.start).name;
    let own = rows.iter().filter(|row| desk.map.file(row.span.start).name == *file);
    let row = own.filter(|row| covers(&row.path, &number.path)).max_by_key(|row| row.path.len());
    let (mark, source, prior) = match row {
        Some(row) => (Some(row.mark), row.source.clone(), row.prior),
        None => (None, format!("set in {file}, without a source"), None),
    };
    Number { path: number.path.clone(), value: number.value.clone(), mark, source, prior }
}

/// Whether a row about `row` speaks of `path`: the same, or something under it.
fn covers(row: &str, path: &str) -> bool {
    path.strip_prefix(row).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
