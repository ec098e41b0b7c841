//! The gazetteer's settlements, corrected and sorted into regions.

use std::collections::BTreeMap;

use super::Pack;
use super::regions::Frame;
use crate::error::DataError;
use crate::table::Table;

/// A settlement of the gazetteer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Settlement {
    /// Key in GeoNames.
    pub geonameid: u32,
    pub name: String,
    pub latitude: f64,
    pub longitude: f64,
    /// As the gazetteer gives it: of various years, 0 where unknown.
    pub population: u32,
    /// Index into the frame.
    pub region: usize,
}

enum Correction {
    Name(String),
    Population(u32),
    Drop,
}

/// Reads the settlements. Those without a region (code `00`) are left to the rest of their region.
pub(super) fn read(pack: &Pack<'_>, frame: &Frame) -> Result<Vec<Settlement>, DataError> {
    let codes = codes(pack, frame)?;
    let corrections = corrections(pack)?;
    let columns = ["geonameid", "name", "latitude", "longitude", "population", "admin1code", "timezone"];
    let table = Table::read(pack.cities, "cities.csv", &columns, &[])?;
    let mut settlements = Vec::new();
    for row in table.rows() {
        let code = row.name("admin1code")?;
        if code == "00" {
            continue;
        }
        let Some(&region) = codes.get(code) else {
            return Err(row.unknown("admin1code", "code", codes.keys().map(String::as_str)));
        };
        let mut settlement = Settlement {
            geonameid: row.integer("geonameid", 1, (1 << 24) - 1)?,
            name: row.name("name")?.to_owned(),
            latitude: row.number("latitude", -90.0, 90.0)?,
            longitude: row.number("longitude", -180.0, 180.0)?,
            population: row.integer("population", 0, 100_000_000)?,
            region,
        };
        match corrections.get(&settlement.geonameid) {
            Some(Correction::Drop) => continue,
            Some(Correction::Name(name)) => settlement.name.clone_from(name),
            Some(Correction::Population(people)) => settlement.population = *people,
            None => {}
        }
        settlements.push(settlement);
    }
    Ok(settlements)
}

fn codes(pack: &Pack<'_>, frame: &Frame) -> Result<BTreeMap<String, usize>, DataError> {
    let table = Table::read(pack.codes, "admin1-codes.csv", &["code", "region", "note"], &[])?;
    table.rows().map(|row| Ok((row.name("code")?.to_owned(), frame.region(row, "region")?))).collect()
}

fn corrections(pack: &Pack<'_>) -> Result<BTreeMap<u32, Correction>, DataError> {
    let columns = ["geonameid", "action", "value", "mark", "reason", "source"];
    let table = Table::read(pack.corrections, "cities-corrections.csv", &columns, &[])?;
    let mut corrections = BTreeMap::new();
    for row in table.rows() {
        let correction = match row.text("action") {
            "name" => Correction::Name(row.name("value")?.to_owned()),
            "population" => Correction::Population(row.integer("value", 0, 100_000_000)?),
            "drop" => Correction::Drop,
            _ => return Err(row.unknown("action", "action", ["name", "population", "drop"])),
        };
        corrections.insert(row.integer("geonameid", 1, (1 << 24) - 1)?, correction);
    }
    Ok(corrections)
}
