//! Names whose letters are not seen: they change what stands around them on a terminal or a page.

use super::country::Land;
use super::desk::{Checked, Desk};
use super::seen::seen;
use super::sheet::Sheet;
use crate::error::ScenarioError;
use crate::location::Location;
use crate::record::Record;
use crate::words::hidden;

/// Characters of a name: longer ones are a file read wrongly.
const LONGEST: usize = 200;

fn is_long(name: &str) -> bool {
    name.len() > LONGEST && name.chars().count() > LONGEST
}

/// Refuses names of regions, places and facilities, and identifiers of targets, with letters that are not seen or without end.
pub(crate) fn names(desk: &Desk<'_>, land: &Land, record: &Record, targets: Option<&Sheet>) {
    let regions = land.region_rows.iter().map(|row| row.name.as_str());
    let places = land.place_rows.iter().map(|row| row.name.as_str());
    let facilities = land.country.facilities.iter().map(|facility| facility.name.as_str());
    let ids = record.targets.iter().map(|target| target.id.as_str());
    column(desk, regions, Some(&land.region_sheet), "name");
    column(desk, places, Some(&land.place_sheet), "name");
    column(desk, facilities, land.facility_sheet.as_ref(), "name");
    column(desk, ids, targets, "id");
}

fn column<'n>(desk: &Desk<'_>, names: impl Iterator<Item = &'n str>, sheet: Option<&Sheet>, column: &str) {
    let Some(sheet) = sheet else { return };
    for (index, name) in names.enumerate() {
        if hidden(name).is_some() || is_long(name) {
            let at = || sheet.field(index, column);
            desk.note(short(name, column, at).and_then(|name| seen(name, column, at)));
        }
    }
}

/// A name, if it is no longer than names are.
fn short<'n>(name: &'n str, what: &str, at: impl FnOnce() -> Location) -> Checked<&'n str> {
    if !is_long(name) {
        return Ok(name);
    }
    Err(Box::new(ScenarioError::OutOfRange {
        at: at(),
        what: format!("`{what}`"),
        found: format!("{} characters", name.chars().count()),
        expected: format!("at most {LONGEST}"),
    }))
}
