//! The months after the crisis as a section of a run's report.

use righting_lab::{LabError, PathRow, RecoveryPaths, recovery_paths};
use righting_model::RecoveryQuantity as Quantity;
use righting_store::StoredRun;

use crate::section::{Axis, Figure, Line, Section, SectionTable};
use crate::words::counted;

/// Charts of the nation: heading, quantity, axis, and what is seen.
const CHARTS: [(&str, Quantity, &str, &str); 5] = [
    (
        "Output",
        Quantity::OutputGap,
        "gap to the path without crisis",
        "Share by which output falls short of that path.",
    ),
    ("Poverty", Quantity::Poverty, "share of residents", "Residents whose disposable income is under the minimum."),
    ("Legitimacy", Quantity::Legitimacy, "legitimacy", "Mean over residents."),
    (
        "Tolerated price rise",
        Quantity::ToleratedRise,
        "rise, share of the price",
        "The sudden rise of the watched price after which half of the crises bring 50 people into the streets of one place; 3 stands for more.",
    ),
    (
        "Risk of relapse",
        Quantity::RelapseRisk,
        "probability",
        "Probability that an outbreak has begun since the crisis.",
    ),
];

/// What is told of every region in the last month.
const REGIONAL: [Quantity; 5] =
    [Quantity::OutputGap, Quantity::Income, Quantity::Income1, Quantity::Poverty, Quantity::ToleratedRise];

/// The section of a run with months of recovery; `None` for one without.
pub(crate) fn section(run: &StoredRun) -> Result<Option<Section>, LabError> {
    if run.manifest().recovery_months == 0 {
        return Ok(None);
    }
    let paths = recovery_paths(run)?;
    let mut section = Section::new("recovery", "The months after", lead(&paths));
    section.figures = CHARTS.iter().map(|chart| figure(&paths, *chart)).chain([incomes(&paths)]).collect();
    section.tables = vec![regions(&paths)];
    section.notes = vec![
        "The paths are those of a country in which no new outbreak begins; the risk of one is shown beside them."
            .to_owned(),
        "The size of the fall of output is an input, set to what the literature finds after major events; its \
         course, its spread over regions and the tolerated rise follow from the model. War and world prices, which \
         shaped the real years, are not in it."
            .to_owned(),
    ];
    Ok(Some(section))
}

fn lead(paths: &RecoveryPaths) -> String {
    let last = paths.months;
    let median = |quantity, month| paths.row(None, quantity, month).map_or(f64::NAN, |row| row.p50);
    After {
        gaps: (1..=last).map(|month| median(Quantity::OutputGap, month)).collect(),
        poverty: median(Quantity::Poverty, last),
        relapse: median(Quantity::RelapseRisk, last),
        replicates: paths.replicates,
    }
    .sentence()
}

/// What is told of the nation's months: medians, shares from 0 to 1.
struct After {
    /// Gap of output by month, from the first.
    gaps: Vec<f64>,
    /// In the last month.
    poverty: f64,
    /// By the last month.
    relapse: f64,
    replicates: u32,
}

impl After {
    fn sentence(&self) -> String {
        let last = self.gaps.len();
        let deepest = (0..last).fold(0, |worst, month| if self.gaps[month] > self.gaps[worst] { month } else { worst });
        let (gap, end) = match (self.gaps.get(deepest), self.gaps.last()) {
            (Some(&gap), Some(&end)) => (gap, end),
            _ => return "No month was simulated.".to_owned(),
        };
        let of = format!("(median of {})", counted(u64::from(self.replicates), "replicate", "replicates"));
        let falls = if percent(gap) == "0.0 %" || gap < 0.0 {
            format!("Output does not fall behind the path without crisis in any month {of}.")
        } else {
            format!("Output falls furthest behind in month {}, by {} {of}.", deepest + 1, percent(gap))
        };
        let above = if end < 0.0 && percent(-end) != "0.0 %" {
            format!("output is {} above that path", percent(-end))
        } else {
            format!("the gap is {}", percent(end.max(0.0)))
        };
        format!(
            "{falls} In month {last} {above}, poverty {}, and the probability that an outbreak has begun {}.",
            percent(self.poverty),
            percent(self.relapse)
        )
    }
}

