//! The world as it was packed.

use std::sync::OnceLock;

use crate::country::Country;
use crate::counts::Counts;
use crate::error::WorldError;
use crate::series::Series;
use crate::tables::{self, Arcs, Tables, Unit};
use crate::territory::Territory;

/// Every country: its units, places, indicators and residents by year.
#[derive(Debug, Clone)]
pub struct World {
    pub(crate) countries: Vec<Country>,
    pub(crate) units: Vec<Unit>,
    pub(crate) arcs: Arcs,
    pub(crate) series: Series,
    pub(crate) counts: Counts,
    pub(crate) territories: Vec<Territory>,
}

impl World {
    /// The tables inside the program, unpacked once.
    ///
    /// # Panics
    /// Never: a test reads what ships.
    pub fn packed() -> &'static Self {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| Self::read(&Tables::packed()).expect("the packed tables are whole"))
    }

    /// Reads the texts of the tables.
    ///
    /// # Errors
    /// When a row is not as it should be.
    pub fn read(tables: &Tables) -> Result<Self, WorldError> {
        let (shapes, arcs) = tables::shapes(&tables.shapes)?;
        Ok(Self {
            countries: tables::countries(&tables.countries)?,
            units: tables::units(tables, &shapes)?,
            arcs,
            series: tables::indicators(&tables.indicators)?,
            counts: tables::counts(&tables.ages)?,
            territories: tables::territories(&tables.disputed)?,
        })
    }

    /// Every country with residents, in the order of codes.
    pub fn countries(&self) -> impl Iterator<Item = &Country> {
        self.countries.iter().filter(|country| country.has_residents())
    }

    /// Disputed territories, and what they can be set to.
    pub fn territories(&self) -> &[Territory] {
        &self.territories
    }

    /// The country of that code or English name.
    ///
    /// # Errors
    /// When there is none, or when nobody lives there.
    pub fn country(&self, text: &str) -> Result<&Country, WorldError> {
        let wanted = text.trim().to_lowercase();
        let called = |country: &&Country| country.names().any(|name| name.to_lowercase() == wanted);
        let Some(country) = self.countries.iter().find(called) else {
            let names =
                self.countries.iter().flat_map(|country| country.names().map(|name| (name, country.code.as_str())));
            return Err(WorldError::unknown_country(text.trim(), names));
        };
        match &country.without_residents {
            Some(reason) => Err(WorldError::NoResidents {
                code: country.code.clone(),
                name: country.name.clone(),
                reason: reason.clone(),
            }),
            None => Ok(country),
        }
    }

    /// Units that the data assign to a country.
    pub(crate) fn units_of<'w>(&'w self, code: &'w str) -> impl Iterator<Item = &'w Unit> {
        self.units.iter().filter(move |unit| unit.country == code)
    }

    pub(crate) fn by_code(&self, code: &str) -> Option<&Country> {
        self.countries.iter().find(|country| country.code == code)
    }
}
