//! Structural indicators of countries by year, `packs/indicators/indicators.csv`.

use crate::error::DataError;
use crate::table::Table;

/// One indicator of one country in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// ISO 3166-1 alpha-3 code.
    pub iso3: String,
    /// Country for people.
    pub country: String,
    /// Name, such as `gdp_usd` or `rule_of_law`.
    pub name: String,
    /// Year.
    pub year: i16,
    /// Value, in the unit of the indicator.
    pub value: f64,
}

/// Reads a table of indicators.
pub fn read_indicators(bytes: &[u8], file: &str) -> Result<Vec<Indicator>, DataError> {
    let table = Table::read(bytes, file, &["iso3", "country", "indicator", "year", "value"], &[])?;
    table
        .rows()
        .map(|row| {
            Ok(Indicator {
                iso3: row.name("iso3")?.to_owned(),
                country: row.name("country")?.to_owned(),
                name: row.name("indicator")?.to_owned(),
                year: i16::try_from(row.integer("year", 1900, 2200)?).expect("a year below 2201"),
                value: row.number("value", -1e15, 1e15)?,
            })
        })
        .collect()
}
