//! A table as text, to which rows and columns are added without touching what stands in it.

use std::collections::BTreeMap;

use crate::error::{DataError, Problem};
use crate::table::{Lines, delimiter, readable, records, same};

/// A table of ours as it stands in a file. What is not changed is written again byte for byte.
#[derive(Debug, Clone)]
pub struct AmendedTable {
    /// What stands before the header: a byte order mark, a line that names the delimiter.
    head: String,
    delimiter: u8,
    line_end: &'static str,
    columns: Vec<String>,
    header: String,
    rows: Vec<AmendedRow>,
}

/// A row: its text with its line end, and its fields.
#[derive(Debug, Clone)]
struct AmendedRow {
    raw: String,
    fields: Vec<String>,
}

impl AmendedTable {
    /// A table without rows.
    pub fn new(columns: &[&str]) -> AmendedTable {
        let columns: Vec<String> = columns.iter().map(|&name| name.to_owned()).collect();
        let header = written(&columns, b',', "\n");
        AmendedTable { head: String::new(), delimiter: b',', line_end: "\n", columns, header, rows: Vec::new() }
    }

    /// A table as it stands in a file; `known` are names that its columns may have.
    ///
    /// # Errors
    /// When the text is no table.
    pub fn read(text: &str, file: &str, known: &[&str]) -> Result<AmendedTable, DataError> {
        readable(text.as_bytes(), file)?;
        let refuse = |problem: Problem| DataError::of_header(file, problem);
        let (delimiter, from) = delimiter(text, known).map_err(refuse)?;
        let lines = Lines::of(text);
        let placed = records(text, file, &lines, (delimiter, from))?;
        let ends = placed.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
        let mut found = placed.iter().zip(ends).map(|((start, record), end)| AmendedRow {
            raw: text[*start..end].to_owned(),
            fields: record.iter().map(|field| field.trim().to_owned()).collect(),
        });
        let Some(header) = found.next() else { return Err(refuse(Problem::Empty)) };
        let mut columns = header.fields;
        while columns.last().is_some_and(String::is_empty) {
            columns.pop();
        }
        for name in &mut columns {
            if let Some(known) = known.iter().find(|known| same(known, name)) {
                *name = (*known).to_owned();
            }
        }
        let line_end = if header.raw.ends_with("\r\n") { "\r\n" } else { "\n" };
        let head = text[..placed[0].0].to_owned();
        Ok(AmendedTable { head, delimiter, line_end, columns, header: header.raw, rows: found.collect() })
    }

    /// Number of rows, blank ones among them.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A field; empty where the row or the column is not there.
    pub fn field(&self, row: usize, column: &str) -> &str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.rows.get(row)?.fields.get(at)).map_or("", String::as_str)
    }

    /// Adds the columns that are not there, at the right.
    pub fn add_columns(&mut self, names: &[&str]) {
        let missing: Vec<&str> =
            names.iter().copied().filter(|name| !self.columns.iter().any(|known| known == name)).collect();
        if missing.is_empty() {
            return;
        }
        let wide = self.columns.len();
        let mark = char::from(self.delimiter);
        let names: String = missing.iter().map(|name| format!("{mark}{name}")).collect();
        self.header = with_end(&self.header, &names);
        self.columns.extend(missing.iter().map(|&name| name.to_owned()));
        let blanks = mark.to_string().repeat(missing.len());
        for row in &mut self.rows {
            let blank = row.fields.iter().all(String::is_empty);
            if row.fields.len() == wide && !blank {
                row.raw = with_end(&row.raw, &blanks);
            } else if !blank {
                row.fields.truncate(wide);
                row.fields.resize(wide + missing.len(), String::new());
                row.raw = written(&row.fields, self.delimiter, self.line_end);
            }
        }
    }

    /// Changes fields of a row; columns that are not there are let be.
    pub fn set(&mut self, row: usize, cells: &BTreeMap<&'static str, String>) {
        let Some(row) = self.rows.get_mut(row) else { return };
        row.fields.resize(self.columns.len(), String::new());
        for (at, name) in self.columns.iter().enumerate() {
            if let Some(cell) = cells.get(name.as_str()) {
                row.fields[at].clone_from(cell);
            }
        }
        row.raw = written(&row.fields, self.delimiter, self.line_end);
    }

    /// Adds a row below the others.
    pub fn add(&mut self, cells: &BTreeMap<&'static str, String>) {
        let last = self.rows.last_mut().map_or(&mut self.header, |row| &mut row.raw);
        if !last.ends_with(['\n', '\r']) {
            last.push_str(self.line_end);
        }
        let cell = |name: &String| cells.get(name.as_str()).cloned().unwrap_or_default();
        let fields: Vec<String> = self.columns.iter().map(cell).collect();
        self.rows.push(AmendedRow { raw: written(&fields, self.delimiter, self.line_end), fields });
    }

    /// Takes out the rows in which a column holds this word, and tells how many.
    pub fn take_out(&mut self, column: &str, word: &str) -> usize {
        let Some(at) = self.columns.iter().position(|name| name == column) else { return 0 };
        let before = self.rows.len();
        self.rows.retain(|row| row.fields.get(at).is_none_or(|field| field != word));
        before - self.rows.len()
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let rows: usize = self.rows.iter().map(|row| row.raw.len()).sum();
        let mut text = String::with_capacity(self.head.len() + self.header.len() + rows);
        text.push_str(&self.head);
        text.push_str(&self.header);
        self.rows.iter().for_each(|row| text.push_str(&row.raw));
        text
    }
}

