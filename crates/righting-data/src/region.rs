//! The regions of a country, `regions.csv`.

use std::collections::BTreeMap;
use std::fmt;

use crate::error::{DataError, Problem};
use crate::place::PlaceId;
use crate::table::{Row, Table};

/// A region's identifier, such as `almaty-city`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RegionId(String);

impl RegionId {
    /// As written in files.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a number was read in a source or assumed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Stands in a published source.
    Read,
    /// Filled in by a documented rule.
    Assumed,
}

/// A first-level administrative region before the crisis.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Identifier.
    pub id: RegionId,
    /// Name for people.
    pub name: String,
    /// ISO 3166-2 code.
    pub iso3166_2: String,
    /// Capital, a place.
    pub capital: PlaceId,
    /// Residents.
    pub population: u32,
    /// Mean nominal income per person, national currency a month.
    pub income: f64,
    /// The same a year before, if known.
    pub income_before: Option<f64>,
    /// Residents under the subsistence minimum, percent; empty: the nation's figure applies.
    pub poverty_rate: Option<f64>,
    /// Where the poverty rate comes from.
    pub poverty_origin: Origin,
    /// Registered jobseekers, if known.
    pub jobseekers: Option<u32>,
}

const REQUIRED: [&str; 6] = ["id", "name", "iso3166_2", "capital", "population", "income_month"];
const OPTIONAL: [&str; 4] = ["income_month_before", "poverty_rate", "poverty_source", "registered_jobseekers"];
const MOST_PEOPLE: u32 = 2_000_000_000;

/// Reads `regions.csv`.
pub fn read_regions(bytes: &[u8], file: &str) -> Result<Vec<Region>, DataError> {
    let table = Table::read(bytes, file, &REQUIRED, &OPTIONAL)?;
    let mut seen = BTreeMap::new();
    table
        .rows()
        .map(|row| {
            let id = slug(row, "id")?;
            unique(&mut seen, row, "id", "region", id.clone())?;
            Ok(Region {
                id: RegionId(id),
                name: row.name("name")?.to_owned(),
                iso3166_2: row.name("iso3166_2")?.to_owned(),
                capital: PlaceId::read(row, "capital")?,
                population: row.integer("population", 1, MOST_PEOPLE)?,
                income: row.number("income_month", f64::MIN_POSITIVE, 1e12)?,
                income_before: row.optional_number("income_month_before", f64::MIN_POSITIVE, 1e12)?,
                poverty_rate: row.optional_number("poverty_rate", 0.0, 100.0)?,
                poverty_origin: match row.text("poverty_source") {
                    "" => Origin::Read,
                    _ => {
                        row.choice("poverty_source", "mark", &[("read", Origin::Read), ("assumed", Origin::Assumed)])?
                    }
                },
                jobseekers: match row.text("registered_jobseekers") {
                    "" => None,
                    _ => Some(row.integer("registered_jobseekers", 0, MOST_PEOPLE)?),
                },
            })
        })
        .collect()
}

/// An identifier of lower-case letters, digits and hyphens.
pub(crate) fn slug(row: Row<'_>, column: &str) -> Result<String, DataError> {
    let text = row.text(column);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if text.is_empty() || !text.chars().all(plain) {
        return Err(row.unexpected(column, "an identifier of lower-case letters, digits and hyphens"));
    }
    Ok(text.to_owned())
}

/// Notes an identifier; an error if an earlier row has it.
pub(crate) fn unique<K: Ord + ToString>(
    seen: &mut BTreeMap<K, usize>,
    row: Row<'_>,
    column: &str,
    what: &'static str,
    key: K,
) -> Result<(), DataError> {
    if let Some(first) = seen.get(&key) {
        let problem = Problem::Duplicate { what, found: key.to_string(), first: *first };
        return Err(row.error(column, problem));
    }
    seen.insert(key, row.line());
    Ok(())
}

/// The region a field names.
pub(crate) fn region_ref(row: Row<'_>, column: &str, regions: &[Region]) -> Result<RegionId, DataError> {
    let found = row.text(column);
    match regions.iter().find(|region| region.id.as_str() == found) {
        Some(region) => Ok(region.id.clone()),
        None => Err(row.unknown(column, "region", regions.iter().map(|r| r.id.as_str()))),
    }
}

/// The same, or nothing where the field is empty.
pub(crate) fn optional_region_ref(
    row: Row<'_>,
    column: &str,
    regions: &[Region],
) -> Result<Option<RegionId>, DataError> {
    match row.text(column) {
        "" => Ok(None),
        _ => region_ref(row, column, regions).map(Some),
    }
}
