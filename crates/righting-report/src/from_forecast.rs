//! The page of a forecast.

use righting_lab::{AsOf, Band, Forecast, LIMITS_OF_A_FORECAST, Plausibility, What};

use crate::expected::ranked;
use crate::from_scenario::CHARTS;
use crate::number::count;
use crate::report::Provenance;
use crate::section::{Axis, Figure, Line, Section, SectionTable};
use crate::study::StudyPage;
use crate::where_harm::{Land, expected_harm};
use crate::words::{about, counted};

/// The page of a forecast: where harm is expected, the nation by day, what was known. `land` is that of its scenario.
pub fn from_forecast(view: &AsOf, land: Land, made: &Forecast, plausibility: &Plausibility) -> StudyPage {
    let known = &made.known;
    let as_of = known.as_of.strftime("%-d %B %Y").to_string();
    let mut section = Section::new(
        "forecast",
        format!("Forecast as of {as_of}"),
        format!(
            "{}{} known at the date. {} draws from the priors, weighed by what was known: effective {:.0}.",
            harm(made),
            counted(u64::from(known.statements), "statement was", "statements were"),
            known.draws,
            known.effective
        ),
    );
    section.maps.push(expected_harm(land, made));
    // Harm first.
    for what in [What::DeathsTotal, What::DetainedTotal, What::Rioting, What::Active] {
        section.figures.push(figure(made, what));
    }
    section.tables.push(regions(made));
    section.tables.push(evidence(made));
    section.tables.push(unused(made));
    section.notes = notes(made);
    StudyPage {
        title: format!("{}: forecast", view.title()),
        subtitle: format!("As of {as_of}, for {}", counted(u64::from(known.days), "day", "days")),
        warnings: plausibility.notices.clone(),
        provenance: Provenance::of_forecasts(&known.scenario, &view.hash(), &[known]),
        sections: vec![section],
        limits: LIMITS_OF_A_FORECAST.to_owned(),
    }
}

/// What the nation has to expect by the last day, in a sentence with a space after it; nothing where no day is forecast.
fn harm(made: &Forecast) -> String {
    let last = |what: What| made.series(what.name(), "nation")?.last().map(|members| Band::of(members));
    let told = |band: Band| {
        format!(
            "{} (median {}, 90 % band {} to {})",
            about(band.mean),
            about(band.p50),
            about(band.p5),
            about(band.p95)
        )
    };
    match (last(What::DeathsTotal), last(What::DetainedTotal)) {
        (Some(deaths), Some(detained)) => {
            format!("Expected by the last day: deaths {}, detained {}. ", told(deaths), told(detained))
        }
        _ => String::new(),
    }
}

fn figure(made: &Forecast, what: What) -> Figure {
    let name = CHARTS.iter().find(|(name, ..)| *name == what.name()).map_or(what.name(), |(_, label, _)| *label);
    let mut figure = Figure::new(
        format!("The nation: {}", name.to_lowercase()),
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
