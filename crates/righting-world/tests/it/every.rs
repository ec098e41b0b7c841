//! All codes: valid, and nobody lost. Budget: 60 s unoptimised.

use std::collections::BTreeMap;

use righting_world::World;

use crate::help::{bundle, loaded, loaded_with, request};

/// Doubts that the data leave: money is in dollars everywhere, as no rates of exchange are packed; the packed borders
/// give parts of a region its code, and those of two dependent territories the code of another country.
const LEFT: [&str; 2] = ["currency_of_another_country", "region_code_twice"];
const DEPENDENT: [&str; 2] = ["ESH", "SJM"];

#[test]
fn every_country_loads_and_its_people_are_conserved() {
    let world = World::packed();
    let mut people: BTreeMap<&str, u64> = BTreeMap::new();
    let mut doubts: Vec<String> = Vec::new();
    for country in world.countries() {
        let bundle = world.bundle(country, &request()).unwrap();
        let scenario = loaded(&bundle);
        let left = |kind: &str| {
            LEFT.contains(&kind)
                || (kind == "region_code_of_another_country" && DEPENDENT.contains(&country.code.as_str()))
        };
        let told = scenario.warnings.iter().filter(|warning| !left(warning.kind));
        doubts.extend(told.map(|warning| format!("{}: {}: {warning}", country.code, warning.kind)));
        let nation = scenario.setup.country.population();
        assert_eq!(nation, u64::from(bundle.quality.residents), "{}", country.code);
        // That places sum to their region is checked by the reader; regions must sum to the country.
        let regions: u64 = scenario.regions.iter().map(|region| region.population).sum();
        assert_eq!(regions, nation, "{}", country.code);
        assert_eq!(scenario.setup.country.places.len(), bundle.quality.places, "{}", country.code);
        let seats = scenario.setup.country.places.iter().filter(|place| place.seat == righting_model::Seat::National);
        assert_eq!(seats.count(), 1, "{}", country.code);
        people.insert(&country.code, nation);
    }
    assert!(doubts.is_empty(), "{} doubts:\n{}", doubts.len(), doubts.join("\n"));
    assert_eq!(people.len(), 244);
    // World Population Prospects 2019 has 7.95 billion in 2022; Serbia, Finland and others lose what is counted apart.
    let all: u64 = people.values().sum();
    assert!((7_850_000_000..8_050_000_000).contains(&all), "{all}");
    assert!((21_000_000..22_500_000).contains(&people["LKA"]), "{}", people["LKA"]);
}

/// Every example of `scenario.toml` is valid once its `# ` is taken off.
#[test]
fn examples_of_every_kind_are_valid() {
    for code in ["LKA", "VAT", "IND"] {
        let bundle = bundle(code, &request());
        let text = bundle.text("scenario.toml").unwrap();
        let code_line = |line: &&str| {
            let rest = line.strip_prefix("# ").unwrap_or("");
            rest.starts_with('[')
                || rest
                    .split_once(" = ")
                    .is_some_and(|(key, _)| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        };
        let lines: Vec<&str> = text
            .lines()
            .map(|line| if code_line(&line) { line.strip_prefix("# ").unwrap_or(line) } else { line })
            .collect();
        let scenario = loaded_with(&bundle, &[("scenario.toml", lines.join("\n"))]);
        assert_eq!(scenario.setup.shocks.len(), 4);
        let kinds: Vec<&str> = scenario.setup.actions.iter().map(|action| action.id.as_str()).collect();
        // Ten kinds, and the ends of the four that end.
        assert_eq!(kinds.len(), 14, "{kinds:?}");
        assert!(scenario.setup.alliance.is_some());
    }
}

#[test]
fn every_number_has_its_origin() {
    let scenario = loaded(&bundle("LKA", &request()));
    let without: Vec<&str> =
        scenario.numbers.iter().filter(|number| number.mark.is_none()).map(|number| number.path.as_str()).collect();
    assert!(without.is_empty(), "{without:?}");
    let files: Vec<&str> = scenario.record.sources.iter().map(|source| source.file.as_str()).collect();
    for file in ["regions.csv", "places.csv", "facilities.csv", "regions.geojson"] {
        assert!(files.contains(&file), "{file}");
    }
}

#[test]
fn a_price_that_rises_becomes_a_shock() {
    let mut request = request();
    request.prices = vec!["fuel=+40%@2022-03-28".parse().unwrap()];
    let scenario = loaded(&bundle("LKA", &request));
    assert_eq!(scenario.setup.shocks.len(), 1);
    let shock = &scenario.setup.shocks[0];
    assert_eq!(shock.id, "price_fuel");
    assert!(matches!(shock.when, righting_model::When::At(minute) if minute == 3 * 1440));
    assert!(matches!(shock.kind, righting_model::ShockKind::Price { ratio } if (ratio - 1.4).abs() < 1e-12));
}
