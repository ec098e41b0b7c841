//! Structural indicators of countries by year, `packs/indicators/indicators.csv`.

use crate::column::{Form, Holds, column};
use crate::error::DataError;
use crate::note::Noted;
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

/// `packs/indicators/indicators.csv` as declared.
pub(crate) const INDICATORS: Form = Form::new(
    "packs/indicators/indicators.csv",
    "Structural indicators of countries by year. It ships with the program.",
    &[
        column("iso3", Holds::Text, "ISO 3166-1 alpha-3 code"),
        column("country", Holds::Text, "country for people"),
        column("indicator", Holds::Text, "name, such as `gdp_usd` or `rule_of_law`"),
        column("year", Holds::Whole { low: 1900, high: 2200 }, "year"),
        column("value", Holds::Number { low: -1e15, high: 1e15 }, "value, in the unit of the indicator"),
    ],
)
.at_least("a row for each value");

/// Reads a table of indicators.
pub fn read_indicators(bytes: &[u8], file: &str) -> Result<Noted<Vec<Indicator>>, DataError> {
    let table = Table::of(bytes, file, &INDICATORS)?;
    let indicators = table.rows().map(|row| {
        Ok(Indicator {
            iso3: row.name("iso3")?.to_owned(),
            country: row.name("country")?.to_owned(),
            name: row.name("indicator")?.to_owned(),
            year: i16::try_from(row.whole("year")?).expect("a year below 2201"),
            value: row.real("value")?,
        })
    });
    let indicators = indicators.collect::<Result<Vec<_>, DataError>>()?;
    Ok(table.noted(indicators))
}
