//! The files of a scenario in memory.

use crate::country::Country;
use crate::error::WorldError;
use crate::quality::{DataQuality, quality};
use crate::request::Request;
use crate::world::World;
use crate::{sources, write};

/// The files of a scenario: path inside its folder, and text.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    /// Identifier of the scenario, such as `lka-2022`.
    pub id: String,
    /// Path and text, in the order of writing.
    pub files: Vec<(String, String)>,
    /// What stands behind it.
    pub quality: DataQuality,
}

impl Bundle {
    /// Text of a file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|(name, _)| name == path).map(|(_, text)| text.as_str())
    }
}

impl World {
    /// Writes the files of a scenario. Nothing of the year of the start or later is read; the gazetteer alone is of
    /// today, and scaled.
    ///
    /// # Errors
    /// When the start, the days or a price lie outside what the tables bear, or when nothing is left of the country.
    pub fn bundle(&self, country: &Country, request: &Request) -> Result<Bundle, WorldError> {
        request.check()?;
        let year = request.start.year();
        let figures = self.figures(country, year);
        let spread = self.spread(country, &figures, request)?;
        let quality = quality(country, &figures, &spread, year);
        let id = format!("{}-{year}", country.code.to_lowercase());
        let case = write::Case {
            world: self,
            country,
            request,
            figures: &figures,
            spread: &spread,
            quality: &quality,
            id: &id,
        };
        let files = vec![
            ("scenario.toml".to_owned(), case.scenario()),
            ("regions.csv".to_owned(), case.regions()),
            ("places.csv".to_owned(), case.places()),
            ("facilities.csv".to_owned(), case.facilities()),
            ("regions.geojson".to_owned(), self.outline(&spread.regions, &country.code)),
            ("sources.csv".to_owned(), sources::table(&case)),
            ("SOURCES.md".to_owned(), sources::page(&case)),
        ];
        Ok(Bundle { id, files, quality })
    }
}
