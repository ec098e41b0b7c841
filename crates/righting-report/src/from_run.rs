//! Fills a [`Report`] from a stored run, its scenario and its check against the record.

use std::collections::BTreeMap;
use std::path::PathBuf;

use righting_lab::{Check as Checked, CheckRow, LabError, OnsetDay, Plausibility, Reading as Found, check_run};
use righting_model::{EventKind, Location, Quantity as Measured, Seat, SwitchInfo};
use righting_scenario::{Scenario, ScenarioError, Warning};
use righting_store::{StoreError, StoredRun, Summary};

use crate::opening::first_places;
use crate::{
    Band, Check, DataSource, Event, Hypothesis, Marker, Onset, Provenance, Quantity, Reading, Record, Region, Report,
    ReportError, Section, Series, cautions, left_out,
};
use crate::{borders, recovery, society, withheld};

/// What the charts show: the name that targets use, a label, and the column of the run. These are
/// reports as a record would show them, because the record is drawn over them.
pub(crate) const CHARTS: [(&str, &str, Measured); 4] = [
    ("active", "Active", Measured::ReportedActive),
    ("rioting", "Rioting", Measured::ReportedRioting),
    ("detained_total", "Detained since the start", Measured::ReportedDetainedTotal),
    ("deaths_total", "Dead since the start", Measured::ReportedDeathsTotal),
];

/// Simulated happenings are shown if they come in at least this share of the runs.
const LEAST_SHARE: f64 = 0.2;

/// Statement of use and limits that every page but that of a forecast carries.
pub const LIMITS: &str = "This is a simulation, not a forecast and not a finding of fact. It models populations and places, \
never identifiable persons, and takes no personal data. It is for research, teaching and the prevention of harm; it must \
not be used to target people or to plan repression.\n\nBands show the spread of runs under the assumptions of this page: \
chance, unobserved differences between places, errors of observation, and parameters where these are drawn. They do not \
contain the uncertainty of the equations or of assumed strengths. Contested accounts are hypotheses; a better fit under one \
of them does not make it true.\n\nA record of unrest is never complete, and much of it is contested. Where it leaves a number \
open it is an interval.";

/// The same for a page that forecasts.
pub const LIMITS_OF_A_FORECAST: &str = "This is a forecast by simulation: what a model expects from what was known, not a \
finding of fact. It models populations and places, never identifiable persons, and takes no personal data. It is for \
research, teaching and the prevention of harm; it must not be used to target people or to plan repression.\n\nBands show the \
spread of the members: parameters drawn from priors and weighed by what was known, chance, unobserved differences between \
places, and errors of observation. They do not contain the uncertainty of the equations or of assumed strengths.\n\nA \
record of unrest is never complete, and much of it is contested. Where it leaves a number open it is an interval.";

