//! From files and changes to a scenario: read, merge, change, check.

use righting_model::{Setup, When};
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::alliance;
use crate::change::Change;
use crate::check::{self, Checked, Desk};
use crate::error::ScenarioError;
use crate::location::SourceMap;
use crate::names::nearest;
use crate::quality::{FittedTo, Quality};
use crate::raw::{Located, RawFitted, RawQuality, RawScenario};
use crate::reader::Library;
use crate::scenario::Scenario;
use crate::source::Source;
use crate::tree::{self, Table, Text};

pub(crate) fn load(source: &Source, changes: &[Change]) -> Checked<Scenario> {
    let mut map = SourceMap::default();
    let (mut library, files) = Library::open(source, &mut map)?;
    let change_texts: Vec<usize> = changes.iter().map(|change| add_change(&mut map, change)).collect();
    let alliance = alliance::open(&mut library, &mut map, &files, changes, &change_texts)?;
    let map = map;

    let (mut tree, written_days) = merged(&map, &files)?;
    for (change, &base) in changes.iter().zip(&change_texts) {
        match change {
            Change::Set { path, value } => tree::apply(&mut tree, &map, &Text { base, path, value })?,
            Change::Without { id } => tree::remove_named(&mut tree, &map, id, base..base + id.len())?,
        }
    }
    for &file in &alliance {
        alliance::check(&map, file)?;
    }
    if let Some(&file) = alliance.first().filter(|_| tree.contains_key("alliance")) {
        tree = alliance::beneath(&map, file, tree)?;
    }
    let raw = read(&map, &library, &tree)?;
    check(
        &map,
        &mut library,
        &raw,
        &tree,
        Extent { written_days, alone: files.len() == 1 && changes.is_empty() },
        changes,
    )
}

fn add_change(map: &mut SourceMap, change: &Change) -> usize {
    match change {
        Change::Set { path, value } => map.add("--set", format!("{path}={value}").into(), 0),
        Change::Without { id } => map.add("--without", id.as_str().into(), 0),
    }
}

/// The scenario laid over its bases, and the longest duration that any of them states.
fn merged<'t>(map: &'t SourceMap, files: &[usize]) -> Checked<(Table<'t>, Option<i64>)> {
    let mut below = Table::new();
    let mut days = None;
    for &file in files.iter().rev() {
        let mut above = tree::parse(map, file)?;
        days = days.max(stated_days(&above));
        if above.get("base").is_some_and(|base| base.get_ref().is_str()) {
            above.remove("base");
        }
        if let Some(remove) = above.remove("remove") {
            let names = remove.get_ref().as_array().map(|array| array.iter().collect::<Vec<_>>());
            for name in names.unwrap_or_default() {
                if let Some(id) = name.get_ref().as_str() {
                    tree::remove_named(&mut below, map, id, name.span())?;
                }
            }
            // What is no list of names is left for the reader to refuse.
            let plain =
                remove.get_ref().as_array().is_some_and(|array| array.iter().all(|name| name.get_ref().is_str()));
            if !plain {
                above.insert(Spanned::new(remove.span(), "remove".into()), remove);
            }
        }
        tree::merge(&mut below, above);
    }
    Ok((below, days))
}

fn stated_days(tree: &Table<'_>) -> Option<i64> {
    let days = tree.get("time")?.get_ref().as_table()?.get("days")?.get_ref().as_integer()?;
    i64::from_str_radix(days.as_str(), days.radix()).ok()
}

/// The merged tree as raw tables.
fn read(map: &SourceMap, library: &Library, tree: &Table<'_>) -> Checked<RawScenario> {
    let root = library.root_span();
    let document = toml::de::Deserializer::from(Spanned::new(root.clone(), tree.clone()));
    RawScenario::deserialize(document).map_err(|error| {
        let span = error.span().unwrap_or(root);
        Box::new(explain(map.locate(span), error.message()))
    })
}

