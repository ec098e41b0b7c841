//! The page of a comparison.

use righting_lab::{ComparedArm, Comparison, Course, Difference, Endpoint, FOLLOWED, Plausibility};
use righting_scenario::Scenario;

use crate::limits::LIMITS;
use crate::notices::cautions;
use crate::number::{signed, value};
use crate::order::order_sentence;
use crate::report::Provenance;
use crate::section::{Axis, Figure, Line, Section, SectionTable};
use crate::study::StudyPage;
use crate::words::{counted, percent};

/// The page of a comparison: one section per arm. `scenario` is that of the base.
pub fn from_compare(comparison: &Comparison, scenario: &Scenario) -> StudyPage {
    let least = comparison.arms.iter().map(|arm| arm.pairs).min().unwrap_or(0);
    let asked = comparison.arms.iter().map(|arm| arm.pairs + arm.unpaired).max().unwrap_or(0);
    StudyPage {
        title: format!("{}: compared", scenario.title),
        subtitle: format!(
            "The same people and chances with something changed, beside {}: differences within at least {} of runs",
            comparison.base,
            counted(least as u64, "pair", "pairs")
        ),
        warnings: cautions(scenario, &Plausibility::of_comparison(comparison, scenario)),
        provenance: Provenance::of_study(scenario, comparison.seed, asked as u64, least as u64),
        sections: comparison.arms.iter().enumerate().map(|(at, arm)| section(comparison, at, arm)).collect(),
        limits: LIMITS.to_owned(),
    }
}

fn section(comparison: &Comparison, at: usize, arm: &ComparedArm) -> Section {
    let deaths = arm.differences[Endpoint::Deaths.index()].as_ref();
    let deaths = deaths.map_or_else(String::new, |deaths| format!("{} ", deaths_sentence(deaths, arm.pairs)));
    let lead = format!("{deaths}{} {}", first_day(comparison, arm), order_sentence(comparison, arm));
    let mut section = Section::new(format!("arm-{}", at + 1), arm.name.clone(), lead);
    let charts = arm.courses.iter().zip(FOLLOWED).map(|(course, (_, label))| course_figure(comparison, course, label));
    section.figures.extend(charts);
    section.figures.push(variance_figure(arm));
    section.tables.push(differences(&format!("{} minus {}", arm.name, comparison.base), &arm.differences));
    section.tables.push(variance_table(arm));
    if let Some(forks) = &arm.forks {
        let title = format!("The same with independent draws from {}", forks.from);
        section.tables.push(differences(&title, &forks.differences));
    }
    section.notes.push(format!(
        "Order has returned on the first day from which fewer than {} people are active at once for the rest of the \
         run. A run in which it does not return has no days to order, and its pair is left out of that difference.",
        value(comparison.order_limit),
    ));
    section.notes.push(
        "Variance removed: 1 − var(difference within pairs) / var(difference of runs without common chances). By \
         formula the latter is the sum of both variances; measured, it is that of the same runs paired otherwise."
            .to_owned(),
    );
    if arm.unpaired > 0 {
        let runs =
            counted(arm.unpaired as u64, "run has no pair, as the same run", "runs have no pair, as the same run");
        section.notes.push(format!("{runs} failed in the other arm."));
    }
    section
}

/// An endpoint, and in how many pairs it has a difference where it has none in some.
pub fn endpoint_label(arm: &ComparedArm, endpoint: Endpoint) -> String {
    let pairs = arm.differences[endpoint.index()].as_ref().map_or(0, |difference| difference.pairs);
    let label = endpoint.label();
    if pairs == arm.pairs { label.to_owned() } else { format!("{label}, in {pairs} of {} pairs", arm.pairs) }
}

/// When the runs first differ, in a sentence.
pub fn first_day(comparison: &Comparison, arm: &ComparedArm) -> String {
    match (arm.first_difference, arm.first_possible) {
        (None, _) => "No number of any place differs on any day.".to_owned(),
        (Some(day), possible) => {
            let found = comparison.date(day);
            let told = match possible.map(|possible| (possible, comparison.date(possible))) {
                None => format!("Runs differ from {found} on, although the scenarios do not"),
                Some((possible, date)) if day < possible => {
                    format!("Runs differ from {found} on, earlier than the change can act ({date})")
                }
                Some(_) if day == 0 => format!("Runs differ from {found} on, the first day"),
                Some((_, date)) => {
                    format!("All runs are identical before {found} (the change can act from {date} on)")
                }
            };
            format!("{told}.{}", never_differ(arm.identical, arm.pairs))
        }
    }
}