/// Why a report could not be filled.
#[derive(Debug, thiserror::Error)]
pub enum FromRunError {
    /// A table of the run could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The months after the crisis could not be read.
    #[error(transparent)]
    Recovery(#[from] LabError),
    /// The scenario's boundaries are no JSON.
    #[error("the boundaries of the scenario are no JSON: {0}")]
    Boundaries(#[from] serde_json::Error),
    /// The parts do not fit together.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The run cannot be made again by a scenario and a seed.
    #[error("{} cannot be made live: it was run with {reason}", path.display())]
    NotLive {
        /// Folder of the run.
        path: PathBuf,
        /// What a page could not do again.
        reason: &'static str,
    },
    /// The scenario without private rows is none.
    #[error(transparent)]
    Scenario(#[from] Box<ScenarioError>),
}

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
    let mut report = Report::new(&scenario.title, &scenario.setup.country.name);
    report.subtitle = scenario.quality.as_ref().map(|quality| format!("Data quality {quality}"));
    report.warnings = cautions(scenario, &Plausibility::of_run(run, scenario, check)?);
    report.provenance = provenance_of(run, scenario);
    report.dates = (0..manifest.days).map(|day| manifest.date(day).to_string()).collect();
    report.quantities = CHARTS
        .iter()
        .map(|(name, label, column)| {
            let quantity = Quantity::new(*name, *label, "people", column.info().description);
            if name.ends_with("_total") { quantity.growing() } else { quantity }
        })
        .collect();
    report.regions = regions(scenario, check);
    if let Some(boundaries) = &scenario.boundaries {
        report.map = borders::for_page(&boundaries.geojson)?;
    }
    report.places = markers(scenario);
    report.series = series(scenario, &summary);
    let public = |row: &&CheckRow| withheld::is_public(scenario, &row.id);
    report.records = check.map_or_else(Vec::new, |check| check.rows.iter().filter(public).map(record).collect());
    report.sections.extend(withheld::section(scenario));
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
    report.sections.extend(recovery::section(run)?);
    report.events = recorded_events(run, scenario);
    report.events.extend(simulated);
    (report.least_share, report.rare_events) = (LEAST_SHARE, rare);
    report.events.sort_by(|a, b| (&a.date, &a.time).cmp(&(&b.date, &b.time)));
    report.hypotheses = hypotheses(scenario);
    report.limits = LIMITS.to_owned();
    report.tell();
    report.validate()?;
    Ok(report)
}

/// What may be wrong with a scenario, as the page says it.
pub(crate) fn doubts(scenario: &Scenario) -> Vec<String> {
    scenario.warnings.iter().map(Warning::one_line).collect()
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

/// The sources of a scenario's data.
pub fn data_sources(scenario: &Scenario) -> Vec<DataSource> {
    let source = |source: &righting_scenario::DataSource| DataSource {
        title: source.title.clone(),
        file: source.file.clone(),
        licence: source.licence.clone(),
        origin: source.origin.clone(),
    };
    scenario.record.sources.iter().map(source).collect()
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
    let region = |(index, region): (usize, &righting_scenario::RegionInfo)| {
        let shown = |found: &OnsetDay| {
            let mut found = found.clone();
            found.record = found.record.filter(|_| withheld::shows_onset(scenario, index));
            onset(&found)
        };
        Region {
            id: region.id.clone(),
            name: region.name.clone(),
            population: region.population,
            onset: onset_of(&region.id).map(shown).unwrap_or_default(),
        }
    };
    scenario.regions.iter().enumerate().map(region).collect()
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

/// Seats of government, and cities that are a region of their own, by the region's name.
fn markers(scenario: &Scenario) -> Vec<Marker> {
    let country = &scenario.setup.country;
    let marker = |place: &righting_model::Place| {
        let region = &scenario.regions[place.region];
        let whole = u64::from(place.population) == region.population;
        (whole || place.seat != Seat::None).then(|| Marker {
            id: place.key.to_string(),
            name: if whole { region.name.clone() } else { place.name.clone() },
            region: region.id.clone(),
            lon: place.longitude,
            lat: place.latitude,
            population: u64::from(place.population),
        })
    };
    country.places.iter().filter_map(marker).collect()
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

/// What happened: the events of the record.
fn recorded_events(run: &StoredRun, scenario: &Scenario) -> Vec<Event> {
    let event = |event: &righting_scenario::RecordEvent| Event {
        date: event.date.to_string(),
        time: event.time.map(|time| time.strftime("%H:%M").to_string()),
        kind: event.kind.clone(),
        label: event.label.clone(),
        place: place_name(run, event.place),
        actual: true,
        share: None,
        p5: None,
        p95: None,
        contested: event.contested,
    };
    scenario.record.events.iter().filter(|event| event.imported.is_public()).map(event).collect()
}

fn place_name(run: &StoredRun, location: Location) -> Option<String> {
    (location != Location::Nation).then(|| run.name_of(location).to_owned())
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
        let place = place_name(run, location);
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

fn hypotheses(scenario: &Scenario) -> Vec<Hypothesis> {
    let row = |(info, on): (&SwitchInfo, bool)| Hypothesis {
        id: info.name.to_owned(),
        name: info.title.to_owned(),
        on,
        contested: true,
        description: info.effect.to_owned(),
    };
    scenario.setup.hypotheses.states().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_are_drawn_from_reports_under_the_names_of_targets() {
        for (name, _, column) in CHARTS {
            assert!(column.info().name == format!("reported_{name}"), "{name}");
        }
    }
}
