//! The crises made by `righting new`: triggers by kind, targets with sources, nothing fitted and no row of others.

use std::collections::BTreeMap;
use std::path::Path;

use righting_data::Imported;
use righting_model::{Levels, Order, Parameters, ShockKind};

use crate::good;

/// Crises whose country is that of `righting new`.
pub const CRISES: [&str; 13] = [
    "algeria-2019",
    "brazil-2013",
    "brazil-2015",
    "brazil-2016",
    "egypt-2011",
    "france-2023",
    "france-2023-pensions",
    "haiti-2003",
    "iran-2025",
    "lebanon-2019",
    "oaxaca-2006",
    "tunisia-2010",
    "ukraine-2013",
];

/// Sizes of concessions of `packs/affronts/README.md`.
const CONCESSIONS: [f64; 4] = [0.2, 0.4, 0.7, 1.0];

fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Size and its range by kind, from the table that was committed before any run.
fn kinds() -> BTreeMap<String, [f64; 3]> {
    let table = file("packs/affronts/kinds.csv");
    let row = |line: &str| {
        let (kind, rest) = line.split_once(',').expect("a kind");
        // `what` is quoted where it holds commas.
        let numbers = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once("\",").expect("an end of the quotes").1,
            None => rest.split_once(',').expect("numbers").1,
        };
        let numbers: Vec<f64> = numbers.split(',').take(3).map(|cell| cell.parse().expect("a number")).collect();
        (kind.to_owned(), [numbers[0], numbers[1], numbers[2]])
    };
    table.lines().skip(1).map(row).collect()
}

#[test]
fn kinds_have_sizes_inside_their_ranges() {
    let kinds = kinds();
    assert_eq!(kinds["price"][0], 1.0, "the unit of all");
    assert!(kinds.len() >= 9 && kinds.values().all(|[size, low, high]| low < size && size < high), "{kinds:?}");
}

#[test]
fn affronts_have_the_size_of_their_kind_and_calls_the_median() {
    let kinds = kinds();
    for id in CRISES {
        let case = good(id, &[]);
        for shock in &case.setup.shocks {
            let size = match shock.kind {
                ShockKind::Affront { size } => size,
                ShockKind::Call { size, .. } => {
                    assert_eq!(size, 1.0, "{id}: {}", shock.id);
                    continue;
                }
                _ => panic!("{id}: `{}` is neither affront nor call", shock.id),
            };
            let path = format!("{}.size", shock.id);
            let number = case.numbers.iter().find(|number| number.path == path).expect("its size is a number");
            let kind = number.source.strip_prefix("kind ").and_then(|rest| rest.split_once(' ')).map(|(kind, _)| kind);
            let row = kind.and_then(|kind| kinds.get(kind)).unwrap_or_else(|| panic!("{id}: {path} names no kind"));
            assert_eq!((size, number.prior), (row[0], Some((row[1], row[2]))), "{id}: {path}");
        }
    }
}

#[test]
fn concessions_are_on_the_scale() {
    for id in CRISES {
        for action in good(id, &[]).setup.actions {
            if let Order::Concession { size } = action.order {
                assert!(CONCESSIONS.contains(&size), "{id}: {} has {size}", action.id);
            }
        }
    }
}

#[test]
fn nothing_is_fitted_and_every_level_is_drawn() {
    for id in CRISES {
        let case = good(id, &[]);
        assert_eq!(case.setup.parameters, Parameters::default(), "{id}");
        assert_eq!((&case.setup.levels, &case.fitted_to), (&Levels::Drawn { held: Vec::new() }, &None), "{id}");
        assert!(case.quality.is_some() && case.boundaries.is_some(), "{id}");
    }
}

#[test]
fn targets_have_sources_and_no_row_of_others_ships() {
    for id in CRISES {
        let record = good(id, &[]).record;
        assert!(record.targets.len() >= 7 && record.facts.len() >= record.targets.len(), "{id}");
        let bare = record.targets.iter().find(|target| target.source.is_empty());
        assert!(bare.is_none(), "{id}: {bare:?}");
        let imported = record.facts.iter().filter(|fact| fact.imported != Imported::No).count();
        assert_eq!(imported, 0, "{id}");
        let sources = file(&format!("scenarios/{id}/SOURCES.md"));
        for part in ["### Not modelled", "### Records not shipped"] {
            assert!(sources.contains(part), "{id}: SOURCES.md has no `{part}`");
        }
    }
}
