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
    section.figures = vec![figure(study, "csto", "Cases of the CSTO"), figure(study, "others", "Other cases")];
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

fn figure(study: &Backtest, group: &str, title: &str) -> Figure {
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
    let row = |name: &str, brier: &Brier| {
        let scores =
            [brier.model, brier.always_no, brier.always_yes, brier.majority].map(|score| format!("{score:.3}"));
        [name.to_owned(), brier.cases.to_string(), brier.helped.to_string()].into_iter().chain(scores).collect()
    };
    let columns = ["cases of", "number", "helped", "model", "always no", "always yes", "majority"];
    SectionTable::new(
        "Brier scores",
        columns,
        vec![row("the CSTO", &study.brier.csto), row("others", &study.brier.others)],
    )
}

/// What the backtest does not show: what its own table says of the CSTO, and what holds of any.
pub fn backtest_remarks(study: &Backtest) -> Vec<String> {
    std::iter::once(of_the_csto(study.brier.csto.cases as u64, study.brier.csto.helped as u64))
        .chain(REMARKS.map(str::to_owned))
        .collect()
}

fn of_the_csto(cases: u64, helped: u64) -> String {
    let of = counted(cases, "case", "cases");
    match helped {
        0 if cases == 1 => "The CSTO did not help in its one case: nothing of its own says yes.".to_owned(),
        0 => format!("The CSTO helped in none of its {of}: nothing of its own says yes."),
        1 => format!(
            "The CSTO helped in one of its {of}: left out, nothing of the CSTO's own says yes, and no score of the group can \
             tell more than that."
        ),
        some => format!("The CSTO helped in {some} of its {of}."),
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
    use super::of_the_csto;

    #[test]
    fn what_is_said_of_the_csto_is_in_its_table() {
        assert!(of_the_csto(5, 1).starts_with("The CSTO helped in one of its 5 cases: left out"));
        assert!(of_the_csto(1, 0).starts_with("The CSTO did not help in its one case"));
        assert_eq!(of_the_csto(6, 2), "The CSTO helped in 2 of its 6 cases.");
    }
}
