//! Where the rows and fields of a table stand in its file, for messages about rows that were read long before.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use crate::location::Location;

/// A file of data as read.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub file: String,
    pub text: Arc<str>,
    /// Bytes of the header and of each row that holds something, found when first asked for.
    records: OnceCell<Vec<Range<usize>>>,
}

impl Sheet {
    pub fn new(file: String, text: Arc<str>) -> Self {
        Self { file, text, records: OnceCell::new() }
    }

    fn records(&self) -> &[Range<usize>] {
        self.records.get_or_init(|| records(&self.text))
    }

    /// The field of a row, or the row where the table has no such column.
    pub fn field(&self, index: usize, column: &str) -> Location {
        let (Some(header), Some(row)) = (self.records().first(), self.records().get(index + 1)) else {
            return self.at(0..0);
        };
        let mark = separator(&self.text[header.clone()]);
        let names = fields(&self.text, header, mark);
        let place = names.iter().position(|name| cell(&self.text[name.clone()]).eq_ignore_ascii_case(column));
        let field = place.and_then(|place| fields(&self.text, row, mark).get(place).cloned());
        self.at(field.unwrap_or_else(|| row.clone()))
    }

    /// Names of the columns.
    pub fn columns(&self) -> Vec<&str> {
        let Some(header) = self.records().first() else { return Vec::new() };
        let mark = separator(&self.text[header.clone()]);
        fields(&self.text, header, mark).into_iter().map(|name| cell(&self.text[name])).collect()
    }

    /// Whether the first field of a row is this name.
    pub fn names_row(&self, name: &str) -> bool {
        let Some(header) = self.records().first() else { return false };
        let mark = separator(&self.text[header.clone()]);
        let first = |row: &Range<usize>| {
            fields(&self.text, row, mark).first().is_some_and(|f| cell(&self.text[f.clone()]) == name)
        };
        self.records()[1..].iter().any(first)
    }

    /// The first bytes of the file.
    pub fn head(&self) -> Location {
        self.at(self.records().first().cloned().unwrap_or(0..0))
    }

    fn at(&self, span: Range<usize>) -> Location {
        Location::new(self.file.clone(), Arc::clone(&self.text), span)
    }
}

/// A field without the marks around it.
fn cell(field: &str) -> &str {
    field.trim_matches(['\u{feff}', '"', ' '])
}

/// What parts the fields: the mark that the header has most of.
fn separator(header: &str) -> u8 {
    let count = |mark: &u8| header.bytes().filter(|byte| byte == mark).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// Bytes of every record that holds more than separators; a line break between quotes ends none.
fn records(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut from, mut quoted) = (Vec::new(), 0, false);
    let holds =
        |range: &Range<usize>| text[range.clone()].chars().any(|c| !c.is_whitespace() && !",;\"\u{feff}".contains(c));
    for (at, byte) in text.bytes().chain([b'\n']).enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted || at == text.len() => {
                let end = if text[from..at].ends_with('\r') { at - 1 } else { at };
                found.extend(Some(from..end).filter(holds));
                from = at + 1;
            }
            _ => {}
        }
    }
    found
}

fn fields(text: &str, record: &Range<usize>, mark: u8) -> Vec<Range<usize>> {
    let (mut found, mut from, mut quoted) = (Vec::new(), record.start, false);
    for (at, byte) in text[record.clone()].bytes().enumerate().map(|(at, byte)| (at + record.start, byte)) {
        match byte {
            b'"' => quoted = !quoted,
            _ if byte == mark && !quoted => {
                found.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(from..record.end);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_fields_are_found_in_files_as_people_have_them() {
        let text = "\u{feff}id;name\r\n1;\"a;\r\nb\"\r\n;;\r\n\r\n2;c";
        let sheet = Sheet::new("t.csv".to_owned(), text.into());
        assert_eq!(sheet.columns(), ["id", "name"]);
        assert_eq!(sheet.field(0, "name").found(), "\"a;\r\nb\"");
        assert_eq!((sheet.field(1, "name").found(), sheet.field(1, "name").line), ("c", 6));
        assert_eq!(sheet.field(1, "absent").found(), "2;c");
        assert_eq!(sheet.field(7, "id").line, 1);
        assert!(sheet.names_row("2") && !sheet.names_row("c"));
    }
}
