//! From text to records: which character sets the fields apart, and where each record begins.

use std::ops::Range;

use csv::StringRecord;

use super::text::Lines;
use crate::error::{DataError, Problem};

/// A record and the byte at which it begins.
pub(crate) type Placed = (usize, StringRecord);

/// Characters that may set fields apart.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The delimiter of a file, and the byte at which its table begins: after a byte order mark, and after the line
/// `sep=;` by which Excel is told.
pub(crate) fn delimiter(text: &str, known: &[&str]) -> Result<(u8, usize), Problem> {
    let mark = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    let line = text[mark..].lines().next().unwrap_or("");
    if let [b's', b'e', b'p', b'=', delimiter] = line.as_bytes() {
        return Ok((*delimiter, mark + line.len() + breaks(&text[mark + line.len()..])));
    }
    let header = header(&text[mark..]);
    let names = |delimiter: u8| -> usize {
        let fields = fields(header, delimiter);
        fields.iter().filter(|field| known.iter().any(|name| same(name, field))).count()
    };
    let counts = DELIMITERS.map(|delimiter| (names(delimiter), fields(header, delimiter).len(), delimiter));
    let most = counts.iter().map(|(names, _, _)| *names).max().unwrap_or(0);
    let mut best = counts.iter().filter(|(names, fields, _)| *names == most && *fields > 1);
    let found = match (best.next(), best.next()) {
        (Some((_, _, one)), None) => *one,
        (Some(_), Some(_)) if most > 0 => return Err(Problem::Delimiter { found: super::text::clip(header) }),
        // No name is known: the one that sets most fields apart.
        (Some(_), Some(_)) => counts.iter().rev().max_by_key(|(_, fields, _)| *fields).map_or(b',', |(_, _, one)| *one),
        (None, _) => b',',
    };
    Ok((found, mark))
}

/// The fields of the first record that is not blank.
pub(crate) fn first(text: &str, delimiter: u8) -> Vec<String> {
    fields(header(text), delimiter)
}

/// The first record that is not blank.
fn header(text: &str) -> &str {
    let text = text.trim_start_matches(['\r', '\n']);
    let mut quoted = false;
    let end = text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        !quoted && matches!(byte, b'\r' | b'\n')
    });
    &text[..end.unwrap_or(text.len())]
}

fn fields(record: &str, delimiter: u8) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(delimiter).from_reader(record.as_bytes());
    let first = reader.records().next().and_then(Result::ok);
    first.map_or_else(Vec::new, |record| record.iter().map(str::to_owned).collect())
}

/// Whether two names are one but for case, blanks and hyphens.
pub(crate) fn same(name: &str, found: &str) -> bool {
    folded(name).eq(folded(found.trim()))
}

fn folded(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().flat_map(char::to_lowercase).map(|c| if matches!(c, ' ' | '-') { '_' } else { c })
}

/// The records from byte `from` on.
pub(crate) fn records(
    text: &str,
    file: &str,
    lines: &Lines,
    (delimiter, from): (u8, usize),
) -> Result<Vec<Placed>, DataError> {
    let at = |byte: u64| {
        let start = (from + byte as usize).min(text.len());
        start + breaks(&text[start..])
    };
    let body = &text.as_bytes()[from..];
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(delimiter).from_reader(body);
    let placed = |record: Result<StringRecord, csv::Error>| match record {
        Ok(record) => Ok((at(record.position().map_or(0, csv::Position::byte)), record)),
        Err(error) => Err(DataError {
            file: file.to_owned(),
            line: error.position().map_or(1, |position| lines.line(at(position.byte()))),
            column: None,
            span: None,
            problem: Box::new(Problem::Csv(error.to_string())),
        }),
    };
    reader.records().map(placed).collect()
}

fn breaks(text: &str) -> usize {
    text.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

/// Bytes of field `index` of the record that begins at `start`, quotes included.
pub(crate) fn field_span(text: &str, start: usize, index: usize, delimiter: u8) -> Range<usize> {
    let bytes = text.as_bytes();
    let (mut field, mut from, mut quoted) = (0, start, false);
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            // Inside a field that has no quotes around it, a quote is a letter like others.
            b'"' if quoted || at == from => quoted = !quoted,
            b'"' if bytes[from] == b'"' => quoted = true,
            byte if *byte == delimiter && !quoted => {
                if field == index {
                    return from..at;
                }
                field += 1;
                from = at + 1;
            }
            b'\r' | b'\n' if !quoted => return from..at,
            _ => {}
        }
    }
    from..bytes.len()
}
