//! The mean of every output: ridge regression on quadratic terms and on the directions of a Gaussian process.

use righting_model::math;

use super::design::{Design, FOLDS};
use super::kernel::Kernel;
use super::normal::{Data, Normal, backward};
use super::quadratic;
use crate::linear::{Matrix, dot};

/// Length scales tried, where the inputs weighted by their relevance have unit variance together.
const LENGTHS: [f64; 3] = [0.7, 1.5, 3.0];

/// Penalties tried: variance of the noise over variance of the process.
const PENALTIES: [f64; 6] = [0.1, 1.0, 10.0, 100.0, 1e3, 1e9];

/// Least relevance of an input beside the largest.
const LEAST_RELEVANCE: f64 = 0.02;

/// Mean and spread of a column.
pub(super) type Scale = (f64, f64);

/// The fitted mean, in the units of the outputs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mean {
    scales: Vec<Scale>,
    /// Number of quadratic terms.
    terms: usize,
    kernel: Option<Kernel>,
    /// Coefficients of the quadratic terms, then of the kernel values: a row for each, a column for an output.
    coefficients: Matrix,
    /// The same transposed, so that sums over either run along rows.
    by_output: Matrix,
}

/// Means at a point, and what their slopes are made of.
pub(crate) struct At {
    pub means: Vec<f64>,
    steep: Vec<f64>,
}

/// Errors of every run and output, as foretold by a fit without that fifth of the runs.
pub(super) struct LeftOut {
    /// A row a run, in the units of the outputs.
    pub errors: Matrix,
    /// Standardised inputs of the runs.
    pub inputs: Matrix,
}

impl Mean {
    pub(super) fn fit(design: &Design, directions: usize) -> (Self, LeftOut) {
        let scales = scales(&design.inputs);
        let inputs: Matrix = design.inputs.iter().map(|row| standard(row, &scales)).collect();
        let of_outputs = self::scales(&design.outputs);
        let outputs: Matrix = design.outputs.iter().map(|row| standard(row, &of_outputs)).collect();
        let terms: Matrix = inputs.iter().map(|row| quadratic::at(row)).collect();
        let data = Data { outputs: &outputs, weights: &design.weights };
        let mut best = Candidate::of(&data, terms.clone(), quadratic::terms(scales.len()), None);
        if directions > 0 {
            let base = stretches(&best.coefficients, scales.len());
            for length in LENGTHS {
                let stretch = base.iter().map(|by| by / length).collect();
                let (kernel, coordinates, triangle) = Kernel::spanning(stretch, &inputs, &design.weights, directions);
                let rows = terms.iter().zip(coordinates).map(|(a, b)| [a.as_slice(), &b].concat()).collect();
                let found = Candidate::of(&data, rows, terms[0].len(), Some((kernel, triangle)));
                if found.error < best.error {
                    best = found;
                }
            }
        }
        best.into_mean(scales, &of_outputs, inputs)
    }

    pub fn inputs(&self) -> usize {
        self.scales.len()
    }

    /// Inputs with mean 0 and unit variance over the runs.
    pub fn standard(&self, inputs: &[f64]) -> Vec<f64> {
        standard(inputs, &self.scales)
    }

    /// Means of all outputs at standardised inputs.
    pub fn at(&self, x: &[f64]) -> At {
        let mut means = vec![0.0; self.by_output.len()];
        add_rows(&mut means, &quadratic::at(x), &self.coefficients[..self.terms]);
        let mut steep = Vec::new();
        if let Some(kernel) = &self.kernel {
            let values;
            (values, steep) = kernel.at(x);
            add_rows(&mut means, &values, &self.coefficients[self.terms..]);
        }
        At { means, steep }
    }

    /// Slopes, in the standardised inputs, of a sum of the means with these coefficients; `at` is what
    /// [`at`](Self::at) gave there.
    pub fn slopes(&self, x: &[f64], at: &At, by_means: &[f64]) -> Vec<f64> {
        let mut pulled = vec![0.0; self.coefficients.len()];
        add_rows(&mut pulled, by_means, &self.by_output);
        let mut slopes = quadratic::slopes(x, &pulled[..self.terms]);
        if let Some(kernel) = &self.kernel {
            kernel.add_slopes(x, &at.steep, &pulled[self.terms..], &mut slopes);
        }
        slopes
    }

    /// Slopes in the standardised inputs, turned into slopes in the inputs.
    pub fn unstandardised(&self, slopes: &mut [f64]) {
        slopes.iter_mut().zip(&self.scales).for_each(|(slope, (_, spread))| *slope /= spread);
    }
}

/// Adds a sum of rows with these coefficients.
fn add_rows(sum: &mut [f64], coefficients: &[f64], rows: &[Vec<f64>]) {
    for (coefficient, row) in coefficients.iter().zip(rows) {
        sum.iter_mut().zip(row).for_each(|(cell, x)| *cell += coefficient * x);
    }
}

