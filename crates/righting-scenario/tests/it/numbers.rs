//! Every number of a scenario that ships has an origin.

use righting_model::{Mark, Registry};
use righting_scenario::{AllianceFile, shipped};

use crate::good;

#[test]
fn every_number_of_every_shipped_scenario_has_an_origin() {
    for id in shipped() {
        for number in good(id, &[]).numbers {
            assert!(number.mark.is_some(), "{id}: `{}` = {}: {}", number.path, number.value, number.source);
            assert!(!number.source.is_empty(), "{id}: `{}`", number.path);
            let open = number.mark == Some(Mark::Assumed);
            assert!(!open || number.prior.is_some(), "{id}: `{}` is assumed without a prior", number.path);
        }
    }
}

/// Counts the numbers of the file without the reader's own walk: every value that is a number, date or condition.
#[test]
fn no_number_of_the_file_is_missed() {
    fn count(value: &toml::Value, key: &str) -> usize {
        match value {
            toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Datetime(_) => 1,
            toml::Value::String(_) => usize::from(key == "when" || key == "until_when"),
            toml::Value::Boolean(_) => 0,
            toml::Value::Array(items) => items.iter().map(|item| count(item, key)).sum(),
            toml::Value::Table(table) => table
                .iter()
                .filter(|(key, _)| !["format", "source", "prior", "where"].contains(&key.as_str()))
                .map(|(key, value)| count(value, key))
                .sum(),
        }
    }
    for id in ["kazakhstan-2022", "five-towns"] {
        let scenario = good(id, &[]);
        let table: toml::Table = toml::from_str(&scenario.files[0].text).expect("it was read");
        let parameters = Registry::standard();
        // What the alliance's own file says, and the scenario does not.
        let base = table.get("alliance").and_then(|alliance| alliance.get("base")?.as_str());
        let beneath = base.map_or_else(Vec::new, |base| AllianceFile::load(base).expect("it ships").numbers);
        let own = scenario
            .numbers
            .iter()
            .filter(|number| parameters.info(&number.path).is_none() && !beneath.contains(number))
            .count();
        let set = table.get("parameters").map_or(0, |section| count(section, ""));
        assert_eq!(own + set, count(&toml::Value::Table(table), ""), "{id}");
    }
}

#[test]
fn assumed_values_lie_in_their_priors() {
    for id in shipped() {
        for number in good(id, &[]).numbers {
            let (Some((low, high)), Ok(value)) = (number.prior, number.value.parse::<f64>()) else { continue };
            assert!((low..=high).contains(&value), "{id}: `{}` = {value}, prior {low} to {high}", number.path);
        }
    }
}

#[test]
fn a_number_that_is_changed_loses_its_origin() {
    let of = |changes: &[&str], path: &str| {
        good("five-towns", changes).numbers.into_iter().find(|number| number.path == path).expect("it is a number")
    };
    assert_eq!(of(&[], "country.gini").mark, Some(Mark::Assumed));
    let changed = of(&["country.gini=0.4"], "country.gini");
    assert_eq!((changed.mark, changed.value.as_str()), (None, "0.4"));
    assert_eq!(of(&["joining.contagion=1.5"], "joining.contagion").mark, None);
    assert!(of(&[], "joining.contagion").mark.is_some());
}
