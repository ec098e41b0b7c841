//! Fills a [`Report`] from a stored run, its scenario and its check against the record.

use std::collections::BTreeMap;

use righting_lab::{Check as Checked, CheckRow, OnsetDay, Plausibility, Reading as Found, check_run};
use righting_model::{EventKind, Location};
use righting_scenario::Scenario;
use righting_store::{StoredRun, Summary};

use crate::data_source::data_sources;
use crate::error::FromRunError;
use crate::event::Event;
use crate::from_scenario::{CHARTS, outline, place_name, region};
use crate::notices::{cautions, left_out};
use crate::opening::first_places;
use crate::place::{Onset, Region};
use crate::record::{Check, Reading, Record};
use crate::report::{Provenance, Report};
use crate::section::Section;
use crate::series::{Band, Series};
use crate::{reasons, recovery, society, withheld};

/// Simulated happenings are shown if they come in at least this share of the runs.
const LEAST_SHARE: f64 = 0.2;

/// A report of a stored run; `check` is the run held against the record, if the scenario has one.
///
/// # Errors
/// When a table cannot be read or the parts do not fit together.
pub fn from_run(run: &StoredRun, scenario: &Scenario, check: Option<&Checked>) -> Result<Report, FromRunError> {
    let manifest = run.manifest();
    let summary = run.summary()?;
    let (simulated, rare) = simulated_events(run, scenario)?;
    // Where protest begins is told of every run, also of one without a record to be held against.
    let own = if check.is_none() { Some(check_run(run, scenario)?) } else { None };
    let check = check.or(own.as_ref());
    let mut report = outline(scenario)?;
    report.warnings = cautions(scenario, &Plausibility::of_run(run, scenario, check)?);
    report.provenance = provenance_of(run, scenario);
    report.dates = (0..manifest.days).map(|day| manifest.date(day).to_string()).collect();
    report.regions = regions(scenario, check);
    report.series = series(scenario, &summary);
    let public = |row: &&CheckRow| withheld::is_public(scenario, &row.id);
    report.records = check.map_or_else(Vec::new, |check| check.rows.iter().filter(public).map(record).collect());
    if let Some(check) = check {
        report.check = Check {
            inside: check.inside,
            total: check.total,
            sharpness: check.sharpness,
            first_place: check.first_place.clone(),
            first_places: first_places(check),
            runs: check.replicates,
        };
    }
    if let Some(check) = check.filter(|check| !check.left_out.is_empty() || !check.read_in_part.is_empty()) {
        let lead = format!("{}.", check.sentence());
        let mut section = Section::new("left-out", "Targets left out", lead);
        section.tables.push(left_out(&check.left_out));
        section.notes.extend(check.read_in_part.iter().map(|target| format!("{target}.")));
        report.sections.push(section);
    }
    report.sections.push(society::section(scenario, &summary));
    report.sections.extend(reasons::section(run, scenario)?);
    report.sections.extend(recovery::section(run)?);
    report.events.extend(simulated);
    (report.least_share, report.rare_events) = (LEAST_SHARE, rare);
    report.events.sort_by(|a, b| (&a.date, &a.time).cmp(&(&b.date, &b.time)));
    report.tell();
    report.validate()?;
    Ok(report)
}

/// What made the numbers of a run.
pub fn provenance_of(run: &StoredRun, scenario: &Scenario) -> Provenance {
    let manifest = run.manifest();
    Provenance {
        version: manifest.version.clone(),
        scenario: manifest.scenario.clone(),
        scenario_hash: manifest.scenario_hash.clone(),
        seed: manifest.seed,
        replicates: u64::from(manifest.replicates),
        succeeded: run.succeeded() as u64,
        failed: run.failed() as u64,
        engine: manifest.engine.clone(),
        created: None,
        data_sources: data_sources(scenario),
    }
}

fn series(scenario: &Scenario, summary: &Summary) -> Vec<Series> {
    let mut locations = vec![("nation".to_owned(), Location::Nation)];
    locations.extend(scenario.regions.iter().enumerate().map(|(i, region)| (region.id.clone(), Location::Region(i))));
    let mut all = Vec::new();
    for (id, location) in locations {
        for (name, _, column) in CHARTS {
            let mut band = Band::default();
            for day in summary.series(location, column) {
                band.p5.push(day.p5);
                band.p25.push(day.p25);
                band.p50.push(day.p50);
                band.p75.push(day.p75);
                band.p95.push(day.p95);
                band.mean.push(day.mean);
            }
            all.push(Series::new(id.clone(), name, band));
        }
    }
    all
}

fn regions(scenario: &Scenario, check: Option<&Checked>) -> Vec<Region> {
    let onset_of = |id: &str| check.and_then(|check| check.onset_days.iter().find(|onset| onset.region == id));
    let with_onset = |(index, info): (usize, &righting_scenario::RegionInfo)| {
        let shown = |found: &OnsetDay| {
            let mut found = found.clone();
            found.record = found.record.filter(|_| withheld::shows_onset(scenario, index));
            onset(&found)
        };
        region(info, onset_of(&info.id).map(shown).unwrap_or_default())
    };
    scenario.regions.iter().enumerate().map(with_onset).collect()
}

