//! From files and changes to a scenario: read, merge, change, check.

use std::ops::Range;
use std::sync::Arc;

use righting_model::{Action, Parameters, Registry, Schedule, Setup, Shock, When};
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::alliance;
use crate::alliance_file::AllianceFile;
use crate::change::Change;
use crate::check::{self, Checked, Desk, PricePath};
use crate::error::ScenarioError;
use crate::explain::explain;
use crate::file::File;
use crate::location::SourceMap;
use crate::quality::{FittedTo, Quality};
use crate::raw::{Located, RawFitted, RawQuality, RawScenario};
use crate::reader::Library;
use crate::scenario::Scenario;
use crate::source::Source;
use crate::tree::{self, Table, Text};
use crate::warning::Warning;

/// Why a scenario was not accepted.
pub(crate) struct Refused {
    pub faults: Vec<ScenarioError>,
    pub warnings: Vec<Warning>,
    pub files: usize,
}

impl Refused {
    fn first(mut self) -> Box<ScenarioError> {
        Box::new(self.faults.swap_remove(0))
    }
}

impl From<Box<ScenarioError>> for Refused {
    fn from(fault: Box<ScenarioError>) -> Self {
        Self { faults: vec![fault.cut()], warnings: Vec::new(), files: 0 }
    }
}

impl Scenario {
    /// Reads, merges and checks a scenario.
    ///
    /// # Errors
    /// A [`ScenarioError`] that names the file, the line, what was found and what was expected.
    pub fn load(source: &Source, changes: &[Change]) -> Result<Self, Box<ScenarioError>> {
        Self::load_with(&Schedule::standard(), source, changes)
    }

    /// As [`load`](Self::load), as if files of its own folder held these texts: what a change would make of the scenario,
    /// before anything is written. The path of each file is that inside the folder.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_over(source: &Source, files: &[File]) -> Result<Self, Box<ScenarioError>> {
        load_all(source, &[], Registry::standard(), false, files).map_err(Refused::first)
    }

    /// As [`load`](Self::load), for runs by another schedule: the parameters that its mechanisms bring may be set
    /// under `[parameters]`, changed by path and given priors like the model's own.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_with(schedule: &Schedule, source: &Source, changes: &[Change]) -> Result<Self, Box<ScenarioError>> {
        load_all(source, changes, schedule.registry(), false, &[]).map_err(Refused::first)
    }
}

