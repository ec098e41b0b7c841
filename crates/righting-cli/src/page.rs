//! Pages of forecasts and of their scores.

use std::path::Path;

use righting_lab::{AsOf, BASELINES, Band, Forecast, MODEL, Plausibility, Verification, What};
use righting_report::{
    Axis, Figure, LIMITS_OF_A_FORECAST, Line, Provenance, Section, SectionTable, StudyPage, counted, left_out,
};
use righting_scenario::{Scenario, Warning};
use righting_store::write_study_file;

use crate::command::{HEADINGS, cells, ranked, write_page};
use crate::fail::Fail;
use crate::terminal::count;

/// Writes the page of a forecast into its folder.
pub fn forecast(view: &AsOf, made: &Forecast, plausibility: &Plausibility, folder: &Path) -> Result<(), Fail> {
    let known = &made.known;
    let mut section = Section::new(
        "forecast",
        format!("Forecast as of {}", known.as_of),
        format!(
            "{} known at the date. {} draws from the priors, weighed by what was known: effective {:.0}.",
            counted(u64::from(known.statements), "statement was", "statements were"),
            known.draws,
            known.effective
        ),
    );
    for what in [What::Active, What::Rioting, What::DetainedTotal, What::DeathsTotal] {
        section.figures.push(figure(made, what));
    }
    section.tables.push(regions(made));
    section.tables.push(evidence(made));
    section.tables.push(unused(made));
    section.notes = notes(made);
    write_page(
        folder,
        &StudyPage {
            title: format!("{}: forecast", view.title()),
            subtitle: format!("As of {}, {} days", known.as_of, known.days),
            warnings: plausibility.notices.clone(),
            provenance: Provenance {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                scenario: known.scenario.clone(),
                scenario_hash: view.hash(),
                seed: known.seed,
                replicates: u64::from(known.draws + known.members + known.failed_members),
                succeeded: u64::from(known.draws + known.members + known.failed_members - known.failed),
                failed: u64::from(known.failed),
                engine: "sellke".to_owned(),
                created: None,
                data_sources: Vec::new(),
            },
            sections: vec![section],
            limits: LIMITS_OF_A_FORECAST.to_owned(),
        },
    )?;
    Ok(())
}

fn figure(made: &Forecast, what: What) -> Figure {
    let name = what.name().replace('_', " ");
    let mut figure = Figure::new(
        format!("The nation: {name}"),
        "Median of the members, and the band from the 5th to the 95th percentile.",
        Axis::dates("day", made.known.as_of.to_string()),
        Axis::log("people"),
    );
    let days = made.series(what.name(), "nation").unwrap_or_default();
    let bands: Vec<Band> = days.iter().map(|members| Band::of(members)).collect();
    let of = |value: fn(&Band) -> f64| bands.iter().map(value).collect::<Vec<f64>>();
    let x = (0..bands.len()).map(|day| day as f64).collect();
    figure.lines.push(Line::new(name, x, of(|band| band.p50)).between(of(|band| band.p5), of(|band| band.p95)));
    figure
}

fn regions(made: &Forecast) -> SectionTable {
    let rows = ranked(made).into_iter().map(|row| [&[row.name.to_owned()][..], &row.cells()].concat());
    let columns = ["region", "deaths", "detained", "largest crowd", "violence", "protest"];
    SectionTable::new("Where harm is expected by the last day, the worst first", columns, rows.collect())
}

fn evidence(made: &Forecast) -> SectionTable {
    let rows = made.evidence.iter().map(|one| {
        vec![
            one.place.clone(),
            one.quantity.replace('_', " "),
            one.statistic.to_owned(),
            one.date.clone(),
            match one.high {
                Some(high) if high == one.low => count(high),
                Some(high) => format!("{} to {}", count(one.low), count(high)),
                None => format!("{} or more", count(one.low)),
            },
            one.sources.join(" "),
        ]
    });
    let columns = ["where", "quantity", "statistic", "day", "people, or days after the start", "sources"];
    SectionTable::new("What was known, as evidence", columns, rows.collect())
}

fn unused(made: &Forecast) -> SectionTable {
    let rows = made.unused.iter().map(|one| {
        let line = format!("{}:{}", one.file, one.line);
        vec![line, one.date.clone(), one.place.clone(), one.kind.clone(), one.value.clone(), one.why.to_owned()]
    });
    let columns = ["line", "day", "where", "kind", "value", "why it is no evidence"];
    SectionTable::new("What was known and is no evidence", columns, rows.collect())
}

fn notes(made: &Forecast) -> Vec<String> {
    let known = &made.known;
    let mut notes = vec![
        "Only statements with a date of publication before the date were used; one whose source does not show it \
         counts as unknown. Parameters fitted to the whole record were drawn anew from their priors."
            .to_owned(),
        match known.stood.as_slice() {
            [] => "No act of government stands as it happened.".to_owned(),
            acts => format!("Acts of government that stand as they happened: {}.", acts.join(", ")),
        },
        format!(
            "{} members come from {}.",
            known.members,
            counted(u64::from(known.survivors), "distinct draw", "distinct draws")
        ),
    ];
    if known.statements_private > 0 {
        notes.push(format!(
            "{} of the known statements are imported rows that are not shown: they weighed with the others.",
            count(f64::from(known.statements_private))
        ));
    }
    if known.power < 1.0 {
        notes.push(format!(
            "The likelihood was held back to its power {:.2}: as a whole it would have left an effective sample of \
             {:.1} draws. The weights say less than the evidence does.",
            known.power, known.effective_untempered
        ));
    }
    notes
}

/// Writes the page and `scores.json` of a verification into a folder.
pub fn scores(scenario: &Scenario, scores: &Verification, forecasts: &[Forecast], folder: &Path) -> Result<(), Fail> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Fail::Kept(miette::miette!("cannot make `{}`: {error}", folder.display())))?;
    let text = serde_json::to_string_pretty(scores)
        .map_err(|error| Fail::Kept(miette::miette!("cannot write the scores as JSON: {error}")))?;
    write_study_file(&folder.join("scores.json"), (text + "\n").as_bytes())?;
    let section = score_section(scores, forecasts);
    let sum = |value: fn(&righting_lab::Known) -> u32| forecasts.iter().map(|one| u64::from(value(&one.known))).sum();
    let (runs, failed): (u64, u64) =
        (sum(|known| known.draws + known.members + known.failed_members), sum(|known| known.failed));
    write_page(
        folder,
        &StudyPage {
            title: format!("{}: scores", scenario.title),
            subtitle: format!("{} forecasts", forecasts.len()),
            warnings: scenario.warnings.iter().map(Warning::one_line).collect(),
            provenance: Provenance {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                scenario: scenario.id.clone(),
                scenario_hash: scenario.hash.clone(),
                seed: forecasts.first().map_or(0, |forecast| forecast.known.seed),
                replicates: runs,
                succeeded: runs.saturating_sub(failed),
                failed,
                engine: "sellke".to_owned(),
                created: None,
                data_sources: Vec::new(),
            },
            sections: vec![section],
            limits: LIMITS_OF_A_FORECAST.to_owned(),
        },
    )?;
    Ok(())
}

/// The scores beside the baselines', by date, by probability and by case.
fn score_section(scores: &Verification, forecasts: &[Forecast]) -> Section {
    let headings = HEADINGS.map(|heading| heading.trim_start_matches('>'));
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
    section.tables.push(SectionTable::new("Scores", headings, scores.summaries.iter().map(cells).collect()));
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
