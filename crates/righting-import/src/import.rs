//! The whole way: from files and a scenario to its amended folder.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use righting_data::AmendedTable;
use righting_scenario::{Scenario, Source, Warning};

use crate::account::{Account, Drafted};
use crate::atlas::Atlas;
use crate::countries::Countries;
use crate::days::Days;
use crate::draft::{Maker, Row, Rows};
use crate::error::ImportError;
use crate::folder::Folder;
use crate::found::{Found, Input};
use crate::merge::{EVENTS, FACTS, Mode, Sheet, TARGETS, merge};
use crate::read::{COUNTRY_NUMBER, Reader};
use crate::request::Request;

/// What an import makes of a scenario, before anything is written.
pub struct Import {
    /// What became of every row, and what was drafted.
    pub account: Account,
    /// What may be wrong with the scenario as it will be.
    pub warnings: Vec<Warning>,
    folder: Folder,
}

impl std::fmt::Debug for Import {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Import").field("account", &self.account).finish_non_exhaustive()
    }
}

impl Import {
    /// Reads files for a scenario and drafts its record from them; nothing is written.
    ///
    /// # Errors
    /// When the scenario does not load or ships with the program, when a file as a whole cannot be read, or when the
    /// scenario would not load with the drafts.
    pub fn prepare(source: &Source, inputs: Vec<Input>, request: &Request) -> Result<Self, ImportError> {
        let mut folder = Folder::open(source)?;
        if let Some((from, to)) = request.covers.filter(|(from, to)| from > to) {
            return Err(ImportError::Backwards { from, to });
        }
        twice(&inputs)?;
        let scenario = Scenario::load(source, &[])?;
        let last = scenario.start.saturating_add((i64::from(scenario.setup.days) - 1).days());
        let days = Days { first: scenario.start, last };
        let atlas = Atlas::of(&scenario);
        let mut reader = Reader::new(request, &atlas, days, Countries::of(&scenario, &request.countries));
        reader.files(inputs)?;
        let Reader { found, mut account, .. } = reader;
        account.scenario.clone_from(&scenario.id);
        let mut drafts = Rows::default();
        for (origin, found) in &found {
            let covered = covered(found, request).and_then(|(first, last)| days.part(first, last));
            let maker = Maker { origin, found, atlas: &atlas, request, days, covered };
            account.covered = spanned(account.covered, maker.known());
            let made = maker.rows();
            drafts.facts.extend(made.facts);
            drafts.events.extend(made.events);
            drafts.targets.extend(made.targets);
            account.notes.extend(made.notes);
        }
        if lacks_unit(&account) {
            account.notes.push(
                "VIEWS numbers countries in its own way: say which is that of the scenario, as in --unit 7".to_owned(),
            );
        }
        let mode = Mode { update: request.update, share: request.share };
        for (sheet, rows) in [(&FACTS, drafts.facts), (&EVENTS, drafts.events), (&TARGETS, drafts.targets)] {
            amend(&mut folder, sheet, rows, &scenario, mode, &mut account)?;
        }
        let warnings = if folder.changed.is_empty() { Vec::new() } else { folder.preview(source)?.warnings };
        account.keys.clone_from(&folder.keys);
        account.written = folder.paths();
        Ok(Self { account, warnings, folder })
    }

    /// Writes the files, all or none.
    ///
    /// # Errors
    /// When one cannot be written; then the folder is as it was.
    pub fn write(&self) -> Result<(), ImportError> {
        self.folder.write()
    }
}

/// Joins drafted rows with a table of the folder.
fn amend(
    folder: &mut Folder,
    sheet: &Sheet,
    mut rows: Vec<Row>,
    scenario: &Scenario,
    mode: Mode,
    account: &mut Account,
) -> Result<(), ImportError> {
    if rows.is_empty() {
        return Ok(());
    }
    let (file, mut table) = folder.table(sheet, scenario)?;
    if sheet.key == TARGETS.key {
        let left = leave_to_others(&table, &mut rows);
        if left > 0 {
            let (targets, are) = if left == 1 { ("target", "is") } else { ("targets", "are") };
            account.notes.push(format!(
                "{left} {targets} {are} not drafted: the record has targets of the same quantity, statistic and place from \
                 other sources"
            ));
        }
    }
    let drafted = Drafted { file: file.clone(), ..merge(&mut table, sheet, &rows, mode) };
    let is_left = drafted.present > 0 && folder.is_unnamed(sheet, &file);
    if is_left || drafted.added + drafted.updated + drafted.shared > 0 {
        folder.put(sheet, file, table.text())?;
    }
    account.drafted.push(drafted);
    Ok(())
}

/// Takes out drafted targets of what another source has targets of, and counts them: no run could meet both where they
/// differ. Among drafts of several sources the first stays.
fn leave_to_others(table: &AmendedTable, rows: &mut Vec<Row>) -> usize {
    let what = |cell: &dyn Fn(&'static str) -> String| {
        // Peaks speak of their days alone; onsets and totals of all days up to theirs.
        let days = if cell("statistic") == "peak" { cell("date") + &cell("date_end") } else { String::new() };
        [cell("quantity"), cell("statistic"), cell("place"), days].join(" ")
    };
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for row in 0..table.len() {
        let cell = |column: &'static str| table.field(row, column).to_owned();
        owners.entry(what(&cell)).or_insert_with(|| cell("source"));
    }
    let cell = |row: &Row, column: &'static str| row.get(column).cloned().unwrap_or_default();
    for row in rows.iter() {
        owners.entry(what(&|column| cell(row, column))).or_insert_with(|| cell(row, "source"));
    }
    let before = rows.len();
    rows.retain(|row| owners[&what(&|column| cell(row, column))] == cell(row, "source"));
    before - rows.len()
}

/// Days that the files cover: as asked for, or from their first to their last row.
fn covered(found: &Found, request: &Request) -> Option<(Date, Date)> {
    request.covers.or(found.span)
}

fn spanned(span: Option<(Date, Date)>, days: Option<Days>) -> Option<(Date, Date)> {
    match (span, days) {
        (Some((from, to)), Some(days)) => Some((from.min(days.first), to.max(days.last))),
        (span, days) => span.or(days.map(|days| (days.first, days.last))),
    }
}

/// Whether rows were not matched for want of the number of the country.
fn lacks_unit(account: &Account) -> bool {
    account.unmatched.iter().any(|row| row.place.starts_with(COUNTRY_NUMBER))
}

/// Refuses two files of the same bytes.
fn twice(inputs: &[Input]) -> Result<(), ImportError> {
    for (index, second) in inputs.iter().enumerate() {
        if let Some(first) = inputs[..index].iter().find(|first| first.bytes == second.bytes) {
            return Err(ImportError::Twice { first: first.path.clone(), second: second.path.clone() });
        }
    }
    Ok(())
}
