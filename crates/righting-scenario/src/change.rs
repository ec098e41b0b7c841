//! Changes that a caller makes to a scenario: `--set path=value` and `--without ID`.

/// A change to a scenario, made before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
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
