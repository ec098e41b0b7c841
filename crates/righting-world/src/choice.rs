//! Where territories belong.

use righting_data::nearest;

use crate::error::WorldError;
use crate::territory::{Choice, Territory};
use crate::world::World;

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
