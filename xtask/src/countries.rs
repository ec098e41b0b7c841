//! General code names no country: what is known of one is data, in `scenarios/` and `packs/`.

use std::path::Path;

use crate::house;
use crate::portable::visit;

/// The program's help shows how shipped scenarios are run.
const EXAMPLES: &str = "righting-cli";
/// A parameter says which crises its number was taken from.
const NOTES: [&str; 2] = [" Assumed \"", " Interim \""];

/// Whether no line of code outside tests names a country that a scenario is about. A crisis has a year after the name.
pub fn are_data(root: &Path) -> Result<(), String> {
    let countries = countries(&root.join("scenarios"))?;
    let mut found = Vec::new();
    for name in house::crates().filter(|name| *name != EXAMPLES) {
        visit(&root.join("crates").join(name).join("src"), &mut |path, text| {
            if path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("tests")) {
                return;
            }
            let named = countries.iter().filter_map(|country| Some((line_with(country, text)?, country)));
            found.extend(named.map(|(line, country)| format!("{}:{line}: {country}", path.display())));
        })?;
    }
    if found.is_empty() { Ok(()) } else { Err(format!("general code names countries: {}", found.join(", "))) }
}

/// What shipped scenarios are about, of folders called `COUNTRY-YEAR`.
fn countries(scenarios: &Path) -> Result<Vec<String>, String> {
    let said = |error: std::io::Error| format!("{}: {error}", scenarios.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(scenarios).map_err(said)? {
        let name = entry.map_err(said)?.file_name().to_string_lossy().into_owned();
        let year = name.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        found.extend(name.get(..year).and_then(|country| country.strip_suffix('-')).map(str::to_owned));
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Number of the first line of code before the tests that names a country and no crisis of it.
fn line_with(country: &str, text: &str) -> Option<usize> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let names = |line: &str| {
        let line = line.to_lowercase().replace([' ', '_'], "-");
        line.match_indices(country).any(|(at, name)| {
            let year = line[at + name.len()..].trim_start_matches('-');
            !year.starts_with(|c: char| c.is_ascii_digit())
        })
    };
    let is_code = |line: &str| !line.trim_start().starts_with("//") && !NOTES.iter().any(|note| line.contains(note));
    code.lines().position(|line| is_code(line) && names(line)).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_found_in_code_and_let_be_in_words_about_a_crisis() {
        let of = |text: &str| line_with("solomon-islands", text);
        assert_eq!(of("let a = 1;\nlet solomon_islands = 2;"), Some(2));
        assert_eq!(of("match name { \"Solomon Islands\" => 1 }"), Some(1));
        assert_eq!(of("/// As in Solomon Islands.\nlet help = \"solomon-islands-2021\";"), None);
        assert_eq!(of("fall = 0.7 \"1\", 0.0..=1.0, Assumed \"Solomon Islands of old\";"), None);
        assert_eq!(of("#[cfg(test)]\nconst A: &str = \"solomon-islands\";"), None);
    }

    #[test]
    fn the_countries_are_those_of_the_scenarios() {
        let found = countries(&crate::chores::root().join("scenarios")).unwrap();
        assert!(found.contains(&"solomon-islands".to_owned()) && found.contains(&"kazakhstan".to_owned()), "{found:?}");
        assert!(!found.iter().any(|name| name.contains("towns")), "{found:?}");
        assert_eq!(are_data(&crate::chores::root()), Ok(()));
    }
}
