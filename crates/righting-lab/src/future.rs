//! Futures: a scenario under a name with some changes, written in one text.

use righting_scenario::Change;

/// A name and the changes that make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Future {
    /// Name in tables and charts.
    pub name: String,
    /// Changes to the scenario.
    pub changes: Vec<Change>,
}

impl Future {
    /// A future named by its changes.
    pub fn of(changes: Vec<Change>) -> Self {
        let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
        Self { name: told.join("; "), changes }
    }

    /// Its name as the name of a file: small letters, digits and hyphens.
    pub fn slug(&self) -> String {
        let mut slug = String::new();
        for c in self.name.chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c.to_ascii_lowercase());
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches('-');
        if slug.is_empty() { "future".to_owned() } else { slug.to_owned() }
    }
}

/// Reads `NAME=CHANGE; CHANGE`, each change `without ID` or `path=value`.
impl std::str::FromStr for Future {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || {
            format!(
                "expected `NAME=CHANGE; CHANGE` with changes such as `without alliance` or \
                 `price_cap.at=2022-01-08T12:00`, found `{text}`"
            )
        };
        let (name, rest) = text.split_once('=').ok_or_else(expected)?;
        let changes: Vec<Change> = rest
            .split(';')
            .filter(|change| !change.trim().is_empty())
            .map(Change::read)
            .collect::<Result<_, String>>()?;
        if name.trim().is_empty() || changes.is_empty() {
            return Err(expected());
        }
        Ok(Self { name: name.trim().to_owned(), changes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_future_is_a_name_and_its_changes() {
        let future: Future = "late cap=price_cap.at=2022-01-08T12:00; without alliance".parse().unwrap();
        assert_eq!((future.name.as_str(), future.slug().as_str()), ("late cap", "late-cap"));
        assert_eq!(future.changes.len(), 2);
        assert_eq!(Future::of(future.changes).name, "price_cap.at=2022-01-08T12:00; without alliance");
        for wrong in ["", "late cap", "=without alliance", "late cap=", "late cap=nonsense"] {
            assert!(wrong.parse::<Future>().is_err(), "{wrong}");
        }
    }
}
