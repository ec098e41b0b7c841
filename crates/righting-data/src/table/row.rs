//! One row of a table, read field by field as its column is declared.

use jiff::civil::{Date, Time};

use super::day::{DateOrder, Day};
use super::number::{Figure, Style, figure};
use super::split::same;
use super::tally::Understood;
use super::text::clip;
use super::{Table, day};
use crate::column::Holds;
use crate::error::{DataError, Problem};
use crate::nearest::nearest;

/// One row of a [`Table`].
#[derive(Clone, Copy)]
pub(crate) struct Row<'t> {
    table: &'t Table<'t>,
    index: usize,
}

impl<'t> Row<'t> {
    pub(super) fn new(table: &'t Table<'t>, index: usize) -> Row<'t> {
        Row { table, index }
    }

    /// Line in the file, from 1.
    pub fn line(self) -> usize {
        self.table.lines.line(self.table.records[self.index].0)
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
        let span = self.position(column).map(|i| self.table.span(start, i));
        let byte = span.as_ref().map_or(start, |span| span.start);
        self.table.error(byte, span, Some(column), problem)
    }

    /// "found …, expected …" at a field of this row.
    pub fn unexpected(self, column: &str, expected: &str) -> DataError {
        let found = clip(self.text(column));
        self.error(column, Problem::Value { found, expected: expected.to_owned() })
    }

    /// An unknown name at a field of this row, with the nearest of the known ones.
    pub fn unknown<'c>(self, column: &str, what: &'static str, known: impl IntoIterator<Item = &'c str>) -> DataError {
        let known: Vec<&str> = known.into_iter().collect();
        let nearest = nearest(self.text(column), known.iter().copied()).map(str::to_owned);
        self.unknown_near(column, what, known, nearest)
    }

    /// The same, with the nearest found by other means.
    pub fn unknown_near(
        self,
        column: &str,
        what: &'static str,
        known: Vec<&str>,
        nearest: Option<String>,
    ) -> DataError {
        let known = known.into_iter().map(str::to_owned).collect();
        self.error(column, Problem::Unknown { what, found: clip(self.text(column)), nearest, known })
    }

    fn understood(self, kind: Understood, column: &str, read: impl FnOnce() -> String) {
        let told = || format!("`{}` in column `{column}` read as {}", clip(self.text(column)), read());
        self.table.tally.add(kind, || (self.line(), told()));
    }

    /// A field that must not be empty.
    pub fn name(self, column: &str) -> Result<&'t str, DataError> {
        match self.text(column) {
            "" => Err(self.unexpected(column, "a name")),
            text => Ok(text),
        }
    }

    /// What the declaration of the table says of a column.
    fn holds(self, column: &str) -> Holds {
        let declared = self.table.form.and_then(|form| form.column(column));
        declared.expect("a reader asks for columns that its form declares").holds
    }

    /// The number of a declared column, within its bounds.
    pub fn real(self, column: &str) -> Result<f64, DataError> {
        match self.holds(column) {
            Holds::Number { low, high } | Holds::NumberOrDate { low, high } => self.number(column, low, high),
            Holds::Whole { low, high } => self.integer(column, low, high).map(f64::from),
            other => unreachable!("column `{column}` is declared as {other:?}, not as a number"),
        }
    }

    /// The count of a declared column, within its bounds. It may have a fraction, but three digits after a mark are
    /// as likely thousands: `1.500` people are 1500 to many.
    pub fn count(self, column: &str) -> Result<f64, DataError> {
        let Holds::NumberOrDate { low, high } = self.holds(column) else { return self.real(column) };
        match self.figure(column, true, low, high)? {
            Some(value) if (low..=high).contains(&value) => Ok(value),
            _ => Err(self.unexpected(column, &format!("a number from {low} to {high}"))),
        }
    }

    /// The number of a declared column, or nothing.
    pub fn optional_real(self, column: &str) -> Result<Option<f64>, DataError> {
        if self.text(column).is_empty() { Ok(None) } else { self.real(column).map(Some) }
    }

    /// The whole number of a declared column, within its bounds.
    pub fn whole(self, column: &str) -> Result<u32, DataError> {
        match self.holds(column) {
            Holds::Whole { low, high } => self.integer(column, low, high),
            other => unreachable!("column `{column}` is declared as {other:?}, not as a whole number"),
        }
    }

    /// The whole number of a declared column, or nothing.
    pub fn optional_whole(self, column: &str) -> Result<Option<u32>, DataError> {
        if self.text(column).is_empty() { Ok(None) } else { self.whole(column).map(Some) }
    }

    /// A finite number in a closed range; `f64::MIN_POSITIVE` as its lower end means "above 0".
    pub fn number(self, column: &str, low: f64, high: f64) -> Result<f64, DataError> {
        match self.figure(column, false, low, high)? {
            Some(value) if (low..=high).contains(&value) => Ok(value),
            _ if low == f64::MIN_POSITIVE => Err(self.unexpected(column, &format!("a number above 0, at most {high}"))),
            _ => Err(self.unexpected(column, &format!("a number from {low} to {high}"))),
        }
    }

    /// A finite number in a closed range, or nothing.
    pub fn optional_number(self, column: &str, low: f64, high: f64) -> Result<Option<f64>, DataError> {
        if self.text(column).is_empty() { Ok(None) } else { self.number(column, low, high).map(Some) }
    }

    /// A whole number in a closed range. A number with an exponent is none: spreadsheets write it after rounding.
    pub fn integer(self, column: &str, low: u32, high: u32) -> Result<u32, DataError> {
        let text = self.text(column);
        if let Ok(value) = text.parse::<u32>()
            && (low..=high).contains(&value)
        {
            return Ok(value);
        }
        let most = if high == u32::MAX { String::new() } else { format!(" to {high}") };
        let expected = format!("a whole number from {low}{most}");
        if text.contains(['e', 'E']) && text.parse::<f64>().is_ok() {
            let rounded = "a spreadsheet rounds what it writes so: format the column as numbers";
            return Err(self.unexpected(column, &format!("{expected}; {rounded}")));
        }
        let value = self.figure(column, true, f64::from(low), f64::from(high))?;
        match value.filter(|value| value.fract() == 0.0 && (f64::from(low)..=f64::from(high)).contains(value)) {
            Some(value) => Ok(value as u32),
            None => Err(self.unexpected(column, &expected)),
        }
    }

    /// A value as sources write it: a number or two ends such as `100-200` in plain form, other words as they are.
    pub fn figure_or_words(self, column: &str) -> Result<String, DataError> {
        let text = self.name(column)?;
        let plain =
            |part: &str| Ok(self.figure_of(part.trim(), column, false, f64::MIN, f64::MAX)?.map(|it| it.to_string()));
        if let Some(number) = plain(text)? {
            return Ok(if text.parse::<f64>().is_ok() { text.to_owned() } else { number });
        }
        match text.split_once(['-', '–']) {
            Some((low, high)) => {
                let ends = plain(low)?.zip(plain(high)?);
                Ok(ends.map_or_else(|| text.to_owned(), |(low, high)| format!("{low}-{high}")))
            }
            None => Ok(text.to_owned()),
        }
    }

    /// The number of a field; an error where it says two.
    fn figure(self, column: &str, whole: bool, low: f64, high: f64) -> Result<Option<f64>, DataError> {
        self.figure_of(self.text(column), column, whole, low, high)
    }

    /// The number of a field or of a part of it.
    fn figure_of(self, text: &str, column: &str, whole: bool, low: f64, high: f64) -> Result<Option<f64>, DataError> {
        match figure(text, whole, low, high, || self.table.marks()) {
            Figure::None => Ok(None),
            Figure::One(value, style) => {
                let kind = match style {
                    Style::DecimalComma => Some(Understood::DecimalComma),
                    Style::Grouped => Some(Understood::Grouped),
                    Style::Plain if whole && text.contains('.') => Some(Understood::ZeroFraction),
                    Style::Plain => None,
                };
                if let Some(kind) = kind.filter(|_| !whole || value.fract() == 0.0) {
                    self.understood(kind, column, || value.to_string());
                }
                Ok(Some(value))
            }
            Figure::Two(one, other) => {
                let (first, second) = (one.to_string(), other.to_string());
                let todo = "write it with a decimal point and without thousands apart";
                Err(self.error(column, Problem::Ambiguous { found: clip(text), first, second, todo }))
            }
        }
    }

    /// A date, year-month-day, or written so that it can mean one day only.
    pub fn date(self, column: &str) -> Result<Date, DataError> {
        let date = self.read_day(column, None, "a date such as 2022-01-05")?;
        if date.to_string() != self.text(column) {
            self.understood(Understood::Date, column, || date.to_string());
        }
        Ok(date)
    }

    /// A date of a file from elsewhere, where the order of numbers may be stated; `expected` says what is read. A month by
    /// name and a time of day are the ordinary form of such files.
    pub fn day(self, column: &str, order: Option<DateOrder>, expected: &str) -> Result<Date, DataError> {
        let date = self.read_day(column, order, expected)?;
        let (text, read) = (self.text(column), date.to_string());
        if !text.starts_with(&read) && !text.contains(char::is_alphabetic) {
            self.understood(Understood::Date, column, || read);
        }
        Ok(date)
    }

    fn read_day(self, column: &str, order: Option<DateOrder>, expected: &str) -> Result<Date, DataError> {
        let text = self.text(column);
        match day(text, order) {
            Day::One(date) => Ok(date),
            Day::Two(one, other) => {
                let (first, second) = (one.to_string(), other.to_string());
                let todo = "write year-month-day, or state the order of day and month where the reader takes one";
                Err(self.error(column, Problem::Ambiguous { found: clip(text), first, second, todo }))
            }
            // Day 25,569 of the spreadsheets is 1 January 1970.
            Day::None if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                let expected =
                    format!("{expected}; it looks like a day number of a spreadsheet: format the column as dates");
                Err(self.unexpected(column, &expected))
            }
            Day::None => Err(self.unexpected(column, expected)),
        }
    }

    /// A date, or nothing.
    pub fn optional_date(self, column: &str) -> Result<Option<Date>, DataError> {
        if self.text(column).is_empty() { Ok(None) } else { self.date(column).map(Some) }
    }

    /// A time of day, or nothing.
    pub fn optional_time(self, column: &str) -> Result<Option<Time>, DataError> {
        match self.text(column) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| self.unexpected(column, "a time such as 17:20, or nothing")),
        }
    }

    /// 0 or 1, or a word for them.
    pub fn flag(self, column: &str) -> Result<bool, DataError> {
        let text = self.text(column);
        let value = match text.to_ascii_lowercase().as_str() {
            "0" => return Ok(false),
            "1" => return Ok(true),
            "false" | "no" | "0.0" => false,
            "true" | "yes" | "1.0" => true,
            _ => return Err(self.unexpected(column, "0 or 1")),
        };
        self.understood(Understood::Flag, column, || u8::from(value).to_string());
        Ok(value)
    }

    /// One of a few words.
    pub fn choice<T: Copy>(
        self,
        column: &str,
        what: &'static str,
        words: &[(&'static str, T)],
    ) -> Result<T, DataError> {
        let found = self.text(column);
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == found) {
            return Ok(*value);
        }
        match words.iter().find(|(word, _)| same(word, found)) {
            Some((word, value)) => {
                self.understood(Understood::Word, column, || format!("`{word}`"));
                Ok(*value)
            }
            None => Err(self.unknown(column, what, words.iter().map(|(word, _)| *word))),
        }
    }

    /// The same where some words were others `once`, given before those that stand for them: what was written then is read
    /// on, and the word of today is told.
    pub fn choice_or_once<T: Copy>(
        self,
        column: &str,
        what: &'static str,
        words: &[(&'static str, T)],
        once: &[(&str, &str)],
    ) -> Result<T, DataError> {
        let found = self.text(column);
        let today = once.iter().find(|(before, _)| same(before, found)).map(|(_, today)| *today);
        match words.iter().find(|(word, _)| Some(*word) == today) {
            Some((word, value)) => {
                self.understood(Understood::Word, column, || format!("`{word}`, its name today"));
                Ok(*value)
            }
            None => self.choice(column, what, words),
        }
    }

    /// Says that the size of a crowd is in words that are not read.
    pub fn unread_crowd(self, column: &str) {
        let told = || format!("`{}` in column `{column}`", clip(self.text(column)));
        self.table.tally.add(Understood::Crowd, || (self.line(), told()));
    }

    /// Says so where a word is not among the usual ones of its column.
    pub fn usual(self, column: &str) {
        let Holds::UsualWords(words) = self.holds(column) else { return };
        let found = self.text(column);
        if words.contains(&found) {
            return;
        }
        let near =
            nearest(found, words.iter().copied()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        let told = || format!("`{}` in column `{column}`, kept as it is{near}", clip(found));
        self.table.tally.add(Understood::UnusualWord, || (self.line(), told()));
    }
}
