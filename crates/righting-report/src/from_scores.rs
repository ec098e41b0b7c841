//! The page of the scores of forecasts, and their table.

use righting_lab::{BASELINES, Forecast, Known, LIMITS_OF_A_FORECAST, MODEL, Summary, Verification};
use righting_scenario::{Scenario, Warning};

use crate::notices::left_out;
use crate::number::count;
use crate::report::Provenance;
use crate::section::{Axis, Figure, Line, Section, SectionTable};
use crate::study::StudyPage;
use crate::words::{counted, percent};

/// The page of what forecasts of a scenario scored.
pub fn from_scores(scenario: &Scenario, scores: &Verification, forecasts: &[Forecast]) -> StudyPage {
    let known: Vec<&Known> = forecasts.iter().map(|forecast| &forecast.known).collect();
    StudyPage {
        title: format!("{}: scores", scenario.title),
        subtitle: format!("{} forecasts", forecasts.len()),
        warnings: scenario.warnings.iter().map(Warning::one_line).collect(),
        provenance: Provenance::of_forecasts(&scenario.id, &scenario.hash, &known),
        sections: vec![score_section(scores, forecasts)],
        limits: LIMITS_OF_A_FORECAST.to_owned(),
    }
}

/// Headings of a table of scores; `>` stands before those of numbers.
pub const SCORE_HEADINGS: [&str; 11] = [
    "as of",
    "model",
    ">cases",
    ">CRPS, log",
    ">CRPS",
    ">log score",
    ">ignorance",
    ">interval",
    ">inside",
    ">Brier onset / violence",
    ">skill (90 %)",
];

/// One row of a table of scores, under [`SCORE_HEADINGS`].
pub fn score_cells(row: &Summary) -> Vec<String> {
    let skill = row
        .skill
        .map_or_else(String::new, |skill| format!("{:.2} ({:.2} to {:.2})", skill.skill, skill.low, skill.high));
    vec![
        row.as_of.map_or_else(|| "all".to_owned(), |date| date.to_string()),
        row.model.to_owned(),
        row.cases.to_string(),
        number(row.crps_log, 2),
        number(row.crps, 0),
        number(row.log_score, 2),
        number(row.ignorance, 2),
        number(row.interval_score, 1),
        percent(row.coverage),
        format!("{} / {}", brier(row.brier_onset), brier(row.brier_violence)),
        skill,
    ]
}

/// A mean score; `-` of no case.
fn number(score: f64, digits: usize) -> String {
    if score.is_finite() { format!("{score:.digits$}") } else { "-".to_owned() }
}

/// A mean Brier score, or nothing where no region was left to begin.
fn brier(score: f64) -> String {
    if score.is_finite() { format!("{score:.3}") } else { "-".to_owned() }
}

/// The scores beside the baselines', by date, by probability and by case.
fn score_section(scores: &Verification, forecasts: &[Forecast]) -> Section {
    let headings = SCORE_HEADINGS.map(|heading| heading.trim_start_matches('>'));
    let dates: Vec<String> = forecasts.iter().map(|forecast| forecast.known.as_of.to_string()).collect();
    let mut section = Section::new(
        "scores",
        "Scores beside baselines",
        "Lower scores are better; a skill above 0 beats the baseline in these cases, beyond chance where its interval lies \
         above 0.",
    );
    let mut figure = Figure::new(
        "CRPS of ln(1 + x) by date of the forecast",
        "One line for the model and one for each baseline; lower is better.",
        Axis::names("as of", dates),
        Axis::linear("mean CRPS of ln(1 + x)"),
    );
    for model in std::iter::once(MODEL).chain(BASELINES) {
        let rows = scores.summaries.iter().filter(|row| row.model == model && row.as_of.is_some());
        let y: Vec<f64> = rows.map(|row| row.crps_log).collect();
        figure.lines.push(Line::new(model, (0..y.len()).map(|at| at as f64).collect(), y).marked());
    }
    section.figures.push(figure);
    section.tables.push(SectionTable::new("Scores", headings, scores.summaries.iter().map(score_cells).collect()));
    let diagonal = scores.reliability.iter();
    let mut reliability = Figure::new(
        "Reliability of the probabilities that protest or violence begins in a region within three days",
        "Marks on the line of equal values would be perfect.",
        Axis::share("forecast"),
        Axis::share("came"),
    );
    let column = |value: fn(&righting_lab::Reliability) -> f64| diagonal.clone().map(value).collect::<Vec<f64>>();
    reliability.lines.push(Line::new("equal", vec![0.0, 1.0], vec![0.0, 1.0]));
    reliability.lines.push(Line::new("forecasts", column(|bin| bin.forecast), column(|bin| bin.observed)).marked());
    section.figures.push(reliability);
    let cases = scores.cases.iter().filter(|case| case.model == MODEL).map(|case| {
        vec![
            case.target.clone(),
            case.as_of.to_string(),
            count(case.value),
            count(case.median),
            format!("{:.2}", case.crps_log),
            if case.covered { "inside" } else { "outside" }.to_owned(),
        ]
    });
    let columns = ["target", "as of", "record", "median", "CRPS, log", "90 % interval"];
    section.tables.push(SectionTable::new("Every case of the model", columns, cases.collect()));
    section.notes = vec![
        "A case is a number of the record inside the horizon of a forecast; where the record has two ends, their \
         middle. Baselines know what was known at the same date. The unit's own history is left out: it needs a daily \
         series from before the crisis."
            .to_owned(),
    ];
    if scores.private > 0 {
        section.notes.push(format!(
            "{} imported and marked private: counted in the means, not listed.",
            counted(u64::from(scores.private), "target is", "targets are")
        ));
    }
    section.tables.push(left_out(&scores.left_out));
    section
}