/// What the TOML reader said, with the nearest name and in the words of scenarios.
pub(crate) fn explain(at: crate::Location, message: &str) -> ScenarioError {
    let quoted: Vec<String> = message.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    if message.starts_with("unknown field") {
        let (found, expected) = quoted.split_first().map_or_else(Default::default, |(f, e)| (f.clone(), e.to_vec()));
        let nearest = nearest(&found, expected.iter().map(String::as_str));
        return ScenarioError::UnknownKey { at, found, expected, nearest };
    }
    if message.starts_with("unknown variant") {
        let (found, known) = quoted.split_first().map_or_else(Default::default, |(f, e)| (f.clone(), e.to_vec()));
        let nearest = nearest(&found, known.iter().map(String::as_str));
        return ScenarioError::UnknownName { at, what: "value of this key", found, known, nearest };
    }
    let said = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    match said.and_then(|said| said.split_once(", expected ")) {
        Some((found, expected)) => {
            ScenarioError::WrongType { at, found: plain_words(found), expected: plain_words(expected.trim_end()) }
        }
        None => ScenarioError::Syntax { at, message: message.trim().replace('\n', ", ") },
    }
}

/// Types as a user of TOML knows them.
fn plain_words(words: &str) -> String {
    match words {
        "f64" => "a number".to_owned(),
        "i64" => "a whole number".to_owned(),
        "a sequence" => "a list".to_owned(),
        "map" | "a map" => "a table".to_owned(),
        "sequence" => "a list".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a string" | "string" => "a text in quotes".to_owned(),
        _ if words.starts_with("struct ") => "a table".to_owned(),
        _ => match words.split_once(' ') {
            Some(("string", rest)) => format!("the text {rest}"),
            Some(("integer" | "floating", rest)) => {
                let number = rest.split('`').nth(1).unwrap_or(rest);
                format!("the number {number}")
            }
            Some(("boolean", rest)) => rest.trim_matches('`').to_owned(),
            _ => words.to_owned(),
        },
    }
}

/// What is known of the texts beyond the merged tree.
struct Extent {
    written_days: Option<i64>,
    alone: bool,
}

fn check(
    map: &SourceMap,
    library: &mut Library,
    raw: &RawScenario,
    tree: &Table<'_>,
    extent: Extent,
    changes: &[Change],
) -> Checked<Scenario> {
    let root = library.root_span();
    let desk = desk(map, raw, &root, extent.written_days)?;
    format_is_known(&desk, raw, &root)?;
    let id = desk.id(desk.require(&raw.id, &root, "the scenario", "id", "`id`, a short name")?, "id")?;
    let title = desk.text(desk.require(&raw.title, &root, "the scenario", "title", "`title`, one line")?, "title")?;
    let description = raw.description.as_ref().map_or(Ok(""), |text| desk.text(text, "description"))?;
    check::unique_ids(&desk, raw)?;
    let land = check::land(&desk, library, raw)?;
    let (record, claims, sheets) = check::record(&desk, library, raw, &land)?;
    check::doubts(&desk, &land, &record, &sheets);
    let mut setup = Setup {
        parameters: check::parameters(&desk, raw)?,
        random_effects: None,
        mixed_chances: None,
        hypotheses: check::hypotheses(raw),
        shocks: check::shocks(&desk, raw, &land)?,
        actions: check::actions(&desk, raw, &land)?,
        alliance: check::alliance(&desk, raw, &land.iso3)?,
        days: desk.days,
        clock: check::clock(&desk, raw)?,
        recovery: check::recovery(&desk, raw)?,
        country: land.country,
    };
    // A caller may simulate fewer days than the scenario was written for.
    let within = |when: &When| !matches!(when, When::At(minute) if *minute >= desk.days * 1440);
    setup.shocks.retain(|shock| within(&shock.when));
    setup.actions.retain(|action| within(&action.when));
    Ok(Scenario {
        id: id.to_owned(),
        title: title.to_owned(),
        description: description.to_owned(),
        base: library.base.clone(),
        quality: raw.quality.as_ref().map(|table| quality(&desk, table)).transpose()?,
        fitted_to: raw.fitted.as_ref().map(|table| fitted_to(&desk, table)).transpose()?,
        start: desk.start,
        setup,
        iso3: land.iso3,
        currency: land.currency,
        regions: land.regions,
        record,
        boundaries: land.boundaries,
        claims,
        numbers: check::numbers(&desk, raw, tree, extent.alone)?,
        priors: check::priors(&desk, raw)?,
        warnings: desk.warnings.take(),
        hash: hash(library, changes),
        changes: changes.iter().map(ToString::to_string).collect(),
        files: library.files.iter().map(|(_, file)| file.clone()).collect(),
    })
}

