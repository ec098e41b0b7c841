//! `righting new --list` and `righting new --boundaries`

use righting_world::{DataQuality, Request, Territory, World};
use serde::Serialize;

use crate::fail::Fail;
use crate::terminal::{count, emit, emit_json, table};

#[derive(Serialize)]
struct Countries {
    start: String,
    countries: Vec<Listed>,
}

/// What stands behind the scenario of a country.
#[derive(Serialize)]
struct Listed {
    code: String,
    name: String,
    people: u32,
    regions: usize,
    places: usize,
    /// Percent of residents in listed places.
    listed: f64,
    /// Years of the figures; `null` where another stands in.
    gini: Option<i16>,
    poverty: Option<i16>,
    governance: Option<i16>,
    product: Option<i16>,
    quality: &'static str,
    missing: Vec<String>,
}

impl Listed {
    fn of(quality: DataQuality) -> Self {
        Self {
            code: quality.code,
            name: quality.name,
            people: quality.residents,
            regions: quality.regions,
            places: quality.places,
            listed: quality.listed,
            gini: quality.gini,
            poverty: quality.poverty,
            governance: quality.governance,
            product: quality.product,
            quality: quality.label.name(),
            missing: quality.missing,
        }
    }

    fn row(self) -> Vec<String> {
        let year = |year: Option<i16>| year.map_or_else(|| "   -".to_owned(), |year| year.to_string());
        vec![
            self.code,
            self.name,
            count(f64::from(self.people)),
            self.places.to_string(),
            format!("{:.0}", self.listed),
            [self.gini, self.poverty, self.governance, self.product].map(year).join(" "),
            self.quality.to_owned(),
        ]
    }
}

/// Every country with the quality of its data at a start.
pub fn countries(world: &World, request: &Request, json: bool) -> Result<(), Fail> {
    let listed = world.countries().map(|country| world.quality(country, request).map(Listed::of));
    let countries = listed.collect::<Result<Vec<_>, _>>()?;
    if json {
        return emit_json(&Countries { start: request.start.to_string(), countries });
    }
    let headings = ["code", "name", ">people", ">places", ">listed %", "years of figures", "data"];
    let number = countries.len();
    let rows = countries.into_iter().map(Listed::row);
    emit(&format!(
        "{}{number} countries; years of Gini index, poverty, governance and product that a start on {} may use\n",
        table(&headings, rows),
        request.start
    ))
}

#[derive(Serialize)]
struct Territories<'w> {
    territories: Vec<Disputed<'w>>,
}

#[derive(Serialize)]
struct Disputed<'w> {
    id: &'w str,
    name: &'w str,
    data: &'w str,
    /// What it can be set to instead; `null` where the data hold no border.
    alternative: Option<&'w str>,
    sentence: &'w str,
}

impl<'w> Disputed<'w> {
    fn of(territory: &'w Territory) -> Self {
        Self {
            id: &territory.id,
            name: &territory.name,
            data: &territory.data,
            alternative: territory.alternative.as_deref(),
            sentence: &territory.sentence,
        }
    }
}

/// Disputed territories, and what they can be set to.
pub fn territories(world: &World, json: bool) -> Result<(), Fail> {
    let territories: Vec<Disputed<'_>> = world.territories().iter().map(Disputed::of).collect();
    if json {
        return emit_json(&Territories { territories });
    }
    let rows = territories.iter().map(|row| {
        let alternative = row.alternative.unwrap_or("-").to_owned();
        vec![row.id.to_owned(), row.data.to_owned(), alternative, row.sentence.to_owned()]
    });
    emit(&table(&["territory", "data", "or", "what"], rows))
}
