//! Numbers as tables keep them, 32 bits each: people and sites as integers, everything else as floats.

use righting_model::{QUANTITIES, QUANTITY_COUNT, Quantity, RecoveryQuantity};

/// Whether a quantity is counted in whole things; others are measured.
pub fn is_count(quantity: Quantity) -> bool {
    matches!(quantity.info().unit, "people" | "sites")
}

/// Whether a quantity of the recovery is counted in whole things.
pub fn is_counted(quantity: RecoveryQuantity) -> bool {
    matches!(quantity.info().unit, "people" | "sites")
}

/// Whether a region's value is the mean over its residents; other quantities are summed over its places.
pub fn is_mean(quantity: Quantity) -> bool {
    quantity.info().unit == "1"
}

/// Cells of one table and replicate, column by column; a count holds the bits of an `i32`, a measure of an `f32`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells {
    /// Rows of the table.
    pub rows: usize,
    /// Its cells: all rows of the first quantity, then those of the next.
    pub bits: Vec<u32>,
}

impl Cells {
    /// The column of a quantity.
    pub fn column(&self, quantity: Quantity) -> &[u32] {
        let first = quantity.column() * self.rows;
        &self.bits[first..first + self.rows]
    }

    /// The values of a quantity, by row.
    pub fn values(&self, quantity: Quantity) -> impl Iterator<Item = f64> {
        let counted = is_count(quantity);
        let value = move |bits: &u32| {
            if counted { f64::from(bits.cast_signed()) } else { f64::from(f32::from_bits(*bits)) }
        };
        self.column(quantity).iter().map(value)
    }

    /// Cells of rows of quantities.
    ///
    /// # Errors
    /// With the first value that no cell can hold.
    pub fn fill<'a>(rows: impl ExactSizeIterator<Item = &'a [f64; QUANTITY_COUNT]>) -> Result<Self, Misfit> {
        let count = rows.len();
        let mut bits = vec![0; count * QUANTITY_COUNT];
        let counted: [bool; QUANTITY_COUNT] = std::array::from_fn(|column| is_count(QUANTITIES[column].quantity));
        for (row, values) in rows.enumerate() {
            for (column, &value) in values.iter().enumerate() {
                let cell = if counted[column] { count_bits(value) } else { measure_bits(value) };
                bits[column * count + row] = cell.ok_or(Misfit { row, column, value })?;
            }
        }
        Ok(Self { rows: count, bits })
    }
}

/// A value that no cell can hold: not finite, or beyond 32 bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Misfit {
    /// Row of the table.
    pub row: usize,
    /// Column of [`QUANTITIES`].
    pub column: usize,
    /// The value.
    pub value: f64,
}

pub(crate) fn count_bits(value: f64) -> Option<u32> {
    let whole = value.round();
    (whole.abs() <= f64::from(i32::MAX)).then(|| (whole as i32).cast_unsigned())
}

pub(crate) fn measure_bits(value: f64) -> Option<u32> {
    let single = value as f32;
    // Zero has two signs and a table needs one.
    single.is_finite().then(|| (single + 0.0).to_bits())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_has_one_sign_and_what_is_not_finite_none() {
        assert_eq!([0.0, -0.0].map(measure_bits), [Some(0); 2]);
        assert_eq!([f64::NAN, f64::INFINITY, 1e60].map(measure_bits), [None; 3]);
        assert_eq!([2.4, -1.0].map(count_bits), [Some(2), Some(u32::MAX)]);
        assert_eq!([f64::NAN, 3e9].map(count_bits), [None; 2]);
    }

    #[test]
    fn values_are_those_that_were_filled_in() {
        let mut row = [0.0; QUANTITY_COUNT];
        row[Quantity::Active.column()] = 7.0;
        row[Quantity::News.column()] = 0.5;
        let cells = Cells::fill([row, [0.0; QUANTITY_COUNT]].iter()).unwrap();
        assert_eq!(cells.values(Quantity::Active).collect::<Vec<_>>(), [7.0, 0.0]);
        assert_eq!(cells.values(Quantity::News).collect::<Vec<_>>(), [0.5, 0.0]);
        row[Quantity::News.column()] = f64::NAN;
        assert_eq!(Cells::fill([row].iter()).unwrap_err().column, Quantity::News.column());
    }
}
