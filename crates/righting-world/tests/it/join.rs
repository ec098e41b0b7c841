//! Places lie in units of their own country; disputed territories go where they are sent.

use std::collections::BTreeMap;

use righting_world::World;

use crate::help::{bundle, loaded, request};

/// Region of a place in the scenario of a country.
fn region_of(code: &str, place: &str) -> String {
    let bundle = bundle(code, &request());
    let text = bundle.text("places.csv").unwrap();
    let row = text.lines().find(|line| line.split(',').nth(1) == Some(place));
    row.and_then(|row| row.split(',').nth(2)).unwrap_or_else(|| panic!("no {place} in {code}")).to_owned()
}

#[test]
fn places_that_the_first_join_put_into_a_neighbour() {
    let places = [
        ("UKR", "Simferopol", "crimea"),
        ("UKR", "Sevastopol", "sevastopol"),
        ("SOM", "Hargeysa", "somaliland"),
        ("ETH", "Addis Ababa", "addis-ababa"),
        ("IRQ", "Baghdad", "baghdad"),
        ("YEM", "Sanaa", "amanat-al-asimah"),
        ("VEN", "Caracas", "distrito-capital"),
        ("KOR", "Incheon", "incheon"),
        ("KAZ", "Baikonur", "baykonur-lease-in-qyzylorda"),
        ("ESP", "Ibiza", "baleares"),
        ("USA", "Brooklyn", "new-york"),
        ("MRT", "Nouadhibou", "dakhlet-nouadhibou"),
        ("ESH", "Laayoune", "laayoune-boujdour-sakia-el-hamra"),
        ("GLP", "Les Abymes", "guadeloupe"),
        ("SJM", "Longyearbyen", "svalbard"),
    ];
    for (code, place, region) in places {
        assert_eq!(region_of(code, place), region, "{place}");
    }
}

/// No place is in two countries, and every place of a country lies in or by a shape of that country's own unit.
#[test]
fn no_place_lies_in_a_unit_of_another_country() {
    let world = World::packed();
    let mut seen: BTreeMap<u32, String> = BTreeMap::new();
    for country in world.countries() {
        let bundle = world.bundle(country, &request()).unwrap();
        for line in bundle.text("places.csv").unwrap().lines().skip(1) {
            let id: u32 = line.split(',').next().unwrap().parse().unwrap();
            // Rests are numbered within their country; a gazetteer's number belongs to one country.
            if line.contains(",city,") {
                let other = seen.insert(id, country.code.clone());
                assert!(other.is_none(), "{id} in {} and {other:?}", country.code);
            }
        }
    }
    assert!(seen.len() > 40_000, "{}", seen.len());
}

#[test]
fn disputed_territories_go_where_they_are_sent() {
    let world = World::packed();
    let people = |code: &str, choice: Option<&str>| {
        let mut request = request();
        request.boundaries = choice.map(|choice| world.choice(choice).unwrap()).into_iter().collect();
        loaded(&bundle(code, &request)).setup.country.population()
    };
    for (territory, from, to) in [("crimea", "UKR", "RUS"), ("kashmir-indian-administered", "IND", "PAK")] {
        let choice = format!("{territory}={to}");
        let lost = people(from, None) - people(from, Some(&choice));
        assert_eq!(people(to, Some(&choice)) - people(to, None), lost, "{territory}");
        assert!(lost > 1_000_000, "{territory}: {lost}");
    }
    assert_eq!(people("SRB", Some("kosovo=SRB")) - people("SRB", None), people("XKX", None));
    assert!(people("CYP", Some("northern-cyprus=apart")) < people("CYP", None));
    let choice = world.choice("taiwan=CHN").unwrap();
    let mut request = request();
    request.boundaries = vec![choice];
    let error = world.bundle(world.country("TWN").unwrap(), &request).unwrap_err();
    assert_eq!(error.to_string(), "with `taiwan=CHN` nothing is left of Taiwan: make the scenario of CHN instead");
}

/// Every page about a country that a dispute concerns says so.
#[test]
fn pages_speak_of_disputes() {
    let world = World::packed();
    for territory in world.territories() {
        let codes = [Some(&territory.data), territory.alternative.as_ref()];
        for code in codes.into_iter().flatten().filter(|code| *code != "apart") {
            let bundle = bundle(code, &request());
            for file in ["scenario.toml", "SOURCES.md"] {
                assert!(bundle.text(file).unwrap().contains(&territory.sentence), "{} {code} {file}", territory.id);
            }
        }
        assert_eq!(territory.id == "south-ossetia", territory.alternative.is_none());
    }
}
