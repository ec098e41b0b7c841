//! Tables of numbers whose columns the caller names, such as a design of trials.

use crate::error::DataError;
use crate::note::Noted;
use crate::table::Table;

/// A column that a table of numbers may have, and the closed range of its values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberColumn<'c> {
    /// Its name in the header.
    pub name: &'c str,
    /// Lowest value.
    pub low: f64,
    /// Highest value.
    pub high: f64,
}

/// A table of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// Columns that the file has, in its order.
    pub names: Vec<String>,
    /// Values of each row, in the order of the names.
    pub rows: Vec<Vec<f64>>,
}

/// Reads a table that has some of these columns, one number in each of its fields.
///
/// # Errors
/// When a column is not among them, or a field is no number within its range; the error bears the place in the file.
pub fn read_numbers(bytes: &[u8], file: &str, columns: &[NumberColumn<'_>]) -> Result<Noted<Numbers>, DataError> {
    let known: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let table = Table::read(bytes, file, &[], &known)?;
    let there: Vec<&NumberColumn<'_>> =
        table.names().filter_map(|name| columns.iter().find(|column| column.name == name)).collect();
    let numbers =
        table.rows().map(|row| there.iter().map(|column| row.number(column.name, column.low, column.high)).collect());
    let rows = numbers.collect::<Result<Vec<Vec<f64>>, DataError>>()?;
    let names = there.iter().map(|column| column.name.to_owned()).collect();
    Ok(table.noted(Numbers { names, rows }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [NumberColumn<'static>; 2] =
        [NumberColumn { name: "a.x", low: 0.0, high: 10.0 }, NumberColumn { name: "b.y", low: 0.0, high: 1.0 }];

    #[test]
    fn numbers_are_read_in_the_order_of_the_file() {
        let read = read_numbers(b"b.y; a.x\n0,5;2\n\n 1 ;0,25\n", "d.csv", &COLUMNS).unwrap();
        assert_eq!(read.value.names, ["b.y", "a.x"]);
        assert_eq!(read.value.rows, [[0.5, 2.0], [1.0, 0.25]]);
        assert_eq!(read.notes.len(), 2);
    }

    #[test]
    fn what_is_not_asked_for_is_refused() {
        let told = |text: &str| read_numbers(text.as_bytes(), "d.csv", &COLUMNS).unwrap_err().to_string();
        assert_eq!(told("a.z\n1\n"), "d.csv:1: unknown column `a.z`; did you mean `a.x`? expected one of `a.x`, `b.y`");
        assert_eq!(told("a.x\n11\n"), "d.csv:2: column `a.x`: found `11`, expected a number from 0 to 10");
        assert_eq!(told("a.x,b.y\n1\n"), "d.csv:2: 1 fields, expected 2 as in the header");
        assert_eq!(told("a.x\n"), "d.csv:1: the table has no rows");
    }
}
