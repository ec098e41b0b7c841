//! The Gaussian process: a Matern kernel, and its leading directions over the runs.

use righting_model::math;

use crate::linear::{Matrix, dot};

/// Variance left in a run below which it brings no new direction.
const LEFT: f64 = 1e-6;

/// A Matern kernel of smoothness 5/2 with unit variance, on standardised inputs that are stretched by their relevance.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kernel {
    /// Per input: relevance over length scale.
    stretch: Vec<f64>,
    /// Stretched inputs of the runs that span the directions.
    centres: Vec<Vec<f64>>,
}

impl Kernel {
    /// The kernel with the centres of a pivoted Cholesky factorisation over the runs, the coordinates of every run in the
    /// directions they span, and the triangle L that turns kernel values at the centres into coordinates (k = L z).
    pub fn spanning(stretch: Vec<f64>, runs: &[Vec<f64>], weights: &[f64], most: usize) -> (Self, Matrix, Matrix) {
        let stretched: Vec<Vec<f64>> = runs.iter().map(|run| scaled(run, &stretch)).collect();
        let mut coordinates = vec![Vec::with_capacity(most); runs.len()];
        let (mut left, mut pivots) = (vec![1.0; runs.len()], Vec::new());
        while pivots.len() < most {
            let counts = |run: &usize| left[*run] * weights[*run];
            let Some(pivot) = (0..runs.len()).reduce(|a, b| if counts(&b) > counts(&a) { b } else { a }) else { break };
            if left[pivot] < LEFT {
                break;
            }
            let root = math::sqrt(left[pivot]);
            let own = coordinates[pivot].clone();
            for (run, at) in coordinates.iter_mut().enumerate() {
                let value = (matern(distance(&stretched[run], &stretched[pivot])).0 - dot(at, &own)) / root;
                at.push(value);
                left[run] = (left[run] - value * value).max(0.0);
            }
            // It is spanned now, whatever rounding leaves.
            left[pivot] = 0.0;
            pivots.push(pivot);
        }
        let triangle = pivots.iter().map(|&pivot| coordinates[pivot].clone()).collect();
        let centres = pivots.iter().map(|&pivot| stretched[pivot].clone()).collect();
        (Self { stretch, centres }, coordinates, triangle)
    }

    /// Kernel values at the centres, and for every centre what its slope is made of: -(5 / 3) (1 + s) e^-s.
    pub fn at(&self, x: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let here = scaled(x, &self.stretch);
        self.centres.iter().map(|centre| matern(distance(&here, centre))).unzip()
    }

    /// Slopes in the inputs of a sum of the kernel values with these coefficients, added to `slopes`; `steep` is the
    /// second list of [`at`](Self::at) at the same point.
    pub fn add_slopes(&self, x: &[f64], steep: &[f64], coefficients: &[f64], slopes: &mut [f64]) {
        let here = scaled(x, &self.stretch);
        for ((centre, coefficient), steep) in self.centres.iter().zip(coefficients).zip(steep) {
            let by = steep * coefficient;
            for (((slope, at), from), stretch) in slopes.iter_mut().zip(&here).zip(centre).zip(&self.stretch) {
                *slope += by * (at - from) * stretch;
            }
        }
    }
}

fn scaled(x: &[f64], stretch: &[f64]) -> Vec<f64> {
    x.iter().zip(stretch).map(|(x, by)| x * by).collect()
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    math::sqrt(a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>())
}

/// Matern correlation of smoothness 5/2 (Rasmussen and Williams 2006, equation 4.17) at a distance in length scales, and
/// its slope in the distance over the distance.
fn matern(r: f64) -> (f64, f64) {
    // d/dx of (1 + s + s^2 / 3) e^-s with s = sqrt(5) r is -(5 / 3) (1 + s) e^-s (x - c).
    let s = math::sqrt(5.0) * r;
    let fall = math::exp(-s);
    ((1.0 + s + s * s / 3.0) * fall, -5.0 / 3.0 * (1.0 + s) * fall)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::forward;
    use crate::sobol_points;

    #[test]
    fn directions_give_the_kernel_back_where_they_span_it() {
        let runs: Vec<Vec<f64>> = sobol_points(40, 2, 1);
        let (kernel, coordinates, triangle) = Kernel::spanning(vec![1.5, 0.7], &runs, &[1.0; 40], 40);
        for i in 0..40 {
            for j in 0..40 {
                let r = distance(&scaled(&runs[i], &[1.5, 0.7]), &scaled(&runs[j], &[1.5, 0.7]));
                assert!((dot(&coordinates[i], &coordinates[j]) - matern(r).0).abs() < 1e-4, "{i}, {j}");
            }
            let again = forward(&triangle, &kernel.at(&runs[i]).0);
            assert!(again.iter().zip(&coordinates[i]).all(|(a, b)| (a - b).abs() < 1e-6), "{i}");
        }
    }

    #[test]
    fn slopes_are_those_of_differences() {
        let runs: Vec<Vec<f64>> = sobol_points(16, 2, 2);
        let (kernel, ..) = Kernel::spanning(vec![1.1, 0.4], &runs, &[1.0; 16], 8);
        let coefficients: Vec<f64> = (0..8).map(|i| 1.0 - 0.3 * f64::from(i)).collect();
        let x = [0.2, 0.9];
        let mut slopes = [0.0; 2];
        kernel.add_slopes(&x, &kernel.at(&x).1, &coefficients, &mut slopes);
        for j in 0..2 {
            let moved = |by: f64| {
                let mut there = x;
                there[j] += by;
                dot(&kernel.at(&there).0, &coefficients)
            };
            assert!((slopes[j] - (moved(1e-5) - moved(-1e-5)) / 2e-5).abs() < 1e-7, "{j}");
        }
    }
}
