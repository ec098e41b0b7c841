//! What the countries are before the shock.

use righting_scenario::{Indicator, Scenario, thousands};

use super::Side;
use crate::section::{Section, SectionTable};

/// Indicators of the table that ships: name, label, divisor, decimals.
const INDICATORS: [(&str, &str, f64, usize); 9] = [
    ("gdp_usd", "Product, bn US dollars", 1e9, 1),
    ("gini", "Gini index, percent", 1.0, 1),
    ("inflation", "Inflation, consumer prices, percent", 1.0, 1),
    ("rule_of_law", "Rule of law", 1.0, 2),
    ("control_of_corruption", "Control of corruption", 1.0, 2),
    ("voice_and_accountability", "Voice and accountability", 1.0, 2),
    ("government_effectiveness", "Government effectiveness", 1.0, 2),
    ("political_stability", "Political stability", 1.0, 2),
    ("regulatory_quality", "Regulatory quality", 1.0, 2),
];

const NONE: &str = "not at hand";

pub fn section(sides: &[Side<'_>], indicators: &[Indicator], beside: &[String]) -> Section {
    let latest = |iso3: &str, name: &str, before: i16| {
        let own = indicators.iter().filter(|row| row.iso3 == iso3 && row.name == name && row.year < before);
        own.max_by_key(|row| row.year)
    };
    let shown = |iso3: &str, before: i16, (name, _, divisor, decimals): (&str, &str, f64, usize)| {
        let found = latest(iso3, name, before);
        found.map_or(NONE.to_owned(), |row| format!("{:.decimals$} ({})", row.value / divisor, row.year))
    };
    let first_year = sides.iter().map(|side| side.scenario.start.year()).min().unwrap_or(i16::MAX);
    let mut columns = vec!["indicator".to_owned()];
    columns.extend(sides.iter().map(|side| side.name().to_owned()));
    columns.extend(beside.iter().map(|code| {
        let known = indicators.iter().find(|row| row.iso3 == *code);
        format!("{} (no run)", known.map_or(code, |row| &row.country))
    }));
    let no_run = || beside.iter().map(|_| NONE.to_owned());
    let of_scenarios = |label: &str, value: &dyn Fn(&Scenario) -> String| {
        let values = sides.iter().map(|side| value(side.scenario));
        std::iter::once(label.to_owned()).chain(values).chain(no_run()).collect::<Vec<String>>()
    };
    let mut rows = vec![
        of_scenarios("Data quality", &|scenario| {
            scenario.quality.as_ref().map_or("not said".to_owned(), |quality| quality.label.to_string())
        }),
        of_scenarios("Residents", &|scenario| whole(scenario.setup.country.population() as f64)),
        of_scenarios("Regions", &|scenario| scenario.regions.len().to_string()),
        of_scenarios("Residents in poverty, percent", &|scenario| format!("{:.1}", 100.0 * poverty(scenario))),
        of_scenarios("Gini of the scenario", &|scenario| format!("{:.3}", scenario.setup.country.gini)),
        of_scenarios("Governance score of the model, 0 to 1", &|scenario| {
            format!("{:.2}", scenario.setup.country.governance.score())
        }),
        of_scenarios("Product per resident, US dollars", &|scenario| {
            let product = latest(&scenario.iso3, "gdp_usd", scenario.start.year());
            product.map_or(NONE.to_owned(), |row| {
                format!("{} ({})", whole(row.value / scenario.setup.country.population() as f64), row.year)
            })
        }),
    ];
    for indicator in INDICATORS {
        let own = sides.iter().map(|side| shown(&side.scenario.iso3, side.scenario.start.year(), indicator));
        let others = beside.iter().map(|code| shown(code, first_year, indicator));
        rows.push(std::iter::once(indicator.1.to_owned()).chain(own).chain(others).collect());
    }
    let mut section = Section::new(
        "structure",
        "Structure before the shock",
        "What the model reads of each country, and what the World Bank publishes of it for the last year before the start.",
    );
    section.tables.push(SectionTable::new("Structural indicators", columns, rows));
    section.notes = vec![
        "Poverty is under each country's own line; the lines differ, so the shares do not compare. Governance indicators \
         run from about -2.5 to 2.5. The year is in brackets; a country without a run is read for the year before the \
         earliest start."
            .to_owned(),
    ];
    section
}

fn poverty(scenario: &Scenario) -> f64 {
    let country = &scenario.setup.country;
    let poor: f64 = country.places.iter().map(|place| f64::from(place.population) * place.poverty_rate).sum();
    poor / country.population().max(1) as f64
}

/// A count with thousands set apart.
pub fn whole(value: f64) -> String {
    let rounded = format!("{value:.0}");
    match rounded.strip_prefix('-') {
        Some(digits) => format!("-{}", thousands(digits)),
        None => thousands(&rounded),
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([0.0, 999.0, 1000.0, 19_503_159.0].map(whole), ["0", "999", "1,000", "19,503,159"]);
        assert_eq!(whole(-123.0), "-123");
    }
}
