//! The page of a diagnosis.

use righting_lab::{Diagnosis, ParameterDiagnosis};
use righting_scenario::Scenario;

use crate::limits::LIMITS;
use crate::notices::doubts;
use crate::report::Provenance;
use crate::section::{Axis, Figure, Line, Section, SectionTable};
use crate::study::StudyPage;

/// The page of a diagnosis of `scenario` under `seed`.
pub fn from_diagnosis(diagnosis: &Diagnosis, scenario: &Scenario, seed: u64) -> StudyPage {
    let (runs, failed) = diagnosis.runs;
    StudyPage {
        title: format!("{}: the inference diagnosed", scenario.title),
        subtitle: format!(
            "{} simulated records whose parameters are known; {} of {} runs failed, {} were stopped as runaways",
            diagnosis.records, diagnosis.runs.1, diagnosis.runs.0, diagnosis.stopped
        ),
        warnings: doubts(scenario),
        provenance: Provenance::of_study(scenario, seed, runs, runs - failed),
        sections: vec![recovery(diagnosis), ranks(diagnosis)],
        limits: LIMITS.to_owned(),
    }
}

fn recovery(diagnosis: &Diagnosis) -> Section {
    let found = &diagnosis.parameters;
    let recovered = found.iter().filter(|parameter| parameter.recovered).count();
    let (low, high) = diagnosis.band;
    let mut section = Section::new(
        "recovery",
        "Are the parameters recovered?",
        format!(
            "{recovered} of {} parameters have {low} to {high} of {} truths inside the 90 % interval.",
            found.len(),
            diagnosis.records
        ),
    );
    let mut figure = Figure::new(
        "Truths inside the 90 % interval",
        format!("One mark per parameter; the line is at nine in ten, and {low} to {high} records pass."),
        Axis::names("parameter", found.iter().map(|parameter| parameter.path.as_str())),
        Axis::share("records inside"),
    );
    let share = |count: u64| count as f64 / diagnosis.records.max(1) as f64;
    let x = (0..found.len()).map(|index| index as f64).collect();
    let inside = found.iter().map(|parameter| share(parameter.inside)).collect();
    let mut line = Line::new("inside", x, inside);
    line.marks = true;
    figure.lines.push(line);
    figure.reference = Some(0.9);
    section.figures.push(figure);
    let columns = ["parameter", "pilot", "declared", "inside", "contraction", "correlation", "chi-square p", "KS p"];
    section.tables.push(SectionTable::new("By parameter", columns, found.iter().map(row).collect()));
    section.notes.push(
        "Pilot is the median contraction over records of the pilot, from which parameters were declared identifiable or \
         not before any record of the table was looked at. Correlation is that of the posterior mean with the truth."
            .to_owned(),
    );
    section
}

fn row(found: &ParameterDiagnosis) -> Vec<String> {
    vec![
        found.path.clone(),
        format!("{:.2}", found.pilot_contraction),
        if found.identifiable { "identifiable" } else { "not identifiable" }.to_owned(),
        found.inside.to_string(),
        format!("{:.2}", found.contraction),
        format!("{:.2}", found.correlation),
        format!("{:.3}", found.chi_square),
        format!("{:.3}", found.kolmogorov),
    ]
}

fn ranks(diagnosis: &Diagnosis) -> Section {
    let rejected = diagnosis.parameters.iter().filter(|parameter| parameter.rejected).count();
    let mut section = Section::new(
        "ranks",
        "Are the ranks uniform?",
        format!("Uniformity is rejected for {rejected} of {} parameters.", diagnosis.parameters.len()),
    );
    for parameter in &diagnosis.parameters {
        let bins = parameter.histogram.len();
        let mut figure = Figure::new(
            parameter.path.clone(),
            "Ranks of the truth among draws of the posterior, in equal bins; the line is what uniform ranks would give.",
            Axis::linear("rank, as a share of the draws"),
            Axis::linear("records"),
        );
        let x = (0..bins).map(|bin| (bin as f64 + 0.5) / bins as f64).collect();
        let mut line = Line::new("records", x, parameter.histogram.iter().map(|&count| count as f64).collect());
        line.marks = true;
        figure.lines.push(line);
        figure.reference = Some(diagnosis.records as f64 / bins as f64);
        section.figures.push(figure);
    }
    section.notes.push(
        "Pearson's chi-square test over 20 bins and the Kolmogorov-Smirnov test, both for every parameter, held to 5 % \
         over all by Holm's rule."
            .to_owned(),
    );
    section
}
