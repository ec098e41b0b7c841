//! Structural indicators that ship with the program, by country and year.

use righting_cases::INDICATORS;
use righting_data::{Indicator, read_indicators};

use crate::data_error::data_error;
use crate::error::ScenarioError;

/// The indicators that ship with the program, by country, indicator and year.
///
/// # Errors
/// When the table is not what it should be; a test holds that the one that ships is.
pub fn indicators() -> Result<Vec<Indicator>, Box<ScenarioError>> {
    let (name, text) = INDICATORS;
    read_indicators(text.as_bytes(), name)
        .map(|read| read.value)
        .map_err(|error| Box::new(data_error(&error, name, &text.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_its_indicators() {
        let all = indicators().expect("the table that ships is whole");
        for code in ["KAZ", "UKR", "KGZ", "BHR", "SLB", "BLR"] {
            for name in ["gdp_usd", "inflation", "rule_of_law", "voice_and_accountability"] {
                assert!(all.iter().any(|row| row.iso3 == code && row.name == name), "{code} {name}");
            }
        }
        let kazakh = all.iter().find(|row| row.iso3 == "KAZ" && row.name == "rule_of_law" && row.year == 2019);
        assert_eq!(kazakh.map(|row| row.value), Some(-0.432), "the figure of the scenario");
    }

    /// The deflator of product, which stood here once, was 13.9 and 19.8.
    #[test]
    fn inflation_is_that_of_consumer_prices() {
        let all = indicators().expect("the table that ships is whole");
        let of = |iso3: &str, year: i16| {
            let row = all.iter().find(|row| row.iso3 == iso3 && row.year == year && row.name == "inflation");
            row.map(|row| row.value)
        };
        assert_eq!([of("KAZ", 2021), of("KAZ", 2022)], [Some(8.04), Some(15.03)]);
        assert_eq!([of("BLR", 2012), of("UKR", 2015)], [Some(59.22), Some(48.70)]);
    }

    #[test]
    fn every_indicator_lies_where_its_unit_allows() {
        let mut seen = std::collections::BTreeSet::new();
        for row in indicators().expect("the table that ships is whole") {
            let [low, high] = match row.name.as_str() {
                "gdp_usd" => [1e8, 1e12],
                "gini" => [20.0, 65.0],
                "inflation" => [-10.0, 100.0],
                _ => [-3.0, 3.0],
            };
            assert!((low..=high).contains(&row.value), "{row:?}");
            assert!(seen.insert((row.iso3.clone(), row.name.clone(), row.year)), "twice: {row:?}");
        }
    }
}