/// How many pairs are alike to the end.
fn never_differ(identical: usize, pairs: usize) -> String {
    match identical {
        0 => String::new(),
        1 => format!(" 1 of {pairs} pairs never differs."),
        some => format!(" {some} of {pairs} pairs never differ."),
    }
}

fn course_figure(comparison: &Comparison, course: &Course, label: &str) -> Figure {
    let days: Vec<f64> = (0..course.mean.len()).map(|day| day as f64).collect();
    let mut figure = Figure::new(
        format!("{label}: difference by day"),
        "Mean over the pairs, with the band of 90 % of them.",
        Axis::dates("end of the day", comparison.start.to_string()),
        Axis::linear("people, difference"),
    );
    let line = Line::new("mean difference", days, course.mean.clone());
    figure.lines.push(line.between(course.p5.clone(), course.p95.clone()));
    figure
}

fn variance_figure(arm: &ComparedArm) -> Figure {
    let mut figure = Figure::new(
        "Variance removed by pairing",
        "Share of the variance of the difference that common chances take away, with 90 % intervals.",
        Axis::names("quantity", Endpoint::ALL.map(Endpoint::label)),
        Axis::linear("share of the variance"),
    );
    let at = || (0..Endpoint::ALL.len()).map(|index| index as f64).collect::<Vec<f64>>();
    let columns = |found: Vec<Option<righting_lab::Share>>| {
        let column = |of: fn(&righting_lab::Share) -> f64| {
            found.iter().map(|share| share.as_ref().map_or(f64::NAN, of)).collect::<Vec<f64>>()
        };
        (column(|share| share.share), column(|share| share.low), column(|share| share.high))
    };
    let mut add = |name: &str, found: Vec<Option<righting_lab::Share>>| {
        let (share, low, high) = columns(found);
        figure.lines.push(Line::new(name, at(), share).between(low, high).marked());
    };
    add("beside separate ensembles", arm.variance_removed.iter().map(|removed| removed.by_formula).collect());
    if let Some(forks) = &arm.forks {
        add("beside forks with independent draws", forks.variance_removed.to_vec());
    }
    figure
}

/// The difference of deaths in a sentence.
fn deaths_sentence(deaths: &Difference, pairs: usize) -> String {
    match pairs {
        1 => format!("Deaths differ by {} in the one pair.", signed(deaths.mean)),
        _ if deaths.p5 == deaths.p95 && deaths.standard_error == 0.0 => {
            format!("Deaths differ by {} in every pair.", signed(deaths.mean))
        }
        _ => format!(
            "Deaths differ by {} on average (standard error {}); the 5th and the 95th percentile of the pairs are {} and {}.",
            signed(deaths.mean),
            value(deaths.standard_error),
            signed(deaths.p5),
            signed(deaths.p95)
        ),
    }
}

fn differences(title: &str, rows: &[Option<Difference>]) -> SectionTable {
    let columns = ["quantity", "pairs", "base", "other", "difference", "standard error", "5 %", "median", "95 %"];
    let row = |(endpoint, row): (Endpoint, &Option<Difference>)| {
        let cells = row.as_ref().map_or_else(
            || ["0", "no return", "no return", "–", "–", "–", "–", "–"].map(str::to_owned),
            |row| {
                [
                    row.pairs.to_string(),
                    value(row.base),
                    value(row.other),
                    signed(row.mean),
                    value(row.standard_error),
                    signed(row.p5),
                    signed(row.p50),
                    signed(row.p95),
                ]
            },
        );
        std::iter::once(endpoint.label().to_owned()).chain(cells).collect()
    };
    SectionTable::new(title, columns, Endpoint::ALL.into_iter().zip(rows).map(row).collect())
}

fn variance_table(arm: &ComparedArm) -> SectionTable {
    let told = |found: Option<righting_lab::Share>| match found {
        None => "–".to_owned(),
        Some(found) => format!("{} ({} to {})", percent(found.share), percent(found.low), percent(found.high)),
    };
    let mut columns = vec!["quantity", "by formula", "measured, other pairs"];
    columns.extend(arm.forks.is_some().then_some("beside forks"));
    let rows = Endpoint::ALL.into_iter().enumerate().map(|(at, endpoint)| {
        let removed = &arm.variance_removed[at];
        let measured = removed.measured.map_or("–".to_owned(), percent);
        let mut row = vec![endpoint.label().to_owned(), told(removed.by_formula), measured];
        row.extend(arm.forks.as_ref().map(|forks| told(forks.variance_removed[at])));
        row
    });
    SectionTable::new("Variance removed by pairing", columns, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_pairs_are_no_nine_in_ten() {
        assert_eq!(
            [0, 1, 7].map(|same| never_differ(same, 8)),
            ["", " 1 of 8 pairs never differs.", " 7 of 8 pairs never differ."]
        );
    }
}