/// A share in per cent with one digit; `–` for what is no number.
fn percent(share: f64) -> String {
    if share.is_finite() { format!("{:.1} %", 100.0 * share) } else { "–".to_owned() }
}

fn line(paths: &RecoveryPaths, name: &str, quantity: Quantity) -> Line {
    let rows: Vec<&PathRow> = (1..=paths.months).filter_map(|month| paths.row(None, quantity, month)).collect();
    let column = |of: fn(&PathRow) -> f64| rows.iter().map(|row| of(row)).collect::<Vec<f64>>();
    let x = column(|row| f64::from(row.month));
    Line::new(name, x, column(|row| row.p50)).between(column(|row| row.p5), column(|row| row.p95))
}

fn figure(paths: &RecoveryPaths, chart: (&str, Quantity, &str, &str)) -> Figure {
    let (title, quantity, axis, caption) = chart;
    let caption = format!("{caption} Line: median; band: 5-95 %.");
    let y = match quantity {
        Quantity::OutputGap | Quantity::ToleratedRise => Axis::linear(axis),
        _ => Axis::share(axis),
    };
    let mut figure = Figure::new(title, caption, Axis::linear("months after the crisis"), y);
    figure.lines = vec![line(paths, "nation", quantity)];
    figure
}

fn incomes(paths: &RecoveryPaths) -> Figure {
    let caption =
        "Mean disposable income of the poorest, middle and richest fifth of every place, prices before the crisis.";
    let y = Axis::linear("income a month and person");
    let mut figure = Figure::new("Incomes", caption, Axis::linear("months after the crisis"), y);
    let fifths = [
        ("poorest fifth", Quantity::Income1),
        ("middle fifth", Quantity::Income3),
        ("richest fifth", Quantity::Income5),
    ];
    figure.lines = fifths.into_iter().map(|(name, quantity)| line(paths, name, quantity)).collect();
    figure
}

fn regions(paths: &RecoveryPaths) -> SectionTable {
    let cell = |region: &str, quantity: Quantity| {
        let value = paths.row(Some(region), quantity, paths.months).map_or(f64::NAN, |row| row.p50);
        match quantity {
            _ if !value.is_finite() => "–".to_owned(),
            Quantity::OutputGap | Quantity::Poverty => percent(value),
            Quantity::ToleratedRise => format!("{value:.2}"),
            _ => format!("{value:.0}"),
        }
    };
    let rows = paths.regions.iter().map(|region| {
        std::iter::once(region.clone()).chain(REGIONAL.into_iter().map(|quantity| cell(region, quantity))).collect()
    });
    let title = format!("Regions in month {}, medians", paths.months);
    let names = REGIONAL.into_iter().map(|quantity| quantity.info().name.replace('_', " "));
    SectionTable::new(title, std::iter::once("region".to_owned()).chain(names), rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(gaps: &[f64]) -> String {
        After { gaps: gaps.to_vec(), poverty: 0.051, relapse: 0.0, replicates: 1 }.sentence()
    }

    #[test]
    fn output_that_does_not_fall_is_not_said_to_fall() {
        assert_eq!(
            said(&[0.01, 0.034, 0.02]),
            "Output falls furthest behind in month 2, by 3.4 % (median of 1 replicate). In month 3 the gap is 2.0 %, poverty \
             5.1 %, and the probability that an outbreak has begun 0.0 %."
        );
        assert!(said(&[0.0, 0.0]).starts_with("Output does not fall behind the path without crisis in any month"));
        assert!(said(&[-0.01, -0.02]).contains("In month 2 output is 2.0 % above that path"));
        assert!(said(&[-0.01]).starts_with("Output does not fall"));
        assert_eq!(said(&[]), "No month was simulated.");
    }
}
