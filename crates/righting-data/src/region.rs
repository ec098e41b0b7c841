//! The regions of a country, `regions.csv`.

use std::collections::BTreeMap;
use std::fmt;

use crate::column::{Form, Holds, column, words};
use crate::error::DataError;
use crate::identifier::{PLACE_ID, PlaceId, identifier, slug, unique};
use crate::nearest::nearest;
use crate::note::Noted;
use crate::table::{Row, Table, same};

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

const MARKS: [(&str, Origin); 2] = [("read", Origin::Read), ("assumed", Origin::Assumed)];
const MARK_WORDS: [&str; 2] = words(&MARKS);
pub(crate) const PEOPLE: Holds = Holds::Whole { low: 1, high: 2_000_000_000 };
const INCOME: Holds = Holds::Number { low: f64::MIN_POSITIVE, high: 1e12 };
const MONEY: &str = "national currency a month";

/// `regions.csv` as declared.
pub(crate) const REGIONS: Form = Form::new(
    "regions.csv",
    "The first-level regions of the country before the crisis. The key `[country] regions` names it.",
    &[
        column("id", Holds::Identifier, "identifier, such as `almaty-city`; other files name the region by it"),
        column("name", Holds::Text, "name for people"),
        column("iso3166_2", Holds::Text, "ISO 3166-2 code, such as `KZ-ALA`"),
        column("capital", PLACE_ID, "its capital: the `id` of one of its places"),
        column("population", PEOPLE, "residents; its places hold exactly as many").unit("people"),
        column("income_month", INCOME, "mean nominal income per person").unit(MONEY),
        column("income_month_before", INCOME, "the same a year before").unit(MONEY).optional(),
        column(
            "poverty_rate",
            Holds::Number { low: 0.0, high: 100.0 },
            "residents below the poverty line; the nation's where empty",
        )
        .unit("percent")
        .optional(),
        column("poverty_source", Holds::Words(&MARK_WORDS), "whether the rate was read in a source or assumed")
            .optional(),
        column("registered_jobseekers", Holds::Whole { low: 0, high: 2_000_000_000 }, "registered jobseekers")
            .unit("people")
            .optional(),
    ],
)
.at_least("a row for each region");

/// Reads `regions.csv`.
pub fn read_regions(bytes: &[u8], file: &str) -> Result<Noted<Vec<Region>>, DataError> {
    let table = Table::of(bytes, file, &REGIONS)?;
    let mut seen = BTreeMap::new();
    let regions = table.rows().map(|row| {
        let id = slug(row, "id")?;
        unique(&mut seen, row, "id", "region", id.clone())?;
        read_region(row, id)
    });
    let regions = regions.collect::<Result<Vec<_>, DataError>>()?;
    Ok(table.noted(regions))
}

fn read_region(row: Row<'_>, id: String) -> Result<Region, DataError> {
    Ok(Region {
        id: RegionId(id),
        name: row.name("name")?.to_owned(),
        iso3166_2: row.name("iso3166_2")?.to_owned(),
        capital: PlaceId::read(row, "capital")?,
        population: row.whole("population")?,
        income: row.real("income_month")?,
        income_before: row.optional_real("income_month_before")?,
        poverty_rate: row.optional_real("poverty_rate")?,
        poverty_origin: match row.text("poverty_source") {
            "" => Origin::Read,
            _ => row.choice("poverty_source", "mark", &MARKS)?,
        },
        jobseekers: row.optional_whole("registered_jobseekers")?,
    })
}

/// Regions by identifier.
pub(crate) struct RegionIndex<'r>(BTreeMap<&'r str, &'r Region>, &'r [Region]);

impl<'r> RegionIndex<'r> {
    pub fn new(regions: &'r [Region]) -> RegionIndex<'r> {
        RegionIndex(regions.iter().map(|region| (region.id.as_str(), region)).collect(), regions)
    }

    pub fn find(&self, id: &str) -> Option<&'r Region> {
        self.0.get(id).copied()
    }

    /// In the order of the table.
    pub fn all(&self) -> &'r [Region] {
        self.1
    }

    /// Identifiers in the order of the table.
    pub fn ids(&self) -> Vec<&'r str> {
        self.1.iter().map(|region| region.id.as_str()).collect()
    }

    /// The identifier most like what was found: of an identifier, a name or an ISO code.
    pub fn near(&self, found: &str) -> Option<String> {
        let named = self.1.iter().find(|region| same(&region.name, found) || same(&region.iso3166_2, found));
        let spelled = || identifier(found).and_then(|id| self.find(&id));
        let slip = || nearest(found, self.ids()).map(str::to_owned);
        named.or_else(spelled).map(|region| region.id.to_string()).or_else(slip)
    }
}

/// The region a field names.
pub(crate) fn region_ref(row: Row<'_>, column: &str, regions: &RegionIndex<'_>) -> Result<RegionId, DataError> {
    let found = row.text(column);
    match regions.find(found) {
        Some(region) => Ok(region.id.clone()),
        None => Err(row.unknown_near(column, "region", regions.ids(), regions.near(found))),
    }
}

/// The same, or nothing where the field is empty.
pub(crate) fn optional_region_ref(
    row: Row<'_>,
    column: &str,
    regions: &RegionIndex<'_>,
) -> Result<Option<RegionId>, DataError> {
    match row.text(column) {
        "" => Ok(None),
        _ => region_ref(row, column, regions).map(Some),
    }
}
