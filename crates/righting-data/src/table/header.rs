//! The header of a table: its names as declared, or nearly so.

use super::Table;
use super::split::{Placed, same};
use super::tally::Understood;
use super::text::clip;
use crate::column::Form;
use crate::error::{DataError, Problem};
use crate::nearest::nearest;

impl Table<'_> {
    /// Takes the first record as the header, and gives where it starts. A name that is a `known` one but for case,
    /// blanks and hyphens counts as that.
    pub(super) fn take_header(&mut self, known: &[&str]) -> Result<usize, DataError> {
        if self.records.is_empty() {
            return Err(self.whole(Problem::Empty));
        }
        let (start, header) = self.records.remove(0);
        let mut names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        for name in &mut names {
            if known.contains(&name.as_str()) {
                continue;
            }
            if let Some(meant) = known.iter().find(|known| same(known, name)) {
                let told = format!("`{}` read as `{meant}`", clip(name));
                self.tally.add(Understood::HeaderName, || (self.lines.line(start), told));
                *name = (*meant).to_owned();
            }
        }
        while names.last().is_some_and(String::is_empty) {
            names.pop();
            self.tally.add(Understood::EmptyColumns, || (self.lines.line(start), String::new()));
        }
        self.headers = names;
        Ok(start)
    }

    /// Takes a column by its name of another year, where it is not there under its own.
    pub(super) fn take_other_names(&mut self, start: usize, form: &'static Form) {
        for column in form.columns.iter().filter(|column| !column.also.is_empty()) {
            if self.has(column.name) {
                continue;
            }
            let other = column.also.iter().find_map(|name| self.headers.iter().position(|header| header == name));
            let Some(other) = other else { continue };
            let told = format!("`{}` read as `{}`", clip(&self.headers[other]), column.name);
            self.tally.add(Understood::HeaderName, || (self.lines.line(start), told));
            self.headers[other] = column.name.to_owned();
        }
    }

    /// Whether the required columns are there and, where `optional` are named, no others.
    pub(super) fn check_header(
        &self,
        start: usize,
        required: &[&str],
        optional: Option<&[&str]>,
    ) -> Result<(), DataError> {
        let known = || required.iter().chain(optional.unwrap_or_default()).copied();
        for (index, name) in self.headers.iter().enumerate() {
            let problem =
                if self.headers[..index].contains(name) && (optional.is_some() || required.contains(&name.as_str())) {
                    Problem::DuplicateColumn { found: clip(name) }
                } else if optional.is_none() || known().any(|known| known == name) {
                    continue;
                } else if index == 0 && self.counts_rows(name) {
                    self.tally.add(Understood::IndexColumn, || (self.lines.line(start), String::new()));
                    continue;
                } else if name.is_empty() {
                    Problem::UnnamedColumn { number: index + 1 }
                } else {
                    let nearest = nearest(name, known()).map(str::to_owned);
                    Problem::UnknownColumn { found: clip(name), nearest, known: known().map(str::to_owned).collect() }
                };
            let span = self.span(start, index);
            return Err(self.error(span.start, Some(span), None, problem));
        }
        match required.iter().find(|name| !self.headers.iter().any(|header| header == *name)) {
            Some(missing) => {
                let expected = required.join(",");
                Err(self.whole(Problem::MissingColumn { column: (*missing).to_owned(), expected }))
            }
            None => Ok(()),
        }
    }

    /// Whether the first column is the index that pandas writes: no name, and 0, 1, 2, ...
    fn counts_rows(&self, name: &str) -> bool {
        let counts = |(index, (_, record)): (usize, &Placed)| {
            let number = record.get(0).and_then(|field| field.trim().parse::<usize>().ok());
            number.is_some_and(|number| number == index || number == index + 1)
        };
        (name.is_empty() || name == "Unnamed: 0") && self.records.iter().enumerate().all(counts)
    }

    pub(super) fn check_field_counts(&self, header: usize) -> Result<(), DataError> {
        let fault = |(start, record): &Placed| self.field_count(*start, record).map(|problem| (*start, problem));
        match self.records.iter().find_map(fault) {
            Some((start, problem)) => Err(self.error(start, None, None, problem)),
            None => {
                let wide = self.records.iter().any(|(_, record)| record.len() > self.headers.len());
                if wide {
                    self.tally.add(Understood::EmptyColumns, || (self.lines.line(header), String::new()));
                }
                Ok(())
            }
        }
    }

    /// What is wrong with the number of fields of a record; empty fields at its end are not.
    pub(super) fn field_count(&self, start: usize, record: &csv::StringRecord) -> Option<Problem> {
        // A quote that nothing closes swallows all lines that follow, and so stands in the last record.
        let last = self.records.last().is_some_and(|(last, _)| *last == start);
        let swallowed = last && record.iter().next_back().is_some_and(|field| field.contains(['\n', '\r']));
        if swallowed && self.text[start..].bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
            return Some(Problem::OpenQuote);
        }
        let expected = self.headers.len();
        let full = record
            .iter()
            .enumerate()
            .filter(|(_, field)| !field.trim().is_empty())
            .last()
            .map_or(0, |(last, _)| last + 1);
        if record.len() >= expected && full <= expected {
            return None;
        }
        let found = if record.len() < expected { record.len() } else { full };
        Some(Problem::FieldCount { found, expected })
    }
}
