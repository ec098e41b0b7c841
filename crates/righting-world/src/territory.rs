//! Territories that more than one state claims.

use righting_data::nearest;

use crate::error::WorldError;
use crate::world::World;

/// A territory that more than one state claims, or that governs itself unrecognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Territory {
    /// Identifier, such as `crimea`.
    pub id: String,
    /// Neutral name.
    pub name: String,
    /// Its units: country and identifier, `*` for all.
    pub(crate) units: Vec<(String, String)>,
    /// Country that the data assign it to.
    pub data: String,
    /// What it can be set to instead: a country code, or `apart` from every country. None where the data hold no border.
    pub alternative: Option<String>,
    /// What the data do, and who sees it otherwise.
    pub sentence: String,
}

/// A territory and where it shall belong: a country code, or `apart`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Identifier of the territory.
    pub territory: String,
    /// Country code, or `apart`.
    pub to: String,
}

impl Territory {
    pub(crate) fn holds(&self, country: &str, unit: &str) -> bool {
        self.units.iter().any(|(code, id)| code == country && (id == "*" || id == unit))
    }

    /// Whether a page about this country must speak of it.
    pub(crate) fn concerns(&self, code: &str) -> bool {
        self.data == code || self.alternative.as_deref() == Some(code)
    }
}

impl World {
    /// Reads a choice such as `crimea=RUS`.
    ///
    /// # Errors
    /// When there is no such territory, or when it cannot belong there.
    pub fn choice(&self, text: &str) -> Result<Choice, WorldError> {
        let (id, to) = text.split_once('=').unwrap_or((text, ""));
        let Some(territory) = self.territories.iter().find(|territory| territory.id == id.trim()) else {
            let known = self.territories.iter().map(|territory| territory.id.as_str());
            let nearest = nearest(id.trim(), known).map(str::to_owned);
            return Err(WorldError::UnknownTerritory { found: id.trim().to_owned(), nearest });
        };
        let offered = [Some(territory.data.as_str()), territory.alternative.as_deref()];
        let to = to.trim();
        match offered.into_iter().flatten().find(|offered| offered.eq_ignore_ascii_case(to)) {
            Some(found) => Ok(Choice { territory: territory.id.clone(), to: found.to_owned() }),
            None => Err(WorldError::UnknownChoice {
                territory: territory.id.clone(),
                found: to.to_owned(),
                expected: offered.into_iter().flatten().collect::<Vec<_>>().join(" or "),
            }),
        }
    }

    /// Where a territory belongs under these choices.
    pub(crate) fn belongs<'w>(&'w self, territory: &'w Territory, choices: &'w [Choice]) -> &'w str {
        choices
            .iter()
            .rev()
            .find(|choice| choice.territory == territory.id)
            .map_or(&territory.data, |choice| &choice.to)
    }
}
