//! The record: targets, events, facts and where the data come from.

use std::sync::Arc;

use righting_data as data;
use righting_model::Location;

use super::country::Land;
use super::desk::{Checked, Desk};
use super::sheet::Sheet;
use crate::claims::{Claim, read_claims};
use crate::raw::{Located, RawScenario};
use crate::reader::Library;
use crate::record::{DataSource, Fact, Interval, Record, RecordEvent, Statistic, Target, TargetQuantity};

/// The files of the record, for messages about their rows.
#[derive(Debug, Default)]
pub(crate) struct Sheets {
    pub targets: Option<Sheet>,
    pub events: Option<Sheet>,
    /// The events in the order of their file.
    pub event_rows: Vec<RecordEvent>,
    pub facts: Option<Sheet>,
    pub sources: Option<Sheet>,
    /// Name and text of the ledger of claims.
    pub ledger: Option<(String, Arc<str>)>,
}

/// Reads the tables of the record that the scenario names, and its claims.
pub(crate) fn record(
    desk: &Desk<'_>,
    library: &mut Library,
    raw: &RawScenario,
    land: &Land,
) -> (Record, Vec<Claim>, Sheets) {
    let (mut record, mut sheets) = (Record::default(), Sheets::default());
    let Some(table) = &raw.records else { return (record, Vec::new(), sheets) };
    let raw = table.get();
    let (regions, places) = (&land.region_rows, &land.place_rows);
    let read = |b: &[u8], name: &str| data::read_targets(b, name, regions, places);
    let rows = raw.targets.as_ref().and_then(|file| desk.note(desk.table(library, file, read)));
    let mut origins: Vec<DataSource> = Vec::new();
    let own = |file: &Option<Located<String>>| file.as_ref().map(|file| file.get().clone()).unwrap_or_default();
    if let Some((rows, sheet)) = rows {
        rows.iter().for_each(|row| DataSource::join(&mut origins, &own(&raw.targets), &row.source, &row.licence));
        record.targets_file.clone_from(&sheet.file);
        sheets.targets = Some(sheet);
        record.targets = rows.into_iter().map(|row| target(row, land)).collect();
    }
    let read = |b: &[u8], name: &str| data::read_events(b, name, regions, places);
    let rows = raw.events.as_ref().and_then(|file| desk.note(desk.table(library, file, read)));
    if let Some((rows, sheet)) = rows {
        rows.iter().for_each(|row| DataSource::join(&mut origins, &own(&raw.events), &row.source, &row.licence));
        record.events_file.clone_from(&sheet.file);
        sheets.events = Some(sheet);
        sheets.event_rows = rows.into_iter().map(|row| event(row, land)).collect();
        record.events.clone_from(&sheets.event_rows);
        record.events.sort_by_key(|event| (event.date, event.time));
    }
    let read = |b: &[u8], name: &str| data::read_facts(b, name, regions, places);
    let rows = raw.facts.as_ref().and_then(|file| desk.note(desk.table(library, file, read)));
    if let Some((rows, sheet)) = rows {
        rows.iter().for_each(|row| DataSource::join(&mut origins, &own(&raw.facts), &row.source, &row.licence));
        record.facts_file.clone_from(&sheet.file);
        sheets.facts = Some(sheet);
        record.facts = rows.into_iter().map(|row| fact(row, land)).collect();
    }
    let rows = raw.sources.as_ref().and_then(|file| desk.note(desk.table(library, file, data::read_sources)));
    if let Some((rows, sheet)) = rows {
        (record.provenance, sheets.sources) = (rows, Some(sheet));
        record.sources = DataSource::gather(&record.provenance);
    }
    record.sources.extend(origins);
    // A ledger that is inherited while the record is not speaks of another record.
    let file = |name: &Option<Located<String>>| name.as_ref().map(|name| desk.map.file(name.span().start).base);
    let inherited = [&raw.targets, &raw.facts].into_iter().filter_map(file).any(|own| Some(own) != file(&raw.claims));
    let claims = raw.claims.as_ref().and_then(|file| desk.note(claims(desk, library, file, &mut sheets)));
    if inherited {
        sheets.ledger = None;
    }
    (record, claims.unwrap_or_default(), sheets)
}

fn claims(desk: &Desk<'_>, library: &mut Library, file: &Located<String>, sheets: &mut Sheets) -> Checked<Vec<Claim>> {
    let (shown, text) = library.data(desk.map, file)?;
    let claims = read_claims(&shown, &text)?;
    sheets.ledger = Some((shown, text));
    Ok(claims)
}

fn region(land: &Land, id: &data::RegionId) -> Location {
    land.region(id.as_str()).map_or(Location::Nation, Location::Region)
}

fn place(land: &Land, id: data::PlaceId) -> Location {
    land.place(id.get()).map_or(Location::Nation, Location::Place)
}

fn target(row: data::Target, land: &Land) -> Target {
    let interval = match (row.low, row.high) {
        (data::Bound::Number(low), data::Bound::Number(high)) => Interval::Values { low, high },
        (data::Bound::Date(low), data::Bound::Date(high)) => Interval::Dates { low, high },
        _ => unreachable!("the reader gives both ends of an interval one type"),
    };
    Target {
        id: row.id,
        line: row.line,
        quantity: TargetQuantity::ALL
            .into_iter()
            .find(|quantity| quantity.name() == row.quantity.name())
            .expect("both crates list the same quantities of the record"),
        statistic: match row.statistic {
            data::Statistic::Peak => Statistic::Peak,
            data::Statistic::Cumulative => Statistic::Cumulative,
            data::Statistic::Onset => Statistic::Onset,
        },
        place: match row.place {
            data::PlaceRef::Nation => Location::Nation,
            data::PlaceRef::Region(id) => region(land, &id),
            data::PlaceRef::Place(id) => place(land, id),
        },
        date: row.date,
        date_end: row.date_end,
        interval,
        national: row.weight_class == data::WeightClass::National,
        source: row.source,
        note: row.note,
        imported: row.imported,
    }
}

fn event(row: data::Event, land: &Land) -> RecordEvent {
    let of_region = row.region.as_ref().map_or(Location::Nation, |id| region(land, id));
    RecordEvent {
        date: row.date,
        time: row.time,
        kind: row.kind,
        label: row.label,
        place: row.place.map_or(of_region, |id| place(land, id)),
        source: row.source,
        contested: row.contested,
        imported: row.imported,
    }
}

fn fact(row: data::Fact, land: &Land) -> Fact {
    let of_region = row.region_id.as_ref().map(|id| region(land, id));
    Fact {
        line: row.line,
        date: row.date,
        published: row.published,
        place: row.place,
        location: row.place_id.map(|id| place(land, id)).or(of_region),
        kind: row.kind,
        value: row.value,
        unit: row.unit,
        source: row.source,
        note: row.note,
        imported: row.imported,
    }
}
