//! The page of a righting curve.

use righting_lab::{Cell, Curve, Plausibility, Vanishing};
use righting_scenario::Scenario;

use crate::limits::LIMITS;
use crate::notices::cautions;
use crate::number::value;
use crate::report::Provenance;
use crate::section::{Axis, Figure, Line, Section, SectionTable};
use crate::study::StudyPage;
use crate::vanishing::vanishing_sentence;
use crate::words::percent;

/// The page of the curves of all futures. `scenario` is the one that they change.
pub fn from_curve(curve: &Curve, scenario: &Scenario, seed: u64) -> StudyPage {
    let failed: usize = curve.cells.iter().map(|cell| cell.failed).sum();
    let runs: usize = curve.cells.iter().map(|cell| cell.runs).sum();
    StudyPage {
        title: format!("{}: the righting curve", scenario.title),
        subtitle: "For a shock of a given size: how likely and how soon order returns, and at what harm".to_owned(),
        warnings: cautions(
            scenario,
            &Plausibility::of(scenario)
                .with_crowd(curve.crowd_at_size_one().unwrap_or(0.0), scenario.setup.country.population()),
        ),
        provenance: Provenance::of_study(scenario, seed, (runs + failed) as u64, runs as u64),
        sections: vec![chances(curve), harm(curve)],
        limits: LIMITS.to_owned(),
    }
}

fn names(curve: &Curve) -> Vec<&str> {
    curve.vanishing.iter().map(|point| point.future.as_str()).collect()
}

fn cells<'a>(curve: &'a Curve, name: &str) -> Vec<&'a Cell> {
    curve.cells.iter().filter(|cell| cell.future == name).collect()
}

fn column(cells: &[&Cell], of: impl Fn(&Cell) -> f64) -> Vec<f64> {
    cells.iter().map(|cell| of(cell)).collect()
}

fn size_axis(curve: &Curve) -> Axis {
    let rises = curve.shocks.iter().zip(&curve.rises).map(|(id, rise)| format!("{id} +{}", percent(*rise)));
    Axis::linear(format!("size of the shock; 1 is {}", rises.collect::<Vec<_>>().join(", ")))
}

fn chances(curve: &Curve) -> Section {
    let lead = curve.vanishing.iter().map(|point| vanishing_sentence(curve, point)).collect::<Vec<_>>().join(" ");
    let mut section = Section::new("curve", "The righting curve", lead);
    let mut figure = Figure::new(
        format!("Chance of return to order within {} days", curve.within),
        "Share of the runs, with 90 % intervals (Wilson). The dotted line is one half: where a curve falls under it \
         lies its vanishing point.",
        size_axis(curve),
        Axis::share("share of the runs"),
    );
    let mut times = Figure::new(
        "Days from the shock to order",
        "Median of the runs; a gap where more than half of them do not return to order while they last.",
        size_axis(curve),
        Axis::linear("days"),
    );
    for name in names(curve) {
        let own = cells(curve, name);
        let sizes = column(&own, |cell| cell.size);
        let (low, high) = (column(&own, |cell| cell.interval[0]), column(&own, |cell| cell.interval[1]));
        figure.lines.push(Line::new(name, sizes.clone(), column(&own, |cell| cell.chance)).between(low, high));
        times.lines.push(Line::new(name, sizes, column(&own, |cell| cell.days_to_order[1])));
    }
    figure.reference = Some(0.5);
    section.figures = vec![figure, times];
    let row = |point: &Vanishing| {
        let told = |size: Option<f64>| size.map_or("not in this range".to_owned(), |size| format!("{size:.2}"));
        vec![point.future.clone(), told(point.size), told(point.low), told(point.high), percent(point.share_reached)]
    };
    section.tables.push(SectionTable::new(
        "Vanishing points",
        ["future", "size", "5 %", "95 %", "resamples that reach it"],
        curve.vanishing.iter().map(row).collect(),
    ));
    section.notes = vec![
        format!(
            "Order has returned on the first day from which fewer than {} people are active at once for the rest of \
             the run.",
            value(curve.order_limit)
        ),
        "Every future is run at every size with the same seed, so the curves share their chances. Dated acts of \
         government keep their dates and sizes whatever the shock: a reaction to a larger shock is not in these \
         curves unless the scenario has triggers."
            .to_owned(),
        "The vanishing point is read off the curve made falling (isotonic regression); its interval is a bootstrap \
         over replicates."
            .to_owned(),
    ];
    section
}

/// Runs of a point in which order does not return while they last.
pub fn unreturned(cell: &Cell) -> usize {
    cell.days.iter().filter(|days| days.is_infinite()).count()
}

/// The band of the days to order. An end in runs that do not return is no number of days.
fn days_to_order([low, middle, high]: [f64; 3]) -> String {
    let end = |days: f64| if days.is_finite() { value(days) } else { "no return".to_owned() };
    if low == high { end(middle) } else { format!("{} ({} to {})", end(middle), end(low), end(high)) }
}

fn harm(curve: &Curve) -> Section {
    let mut section = Section::new("harm", "Harm", "What runs come to, by the size of the shock.");
    type Read = fn(&Cell) -> [f64; 3];
    let bands: [(&str, &str, Read); 2] = [
        ("Deaths", "people killed, of all sides", |cell| cell.deaths),
        ("Detentions", "detentions", |cell| cell.detentions),
    ];
    for (title, label, of) in bands {
        let caption = "Median of the runs, with the band of 90 % of them.";
        let mut figure = Figure::new(title, caption, size_axis(curve), Axis::log(label));
        for name in names(curve) {
            let own = cells(curve, name);
            let line = Line::new(name, column(&own, |cell| cell.size), column(&own, |cell| of(cell)[1]));
            figure.lines.push(line.between(column(&own, |cell| of(cell)[0]), column(&own, |cell| of(cell)[2])));
        }
        section.figures.push(figure);
    }
    let row = |cell: &Cell| {
        let band = |values: [f64; 3]| format!("{} ({} to {})", value(values[1]), value(values[0]), value(values[2]));
        vec![
            cell.future.clone(),
            format!("{:.2}", cell.size),
            cell.runs.to_string(),
            format!("{} ({} to {})", percent(cell.chance), percent(cell.interval[0]), percent(cell.interval[1])),
            days_to_order(cell.days_to_order),
            unreturned(cell).to_string(),
            band(cell.deaths),
            band(cell.detentions),
        ]
    };
    section.tables.push(SectionTable::new(
        "Every point",
        ["future", "size", "runs", "return in time", "days to order", "no return", "deaths", "detentions"],
        curve.cells.iter().map(row).collect(),
    ));
    section
}

#[cfg(test)]
mod tests {
    use super::days_to_order;

    #[test]
    fn a_run_without_return_is_no_number_of_days() {
        let never = f64::INFINITY;
        assert_eq!(days_to_order([2.0, 5.0, never]), "5 (2 to no return)");
        assert_eq!(days_to_order([never; 3]), "no return");
        assert_eq!(days_to_order([3.0; 3]), "3");
    }
}
