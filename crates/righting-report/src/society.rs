//! What people hold and what is seen, and who stands by the government: a section of a run's report.

use righting_model::{Location, Quantity};
use righting_scenario::Scenario;
use righting_store::{Band, Summary};

use crate::{Axis, Figure, Line, Section, SectionTable};

/// The section of a run.
pub(crate) fn section(scenario: &Scenario, summary: &Summary) -> Section {
    let peak = busiest_day(summary);
    let mut section = Section::new("society", "Private and public", lead(scenario, summary, peak));
    section.figures = vec![opinion(scenario, summary), loyalty(scenario, summary)];
    section.tables = vec![regions(scenario, summary, peak)];
    section.notes = vec![
        "What people hold in private shows only when they act (Kuran 1989, 1991): the gap between the first line and the \
         last cannot be seen beforehand, and it is what makes an outbreak hard to foresee. Lines are medians of each \
         quantity on its own."
            .to_owned(),
        "Cohesion of the elite follows Siegel's (2009) rule in a hierarchy, reliability of the forces a balance of \
         recovery and loss. Their forms are from the literature, their sizes are assumed: no record of either was \
         found, so the fit does not speak about them."
            .to_owned(),
    ];
    section
}

/// The day with the largest median crowd.
fn busiest_day(summary: &Summary) -> usize {
    let days: Vec<f64> = summary.series(Location::Nation, Quantity::ActivePeak).map(|found| found.p50).collect();
    (0..days.len()).fold(0, |best, day| if days[day] > days[best] { day } else { best })
}

fn median(summary: &Summary, location: Location, quantity: Quantity, day: usize) -> f64 {
    summary.series(location, quantity).nth(day).map_or(f64::NAN, |found| found.p50)
}

fn lowest(summary: &Summary, location: Location, quantity: Quantity) -> f64 {
    summary.series(location, quantity).map(|found| found.p50).fold(f64::INFINITY, f64::min)
}

fn lead(scenario: &Scenario, summary: &Summary, peak: usize) -> String {
    let nation = |quantity| median(summary, Location::Nation, quantity, peak);
    let residents = scenario.setup.country.population().max(1) as f64;
    format!(
        "On {}, the day of the largest crowd, {:.1} % of residents are privately against the government, {:.2} % would \
         act if the news reached them, and {:.3} % are in the streets at once (medians). Reliability of the forces \
         falls to {:.2} at its lowest, cohesion of the elite to {:.2}.",
        scenario.date(peak as u32),
        100.0 * nation(Quantity::Opposed),
        100.0 * nation(Quantity::Willing),
        100.0 * nation(Quantity::ActivePeak) / residents,
        lowest(summary, Location::Nation, Quantity::Reliability),
        lowest(summary, Location::Nation, Quantity::Cohesion),
    )
}

/// A quantity of the nation by day, times a factor.
fn line(summary: &Summary, name: &str, quantity: Quantity, factor: f64) -> Line {
    let days: Vec<&Band> = summary.series(Location::Nation, quantity).collect();
    let column = |of: fn(&Band) -> f64| days.iter().map(|day| factor * of(day)).collect();
    let x = (0..days.len()).map(|day| day as f64).collect();
    Line::new(name, x, column(|day| day.p50)).between(column(|day| day.p5), column(|day| day.p95))
}

fn days(scenario: &Scenario) -> Axis {
    Axis::dates("day", scenario.date(0).to_string())
}

fn opinion(scenario: &Scenario, summary: &Summary) -> Figure {
    let caption = "Residents privately against the government whatever the risk; those who would act if the news reached \
                   them; the largest crowd of the day. Line: median; band: 5-95 %.";
    let y = Axis::log("percent of residents");
    let mut figure = Figure::new("What people hold and what is seen", caption, days(scenario), y);
    let residents = scenario.setup.country.population().max(1) as f64;
    figure.lines = vec![
        line(summary, "privately opposed", Quantity::Opposed, 100.0),
        line(summary, "would act if reached", Quantity::Willing, 100.0),
        line(summary, "in the streets", Quantity::ActivePeak, 100.0 / residents),
    ];
    figure
}

fn loyalty(scenario: &Scenario, summary: &Summary) -> Figure {
    let caption = "Share of the security forces that obey, and of the elite that stands by the government; means over \
                   residents. Line: median; band: 5-95 %.";
    let y = Axis::share("share");
    let mut figure = Figure::new("Who stands by the government", caption, days(scenario), y);
    figure.lines = vec![
        line(summary, "reliability of the forces", Quantity::Reliability, 1.0),
        line(summary, "cohesion of the elite", Quantity::Cohesion, 1.0),
    ];
    figure
}

fn regions(scenario: &Scenario, summary: &Summary, peak: usize) -> SectionTable {
    let row = |(index, region): (usize, &righting_scenario::RegionInfo)| {
        let at = Location::Region(index);
        let percent = |value: f64, digits: usize| format!("{:.digits$} %", 100.0 * value);
        vec![
            region.name.clone(),
            percent(median(summary, at, Quantity::Opposed, peak), 1),
            percent(median(summary, at, Quantity::Willing, peak), 2),
            percent(median(summary, at, Quantity::ActivePeak, peak) / region.population.max(1) as f64, 3),
            format!("{:.2}", lowest(summary, at, Quantity::Reliability)),
            format!("{:.2}", lowest(summary, at, Quantity::Cohesion)),
        ]
    };
    let columns = ["region", "opposed", "would act", "in the streets", "lowest reliability", "lowest cohesion"];
    let title = format!("Regions on {}, medians; the last two over all days", scenario.date(peak as u32));
    SectionTable::new(title, columns.map(str::to_owned), scenario.regions.iter().enumerate().map(row).collect())
}
