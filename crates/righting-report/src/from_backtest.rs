//! The page of a backtest of alliances, and what it does not show.

use righting_lab::{Backtest, BacktestRow, Brier};

use crate::limits::LIMITS;
use crate::report::Provenance;
use crate::section::{Axis, Figure, Line, Section, SectionTable};
use crate::study::StudyPage;
use crate::words::counted;

/// The page of a backtest of the decision model.
pub fn from_backtest(study: &Backtest, seed: u64) -> StudyPage {
    let correct = study.rows.iter().filter(|row| row.correct).count();
    let lead =
        format!("{correct} of {} cases fall on the right side of one half, each left out of the fit.", study.cases);
    let mut section = Section::new("backtest", "Requests for help, each predicted without itself", lead);
    section.figures = study.brier.keys().map(|group| figure(study, group)).collect();
    section.tables.push(scores(study));
    section.notes = backtest_remarks(study);
    StudyPage {
        title: "Alliances: backtest of the decision model".to_owned(),
        subtitle: format!("{} cases, leave one out", study.cases),
        warnings: Vec::new(),
        provenance: Provenance {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: "packs/alliances".to_owned(),
            scenario_hash: String::new(),
            seed,
            replicates: study.cases as u64,
            succeeded: study.cases as u64,
            failed: 0,
            engine: "elliptical slice sampling".to_owned(),
            created: None,
            data_sources: Vec::new(),
        },
        sections: vec![section],
        limits: LIMITS.to_owned(),
    }
}

/// Whose cases a group has.
pub fn whose(study: &Backtest, group: &str) -> String {
    study.body_of(group).map_or_else(|| group.to_owned(), |body| format!("the {body}"))
}

fn figure(study: &Backtest, group: &str) -> Figure {
    let title = format!("Cases of {}", whose(study, group));
    let rows: Vec<_> = study.rows.iter().filter(|row| row.group == group).collect();
    let names = rows.iter().map(|row| row.id.clone());
    let caption = "Chance of a yes by weights learnt from all other cases, with its Monte Carlo error.";
    let mut figure = Figure::new(title, caption, Axis::names("case", names), Axis::share("chance of a yes"));
    figure.reference = Some(0.5);
    for (name, helped) in [("helped", true), ("not helped", false)] {
        let of = |value: &dyn Fn(&BacktestRow) -> f64| {
            rows.iter().map(|row| if row.helped == helped { value(row) } else { f64::NAN }).collect::<Vec<f64>>()
        };
        let x = (0..rows.len()).map(|index| index as f64).collect();
        let line = Line::new(name, x, of(&|row| row.probability));
        let (low, high) = (of(&|row| row.probability - row.error), of(&|row| row.probability + row.error));
        figure.lines.push(line.between(low, high).marked());
    }
    figure
}

fn scores(study: &Backtest) -> SectionTable {
    let row = |(group, brier): (&String, &Brier)| {
        let name = whose(study, group);
        let scores =
            [brier.model, brier.always_no, brier.always_yes, brier.majority].map(|score| format!("{score:.3}"));
        [name, brier.cases.to_string(), brier.helped.to_string()].into_iter().chain(scores).collect()
    };
    let columns = ["cases of", "number", "helped", "model", "always no", "always yes", "majority"];
    SectionTable::new("Brier scores", columns, study.brier.iter().map(row).collect())
}

/// What the backtest does not show: what its own table says of each body that has a group, and what holds of any.
pub fn backtest_remarks(study: &Backtest) -> Vec<String> {
    let of_a_body = |(group, brier): (&String, &Brier)| {
        study.body_of(group).map(|body| helped_by(body, brier.cases as u64, brier.helped as u64))
    };
    study.brier.iter().filter_map(of_a_body).chain(REMARKS.map(str::to_owned)).collect()
}

fn helped_by(body: &str, cases: u64, helped: u64) -> String {
    let of = counted(cases, "case", "cases");
    match helped {
        0 if cases == 1 => format!("The {body} did not help in its one case: nothing of its own says yes."),
        0 => format!("The {body} helped in none of its {of}: nothing of its own says yes."),
        1 => format!(
            "The {body} helped in one of its {of}: left out, nothing of the {body}'s own says yes, and no score of the group \
             can tell more than that."
        ),
        some => format!("The {body} helped in {some} of its {of}."),
    }
}

/// What holds whatever the table is.
const REMARKS: [&str; 2] = [
    "Where nobody asked, a no is easy: the refusals that count are those of formal requests.",
    "The other cases are those remembered, and accepted requests are remembered better: their share of yes is no base \
     rate.",
];

#[cfg(test)]
mod tests {
    use super::helped_by;

    #[test]
    fn what_is_said_of_a_body_is_in_its_table() {
        assert!(helped_by("CSTO", 5, 1).starts_with("The CSTO helped in one of its 5 cases: left out"));
        assert!(helped_by("CSTO", 1, 0).starts_with("The CSTO did not help in its one case"));
        assert_eq!(helped_by("CSTO", 6, 2), "The CSTO helped in 2 of its 6 cases.");
    }
}
