//! A CSV table that knows where each of its fields stands in the file.

use std::ops::Range;

use jiff::civil::{Date, Time};

use crate::error::{DataError, Problem};
use crate::nearest::nearest;

/// A table with its header checked; fields are read, and checked, through [`Row`].
pub(crate) struct Table<'a> {
    file: &'a str,
    text: &'a str,
    headers: Vec<String>,
    records: Vec<(usize, csv::StringRecord)>,
}

impl<'a> Table<'a> {
    /// Reads a table that must have the `required` columns, may have the `optional` ones, and no others.
    pub fn read(bytes: &'a [u8], file: &'a str, required: &[&str], optional: &[&str]) -> Result<Table<'a>, DataError> {
        let mut table = Self::split(bytes, file)?;
        let start = table.take_header()?;
        table.check_header(start, required, optional)?;
        table.check_field_counts()?;
        Ok(table)
    }

    /// Reads a table that somebody else publishes: columns that nobody asks for are let be, and a row
    /// with too few or too many fields is set apart and named, so that the others can be read. Where a
    /// file may come without a header, `headerless` is the header it would have.
    pub fn read_foreign(
        bytes: &'a [u8],
        file: &'a str,
        required: &[&str],
        headerless: Option<&[&str]>,
    ) -> Result<(Table<'a>, Vec<DataError>), DataError> {
        let mut table = Self::split(bytes, file)?;
        let first = table.records.first().ok_or_else(|| table.whole(Problem::Empty))?;
        let named = first.1.iter().any(|name| required.contains(&name.trim()));
        match headerless {
            Some(header) if !named => table.headers = header.iter().map(|&name| name.to_owned()).collect(),
            _ => {
                let start = table.take_header()?;
                let known: Vec<String> = table.headers.clone();
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                table.check_header(start, required, &known)?;
            }
        }
        let expected = table.headers.len();
        let (whole, torn) = std::mem::take(&mut table.records).into_iter().partition(|(_, row)| row.len() == expected);
        table.records = whole;
        let torn: Vec<(usize, csv::StringRecord)> = torn;
        let malformed = torn
            .iter()
            .map(|(start, row)| table.error(*start, None, None, Problem::FieldCount { found: row.len(), expected }));
        let malformed = malformed.collect();
        Ok((table, malformed))
    }

    /// The records of a file, its header among them.
    fn split(bytes: &'a [u8], file: &'a str) -> Result<Table<'a>, DataError> {
        let text = utf8(bytes, file)?;
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let skipped = text.len() - body.len();
        let at = |byte: u64| {
            let start = skipped + byte as usize;
            start + leading_breaks(&text[start.min(text.len())..])
        };
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(body.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| DataError {
                file: file.to_owned(),
                line: error.position().map_or(1, |p| p.line() as usize),
                column: None,
                span: None,
                problem: Box::new(Problem::Csv(error.to_string())),
            })?;
            let start = record.position().map_or(0, csv::Position::byte);
            records.push((at(start), record));
        }
        Ok(Table { file, text, headers: Vec::new(), records })
    }

    /// Takes the first record as the header, and gives where it starts.
    fn take_header(&mut self) -> Result<usize, DataError> {
        if self.records.len() < 2 {
            return Err(self.whole(Problem::Empty));
        }
        let (start, header) = self.records.remove(0);
        self.headers = header.iter().map(|name| name.trim().to_owned()).collect();
        Ok(start)
    }

    fn check_header(&self, start: usize, required: &[&str], optional: &[&str]) -> Result<(), DataError> {
        let known = || required.iter().chain(optional).copied();
        for (index, name) in self.headers.iter().enumerate() {
            let problem = if !known().any(|k| k == name) {
                Problem::UnknownColumn { found: name.clone(), nearest: nearest(name, known()).map(str::to_owned) }
            } else if self.headers[..index].contains(name) {
                Problem::DuplicateColumn { found: name.clone() }
            } else {
                continue;
            };
            let span = field_span(self.text, start, index);
            return Err(self.error(span.start, Some(span), None, problem));
        }
        match required.iter().find(|name| !self.headers.iter().any(|h| h == *name)) {
            Some(missing) => {
                Err(self.whole(Problem::MissingColumn { column: (*missing).to_owned(), expected: required.join(",") }))
            }
            None => Ok(()),
        }
    }

    fn check_field_counts(&self) -> Result<(), DataError> {
        let expected = self.headers.len();
        match self.records.iter().find(|(_, record)| record.len() != expected) {
            Some((start, record)) => {
                let problem = Problem::FieldCount { found: record.len(), expected };
                Err(self.error(*start, None, None, problem))
            }
            None => Ok(()),
        }
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.records.len()).map(|index| Row { table: self, index })
    }

    /// Whether there is such a column.
    pub fn has(&self, column: &str) -> bool {
        self.headers.iter().any(|header| header == column)
    }

    /// An error of the whole file.
    pub fn whole(&self, problem: Problem) -> DataError {
        self.error(0, None, None, problem)
    }

    fn error(&self, byte: usize, span: Option<Range<usize>>, column: Option<&str>, problem: Problem) -> DataError {
        DataError {
            file: self.file.to_owned(),
            line: line_at(self.text, byte),
            column: column.map(str::to_owned),
            span,
            problem: Box::new(problem),
        }
    }
}

/// One row of a [`Table`].
#[derive(Clone, Copy)]
pub(crate) struct Row<'t> {
    table: &'t Table<'t>,
    index: usize,
}

