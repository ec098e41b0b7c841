//! What a [`Report`] says of a scenario, before and beside any run of it.

use righting_lab::Plausibility;
use righting_model::{Location, Quantity as Measured, Seat, SwitchInfo};
use righting_scenario::Scenario;

use crate::error::FromRunError;
use crate::event::{Event, Hypothesis};
use crate::limits::LIMITS;
use crate::notices::cautions;
use crate::place::{Marker, Onset, Region};
use crate::report::{Provenance, Report};
use crate::series::Quantity;
use crate::{borders, withheld};

/// What the charts show: the name that targets use, a label, and the column of the run. These are
/// reports as a record would show them, because the record is drawn over them.
pub(crate) const CHARTS: [(&str, &str, Measured); 4] = [
    ("active", "Active", Measured::ReportedActive),
    ("rioting", "Rioting", Measured::ReportedRioting),
    ("detained_total", "Detained since the start", Measured::ReportedDetainedTotal),
    ("deaths_total", "Dead since the start", Measured::ReportedDeathsTotal),
];

/// Names of the quantities that a page draws, in its order.
pub fn charted() -> [&'static str; CHARTS.len()] {
    CHARTS.map(|(_, _, column)| column.info().name)
}

/// Seed of a laboratory that no run stands behind: the one that the commands begin with.
pub(crate) const FIRST_SEED: u64 = 1;

/// The page of a scenario that has not been run: its country, days, record and accounts, without any simulated number. The
/// opening is the scenario's own description.
///
/// # Errors
/// When the boundaries cannot be read or the parts do not fit together.
pub fn from_scenario(scenario: &Scenario) -> Result<Report, FromRunError> {
    let mut report = outline(scenario)?;
    report.warnings = cautions(scenario, &Plausibility::of(scenario));
    report.provenance = Provenance::of_study(scenario, FIRST_SEED, 0, 0);
    report.reading = vec![scenario.description.split_whitespace().collect::<Vec<_>>().join(" ")];
    report.validate()?;
    Ok(report)
}

/// What the pages of a scenario and of its runs share.
pub(crate) fn outline(scenario: &Scenario) -> Result<Report, FromRunError> {
    let mut report = Report::new(&scenario.title, &scenario.setup.country.name);
    report.subtitle = scenario.quality.as_ref().map(|quality| format!("Data quality {quality}"));
    report.dates = (0..scenario.setup.days).map(|day| scenario.date(day).to_string()).collect();
    report.quantities = CHARTS
        .iter()
        .map(|(name, label, column)| {
            let quantity = Quantity::new(*name, *label, "people", column.info().description);
            if name.ends_with("_total") { quantity.growing() } else { quantity }
        })
        .collect();
    report.regions = scenario.regions.iter().map(|info| region(info, Onset::default())).collect();
    if let Some(boundaries) = &scenario.boundaries {
        report.map = borders::for_page(&boundaries.geojson)?;
    }
    report.places = markers(scenario);
    report.sections.extend(withheld::section(scenario));
    report.events = recorded_events(scenario);
    report.hypotheses = hypotheses(scenario);
    report.limits = LIMITS.to_owned();
    Ok(report)
}

/// A region with the onset that runs gave it.
pub(crate) fn region(info: &righting_scenario::RegionInfo, onset: Onset) -> Region {
    Region { id: info.id.clone(), name: info.name.clone(), population: info.population, onset }
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

/// What happened: the events of the record.
fn recorded_events(scenario: &Scenario) -> Vec<Event> {
    let event = |event: &righting_scenario::RecordEvent| Event {
        date: event.date.to_string(),
        time: event.time.map(|time| time.strftime("%H:%M").to_string()),
        kind: event.kind.clone(),
        label: event.label.clone(),
        place: place_name(scenario, event.place),
        actual: true,
        share: None,
        p5: None,
        p95: None,
        contested: event.contested,
    };
    scenario.record.events.iter().filter(|event| event.imported.is_public()).map(event).collect()
}

/// The name of a region or a place; none for the nation.
pub(crate) fn place_name(scenario: &Scenario, location: Location) -> Option<String> {
    let country = &scenario.setup.country;
    match location {
        Location::Nation => None,
        Location::Region(region) => Some(country.regions[region].name.clone()),
        Location::Place(place) => Some(country.places[place].name.clone()),
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
