//! Cells of a table, one by one: for those who write it in another format.

use std::fmt;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float32Type, Float64Type, Int32Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use jiff::civil::Date;

use crate::error::StoreError;
use crate::table::columns::open;

/// A cell of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A whole number.
    Whole(i64),
    /// A whole number that may be beyond 63 bits, such as a seed.
    Large(u64),
    /// A number in single precision.
    Single(f32),
    /// A number.
    Number(f64),
    /// A date.
    Date(Date),
    /// A text.
    Text(&'a str),
}

impl fmt::Display for Cell<'_> {
    /// Dates as ISO 8601, nothing as nothing, numbers with the fewest digits that read back the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Whole(number) => write!(f, "{number}"),
            Self::Large(number) => write!(f, "{number}"),
            Self::Single(number) => write!(f, "{number}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Date(date) => write!(f, "{date}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Calls `row` with every row of the table in a file.
pub(crate) fn rows<E: From<StoreError>>(
    source: &Path,
    mut row: impl FnMut(&[Cell<'_>]) -> Result<(), E>,
) -> Result<(), E> {
    for batch in open(source, None, 8192)? {
        let batch = batch.map_err(|error| StoreError::broken(source, error))?;
        let strange =
            |column: &ArrayRef| StoreError::broken(source, format!("it has cells of type {}", column.data_type()));
        let mut cells = Vec::with_capacity(batch.num_columns());
        for at in 0..batch.num_rows() {
            cells.clear();
            for column in batch.columns() {
                cells.push(cell(column, at).ok_or_else(|| strange(column))?);
            }
            row(&cells)?;
        }
    }
    Ok(())
}

/// A cell of a column; `None` if it is of a type that no table has.
pub(crate) fn cell(column: &ArrayRef, row: usize) -> Option<Cell<'_>> {
    if column.is_null(row) {
        return Some(Cell::Empty);
    }
    Some(match column.data_type() {
        DataType::Int32 => Cell::Whole(column.as_primitive::<Int32Type>().value(row).into()),
        DataType::UInt32 => Cell::Whole(column.as_primitive::<UInt32Type>().value(row).into()),
        DataType::UInt64 => Cell::Large(column.as_primitive::<UInt64Type>().value(row)),
        DataType::Float32 => Cell::Single(column.as_primitive::<Float32Type>().value(row)),
        DataType::Float64 => Cell::Number(column.as_primitive::<Float64Type>().value(row)),
        DataType::Date32 => {
            let days = i64::from(column.as_primitive::<Date32Type>().value(row));
            Cell::Date(jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?)
        }
        DataType::Dictionary(..) => {
            let words = column.as_dictionary_opt::<Int32Type>()?;
            Cell::Text(words.values().as_string_opt::<i32>()?.value(words.key(row)?))
        }
        _ => return None,
    })
}
