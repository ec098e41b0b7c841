//! Normal equations of ridge regressions on some hundred regressors for some tens of outputs, folds apart.

use righting_model::math;

use super::design::FOLDS;
use crate::linear::{Matrix, dot};

/// Penalty of quadratic terms: a prior much wider than any output, where outputs and inputs have unit variance.
const WIDE: f64 = 0.1;

/// What is regressed.
pub(super) struct Data<'a> {
    pub outputs: &'a Matrix,
    pub weights: &'a [f64],
}

/// X with L X = B, all columns at once: a row of `right` for a row of L.
fn forward(lower: &Matrix, mut right: Matrix) -> Matrix {
    for (i, factors) in lower.iter().enumerate() {
        let (before, rest) = right.split_at_mut(i);
        let row = &mut rest[0];
        for (by, other) in factors.iter().zip(before.iter()) {
            row.iter_mut().zip(other).for_each(|(value, found)| *value -= by * found);
        }
        row.iter_mut().for_each(|value| *value /= factors[i]);
    }
    right
}

/// X with L' X = B likewise.
pub(super) fn backward(lower: &Matrix, mut right: Matrix) -> Matrix {
    for i in (0..right.len()).rev() {
        let (before, rest) = right.split_at_mut(i);
        let row = &mut rest[0];
        row.iter_mut().for_each(|value| *value /= lower[i][i]);
        for (by, other) in lower[i].iter().zip(before.iter_mut()) {
            other.iter_mut().zip(row.iter()).for_each(|(value, found)| *value -= by * found);
        }
    }
    right
}

/// Lower triangle L with L L' = `matrix`, as [`cholesky`](crate::linear::cholesky) gives but for the order of its sums:
/// this is where fits spend their time.
fn factor(matrix: &Matrix) -> Matrix {
    let mut lower: Matrix = Vec::with_capacity(matrix.len());
    for (i, given) in matrix.iter().enumerate() {
        let mut row = Vec::with_capacity(matrix.len());
        for (j, before) in lower.iter().enumerate() {
            row.push((given[j] - wide_dot(&row, &before[..j])) / before[j]);
        }
        let left = given[i] - wide_dot(&row, &row);
        row.push(math::sqrt(left.max(1e-12 * given[i].abs()).max(f64::MIN_POSITIVE)));
        lower.push(row);
    }
    lower
}

/// Sum of the products in eight sums side by side: none waits for the one before, and their order is the same everywhere.
fn wide_dot(a: &[f64], b: &[f64]) -> f64 {
    let (left, right) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest = dot(left.remainder(), right.remainder());
    let mut sums = [0.0; 8];
    for (x, y) in left.zip(right) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// Normal equations of a weighted regression.
#[derive(Clone)]
pub(super) struct Normal {
    /// Lower triangle.
    matrix: Matrix,
    right: Matrix,
}

impl Normal {
    /// Those of the runs of one fold.
    pub fn of(data: &Data<'_>, rows: &Matrix, fold: usize) -> Self {
        let (n, outputs) = (rows[0].len(), data.outputs[0].len());
        let mut found = Self { matrix: vec![vec![0.0; n]; n], right: vec![vec![0.0; outputs]; n] };
        for run in (fold..rows.len()).step_by(FOLDS) {
            let row = &rows[run];
            for i in 0..n {
                let scaled = data.weights[run] * row[i];
                found.matrix[i][..=i].iter_mut().zip(row).for_each(|(cell, x)| *cell += scaled * x);
                found.right[i].iter_mut().zip(&data.outputs[run]).for_each(|(cell, y)| *cell += scaled * y);
            }
        }
        found
    }

    pub fn plus(&self, other: &Self, sign: f64) -> Self {
        let sum = |a: &Matrix, b: &Matrix| -> Matrix {
            let row = |(a, b): (&Vec<f64>, &Vec<f64>)| a.iter().zip(b).map(|(x, y)| x + sign * y).collect();
            a.iter().zip(b).map(row).collect()
        };
        Self { matrix: sum(&self.matrix, &other.matrix), right: sum(&self.right, &other.right) }
    }

    /// Coefficients: a row for a regressor, a column for an output.
    pub fn solved(&self, penalty: f64, terms: usize) -> Matrix {
        let mut matrix = self.matrix.clone();
        for (i, row) in matrix.iter_mut().enumerate().skip(1) {
            row[i] += if i < terms { WIDE } else { penalty };
        }
        let lower = factor(&matrix);
        backward(&lower, forward(&lower, self.right.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::cholesky;
    use crate::sobol_points;

    #[test]
    fn the_factor_is_that_of_the_plain_one_and_solves() {
        let points = sobol_points(60, 21, 3);
        let cell = |i: usize, j: usize| {
            points.iter().map(|point| point[i] * point[j]).sum::<f64>() + f64::from(u8::from(i == j))
        };
        let matrix: Matrix = (0..21).map(|i| (0..21).map(|j| cell(i, j)).collect()).collect();
        let lower = factor(&matrix);
        for (found, plain) in lower.iter().zip(cholesky(&matrix)) {
            assert!(found.iter().zip(plain).all(|(a, b)| (a - b).abs() < 1e-12));
        }
        let right: Matrix = (0..21).map(|i| vec![f64::from(i), 1.0]).collect();
        let solved = backward(&lower, forward(&lower, right.clone()));
        for (row, expected) in matrix.iter().zip(&right) {
            for column in 0..2 {
                let found: f64 = row.iter().zip(&solved).map(|(a, x)| a * x[column]).sum();
                assert!((found - expected[column]).abs() < 1e-9, "{found}");
            }
        }
    }
}
