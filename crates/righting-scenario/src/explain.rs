//! What the reader of TOML said, in the words of scenarios.

use crate::error::ScenarioError;
use crate::location::Location;
use crate::names::nearest;

/// What the TOML reader said, with the nearest name and in the words of scenarios.
pub fn explain(at: Location, message: &str) -> ScenarioError {
    let quoted: Vec<String> = message.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    if message.starts_with("unknown field") {
        let (found, expected) = quoted.split_first().map_or_else(Default::default, |(f, e)| (f.clone(), e.to_vec()));
        let nearest = nearest(&found, expected.iter().map(String::as_str));
        return ScenarioError::UnknownKey { at, found, expected, nearest };
    }
    if message.starts_with("unknown variant") {
        let (found, known) = quoted.split_first().map_or_else(Default::default, |(f, e)| (f.clone(), e.to_vec()));
        let nearest = nearest(&found, known.iter().map(String::as_str));
        return ScenarioError::UnknownName { at, what: "value of this key", found, known, nearest };
    }
    let said = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    match said.and_then(|said| said.split_once(", expected ")) {
        Some((found, expected)) => {
            ScenarioError::WrongType { at, found: plain_words(found), expected: plain_words(expected.trim_end()) }
        }
        None => ScenarioError::Syntax { at, message: message.trim().replace('\n', ", ") },
    }
}

/// Types as a user of TOML knows them.
fn plain_words(words: &str) -> String {
    match words {
        "f64" => "a number".to_owned(),
        "i64" => "a whole number".to_owned(),
        "a sequence" => "a list".to_owned(),
        "map" | "a map" => "a table".to_owned(),
        "sequence" => "a list".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a string" | "string" => "a text in quotes".to_owned(),
        _ if words.starts_with("struct ") => "a table".to_owned(),
        _ => match words.split_once(' ') {
            Some(("string", rest)) => format!("the text {rest}"),
            Some(("integer" | "floating", rest)) => {
                let number = rest.split('`').nth(1).unwrap_or(rest);
                format!("the number {number}")
            }
            Some(("boolean", rest)) => rest.trim_matches('`').to_owned(),
            _ => words.to_owned(),
        },
    }
}
