//! Where a scenario comes from, as one word in addresses and requests.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a scenario comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Origin {
    /// One that ships with the program, by name: `shipped:five-towns`.
    Shipped(String),
    /// A folder with a `scenario.toml`, by its path under the root: `folder:my-case`.
    Folder(String),
    /// What a stored run was made of, by the path of the run under the root: `run:runs/five-towns`.
    Run(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shipped(name) => write!(f, "shipped:{name}"),
            Self::Folder(path) => write!(f, "folder:{path}"),
            Self::Run(path) => write!(f, "run:{path}"),
        }
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("shipped", name)) => Ok(Self::Shipped(name.to_owned())),
            Some(("folder", path)) => Ok(Self::Folder(path.to_owned())),
            Some(("run", path)) => Ok(Self::Run(path.to_owned())),
            _ => Err(format!("expected `shipped:NAME`, `folder:PATH` or `run:PATH`, found `{}`", text.escape_debug())),
        }
    }
}

impl TryFrom<String> for Origin {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.to_string()
    }
}

/// In the page it is text.
#[cfg(test)]
impl ts_rs::TS for Origin {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(config: &ts_rs::Config) -> String {
        String::name(config)
    }

    fn inline(config: &ts_rs::Config) -> String {
        String::inline(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_read_back() {
        for text in ["shipped:five-towns", "folder:", "folder:a/b", "run:runs/a:b"] {
            assert_eq!(text.parse::<Origin>().map(|origin| origin.to_string()).as_deref(), Ok(text));
        }
        assert!("five-towns".parse::<Origin>().is_err() && "file:x".parse::<Origin>().is_err());
    }
}
