//! A country of the tables.

/// A country or territory with a code of ISO 3166-1, or Kosovo.
#[derive(Debug, Clone, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-3 code; XKX for Kosovo.
    pub code: String,
    /// ISO 3166-1 alpha-2 code.
    pub iso2: String,
    /// English name.
    pub name: String,
    /// Part of the world.
    pub region: String,
    /// Part of the region.
    pub subregion: String,
    /// ISO 4217 code of the currency.
    pub currency: String,
    /// Residents that the gazetteer's figures belong to: those of today.
    pub(crate) people_now: f64,
    /// Country whose count in the United Nations' tables holds these people too.
    pub(crate) counted_within: Option<String>,
    /// Why nobody lives there, if nobody does.
    pub(crate) without_residents: Option<String>,
    /// Other English names.
    pub(crate) aliases: Vec<String>,
}

impl Country {
    /// Whether anybody lives there for good, so that a scenario can be made.
    pub fn has_residents(&self) -> bool {
        self.without_residents.is_none()
    }

    /// Names and codes by which it may be called.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        [self.code.as_str(), self.iso2.as_str(), self.name.as_str()]
            .into_iter()
            .chain(self.aliases.iter().map(String::as_str))
    }
}
