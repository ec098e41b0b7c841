//! Structural indicators that ship with the program, by country and year.

use righting_data::{Indicator, read_indicators};

use crate::error::ScenarioError;

const TABLE: (&str, &str) =
    (include_str!("../../../packs/indicators/indicators.csv"), "packs/indicators/indicators.csv");

/// The indicators that ship with the program, by country, indicator and year.
///
/// # Errors
/// When the table is not what it should be; a test holds that the one that ships is.
pub fn indicators() -> Result<Vec<Indicator>, Box<ScenarioError>> {
    read_indicators(TABLE.0.as_bytes(), TABLE.1)
        .map(|read| read.value)
        .map_err(|error| Box::new(crate::check::data_error(&error, TABLE.1, &TABLE.0.into())))
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
}
