//! Changes that a caller makes to a scenario: `--set path=value` and `--without ID`.

use serde::{Deserialize, Serialize};

/// A change to a scenario, made before it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// Sets one value.
    Set {
        /// Path: `time.days`, `<shock or action id>.<field>`, `joining.contagion`, `alliance.effect`, ...
        path: String,
        /// The value as TOML; text that is not TOML counts as a string.
        value: String,
    },
    /// Takes out a shock, an action, a hypothesis or, with `alliance`, the alliance with all that asks for it.
    Without {
        /// Its name.
        id: String,
    },
}

impl Change {
    /// Reads a change as it is shown: `path=value`, or `without id`.
    ///
    /// # Errors
    /// As for the `path=value` of a command line.
    pub fn read(text: &str) -> Result<Self, String> {
        match text.trim().strip_prefix("without ") {
            Some(id) => Ok(Self::Without { id: id.trim().to_owned() }),
            None => text.parse(),
        }
    }
}

/// Two changes that contradict each other: one value set twice, a thing taken out twice, or set and taken out.
pub fn contradiction(changes: &[Change]) -> Option<(&Change, &Change)> {
    let pairs =
        changes.iter().enumerate().flat_map(|(at, second)| changes[..at].iter().map(move |first| (first, second)));
    pairs.into_iter().find(|(first, second)| contradict(first, second))
}

fn contradict(first: &Change, second: &Change) -> bool {
    // Parameters may be named with their table or without.
    let plain = |path: &str| path.trim_start_matches("parameters.").trim_start_matches("hypotheses.").to_owned();
    match (first, second) {
        (Change::Set { path: one, .. }, Change::Set { path: other, .. }) => plain(one) == plain(other),
        (Change::Without { id: one }, Change::Without { id: other }) => one == other,
        (Change::Set { path, .. }, Change::Without { id }) | (Change::Without { id }, Change::Set { path, .. }) => {
            plain(path).split('.').next() == Some(id)
        }
    }
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Set { path, value } => write!(f, "{path}={value}"),
            Self::Without { id } => write!(f, "without {id}"),
        }
    }
}

/// Reads the `path=value` of a command line.
///
/// # Errors
/// When there is no `=`, or nothing before it; the text says what was expected.
impl std::str::FromStr for Change {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((path, value)) if !path.trim().is_empty() => {
                Ok(Self::Set { path: path.trim().to_owned(), value: value.trim().to_owned() })
            }
            _ => Err(format!("expected `path=value`, such as `time.days=10`, found `{text}`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, contradiction};

    #[test]
    fn changes_that_contradict_each_other_are_found() {
        let found = |texts: &[&str]| {
            let changes: Vec<Change> = texts.iter().map(|text| Change::read(text).unwrap()).collect();
            contradiction(&changes).map(|(first, second)| format!("{first} / {second}"))
        };
        for texts in [
            ["time.days=7", "time.days=7"],
            ["price.at=2030-03-02", "without price"],
            ["without price", "price.at=2030-03-02"],
            ["joining.contagion=1", "parameters.joining.contagion=2"],
            ["without alliance", "alliance.effect=none"],
            ["hypotheses.armed_groups=true", "without armed_groups"],
            ["without price", "without price"],
        ] {
            assert_eq!(found(&texts), Some(texts.join(" / ")));
        }
        for texts in [["price.at=2030-03-02", "price.ratio=3"], ["without price", "price_back.ratio=3"]] {
            assert_eq!(found(&texts), None);
        }
    }

    #[test]
    fn what_is_shown_is_read_back() {
        for text in ["time.days=7", "without alliance", "price_cap.at=\"2022-01-08\"", "a.b=c=d"] {
            assert_eq!(Change::read(text).map(|change| change.to_string()).as_deref(), Ok(text));
        }
        assert!(Change::read("alliance").is_err());
    }
}
