//! Whether a row is of the scenario's country, by the names and codes that data sets use.

use std::collections::BTreeMap;

use righting_data::identifier;
use righting_scenario::Scenario;
use righting_world::{World, WorldError};

/// Names of the country of a scenario, found once each.
pub(crate) struct Countries {
    iso3: String,
    own: Vec<String>,
    known: BTreeMap<String, bool>,
}

impl Countries {
    /// The country of a scenario, by its name, its code and those given.
    pub fn of(scenario: &Scenario, more: &[String]) -> Self {
        let names = [scenario.setup.country.name.as_str(), scenario.iso3.as_str()];
        let names = names.into_iter().chain(more.iter().map(String::as_str));
        Self { iso3: scenario.iso3.clone(), own: names.filter_map(identifier).collect(), known: BTreeMap::new() }
    }

    /// Whether a name means the country; a row that names none is of it.
    pub fn is_own(&mut self, name: &str) -> bool {
        if name.is_empty() {
            return true;
        }
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        // `Russia (Soviet Union)`, `Myanmar (Burma)`: names of UCDP.
        let outer = name.split('(').next().unwrap_or(name).trim();
        let own = [name, outer].into_iter().any(|name| self.means_own(name));
        self.known.insert(name.to_owned(), own);
        own
    }

    fn means_own(&self, name: &str) -> bool {
        let code = match World::packed().country(name) {
            Ok(country) => Some(country.code.clone()),
            Err(WorldError::NoResidents { code, .. }) => Some(code),
            Err(_) => None,
        };
        code.is_some_and(|code| code == self.iso3) || identifier(name).is_some_and(|name| self.own.contains(&name))
    }
}
