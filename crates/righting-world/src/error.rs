//! Why no scenario was made.

use righting_data::nearest;

/// Why no scenario was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorldError {
    /// Neither a code nor the name of a country.
    #[error("no country has the code or name `{found}`{}", meant(nearest))]
    UnknownCountry {
        /// What was asked for.
        found: String,
        /// Name and code of the nearest.
        nearest: Option<String>,
    },
    /// A code of ISO 3166 without permanent residents.
    #[error("{name} ({code}) has no residents to simulate: {reason}")]
    NoResidents {
        /// ISO 3166-1 alpha-3 code.
        code: String,
        /// Name.
        name: String,
        /// What is there.
        reason: String,
    },
    /// A start for which the tables hold nothing.
    #[error("the start is {found}, expected a day from {earliest} to {latest}, for which the tables know residents")]
    Start {
        /// The start.
        found: String,
        /// First day.
        earliest: String,
        /// Last day.
        latest: String,
    },
    /// Days out of bounds.
    #[error("{what} is {found}, expected a whole number from {low} to {high}")]
    OutOfRange {
        /// What the number is.
        what: &'static str,
        /// The number.
        found: u64,
        /// Least.
        low: u64,
        /// Most.
        high: u64,
    },
    /// A price rise that cannot be read.
    #[error("the price `{found}` {problem}, expected one such as fuel=+40%@2022-03-25")]
    Price {
        /// As given.
        found: String,
        /// What is wrong.
        problem: String,
    },
    /// A choice of boundaries that cannot be read.
    #[error("no disputed territory is called `{found}`{}", meant(nearest))]
    UnknownTerritory {
        /// As given.
        found: String,
        /// The nearest identifier.
        nearest: Option<String>,
    },
    /// A choice that the table does not offer.
    #[error("`{territory}` cannot be set to `{found}`, expected {expected}")]
    UnknownChoice {
        /// Territory.
        territory: String,
        /// What it was set to.
        found: String,
        /// What is offered.
        expected: String,
    },
    /// Nothing is left of the country.
    #[error("with `{territory}={choice}` nothing is left of {name}: make the scenario of {choice} instead")]
    NothingLeft {
        /// Territory.
        territory: String,
        /// What it was set to.
        choice: String,
        /// The country asked for.
        name: String,
    },
    /// A packed table that is not as it should be.
    #[error("the packed table `{table}` is damaged: {problem}")]
    Table {
        /// Table.
        table: &'static str,
        /// What is wrong.
        problem: String,
    },
}

impl WorldError {
    pub(crate) fn unknown_country<'n>(found: &str, names: impl Iterator<Item = (&'n str, &'n str)>) -> Self {
        let names: Vec<(&str, &str)> = names.collect();
        let near = nearest(found, names.iter().map(|(name, _)| *name));
        let shown = near
            .and_then(|near| names.iter().find(|(name, _)| *name == near))
            .map(|(name, code)| if name == code { (*code).to_owned() } else { format!("{name} ({code})") });
        Self::UnknownCountry { found: found.to_owned(), nearest: shown }
    }

    /// What to do, in a few words.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::UnknownCountry { .. } => Some("`righting new --list` names every country"),
            Self::UnknownTerritory { .. } | Self::UnknownChoice { .. } | Self::NothingLeft { .. } => {
                Some("`righting new --boundaries` lists the territories and what they can be set to")
            }
            _ => None,
        }
    }
}

fn meant(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
