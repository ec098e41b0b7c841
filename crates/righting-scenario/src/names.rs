//! The nearest known name to one that is not known. It is suggested, never used instead.

use righting_model::Hypotheses;

/// Names of the contested structures, in the order of the alphabet, as messages list them.
pub(crate) fn switches() -> Vec<&'static str> {
    let mut names: Vec<&str> = Hypotheses::SWITCHES.iter().map(|switch| switch.name).collect();
    names.sort_unstable();
    names
}

/// The most similar of `known`, if it is similar enough to be what was meant.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // Long input is no typing error, and the comparison is quadratic.
    if found.chars().count() > 80 {
        return None;
    }
    let found = found.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for name in known {
        let score = strsim::jaro_winkler(&found, &name.to_lowercase());
        if score > best.map_or(0.79, |(best, _)| best) {
            best = Some((score, name));
        }
    }
    best.map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn typing_errors_find_their_name_and_strangers_find_none() {
        let known = ["mangystau", "almaty-city", "almaty-region"];
        assert_eq!(nearest("mangistau", known).as_deref(), Some("mangystau"));
        assert_eq!(nearest("Almaty-Cty", known).as_deref(), Some("almaty-city"));
        assert_eq!(nearest("xyz", known), None);
        assert_eq!(nearest(&"m".repeat(500), known), None);
    }
}