impl<'t> Row<'t> {
    /// Line in the file, from 1.
    pub fn line(self) -> usize {
        line_at(self.table.text, self.table.records[self.index].0)
    }

    fn position(self, column: &str) -> Option<usize> {
        self.table.headers.iter().position(|h| h == column)
    }

    /// The field, trimmed; empty where an optional column is not there.
    pub fn text(self, column: &str) -> &'t str {
        let field = self.position(column).and_then(|i| self.table.records[self.index].1.get(i));
        field.unwrap_or("").trim()
    }

    /// An error at a field of this row.
    pub fn error(self, column: &str, problem: Problem) -> DataError {
        let start = self.table.records[self.index].0;
        let span = self.position(column).map(|i| field_span(self.table.text, start, i));
        let byte = span.as_ref().map_or(start, |span| span.start);
        self.table.error(byte, span, Some(column), problem)
    }

    /// "found …, expected …" at a field of this row.
    pub fn unexpected(self, column: &str, expected: &str) -> DataError {
        let found = self.text(column).to_owned();
        self.error(column, Problem::Value { found, expected: expected.to_owned() })
    }

    /// An unknown name at a field of this row, with the nearest of the known ones.
    pub fn unknown<'c>(self, column: &str, what: &'static str, known: impl IntoIterator<Item = &'c str>) -> DataError {
        let found = self.text(column).to_owned();
        let nearest = nearest(&found, known).map(str::to_owned);
        self.error(column, Problem::Unknown { what, found, nearest })
    }

    /// A field that must not be empty.
    pub fn name(self, column: &str) -> Result<&'t str, DataError> {
        match self.text(column) {
            "" => Err(self.unexpected(column, "a name")),
            text => Ok(text),
        }
    }

    /// A finite number in a closed range; `f64::MIN_POSITIVE` as its lower end means "above 0".
    pub fn number(self, column: &str, low: f64, high: f64) -> Result<f64, DataError> {
        match self.text(column).parse::<f64>() {
            Ok(value) if (low..=high).contains(&value) => Ok(value),
            _ if low == f64::MIN_POSITIVE => Err(self.unexpected(column, &format!("a number above 0, at most {high}"))),
            _ => Err(self.unexpected(column, &format!("a number from {low} to {high}"))),
        }
    }

    /// A finite number in a closed range, or nothing.
    pub fn optional_number(self, column: &str, low: f64, high: f64) -> Result<Option<f64>, DataError> {
        match self.text(column) {
            "" => Ok(None),
            _ => self.number(column, low, high).map(Some),
        }
    }

    /// A whole number in a closed range.
    pub fn integer(self, column: &str, low: u32, high: u32) -> Result<u32, DataError> {
        match self.text(column).parse::<u32>() {
            Ok(value) if (low..=high).contains(&value) => Ok(value),
            _ => Err(self.unexpected(column, &format!("a whole number from {low} to {high}"))),
        }
    }

    /// A date written year-month-day.
    pub fn date(self, column: &str) -> Result<Date, DataError> {
        iso_date(self.text(column)).ok_or_else(|| self.unexpected(column, "a date such as 2022-01-05"))
    }

    /// A date written year-month-day, or nothing.
    pub fn optional_date(self, column: &str) -> Result<Option<Date>, DataError> {
        match self.text(column) {
            "" => Ok(None),
            _ => self.date(column).map(Some),
        }
    }

    /// A time of day, or nothing.
    pub fn optional_time(self, column: &str) -> Result<Option<Time>, DataError> {
        match self.text(column) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| self.unexpected(column, "a time such as 17:20, or nothing")),
        }
    }

    /// 0 or 1.
    pub fn flag(self, column: &str) -> Result<bool, DataError> {
        match self.text(column) {
            "0" => Ok(false),
            "1" => Ok(true),
            _ => Err(self.unexpected(column, "0 or 1")),
        }
    }

    /// One of a few words.
    pub fn choice<T: Copy>(
        self,
        column: &str,
        what: &'static str,
        words: &[(&'static str, T)],
    ) -> Result<T, DataError> {
        let found = self.text(column);
        match words.iter().find(|(word, _)| *word == found) {
            Some((_, value)) => Ok(*value),
            None => Err(self.unknown(column, what, words.iter().map(|(word, _)| *word))),
        }
    }
}

/// The text of a file, or where it stops being UTF-8.
pub(crate) fn utf8<'a>(bytes: &'a [u8], file: &str) -> Result<&'a str, DataError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        DataError {
            file: file.to_owned(),
            line: 1 + bytes[..at].iter().filter(|b| **b == b'\n').count(),
            column: None,
            span: Some(at..at + 1),
            problem: Box::new(Problem::NotUtf8 { byte: bytes[at] }),
        }
    })
}

/// A date in exactly ten characters: jiff also reads `20220105`, which spreadsheets turn into numbers.
pub(crate) fn iso_date(text: &str) -> Option<Date> {
    if text.len() == 10 { text.parse().ok() } else { None }
}

fn line_at(text: &str, byte: usize) -> usize {
    1 + text.as_bytes()[..byte.min(text.len())].iter().filter(|b| **b == b'\n').count()
}

fn leading_breaks(text: &str) -> usize {
    text.bytes().take_while(|b| matches!(b, b'\r' | b'\n')).count()
}

/// Bytes of field `index` of the record that begins at `start`, quotes included.
fn field_span(text: &str, start: usize, index: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let (mut field, mut from, mut quoted) = (0, start, false);
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
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

#[cfg(test)]
mod tests;
