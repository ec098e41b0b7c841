//! Pages of forecasts and of their scores.

use std::path::Path;

use righting_lab::{AsOf, Band, Forecast, What};
use righting_report::{Axis, Figure, LIMITS, Line, Provenance, Section, SectionTable, StudyPage, render_study};

use crate::fail::Fail;
use crate::terminal::count;

const FILE: &str = "report.html";

/// Writes the page of a forecast into its folder.
pub fn forecast(view: &AsOf, made: &Forecast, folder: &Path) -> Result<(), Fail> {
    let known = &made.known;
    let mut section = Section::new(
        "forecast",
        format!("Forecast as of {}", known.as_of),
        format!(
            "{} statements were known and {} were not. {} draws from the priors, weighed by them: effective {:.0}.",
            known.statements, known.hidden, known.draws, known.effective
        ),
    );
    for what in [What::Active, What::Rioting, What::DetainedTotal, What::DeathsTotal] {
        section.figures.push(figure(made, what));
    }
    section.tables.push(regions(made));
    section.tables.push(evidence(made));
    section.notes = notes(made);
    write(
        folder,
        &StudyPage {
            title: format!("{}: forecast", view.title()),
            subtitle: format!("As of {}, {} days", known.as_of, known.days),
            provenance: Provenance {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                scenario: known.scenario.clone(),
                scenario_hash: view.hash(),
                seed: known.seed,
                replicates: u64::from(known.draws),
                succeeded: u64::from(known.draws - known.failed),
                failed: u64::from(known.failed),
                engine: "sellke".to_owned(),
                created: None,
                data_sources: Vec::new(),
            },
            sections: vec![section],
            limits: LIMITS.to_owned(),
        },
    )
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
    let rows = made.known.series.iter().zip(&made.values).filter(|(series, _)| series.what == What::ProtestBegun);
    let rows = rows.map(|(series, days)| {
        let last = days.len() - 1;
        let share = |what: What| {
            let members = made.series(what.name(), &series.place).map_or(&days[last], |days| &days[last]);
            format!("{:.0} %", 100.0 * Band::of(members).mean)
        };
        let peak: Vec<f64> = made.series(What::Active.name(), &series.place).map_or_else(Vec::new, |days| {
            (0..days[0].len()).map(|member| days.iter().map(|day| day[member]).fold(0.0, f64::max)).collect()
        });
        let band = Band::of(&peak);
        vec![
            series.name.clone(),
            share(What::ProtestBegun),
            share(What::ViolenceBegun),
            format!("{} ({} to {})", count(band.p50), count(band.p5), count(band.p95)),
        ]
    });
    let columns = ["region", "protest by the last day", "violence by the last day", "largest crowd"];
    SectionTable::new("Regions", columns, rows.collect())
}

fn evidence(made: &Forecast) -> SectionTable {
    let rows = made.evidence.iter().map(|one| {
        let end = one.high.map_or_else(|| "or more".to_owned(), count);
        vec![
            one.place.clone(),
            one.quantity.replace('_', " "),
            one.statistic.to_owned(),
            one.date.clone(),
            if one.high == Some(one.low) { count(one.low) } else { format!("{} to {end}", count(one.low)) },
            one.sources.join(" "),
        ]
    });
    let columns = ["where", "quantity", "statistic", "day", "people, or days after the start", "sources"];
    SectionTable::new("What was known, as evidence", columns, rows.collect())
}

fn notes(made: &Forecast) -> Vec<String> {
    let known = &made.known;
    let mut notes = vec![
        "Only statements with a date of publication before the date were used; one whose source does not show it \
         counts as unknown. Parameters fitted to the whole record were drawn anew from their priors."
            .to_owned(),
        format!("Acts of government that stand as they happened: {}.", known.stood.join(", ")),
        format!("{} members come from {} distinct draws.", known.members, known.survivors),
    ];
    if known.power < 1.0 {
        notes.push(format!(
            "The likelihood was held back to its power {:.2}: as a whole it would have left an effective sample of \
             {:.1} draws. The weights say less than the evidence does.",
            known.power, known.effective_untempered
        ));
    }
    notes
}

/// Writes a page into a folder.
pub fn write(folder: &Path, page: &StudyPage) -> Result<(), Fail> {
    page.validate().map_err(|error| Fail::Kept(miette::miette!("{error}")))?;
    let path = folder.join(FILE);
    std::fs::write(&path, render_study(page))
        .map_err(|error| Fail::Kept(miette::miette!("cannot write `{}`: {error}", path.display())))
}
