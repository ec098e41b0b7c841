//! The page of a backtest.

use std::path::Path;

use righting_lab::{Backtest, Brier};
use righting_report::{Axis, Figure, LIMITS, Line, Provenance, Section, SectionTable, StudyPage};
use righting_store::{csv_text, write_study_file};

use super::told::remarks;
use crate::command::write_page;
use crate::fail::Fail;

/// Writes the rows of a backtest as CSV and its page into a folder, which is made if need be.
pub fn keep(study: &Backtest, seed: u64, folder: &Path) -> Result<(), Fail> {
    let table = folder.join("backtest.csv");
    std::fs::create_dir_all(folder)
        .map_err(|error| Fail::Kept(miette::miette!("cannot make `{}`: {error}", folder.display())))?;
    write_study_file(&table, csv(study).as_bytes())?;
    write_page(folder, &page_of(study, seed))?;
    Ok(())
}

/// The bodies' names are left to the table of cases.
fn csv(study: &Backtest) -> String {
    let rows = study.rows.iter().map(|row| {
        let (asked, helped) = (u8::from(row.asked), u8::from(row.helped));
        let (id, group) = (csv_text(&row.id), csv_text(row.group));
        format!("{id},{group},{},{asked},{helped},{},{},{}\n", row.date, row.probability, row.error, row.prior)
    });
    std::iter::once("id,group,date,asked,helped,probability,error,prior\n".to_owned()).chain(rows).collect()
}

fn page_of(study: &Backtest, seed: u64) -> StudyPage {
    let correct = study.rows.iter().filter(|row| row.correct).count();
    let lead =
        format!("{correct} of {} cases fall on the right side of one half, each left out of the fit.", study.cases);
    let mut section = Section::new("backtest", "Requests for help, each predicted without itself", lead);
    section.figures = vec![figure(study, "csto", "Cases of the CSTO"), figure(study, "others", "Other cases")];
    section.tables.push(scores(study));
    section.notes = remarks(study);
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
        let of = |value: &dyn Fn(&righting_lab::BacktestRow) -> f64| {
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
