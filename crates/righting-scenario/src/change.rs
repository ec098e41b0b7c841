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
    use super::Change;

    #[test]
    fn what_is_shown_is_read_back() {
        for text in ["time.days=7", "without alliance", "price_cap.at=\"2022-01-08\"", "a.b=c=d"] {
            assert_eq!(Change::read(text).map(|change| change.to_string()).as_deref(), Ok(text));
        }
        assert!(Change::read("alliance").is_err());
    }
}
