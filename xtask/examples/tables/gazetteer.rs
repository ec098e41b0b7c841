//! The gazetteer's settlements, corrected and sorted into regions.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::pack::{Pack, known};
use crate::regions::Frame;

/// A settlement of the gazetteer.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
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

#[derive(Deserialize)]
struct CityRow {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    population: u32,
    admin1code: String,
}

#[derive(Deserialize)]
struct CodeRow {
    code: String,
    region: String,
}

#[derive(Deserialize)]
struct CorrectionRow {
    geonameid: u32,
    action: Action,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Name,
    Population,
    Drop,
}

/// Reads the settlements. Those without a region (code `00`) are left to the rest of their region.
pub fn read(pack: &Pack, frame: &Frame) -> Result<Vec<Settlement>, String> {
    const FILE: &str = "cities.csv";
    let mut codes = BTreeMap::new();
    for CodeRow { code, region } in pack.rows("admin1-codes.csv")? {
        codes.insert(code, frame.region("admin1-codes.csv", &region)?);
    }
    let corrections: Vec<CorrectionRow> = pack.rows("cities-corrections.csv")?;
    let mut settlements = Vec::new();
    for row in pack.rows::<CityRow>(FILE)? {
        if row.admin1code == "00" {
            continue;
        }
        known(FILE, "code", &row.admin1code, codes.keys().map(String::as_str))?;
        let CityRow { geonameid, name, latitude, longitude, population, admin1code } = row;
        let mut settlement =
            Settlement { geonameid, name, latitude, longitude, population, region: codes[&admin1code] };
        match corrections.iter().find(|row| row.geonameid == geonameid) {
            Some(CorrectionRow { action: Action::Drop, .. }) => continue,
            Some(CorrectionRow { action: Action::Name, value, .. }) => settlement.name.clone_from(value),
            Some(CorrectionRow { action: Action::Population, value, .. }) => {
                settlement.population = value.parse().map_err(|error| {
                    format!("cities-corrections.csv: population of {geonameid}: found `{value}`: {error}")
                })?;
            }
            None => {}
        }
        settlements.push(settlement);
    }
    Ok(settlements)
}