/// Mean and spread of every column; a spread of 1 where a column never changes.
pub(super) fn scales(rows: &[Vec<f64>]) -> Vec<Scale> {
    let count = rows.len() as f64;
    let scale = |column: usize| {
        let mean = rows.iter().map(|row| row[column]).sum::<f64>() / count;
        let spread =
            math::sqrt(rows.iter().map(|row| (row[column] - mean) * (row[column] - mean)).sum::<f64>() / count);
        (mean, if spread > 1e-12 * (1.0 + mean.abs()) { spread } else { 1.0 })
    };
    (0..rows[0].len()).map(scale).collect()
}

fn standard(row: &[f64], scales: &[Scale]) -> Vec<f64> {
    row.iter().zip(scales).map(|(value, (mean, spread))| (value - mean) / spread).collect()
}

/// How far every input is stretched: by its relevance to the outputs, the squares of all summing to 1.
fn stretches(coefficients: &Matrix, inputs: usize) -> Vec<f64> {
    let outputs = coefficients[0].len();
    let mut total = vec![0.0; inputs];
    for output in 0..outputs {
        let column: Vec<f64> = coefficients.iter().map(|row| row[output]).collect();
        let relevances = quadratic::relevances(inputs, &column);
        total.iter_mut().zip(relevances).for_each(|(sum, relevance)| *sum += relevance);
    }
    let largest = total.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let roots: Vec<f64> = total.iter().map(|sum| math::sqrt(sum / largest).max(LEAST_RELEVANCE)).collect();
    let size = math::sqrt(dot(&roots, &roots));
    roots.into_iter().map(|root| root / size).collect()
}

/// One choice of directions, its best penalties, and how it did on runs left out.
struct Candidate {
    /// Mean over outputs of the squared error on runs left out.
    error: f64,
    errors: Matrix,
    coefficients: Matrix,
    /// Number of quadratic terms; the other rows are directions.
    terms: usize,
    process: Option<(Kernel, Matrix)>,
}

impl Candidate {
    fn of(data: &Data<'_>, rows: Matrix, terms: usize, process: Option<(Kernel, Matrix)>) -> Self {
        let outputs = data.outputs[0].len();
        let penalties: &[f64] = if process.is_some() { &PENALTIES } else { &[0.0] };
        let folds: Vec<Normal> = (0..FOLDS).map(|fold| Normal::of(data, &rows, fold)).collect();
        let whole = folds.iter().skip(1).fold(folds[0].clone(), |sum, fold| sum.plus(fold, 1.0));
        let total: f64 = data.weights.iter().sum();
        let mut best = vec![(f64::INFINITY, 0); outputs];
        let mut errors = vec![vec![0.0; outputs]; rows.len()];
        for (index, &penalty) in penalties.iter().enumerate() {
            let mut found = vec![vec![0.0; outputs]; rows.len()];
            for (fold, normal) in folds.iter().enumerate() {
                let fitted = whole.plus(normal, -1.0).solved(penalty, terms);
                for run in (fold..rows.len()).step_by(FOLDS) {
                    found[run] = data.outputs[run].clone();
                    for (value, row) in rows[run].iter().zip(&fitted) {
                        found[run].iter_mut().zip(row).for_each(|(error, coefficient)| *error -= value * coefficient);
                    }
                }
            }
            for output in 0..outputs {
                let square = |(row, weight): (&Vec<f64>, &f64)| weight * row[output] * row[output];
                let mean = found.iter().zip(data.weights).map(square).sum::<f64>() / total;
                if mean < best[output].0 {
                    best[output] = (mean, index);
                    errors.iter_mut().zip(&found).for_each(|(kept, row)| kept[output] = row[output]);
                }
            }
        }
        let fits: Vec<Matrix> = penalties.iter().map(|&penalty| whole.solved(penalty, terms)).collect();
        let coefficient =
            |row: usize| best.iter().enumerate().map(|(output, (_, at))| fits[*at][row][output]).collect();
        let error = best.iter().map(|(mean, _)| mean).sum::<f64>() / outputs as f64;
        Self { error, errors, coefficients: (0..rows[0].len()).map(coefficient).collect(), terms, process }
    }

    fn into_mean(self, scales: Vec<Scale>, of_outputs: &[Scale], inputs: Matrix) -> (Mean, LeftOut) {
        let spread = |rows: &[Vec<f64>]| -> Matrix {
            rows.iter().map(|row| row.iter().zip(of_outputs).map(|(value, (_, by))| value * by).collect()).collect()
        };
        let mut coefficients = spread(&self.coefficients[..self.terms]);
        coefficients[0].iter_mut().zip(of_outputs).for_each(|(constant, (mean, _))| *constant += mean);
        let kernel = self.process.map(|(kernel, triangle)| {
            coefficients.extend(backward(&triangle, spread(&self.coefficients[self.terms..])));
            kernel
        });
        let column = |output: usize| coefficients.iter().map(|row| row[output]).collect();
        let by_output = (0..of_outputs.len()).map(column).collect();
        let left_out = LeftOut { errors: spread(&self.errors), inputs };
        (Mean { scales, terms: self.terms, kernel, coefficients, by_output }, left_out)
    }
}