/// The scenario, or its faults: with `thorough` all of them, else at least the first. Files of the `overlay` stand in for
/// those of its own folder.
pub(crate) fn load_all(
    source: &Source,
    changes: &[Change],
    registry: &Arc<Registry>,
    thorough: bool,
    overlay: &[File],
) -> Result<Scenario, Refused> {
    let mut map = SourceMap::default();
    let (mut library, files) = Library::open_over(source, &mut map, overlay)?;
    let change_texts: Vec<usize> = changes.iter().map(|change| add_change(&mut map, change)).collect();
    let alliance = alliance::open(&mut library, &mut map, &files, changes, &change_texts)?;
    let map = map;
    let broken = tree::syntax(&map, &files);
    if !broken.is_empty() {
        let faults = broken.into_iter().map(ScenarioError::cut).collect();
        return Err(Refused { faults, warnings: Vec::new(), files: library.files.len() });
    }

    let (mut tree, written_days) = merged(&map, &files)?;
    let mut desk = Desk::new(&map, registry);
    desk.thorough = thorough;
    for (change, &base) in changes.iter().zip(&change_texts) {
        desk.note(match change {
            Change::Set { path, value } => tree::apply(&mut tree, &map, registry, &Text { base, path, value }),
            Change::Without { id } => tree::remove_named(&mut tree, &map, id, base..base + id.len()),
        });
    }
    let bodies: Vec<_> = alliance.iter().filter_map(|&file| desk.note(alliance::check(&map, file))).collect();
    if let Some(&file) = alliance.first().filter(|_| tree.contains_key("alliance") && bodies.len() == alliance.len()) {
        tree = alliance::beneath(&map, file, tree)?;
    }
    let (raw, dropped) = read(&desk, &library, &tree);
    let extent = Extent { written_days, alone: files.len() == 1 && changes.is_empty() };
    let checked = match raw {
        Some(raw) => check(&mut desk, &mut library, &raw, &tree, extent, changes, bodies.first()),
        None => None,
    };
    let faults: Vec<ScenarioError> = desk.faults.take().into_iter().filter(|fault| !dropped.explain(fault)).collect();
    let warnings = desk.warnings.take();
    match checked.filter(|_| faults.is_empty()) {
        Some(mut scenario) => {
            scenario.warnings = warnings;
            Ok(scenario)
        }
        None => {
            let faults = faults.into_iter().map(ScenarioError::cut).collect();
            Err(Refused { faults, warnings, files: library.files.len() })
        }
    }
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

/// Most faults of keys and types that are looked for.
const MOST_FAULTS: usize = 100;

/// Keys that were left out of the tree because something is wrong with them.
#[derive(Default)]
struct Dropped(Vec<String>);

impl Dropped {
    /// Whether a fault only says that what was left out is missing.
    fn explain(&self, fault: &ScenarioError) -> bool {
        let key = match fault {
            ScenarioError::Missing { key, .. } => key,
            ScenarioError::UnknownName { what: "number of the scenario", found, .. } => {
                found.rsplit('.').next().unwrap_or(found)
            }
            _ => return false,
        };
        let key = key.trim_matches(['[', ']']);
        self.0.iter().any(|dropped| dropped == key)
    }
}

/// The merged tree as raw tables; a key or value that cannot be read is noted, left out, and the rest read again.
fn read(desk: &Desk<'_>, library: &Library, tree: &Table<'_>) -> (Option<RawScenario>, Dropped) {
    let root = library.root_span();
    let mut dropped = Dropped::default();
    let mut rest = tree.clone();
    for _ in 0..MOST_FAULTS {
        let document = toml::de::Deserializer::from(Spanned::new(root.clone(), rest.clone()));
        let error = match RawScenario::deserialize(document) {
            Ok(raw) => return (Some(raw), dropped),
            Err(error) => error,
        };
        let span = error.span().unwrap_or(root.clone());
        let fault = explain(desk.at(span.clone()), error.message());
        dropped.0.extend(fault.nearest().map(str::to_owned));
        desk.faults.borrow_mut().push(fault);
        match tree::drop_at(&mut rest, &span).filter(|_| desk.thorough) {
            Some(key) => dropped.0.push(key),
            None => return (None, dropped),
        }
    }
    (None, dropped)
}

/// What is known of the texts beyond the merged tree.
struct Extent {
    written_days: Option<i64>,
    alone: bool,
}

/// The parts of a scenario that are checked each by itself, then against each other. `None` if one is at fault.
fn check(
    desk: &mut Desk<'_>,
    library: &mut Library,
    raw: &RawScenario,
    tree: &Table<'_>,
    extent: Extent,
    changes: &[Change],
    body: Option<&AllianceFile>,
) -> Option<Scenario> {
    let root = library.root_span();
    let dated = days(desk, raw, &root, extent.written_days);
    let dated = desk.note(dated).is_some();
    desk.note(format_is_known(desk, raw, &root));
    let head = desk.note(head(desk, raw, &root));
    desk.note(check::unique_ids(desk, raw));
    let land = desk.note(check::land(desk, library, raw)).flatten();
    let record = land.as_ref().map(|land| check::record(desk, library, raw, land));
    let parameters = desk.note(check::parameters(desk, raw));
    let events = land.as_ref().filter(|_| dated).map(|land| events(desk, raw, land, parameters.as_ref()));
    let alliance = land.as_ref().map(|land| &land.iso3).and_then(|iso3| desk.note(check::alliance(desk, raw, iso3)));
    let clock = desk.note(check::clock(desk, raw));
    let recovery = desk.note(check::recovery(desk, raw));
    let quality = raw.quality.as_ref().map(|table| desk.note(quality(desk, table)));
    let fitted = raw.fitted.as_ref().map(|table| desk.note(fitted_to(desk, table)));
    let numbers = desk.note(check::numbers(desk, raw, tree, extent.alone));
    let priors = desk.note(check::priors(desk, raw));
    let (Some((id, title, description)), Some(land), Some((record, claims, sheets))) = (head, land, record) else {
        return None;
    };
    check::names(desk, &land, &record, sheets.targets.as_ref());
    if !desk.is_faultless() {
        return None;
    }
    let (mut shocks, mut actions, prices) = events?;
    // A caller may simulate fewer days than the scenario was written for.
    let within = |when: &When| !matches!(when, When::At(minute) if *minute >= desk.days * 1440);
    let late = shocks.iter().filter(|shock| !within(&shock.when)).map(|shock| shock.id.clone());
    let late = late.chain(actions.iter().filter(|action| !within(&action.when)).map(|action| action.id.clone()));
    check::left_out(desk, raw, &late.collect::<Vec<_>>());
    shocks.retain(|shock| within(&shock.when));
    actions.retain(|action| within(&action.when));
    let setup = Setup {
        parameters: parameters?,
        random_effects: None,
        mixed_chances: None,
        hypotheses: raw.hypotheses,
        shocks,
        actions,
        alliance: alliance?,
        days: desk.days,
        clock: clock?,
        calendar: check::calendar(raw, desk.start),
        levels: check::levels(raw),
        recovery: recovery?,
        country: land.country.clone(),
    };
    let (numbers, priors) = (numbers?, priors?);
    let made = check::Made {
        land: &land,
        record: &record,
        claims: &claims,
        setup: &setup,
        priors: &priors,
        numbers: &numbers,
    };
    check::doubts(desk, &made, &check::Sources { raw, record: &sheets, alliance: body });
    let is_rest = |place: &&righting_data::Place| place.kind == righting_data::PlaceKind::Rest;
    let rests = land.place_rows.iter().filter(is_rest).map(|place| place.id.get()).collect();
    Some(Scenario {
        id,
        title,
        description,
        base: library.base.clone(),
        quality: quality.flatten(),
        fitted_to: fitted.flatten(),
        start: desk.start,
        setup,
        iso3: land.iso3,
        currency: land.currency,
        regions: land.regions,
        rests,
        record,
        boundaries: land.boundaries,
        claims,
        numbers,
        priors,
        prices,
        warnings: Vec::new(),
        hash: hash(library, changes),
        changes: changes.to_vec(),
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

/// Identifier, title and description.
fn head(desk: &Desk<'_>, raw: &RawScenario, root: &Range<usize>) -> Checked<(String, String, String)> {
    let id = desk.id(desk.require(&raw.id, root, "the scenario", "id", "`id`, a short name")?, "id")?;
    let title = desk.text(desk.require(&raw.title, root, "the scenario", "title", "`title`, one line")?, "title")?;
    let description = raw.description.as_ref().map_or(Ok(""), |text| desk.text(text, "description"))?;
    Ok((id.to_owned(), title.to_owned(), description.to_owned()))
}

/// Shocks and actions with their prices.
fn events(
    desk: &Desk<'_>,
    raw: &RawScenario,
    land: &check::Land,
    parameters: Option<&Parameters>,
) -> (Vec<Shock>, Vec<Action>, Vec<PricePath>) {
    let before = desk.faults.borrow().len();
    let mut shocks = check::shocks(desk, raw, land);
    let mut actions = check::actions(desk, raw, land);
    let whole = desk.faults.borrow().len() == before;
    let commodities = parameters.and_then(|parameters| desk.note(check::commodities(desk, raw, parameters)));
    let prices = commodities
        .filter(|_| whole)
        .and_then(|commodities| desk.note(check::settle(desk, raw, land, &commodities, &mut shocks, &mut actions)));
    (shocks, actions, prices.unwrap_or_default())
}

fn quality(desk: &Desk<'_>, table: &Located<RawQuality>) -> Checked<Quality> {
    let (raw, within) = (table.get(), table.span());
    let label = desk.require(&raw.label, &within, "`[quality]`", "label", "`label`: high, medium or low")?;
    let reason =
        desk.require(&raw.reason, &within, "`[quality]`", "reason", "`reason`, why the label is what it is")?;
    Ok(Quality { label: *label.get(), reason: desk.text(reason, "reason")?.to_owned() })
}

/// Puts the first day and the number of days on the desk.
fn days(desk: &mut Desk<'_>, raw: &RawScenario, root: &Range<usize>, written_days: Option<i64>) -> Checked<()> {
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
    Ok(())
}

fn format_is_known(desk: &Desk<'_>, raw: &RawScenario, root: &Range<usize>) -> Checked<()> {
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
