//! Events of the record against each other and against the acts that they tell of.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use righting_model::{Location as Where, Reach, Setup, When};

use super::pair::Pair;
use super::sources::Sources;
use crate::check::country::Land;
use crate::check::desk::Desk;
use crate::location::Location;
use crate::raw::Located;
use crate::record::RecordEvent;
use crate::warning::Warning;

pub(super) const TWICE: Pair = Pair {
    kind: "event_twice",
    first: "an event of the record",
    second: "the other events",
    rule: "warning where two have the same date, time, kind, label and place",
};
pub(super) const ACT: Pair = Pair {
    kind: "event_apart_from_act",
    first: "an event of the record with the `label` of a shock or action",
    second: "`at` and `where` of that shock or action",
    rule: "warning where the event is of another day, or of a place where the act does not work",
};

/// What one event says, to be held against another.
fn said(event: &RecordEvent) -> (Date, Option<jiff::civil::Time>, &str, String, String) {
    (event.date, event.time, &event.kind, event.label.trim().to_lowercase(), format!("{:?}", event.place))
}

/// Events that stand twice.
pub(super) fn twins(desk: &Desk<'_>, sources: &Sources<'_>) {
    let Some(sheet) = &sources.record.events else { return };
    let mut seen = BTreeMap::new();
    let mut found: Vec<(Location, String)> = Vec::new();
    for (index, event) in sources.record.event_rows.iter().enumerate() {
        if let Some(first) = seen.insert(said(event), index) {
            let message = format!(
                "the event `{}` of {} stands in line {} as well",
                crate::words::cut(&event.label),
                event.date,
                sheet.field(first, "label").line
            );
            found.push((sheet.field(index, "label"), message));
        }
    }
    desk.doubt(&TWICE, found, "take one of the two out", |count| format!("{count} events stand twice"));
}

/// A dated shock or action, as far as the timeline shows it.
struct Act<'a> {
    label: &'a str,
    day: Date,
    reach: &'a Reach,
    at: Range<usize>,
}

/// Events named as an act of another day or place.
pub(super) fn acts(desk: &Desk<'_>, land: &Land, setup: &Setup, sources: &Sources<'_>) {
    let Some(sheet) = &sources.record.events else { return };
    let acts = dated(desk, setup, sources);
    let name = |label: &str| label.trim().to_lowercase();
    let events = &sources.record.event_rows;
    for act in &acts {
        let same = |other: &&Act<'_>| name(other.label) == name(act.label);
        // Several acts or events of one name are told apart by nothing: one that fits is enough.
        let fits = |event: &RecordEvent| acts.iter().filter(same).any(|act| apart(land, event, act).is_none());
        // An event outside the days simulated is told of as that.
        let last = desk.start.saturating_add(jiff::Span::new().days(i64::from(desk.written_days) - 1));
        let of_days = |event: &RecordEvent| (desk.start..=last).contains(&event.date);
        let same_name = |event: &RecordEvent| name(&event.label) == name(act.label) && of_days(event);
        let named = || events.iter().enumerate().filter(|(_, event)| same_name(event));
        if named().any(|(_, event)| fits(event)) {
            continue;
        }
        let Some((index, event)) = named().next() else { continue };
        let Some((column, how)) = apart(land, event, act) else { continue };
        let message = format!("the event `{}` {how}", crate::words::cut(&event.label));
        let warning = Warning::new(ACT.kind, sheet.field(index, column), message).against(desk.at(act.at.clone()));
        desk.warn(warning.help("correct one of the two, or give the event a label of its own"));
    }
}

/// Dated acts that stand in the file which names the record: what a difference or the caller moves is meant to differ.
fn dated<'a>(desk: &Desk<'_>, setup: &'a Setup, sources: &Sources<'_>) -> Vec<Act<'a>> {
    let file = |span: &Range<usize>| desk.map.file(span.start).name.clone();
    let Some(home) = sources.raw.records.as_ref().and_then(|table| table.get().events.as_ref()) else {
        return Vec::new();
    };
    let home = file(&home.span());
    let shocks = sources.raw.shock.iter().map(|entry| (&entry.get().id, &entry.get().at));
    let actions = sources.raw.action.iter().map(|entry| (&entry.get().id, &entry.get().at));
    let written: Vec<_> = shocks.chain(actions).collect();
    let of = |id: &str| {
        let named = |own: &Option<Located<String>>| own.as_ref().is_some_and(|own| own.get() == id);
        let at = written.iter().find(|(own, _)| named(own)).and_then(|(_, at)| at.as_ref());
        at.map(Located::span).filter(|span| file(span) == home)
    };
    let made = setup.shocks.iter().map(|shock| (&shock.id, &shock.label, &shock.when, &shock.reach));
    let made = made.chain(setup.actions.iter().map(|action| (&action.id, &action.label, &action.when, &action.reach)));
    made.filter_map(|(id, label, when, reach)| {
        let When::At(minute) = when else { return None };
        let day = desk.start.saturating_add(jiff::Span::new().days(i64::from(minute / 1440)));
        Some(Act { label, day, reach, at: of(id)? })
    })
    .collect()
}

/// The column in which an event differs from an act, and how.
fn apart(land: &Land, event: &RecordEvent, act: &Act<'_>) -> Option<(&'static str, String)> {
    if event.date != act.day {
        return Some(("date", format!("is of {}, the act of that name of {}", event.date, act.day)));
    }
    let Reach::Places(places) = act.reach else { return None };
    let inside = match event.place {
        Where::Nation => true,
        Where::Region(region) => places.iter().any(|&place| land.country.places[place].region == region),
        Where::Place(place) => places.contains(&place),
    };
    let column = if matches!(event.place, Where::Place(_)) { "place" } else { "region" };
    (!inside).then(|| (column, "is of a place where the act of that name does not work".to_owned()))
}
