//! The little linear algebra that inference needs: symmetric positive definite systems of a few hundred unknowns.

use righting_model::math;

/// A symmetric matrix by rows.
pub type Matrix = Vec<Vec<f64>>;

/// Lower triangle L with L L' = `matrix`; what rounding makes negative on the diagonal is lifted to a tiny share of it.
pub fn cholesky(matrix: &Matrix) -> Matrix {
    let n = matrix.len();
    let mut lower = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            lower[i][j] = if i == j {
                math::sqrt((matrix[i][i] - sum).max(1e-12 * matrix[i][i].abs()).max(f64::MIN_POSITIVE))
            } else {
                (matrix[i][j] - sum) / lower[j][j]
            };
        }
    }
    lower
}

/// x with L x = b.
pub fn forward(lower: &Matrix, b: &[f64]) -> Vec<f64> {
    let mut x = vec![0.0; b.len()];
    for i in 0..b.len() {
        let sum: f64 = (0..i).map(|k| lower[i][k] * x[k]).sum();
        x[i] = (b[i] - sum) / lower[i][i];
    }
    x
}

/// x with L L' x = b.
pub fn solve(lower: &Matrix, b: &[f64]) -> Vec<f64> {
    let mut x = forward(lower, b);
    for i in (0..x.len()).rev() {
        let sum: f64 = (i + 1..x.len()).map(|k| lower[k][i] * x[k]).sum();
        x[i] = (x[i] - sum) / lower[i][i];
    }
    x
}

/// Weighted least squares with a ridge: coefficients of `columns` (one row of regressors per observation, the first of
/// them the constant, which is not shrunk) for every column of `responses`.
pub fn regress(rows: &[Vec<f64>], weights: &[f64], responses: &[Vec<f64>], ridge: f64) -> Vec<Vec<f64>> {
    let (n, m) = (rows[0].len(), responses[0].len());
    let mut normal = vec![vec![0.0; n]; n];
    let mut right = vec![vec![0.0; n]; m];
    for ((row, &weight), response) in rows.iter().zip(weights).zip(responses) {
        for i in 0..n {
            let scaled = weight * row[i];
            normal[i][..=i].iter_mut().zip(row).for_each(|(cell, x)| *cell += scaled * x);
            right.iter_mut().zip(response).for_each(|(column, y)| column[i] += scaled * y);
        }
    }
    let total: f64 = weights.iter().sum();
    #[allow(clippy::needless_range_loop, reason = "a matrix and its transpose")]
    for i in 0..n {
        for j in 0..i {
            normal[j][i] = normal[i][j];
        }
        normal[i][i] += if i == 0 { 0.0 } else { ridge * total };
    }
    let lower = cholesky(&normal);
    right.iter().map(|column| solve(&lower, column)).collect()
}

/// Eigenvalues, the largest first, and eigenvectors of a symmetric matrix by Jacobi's rotations (Golub and Van Loan 2013,
/// section 8.5), for a hundred rows or so.
pub fn eigen(matrix: &Matrix) -> Vec<(f64, Vec<f64>)> {
    let n = matrix.len();
    let mut a = matrix.clone();
    let mut vectors: Matrix = (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    let size: f64 = a.iter().flatten().map(|x| x * x).sum();
    for _sweep in 0..60 {
        let off: f64 = (0..n).flat_map(|i| a[i][..i].iter()).map(|x| x * x).sum();
        if off <= 1e-24 * size {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, p, q);
            }
        }
    }
    let mut found: Vec<(f64, Vec<f64>)> =
        vectors.into_iter().enumerate().map(|(i, vector)| (a[i][i], vector)).collect();
    found.sort_by(|x, y| y.0.total_cmp(&x.0));
    found
}

/// Turns rows and columns p and q so that the entry between them vanishes; `vectors` holds eigenvectors by rows.
fn rotate(a: &mut Matrix, vectors: &mut Matrix, p: usize, q: usize) {
    if a[p][q] == 0.0 {
        return;
    }
    let half = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let t = half.signum() / (half.abs() + math::sqrt(1.0 + half * half));
    let c = 1.0 / math::sqrt(1.0 + t * t);
    let s = t * c;
    let turn = |x: f64, y: f64| (c * x - s * y, s * x + c * y);
    for row in a.iter_mut() {
        (row[p], row[q]) = turn(row[p], row[q]);
    }
    for matrix in [a, vectors] {
        let (before, rest) = matrix.split_at_mut(q);
        before[p].iter_mut().zip(&mut rest[0]).for_each(|(x, y)| (*x, *y) = turn(*x, *y));
    }
}

/// Sum of the products.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigenvectors_are_stretched_by_their_values() {
        let matrix = vec![vec![2.0, -1.0, 0.3], vec![-1.0, 3.0, 0.5], vec![0.3, 0.5, -1.0]];
        let found = eigen(&matrix);
        assert!(found[0].0 > found[1].0 && found[1].0 > found[2].0);
        assert!((found.iter().map(|(value, _)| value).sum::<f64>() - 4.0).abs() < 1e-12, "the trace");
        for (value, vector) in &found {
            assert!((dot(vector, vector) - 1.0).abs() < 1e-12);
            for (row, x) in matrix.iter().zip(vector) {
                assert!((dot(row, vector) - value * x).abs() < 1e-10, "{value}");
            }
        }
    }

    #[test]
    fn a_system_is_solved_and_a_line_recovered() {
        let matrix = vec![vec![4.0, 2.0, 0.6], vec![2.0, 5.0, 1.0], vec![0.6, 1.0, 3.0]];
        let x = solve(&cholesky(&matrix), &[1.0, -2.0, 0.5]);
        let back: Vec<f64> = matrix.iter().map(|row| dot(row, &x)).collect();
        assert!(back.iter().zip([1.0, -2.0, 0.5]).all(|(a, b)| (a - b).abs() < 1e-12));

        let rows: Vec<Vec<f64>> = (0..20).map(|i| vec![1.0, f64::from(i), f64::from(i * i % 7)]).collect();
        let responses: Vec<Vec<f64>> = rows.iter().map(|row| vec![2.0 - 0.5 * row[1] + 3.0 * row[2]]).collect();
        let weights: Vec<f64> = (0..20).map(|i| 1.0 + f64::from(i % 3)).collect();
        let found = regress(&rows, &weights, &responses, 0.0);
        assert!(found[0].iter().zip([2.0, -0.5, 3.0]).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?}");
    }
}
