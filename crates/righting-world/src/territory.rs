//! Territories that more than one state claims.

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
