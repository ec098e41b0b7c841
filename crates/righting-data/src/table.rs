//! A CSV table that knows where each of its fields stands in the file. All tables are read here: ours, those of
//! packs, and those that somebody else publishes.

mod day;
mod header;
mod number;
mod row;
mod split;
mod tally;
mod text;

use std::cell::OnceCell;
use std::ops::Range;

use crate::column::{Form, Holds};
use crate::error::{DataError, Problem};
use crate::nearest::nearest;
use crate::note::Noted;

pub use day::DateOrder;
pub(crate) use day::{Day, day};
use number::Marks;
pub(crate) use row::Row;
use split::{Placed, field_span};
pub(crate) use split::{delimiter, records, same};
use tally::Tally;
pub(crate) use tally::Understood;
pub use text::readable;
pub(crate) use text::{Lines, clip};

/// A table with its header checked; fields are read, and checked, through [`Row`].
pub(crate) struct Table<'a> {
    file: &'a str,
    text: &'a str,
    lines: Lines,
    delimiter: u8,
    form: Option<&'static Form>,
    headers: Vec<String>,
    records: Vec<Placed>,
    marks: OnceCell<Marks>,
    tally: Tally,
}

impl<'a> Table<'a> {
    /// Reads a table of ours as it is declared.
    pub fn of(bytes: &'a [u8], file: &'a str, form: &'static Form) -> Result<Table<'a>, DataError> {
        let (required, optional) = (form.required(), form.optional());
        let known: Vec<&str> = required.iter().chain(&optional).copied().collect();
        let mut table = Self::split(bytes, file, &known)?;
        table.form = Some(form);
        table.refuse_hidden()?;
        let start = table.take_header(&known)?;
        table.check_header(start, &required, Some(&optional))?;
        table.check_field_counts(start)?;
        match form.at_least {
            _ if !table.records.is_empty() => {}
            Some(what) => return Err(table.whole(Problem::NoRows { at_least: what })),
            None => table.tally.add(Understood::NoRows, || (1, String::new())),
        }
        Ok(table)
    }

    /// Reads a table of a pack, which has these columns and no others.
    pub fn read(bytes: &'a [u8], file: &'a str, required: &[&str], optional: &[&str]) -> Result<Table<'a>, DataError> {
        let known: Vec<&str> = required.iter().chain(optional).copied().collect();
        let mut table = Self::split(bytes, file, &known)?;
        let start = table.take_header(&known)?;
        table.check_header(start, required, Some(optional))?;
        table.check_field_counts(start)?;
        if table.records.is_empty() { Err(table.whole(Problem::Empty)) } else { Ok(table) }
    }

    /// Reads a table that somebody else publishes: columns that nobody asks for are let be, and a row
    /// with too few or too many fields is set apart and named, so that the others can be read. Where a
    /// file may come without a header, `headerless` is the header it would have.
    pub fn read_foreign(
        bytes: &'a [u8],
        file: &'a str,
        form: &'static Form,
        headerless: Option<&[&str]>,
    ) -> Result<(Table<'a>, Vec<DataError>), DataError> {
        let known: Vec<&str> = form.every_name().collect();
        let mut table = Self::split(bytes, file, &known)?;
        table.form = Some(form);
        let first = table.records.first().ok_or_else(|| table.whole(Problem::Empty))?;
        let named = first.1.iter().any(|name| known.iter().any(|known| same(known, name)));
        match headerless {
            Some(header) if !named => {
                table.headers = header.iter().map(|&name| name.to_owned()).collect();
                let told = "the file has no header: its columns are taken in the order of the codebook";
                table.tally.add(Understood::Source, || (1, told.to_owned()));
            }
            _ => {
                let start = table.take_header(&known)?;
                table.take_other_names(start, form);
                table.check_header(start, &form.required(), None)?;
            }
        }
        let torn = table.set_torn_apart();
        Ok((table, torn))
    }

    /// Reads a table that somebody else publishes, of which the caller names the columns: others are let be, and torn
    /// rows set apart.
    pub fn read_named(
        bytes: &'a [u8],
        file: &'a str,
        columns: &[&str],
    ) -> Result<(Table<'a>, Vec<DataError>), DataError> {
        let mut table = Self::split(bytes, file, columns)?;
        let start = table.take_header(columns)?;
        if let Some(missing) = columns.iter().find(|name| !table.has(name)) {
            let nearest = nearest(missing, table.names()).map(str::to_owned);
            let known = table.names().map(str::to_owned).collect();
            return Err(table.whole(Problem::Unknown { what: "column", found: clip(missing), nearest, known }));
        }
        table.check_header(start, columns, None)?;
        let torn = table.set_torn_apart();
        Ok((table, torn))
    }