fn onset(found: &OnsetDay) -> Onset {
    let (first, last) = found.record.as_ref().map_or((None, None), |[low, high]| (date(low), date(high)));
    let differ = first != last;
    Onset {
        record_note: match (&first, differ) {
            (None, _) => "no date in the record".to_owned(),
            (_, true) => "the record leaves the day open".to_owned(),
            (_, false) => String::new(),
        },
        record: first,
        record_end: last.filter(|_| differ),
        p5: date(&found.p5),
        p50: date(&found.p50),
        p95: date(&found.p95),
        share_reached: found.share_reached,
    }
}

fn date(found: &Found) -> Option<String> {
    if let Found::Date(date) = found { Some(date.to_string()) } else { None }
}

fn record(row: &CheckRow) -> Record {
    let reading = |found: &Found| match found {
        Found::Number(number) => Reading::Number(*number),
        Found::Date(date) => Reading::Date(date.to_string()),
        _ => Reading::Never,
    };
    Record {
        id: row.id.clone(),
        quantity: row.quantity.to_owned(),
        place: row.place.clone(),
        place_name: row.place_name.clone(),
        date: row.date.to_string(),
        date_end: row.date_end.map(|date| date.to_string()),
        statistic: row.statistic.to_owned(),
        low: reading(&row.record[0]),
        high: reading(&row.record[1]),
        p5: reading(&row.p5),
        p50: reading(&row.p50),
        p95: reading(&row.p95),
        inside: row.inside,
        source: row.source.clone(),
    }
}

/// What the runs produced: first days of each kind of happening somewhere, over the runs that had it. And how many
/// happenings are left out, as too few runs had them.
fn simulated_events(run: &StoredRun, scenario: &Scenario) -> Result<(Vec<Event>, u64), FromRunError> {
    let mut firsts: BTreeMap<(EventKind, Location, String), BTreeMap<u32, u32>> = BTreeMap::new();
    for row in run.events()? {
        let (replicate, event) = row?;
        if matches!(event.kind, EventKind::Shock | EventKind::Action) || is_small(event.kind, event.location) {
            continue;
        }
        let days = firsts.entry((event.kind, event.location, event.subject)).or_default();
        let day = event.minute / 1440;
        days.entry(replicate).and_modify(|first| *first = (*first).min(day)).or_insert(day);
    }
    let runs = run.succeeded().max(1) as f64;
    let (mut events, mut rare) = (Vec::new(), 0);
    for ((kind, location, subject), days) in firsts {
        let share = days.len() as f64 / runs;
        if share < LEAST_SHARE {
            rare += 1;
            continue;
        }
        let mut days: Vec<u32> = days.into_values().collect();
        days.sort_unstable();
        let at = |p: f64| scenario.date(days[(p * (days.len() - 1) as f64).round() as usize]).to_string();
        let place = place_name(scenario, location);
        events.push(Event {
            date: at(0.5),
            time: None,
            kind: kind.name().to_owned(),
            label: label(kind, &subject, scenario),
            place,
            actual: false,
            share: Some(share),
            p5: Some(at(0.05)),
            p95: Some(at(0.95)),
            contested: false,
        });
    }
    Ok((events, rare))
}

/// Onsets are told by region; a timeline of two hundred places would tell nothing. Their reports stand beside the record.
fn is_small(kind: EventKind, location: Location) -> bool {
    match kind {
        EventKind::ProtestOnset | EventKind::ViolenceOnset => matches!(location, Location::Place(_)),
        EventKind::ProtestReported | EventKind::ViolenceReported => true,
        _ => false,
    }
}

fn label(kind: EventKind, subject: &str, scenario: &Scenario) -> String {
    let facility = scenario.setup.country.facilities.iter().find(|facility| facility.id == subject);
    let name = facility.map_or(subject, |facility| facility.name.as_str());
    match kind {
        EventKind::ProtestOnset => "Protest begins".to_owned(),
        EventKind::ViolenceOnset => "Violence begins".to_owned(),
        EventKind::FacilityHeld => format!("{name} attacked and held"),
        EventKind::FacilitySeized => format!("{name} seized"),
        EventKind::FacilityBurned => format!("{name} burned"),
        EventKind::FacilityRetaken => format!("{name} retaken"),
        EventKind::AllianceAccepted => "The alliance agrees to help".to_owned(),
        EventKind::AllianceRejected => "The alliance refuses help".to_owned(),
        EventKind::AllianceArrived => "First allied troops arrive".to_owned(),
        EventKind::AllianceLeft => "Last allied troops leave".to_owned(),
        _ => subject.to_owned(),
    }
}
