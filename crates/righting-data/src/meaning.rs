//! What a file of a scenario says, without how it is written: comments, white space and line ends say nothing.

use std::borrow::Cow;

/// Where two files differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDifference {
    /// A key, a row and column, or a line.
    pub place: String,
    /// In the one.
    pub before: String,
    /// In the other.
    pub after: String,
}

/// A text that is equal for two files if they say the same: of TOML its values, of CSV its cells, of JSON its tokens, of
/// other files the lines without trailing white space. A file that cannot be read as what it is counts as other.
pub fn meaning<'a>(name: &str, text: &'a str) -> Cow<'a, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let read = match extension(name) {
        "toml" => toml::from_str::<toml::Table>(text).ok().map(|table| format!("{table:?}")),
        "csv" => cells(text).map(|rows| rows.iter().map(|row| row.join("\u{1f}") + "\u{1e}").collect()),
        "json" | "geojson" => Some(tokens(text)),
        _ => None,
    };
    Cow::Owned(read.unwrap_or_else(|| lines(text).join("\n")))
}

/// The first place where two files say different things; `None` if they say the same.
pub fn first_difference(name: &str, before: &str, after: &str) -> Option<FileDifference> {
    if meaning(name, before) == meaning(name, after) {
        return None;
    }
    let [before, after] = [before, after].map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
    let found = match extension(name) {
        "toml" => in_toml(before, after),
        "csv" => in_csv(before, after),
        "json" | "geojson" => in_json(before, after),
        _ => None,
    };
    found.or_else(|| in_lines(before, after))
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}

/// Records of a CSV file, without empty ones.
fn cells(text: &str) -> Option<Vec<Vec<String>>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.ok().map(|row| row.iter().map(str::to_owned).collect()));
    rows.collect::<Option<Vec<Vec<String>>>>()
}

/// JSON without the white space outside of texts.
fn tokens(text: &str) -> String {
    let (mut quoted, mut escaped) = (false, false);
    let keep = |c: &char| {
        let kept = quoted || !c.is_ascii_whitespace();
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        kept
    };
    text.chars().filter(keep).collect()
}

/// What is long is cut: a message names a value, it does not quote a file.
fn short(text: impl ToString) -> String {
    let text = text.to_string();
    let cut: String = text.chars().take(60).collect();
    if cut.len() < text.len() { cut + "…" } else { text }
}

fn differ(place: String, before: Option<String>, after: Option<String>) -> Option<FileDifference> {
    let shown = |text: Option<String>| text.map_or_else(|| "missing".to_owned(), short);
    Some(FileDifference { place, before: shown(before), after: shown(after) })
}

fn in_toml(before: &str, after: &str) -> Option<FileDifference> {
    let read = |text: &str| toml::from_str::<toml::Table>(text).ok().and_then(|table| serde_json::to_value(table).ok());
    in_values("", &read(before)?, &read(after)?)
}

fn in_json(before: &str, after: &str) -> Option<FileDifference> {
    in_values("", &serde_json::from_str(before).ok()?, &serde_json::from_str(after).ok()?)
}

fn in_values(path: &str, before: &serde_json::Value, after: &serde_json::Value) -> Option<FileDifference> {
    use serde_json::Value::{Array, Object};
    let inner = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    let step = |key: &str, before: Option<&serde_json::Value>, after: Option<&serde_json::Value>| match (before, after)
    {
        (Some(before), Some(after)) => in_values(&inner(key), before, after),
        (before, after) => {
            let text = |value: Option<&serde_json::Value>| value.map(ToString::to_string);
            differ(format!("`{}`", inner(key)), text(before), text(after))
        }
    };
    match (before, after) {
        _ if before == after => None,
        (Object(a), Object(b)) => a.iter().find_map(|(key, value)| step(key, Some(value), b.get(key))).or_else(|| {
            b.iter().filter(|(key, _)| !a.contains_key(*key)).find_map(|(key, v)| step(key, None, Some(v)))
        }),
        (Array(a), Array(b)) => (0..a.len().max(b.len())).find_map(|at| step(&at.to_string(), a.get(at), b.get(at))),
        _ => differ(format!("`{path}`"), Some(before.to_string()), Some(after.to_string())),
    }
}

fn in_csv(before: &str, after: &str) -> Option<FileDifference> {
    let (before, after) = (cells(before)?, cells(after)?);
    let row = (0..before.len().max(after.len())).find(|&row| before.get(row) != after.get(row))?;
    let (Some(a), Some(b)) = (before.get(row), after.get(row)) else {
        let joined = |row: Option<&Vec<String>>| row.map(|row| row.join(","));
        return differ(format!("row {}", row + 1), joined(before.get(row)), joined(after.get(row)));
    };
    let column = (0..a.len().max(b.len())).find(|&column| a.get(column) != b.get(column))?;
    let named = before[0].get(column).map_or_else(|| (column + 1).to_string(), |name| format!("`{name}`"));
    let place = if row == 0 { format!("heading {}", column + 1) } else { format!("row {}, column {named}", row + 1) };
    differ(place, a.get(column).cloned(), b.get(column).cloned())
}

fn in_lines(before: &str, after: &str) -> Option<FileDifference> {
    let (before, after) = (lines(before), lines(after));
    let line = (0..before.len().max(after.len())).find(|&line| before.get(line) != after.get(line))?;
    let text = |lines: &[&str]| lines.get(line).map(|line| (*line).to_owned());
    differ(format!("line {}", line + 1), text(&before), text(&after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_file_is_written_is_no_difference() {
        for (name, one, other) in [
            ("s.toml", "a = 1 # note\n[t]\nb='x'\n", "\u{feff}# other\r\n a=1\r\n\r\nt = { b = \"x\" }"),
            ("p.csv", "id,name\n1,Aral\n", "id, name \r\n\"1\",Aral\r\n\r\n"),
            ("b.geojson", "{\"a\": [1, 2], \"b\": \"x y\"}", "{\n\t\"a\":[1,2],\n\"b\":\"x y\"}\n"),
            ("n.md", "one  \ntwo", "one\r\ntwo\n\n"),
        ] {
            assert_eq!(meaning(name, one), meaning(name, other), "{name}");
            assert_eq!(first_difference(name, one, other), None, "{name}");
        }
    }

    #[test]
    fn what_differs_is_named() {
        for (name, one, other, expected) in [
            ("s.toml", "[time]\ndays = 15", "[time]\ndays = 10", ("`time.days`", "15", "10")),
            ("s.toml", "a = 1", "a = 1\nb = 2", ("`b`", "missing", "2")),
            ("p.csv", "id,n\n1,5\n", "id,n\n1,6\n", ("row 2, column `n`", "5", "6")),
            ("p.csv", "id,n\n1,5\n", "id,n\n", ("row 2", "1,5", "missing")),
            ("b.json", "[1, {\"c\": 2}]", "[1, {\"c\": 3}]", ("`1.c`", "2", "3")),
            ("b.json", "[\"a b\"]", "[\"ab\"]", ("`0`", "\"a b\"", "\"ab\"")),
            ("n.md", "one\ntwo", "one\nthree", ("line 2", "two", "three")),
            ("s.toml", "not toml", "nor this", ("line 1", "not toml", "nor this")),
        ] {
            let found = first_difference(name, one, other).unwrap();
            assert_eq!((found.place.as_str(), found.before.as_str(), found.after.as_str()), expected, "{name}");
        }
    }
}