    /// Takes out the rows with too few or too many fields, each with its error.
    fn set_torn_apart(&mut self) -> Vec<DataError> {
        let faults: Vec<Option<Problem>> =
            self.records.iter().map(|(start, record)| self.field_count(*start, record)).collect();
        let mut torn = Vec::new();
        for (placed, fault) in std::mem::take(&mut self.records).into_iter().zip(faults) {
            match fault {
                Some(problem) => torn.push(self.error(placed.0, None, None, problem)),
                None => self.records.push(placed),
            }
        }
        torn
    }

    /// Names of the first record of a file, as its header.
    pub fn header_of(bytes: &'a [u8], file: &'a str, known: &[&str]) -> Result<Vec<String>, DataError> {
        let text = readable(bytes, file)?;
        let refuse = |problem: Problem| DataError::of_header(file, problem);
        let (delimiter, from) = delimiter(text, known).map_err(refuse)?;
        Ok(split::first(&text[from..], delimiter).iter().map(|name| name.trim().to_owned()).collect())
    }

    /// The records of a file, its header among them; rows with nothing in them are passed over.
    fn split(bytes: &'a [u8], file: &'a str, known: &[&str]) -> Result<Table<'a>, DataError> {
        let text = readable(bytes, file)?;
        let lines = Lines::of(text);
        let mut table = Table {
            file,
            text,
            lines,
            delimiter: b',',
            form: None,
            headers: Vec::new(),
            records: Vec::new(),
            marks: OnceCell::new(),
            tally: Tally::default(),
        };
        let (delimiter, from) = delimiter(text, known).map_err(|problem| table.whole(problem))?;
        table.delimiter = delimiter;
        let mut records = records(text, file, &table.lines, (delimiter, from))?;
        records.retain(|(start, record)| {
            let something = record.iter().any(|field| !field.trim().is_empty());
            if !something {
                table.tally.add(Understood::EmptyRows, || (table.lines.line(*start), String::new()));
            }
            something
        });
        table.records = records;
        if delimiter != b',' {
            let told = match delimiter {
                b'\t' => "tabs".to_owned(),
                b';' => "semicolons".to_owned(),
                other => format!("`{}`", char::from(other)),
            };
            table.tally.add(Understood::Delimiter, || (1, told));
        }
        Ok(table)
    }

    fn refuse_hidden(&self) -> Result<(), DataError> {
        let body = self.text.strip_prefix('\u{feff}').unwrap_or(self.text);
        let Some((at, character)) = text::hidden(body) else { return Ok(()) };
        let at = at + self.text.len() - body.len();
        let span = at..at + character.len_utf8();
        Err(self.error(at, Some(span), None, Problem::Hidden { character }))
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.records.len()).map(|index| Row::new(self, index))
    }

    /// What was read, with how it was understood.
    pub fn noted<T>(&self, value: T) -> Noted<T> {
        Noted { value, notes: self.tally.notes(self.file) }
    }

    /// Something to say of the whole file.
    pub fn say(&self, what: &str) {
        self.tally.add(Understood::Source, || (1, what.to_owned()));
    }

    /// Names of the columns, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.headers.iter().map(String::as_str)
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
            line: self.lines.line(byte),
            column: column.map(str::to_owned),
            span,
            problem: Box::new(problem),
        }
    }

    fn span(&self, start: usize, index: usize) -> Range<usize> {
        field_span(self.text, start, index, self.delimiter)
    }

    /// The decimal marks that the numbers of the file show.
    fn marks(&self) -> Marks {
        *self.marks.get_or_init(|| {
            let numeric = |name: &String| {
                let holds = self.form.and_then(|form| form.column(name)).map(|column| column.holds);
                match holds {
                    Some(holds) => {
                        matches!(holds, Holds::Number { .. } | Holds::Whole { .. } | Holds::NumberOrDate { .. })
                    }
                    None => self.form.is_none(),
                }
            };
            let columns: Vec<usize> = (0..self.headers.len()).filter(|index| numeric(&self.headers[*index])).collect();
            let mut marks = Marks { comma_delimited: self.delimiter == b',', ..Marks::default() };
            for (_, record) in &self.records {
                columns.iter().filter_map(|index| record.get(*index)).for_each(|field| marks.see(field.trim()));
            }
            marks
        })
    }
}

#[cfg(test)]
mod tests;