fn fitted_to(desk: &Desk<'_>, table: &Located<RawFitted>) -> Checked<FittedTo> {
    let (raw, within) = (table.get(), table.span());
    let case =
        desk.require(&raw.case, &within, "`[fitted]`", "case", "`case`, the scenario fitted, `kazakhstan-2022`")?;
    let iso3 = desk.code(&raw.iso3, ("`[fitted]`", &within), "iso3", "KAZ")?;
    Ok(FittedTo { case: desk.text(case, "case")?.to_owned(), iso3 })
}

fn quality(desk: &Desk<'_>, table: &Located<RawQuality>) -> Checked<Quality> {
    let (raw, within) = (table.get(), table.span());
    let label = desk.require(&raw.label, &within, "`[quality]`", "label", "`label`: high, medium or low")?;
    let reason =
        desk.require(&raw.reason, &within, "`[quality]`", "reason", "`reason`, why the label is what it is")?;
    Ok(Quality { label: *label.get(), reason: desk.text(reason, "reason")?.to_owned() })
}

fn desk<'m>(
    map: &'m SourceMap,
    raw: &RawScenario,
    root: &std::ops::Range<usize>,
    written_days: Option<i64>,
) -> Checked<Desk<'m>> {
    let mut desk = Desk::new(map);
    let time = desk.require(&raw.time, root, "the scenario", "[time]", "a table `[time]` with `start` and `days`")?;
    let within = time.span();
    let start = desk.require(&time.get().start, &within, "`[time]`", "start", "`start`, a date such as 2022-01-01")?;
    let first = desk.date(start, "start")?;
    if !(1800..=2200).contains(&first.year()) {
        return Err(Box::new(ScenarioError::OutOfRange {
            at: desk.at(start.span()),
            what: "`start`".to_owned(),
            found: first.to_string(),
            expected: "a date from 1800 to 2200".to_owned(),
        }));
    }
    desk.start = first;
    let days = desk.require(&time.get().days, &within, "`[time]`", "days", "`days`, the days to simulate")?;
    desk.days = desk.integer(days, "days", 1, check::MOST_DAYS)? as u32;
    let written = written_days.unwrap_or(0).clamp(0, check::MOST_DAYS);
    desk.written_days = desk.days.max(written as u32);
    Ok(desk)
}

fn format_is_known(desk: &Desk<'_>, raw: &RawScenario, root: &std::ops::Range<usize>) -> Checked<()> {
    let format = desk.require(&raw.format, root, "the scenario", "format", "`format = 1`")?;
    desk.integer(format, "format", 1, 1).map(drop)
}

/// Hash of what every file read says and of every change, in order; the same wherever the folder lies, and however the
/// files are laid out and commented.
fn hash(library: &Library, changes: &[Change]) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    for (depth, file) in &library.files {
        part(&(*depth as u64).to_le_bytes());
        let name = file.path.split_once('/').map_or(file.path.as_str(), |(_, inside)| inside);
        part(name.as_bytes());
        part(righting_data::meaning(name, &file.text).as_bytes());
    }
    changes.iter().for_each(|change| part(change.to_string().as_bytes()));
    hasher.finalize().to_hex().to_string()
}
