//! What people hold and what is seen, and who stands by the government: a section of a run's report.

use righting_model::{Location, Quantity};
use righting_scenario::Scenario;
use righting_store::{Band, Summary};

use crate::section::{Axis, Figure, Line, Section, SectionTable};

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
    let nation = |quantity, day| median(summary, Location::Nation, quantity, day);
    let residents = scenario.setup.country.population().max(1) as f64;
    let standing = |quantity| [nation(quantity, 0), lowest(summary, Location::Nation, quantity)];
    Held {
        day: scenario.date(peak as u32).to_string(),
        opposed: nation(Quantity::Opposed, peak),
        willing: nation(Quantity::Willing, peak),
        crowd: nation(Quantity::ActivePeak, peak) / residents,
        reliability: standing(Quantity::Reliability),
        cohesion: standing(Quantity::Cohesion),
    }
    .sentence()
}

/// What is told of the nation: medians, shares from 0 to 1; of those who stand by the government on the first day and at
/// their lowest.
struct Held {
    day: String,
    opposed: f64,
    willing: f64,
    crowd: f64,
    reliability: [f64; 2],
    cohesion: [f64; 2],
}

impl Held {
    fn sentence(&self) -> String {
        let Self { day, opposed, willing, crowd, reliability: [forces, least_forces], cohesion: [elite, least_elite] } =
            self;
        // A crowd of none is no largest one.
        let largest = if *crowd > 0.0 { "the day of the largest median crowd" } else { "the first day" };
        let streets = if *crowd > 0.0 {
            format!("{} are in the streets at once", part(*crowd, 3))
        } else {
            "the median crowd is 0, as on every day".to_owned()
        };
        format!(
            "On {day}, {largest}, {} of residents are privately against the government, {} would act if the news reached \
             them, and {streets} (medians). Reliability of the forces is {forces:.2} on the first day and {least_forces:.2} \
             at its lowest, cohesion of the elite {elite:.2} and {least_elite:.2}.",
            part(*opposed, 1),
            part(*willing, 2),
        )
    }
}

/// A share in per cent with so many digits; a share too small for them is not none.
fn part(share: f64, digits: usize) -> String {
    let least = 0.1_f64.powi(digits as i32);
    if share > 0.0 && 100.0 * share < least / 2.0 {
        return format!("under {least:.digits$} %");
    }
    format!("{:.digits$} %", 100.0 * share)
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
        vec![
            region.name.clone(),
            part(median(summary, at, Quantity::Opposed, peak), 1),
            part(median(summary, at, Quantity::Willing, peak), 2),
            part(median(summary, at, Quantity::ActivePeak, peak) / region.population.max(1) as f64, 3),
            format!("{:.2}", lowest(summary, at, Quantity::Reliability)),
            format!("{:.2}", lowest(summary, at, Quantity::Cohesion)),
        ]
    };
    let columns = ["region", "opposed", "would act", "in the streets", "lowest reliability", "lowest cohesion"];
    let title = format!("Regions on {}, medians; the last two over all days", scenario.date(peak as u32));
    SectionTable::new(title, columns.map(str::to_owned), scenario.regions.iter().enumerate().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_at_rest_has_no_largest_crowd() {
        let held = Held {
            day: "2030-03-01".to_owned(),
            opposed: 0.25,
            willing: 1e-6,
            crowd: 0.0,
            reliability: [1.0, 1.0],
            cohesion: [0.9, 0.5],
        };
        assert_eq!(
            held.sentence(),
            "On 2030-03-01, the first day, 25.0 % of residents are privately against the government, under 0.01 % would act \
             if the news reached them, and the median crowd is 0, as on every day (medians). Reliability of the forces is \
             1.00 on the first day and 1.00 at its lowest, cohesion of the elite 0.90 and 0.50."
        );
        let crowd = Held { crowd: 0.0021, ..held }.sentence();
        assert!(crowd.contains("the day of the largest median crowd") && crowd.contains("0.210 % are in the streets"));
    }
}
