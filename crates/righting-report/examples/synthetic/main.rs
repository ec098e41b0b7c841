//! Writes a report on made-up numbers, for the tests of the page and for work on its looks:
//!
//! ```text
//! cargo run -p righting-report --example synthetic -- OUT.html [BOUNDARIES.geojson]
//! cargo run -p righting-report --example synthetic -- --study OUT.html
//! ```
//!
//! The regions, boundaries and dated events are Kazakhstan's of January 2022; every simulated
//! number is drawn from a small seeded generator, and the page says so.

mod country;
mod numbers;
mod story;
mod studies;

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use righting_report::{Check, DataSource, FirstPlace, Provenance, Quantity, Report, StudyPage, render, render_study};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).peekable();
    if arguments.next_if(|first| first == "--study").is_some() {
        return study(&arguments.next().map(PathBuf::from).ok_or("usage: synthetic --study OUT.html")?);
    }
    let out = arguments.next().map(PathBuf::from).ok_or("usage: synthetic OUT.html [BOUNDARIES.geojson]")?;
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/kazakhstan-2022/regions.geojson");
    let boundaries = arguments.next().map_or_else(|| PathBuf::from(shipped), PathBuf::from);
    let text =
        fs::read_to_string(&boundaries).map_err(|error| format!("boundaries {}: {error}", boundaries.display()))?;

    let mut report = Report::new("Kazakhstan, January 2022", "Kazakhstan");
    report.subtitle = Some("Synthetic test data: every simulated number on this page is made up".into());
    report.map = serde_json::from_str(&text)?;
    report.dates = (1..=30).map(numbers::date).collect();
    report.quantities = quantities();
    report.regions = country::regions();
    report.places = country::cities();
    report.series = numbers::series(report.dates.len());
    report.records = story::records(&report.series);
    report.check = check(&report);
    report.events = story::events();
    report.hypotheses = story::hypotheses();
    report.sections = studies::sections();
    report.provenance = provenance();
    report.limits = LIMITS.into();
    (report.least_share, report.rare_events) = (0.2, 3);
    report.warnings = vec!["towns.csv:4: a made-up doubt about “Almaty” & <its> place; look at it".into()];
    report.tell();
    report.validate()?;

    fs::write(&out, render(&report))?;
    println!("{}", out.display());
    Ok(())
}

fn study(out: &Path) -> Result<(), Box<dyn Error>> {
    let page = StudyPage {
        title: "A study of Kazakhstan, January 2022".into(),
        subtitle: "Synthetic test data: every number on this page is made up".into(),
        warnings: Vec::new(),
        provenance: provenance(),
        sections: studies::sections(),
        limits: LIMITS.into(),
    };
    page.validate()?;
    fs::write(out, render_study(&page))?;
    println!("{}", out.display());
    Ok(())
}

fn quantities() -> Vec<Quantity> {
    let of = |name, label, description| Quantity::new(name, label, "people", description);
    vec![
        of("active", "Active", "people in protests or riots at the end of the day"),
        of("rioting", "Rioting", "people taking part in violence at the end of the day"),
        of("detained_total", "Detained", "people detained since the start").growing(),
        of("deaths_total", "Dead", "people killed since the start, of all sides").growing(),
    ]
}

fn check(report: &Report) -> Check {
    let inside = report.records.iter().filter(|record| record.inside).count();
    Check {
        inside: inside as u64,
        total: report.records.len() as u64,
        sharpness: Some(7.4),
        first_place: Some("Zhanaozen".into()),
        first_places: vec![
            FirstPlace { name: "Zhanaozen".into(), runs: 437 },
            FirstPlace { name: "Aktau".into(), runs: 55 },
        ],
        runs: 498,
    }
}

fn provenance() -> Provenance {
    let source = |title: &str, file: &str, licence: &str, origin: &str| DataSource {
        title: title.into(),
        file: file.into(),
        licence: licence.into(),
        origin: origin.into(),
    };
    Provenance {
        version: env!("CARGO_PKG_VERSION").into(),
        scenario: "synthetic test data".into(),
        scenario_hash: "0000000000000000000000000000000000000000000000000000000000000000".into(),
        seed: numbers::SEED,
        replicates: 500,
        succeeded: 498,
        failed: 2,
        engine: "none: made-up numbers".into(),
        created: None,
        data_sources: vec![
            source("First-level boundaries before 2018", "regions.geojson", "public domain", "Natural Earth"),
            source("Cities with coordinates", "places.csv", "CC BY 4.0", "GeoNames"),
            source(
                "Dated facts of January 2022",
                "records/facts.csv",
                "facts, source per row",
                "press and official reports",
            ),
        ],
    }
}

const LIMITS: &str = "This page was made from synthetic numbers to test how a report looks. Nothing \
on it is a result.

Righting models populations and places, never identifiable persons, and takes no personal data. Its \
outcomes are harm and recovery: deaths, injuries, detentions and livelihoods.

A band tells what the model gives under its assumptions. It does not tell what is right, and it is \
no ground for measures against any person or group.";