/// A row with something after its last field and before its line end.
fn with_end(raw: &str, more: &str) -> String {
    let body = raw.trim_end_matches(['\n', '\r']);
    format!("{body}{more}{}", &raw[body.len()..])
}

fn written(fields: &[String], delimiter: u8, line_end: &str) -> String {
    let mut writer =
        csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(fields).expect("memory can be written");
    let row = String::from_utf8(writer.into_inner().expect("memory can be written")).expect("what went in is UTF-8");
    format!("{}{line_end}", row.strip_suffix('\n').unwrap_or(&row))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(cells: &[(&'static str, &str)]) -> BTreeMap<&'static str, String> {
        cells.iter().map(|(name, cell)| (*name, (*cell).to_owned())).collect()
    }

    #[test]
    fn what_stands_there_stays_to_the_byte() {
        let text = "\u{feff}id; name\r\n1;\"a;\r\nb\"\r\n\r\n2;c";
        let mut table = AmendedTable::read(text, "t.csv", &["id", "name"]).unwrap();
        assert_eq!(table.text(), text);
        assert_eq!((table.len(), table.field(0, "name"), table.field(1, "id")), (2, "a;\r\nb", "2"));
        table.add(&cells(&[("id", "3"), ("name", "x;y")]));
        assert_eq!(table.text(), format!("{text}\r\n3;\"x;y\"\r\n"));
        table.add_columns(&["mark", "name"]);
        table.set(1, &cells(&[("mark", "m")]));
        assert_eq!(table.text(), "\u{feff}id; name;mark\r\n1;\"a;\r\nb\";\r\n\r\n2;c;m\r\n3;\"x;y\";\r\n");
    }

    #[test]
    fn a_new_table_has_a_header() {
        let mut table = AmendedTable::new(&["id", "name"]);
        table.add(&cells(&[("id", "0"), ("name", "out")]));
        assert_eq!((table.take_out("name", "out"), table.take_out("mark", "out"), table.len()), (1, 0, 0));
        table.add(&cells(&[("id", "1"), ("name", "a, \"b\"")]));
        assert_eq!(table.text(), "id,name\n1,\"a, \"\"b\"\"\"\n");
        assert!(AmendedTable::read("", "t.csv", &[]).is_err());
    }

    proptest! {
        #[test]
        fn every_cell_comes_back(rows in prop::collection::vec(prop::collection::vec("[a-z,;\"\n ]{0,6}", 3), 0..20)) {
            let mut table = AmendedTable::new(&["a", "b", "c"]);
            for row in &rows {
                table.add(&["a", "b", "c"].into_iter().zip(row.iter().cloned()).collect());
            }
            let text = table.text();
            let again = AmendedTable::read(&text, "t.csv", &["a", "b", "c"]).unwrap();
            prop_assert_eq!(again.text(), text);
            for (index, row) in rows.iter().enumerate() {
                for (name, cell) in ["a", "b", "c"].iter().zip(row) {
                    prop_assert_eq!(again.field(index, name), cell.trim());
                }
            }
        }
    }
}
