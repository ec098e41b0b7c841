//! Noise about the mean: its size at any parameters, what outputs of one run share, and how heavy its tails are.

use righting_model::math;

use super::design::Design;
use super::mean::LeftOut;
use super::settings::SurrogateSettings;
use crate::linear::{Matrix, dot, eigen, regress};
use crate::student::Student;

/// Mean of ln z^2 of a standard normal (Harvey 1976, Econometrica 44: 461-465): what the log of a squared error falls
/// short of the log of its variance.
const SHORTFALL: f64 = 1.270_362_845_461_478;

/// Variance of the same, over that of the prior of a coefficient (standard deviation 0.3).
const PENALTY: f64 = 4.93 / 0.09;

/// Degrees of freedom tried.
const FREEDOMS: [f64; 9] = [3.0, 4.0, 5.0, 6.0, 8.0, 12.0, 20.0, 50.0, f64::INFINITY];

/// Largest share of the variance of an output that its common factors may take.
const MOST_COMMON: f64 = 0.9;

/// Errors beyond so many standard deviations count as so many where second moments are learned.
pub(crate) const FAR: f64 = 4.0;

/// The noise of every output.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Noise {
    /// Coefficients of the log variance: a row for a regressor of [`regressors`], a column for an output.
    coefficients: Matrix,
    /// Smallest and largest log variance over the runs: beyond, nothing is known.
    range: Vec<[f64; 2]>,
    /// Loadings of every output on the common factors.
    loadings: Matrix,
    tails: Vec<Tail>,
    /// Mean square of the standardised errors of every output over the runs, those beyond [`FAR`] counted as so many.
    squares: Vec<f64>,
}

/// Tail of one output: Student's t, and its scale over the standard deviation that the regression says.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Tail {
    student: Student,
    stretch: f64,
}

impl Noise {
    pub(super) fn fit(design: &Design, left_out: &LeftOut, settings: &SurrogateSettings) -> Self {
        let outputs = design.outputs[0].len();
        let floors: Vec<f64> = (0..outputs).map(|output| floor(design, left_out, output)).collect();
        let logs: Matrix = left_out
            .errors
            .iter()
            .map(|row| row.iter().zip(&floors).map(|(r, floor)| math::ln(r * r + floor) + SHORTFALL).collect())
            .collect();
        let rows: Matrix = left_out.inputs.iter().map(|x| regressors(x)).collect();
        let total: f64 = design.weights.iter().sum();
        let columns = regress(&rows, &design.weights, &logs, PENALTY / total);
        let coefficients: Matrix = (0..rows[0].len()).map(|row| columns.iter().map(|c| c[row]).collect()).collect();
        let fitted: Matrix = rows.iter().map(|row| columns.iter().map(|column| dot(column, row)).collect()).collect();
        let extreme = |output: usize, start: f64, pick: fn(f64, f64) -> f64| {
            fitted.iter().map(|row| row[output]).fold(start, pick)
        };
        let range = |output| [extreme(output, f64::INFINITY, f64::min), extreme(output, f64::NEG_INFINITY, f64::max)];
        let standard: Matrix = left_out
            .errors
            .iter()
            .zip(&fitted)
            .map(|(errors, logs)| errors.iter().zip(logs).map(|(r, log)| r * math::exp(-0.5 * log)).collect())
            .collect();
        let square = |output: usize| {
            let near = standard.iter().map(|row| row[output].clamp(-FAR, FAR));
            near.zip(&design.weights).map(|(e, weight)| weight * e * e).sum::<f64>() / total
        };
        Self {
            squares: (0..outputs).map(square).collect(),
            coefficients,
            range: (0..outputs).map(range).collect(),
            loadings: loadings(&standard, &design.weights, settings.most_factors),
            tails: (0..outputs).map(|output| tail(&standard, &design.weights, output, settings.most_freedom)).collect(),
        }
    }

    pub fn outputs(&self) -> usize {
        self.tails.len()
    }

    /// Number of common factors.
    pub fn factors(&self) -> usize {
        self.loadings.first().map_or(0, Vec::len)
    }

    /// Loadings of an output on the common factors, in standard deviations of its noise.
    pub fn loadings(&self, output: usize) -> &[f64] {
        &self.loadings[output]
    }

    /// Standard deviation of what an output has for itself, as a share of that of its noise.
    pub fn own(&self, output: usize) -> f64 {
        math::sqrt(1.0 - dot(&self.loadings[output], &self.loadings[output]))
    }

    pub fn student(&self, output: usize) -> Student {
        self.tails[output].student
    }

    /// Scale of the t over the standard deviation of [`log_variances`](Self::log_variances).
    pub fn stretch(&self, output: usize) -> f64 {
        self.tails[output].stretch
    }

    /// Mean square of the standardised errors of an output over the runs of the design, those beyond [`FAR`] counted as
    /// so many: what errors near a posterior are held against.
    pub fn square(&self, output: usize) -> f64 {
        self.squares[output]
    }

    /// Log variance of the noise of every output at standardised inputs.
    pub fn log_variances(&self, x: &[f64]) -> Vec<f64> {
        let free = self.unbounded(x);
        free.iter().zip(&self.range).map(|(log, [low, high])| log.clamp(*low, *high)).collect()
    }

    /// Slopes, in the standardised inputs, of a sum of the log variances with these coefficients, added to `slopes`.
    pub fn add_slopes(&self, x: &[f64], by_logs: &[f64], slopes: &mut [f64]) {
        let free = self.unbounded(x);
        let within = |((by, log), range): ((&f64, &f64), &[f64; 2])| {
            if (range[0]..=range[1]).contains(log) { *by } else { 0.0 }
        };
        let by: Vec<f64> = by_logs.iter().zip(&free).zip(&self.range).map(within).collect();
        let inputs = x.len();
        for (j, slope) in slopes.iter_mut().enumerate() {
            let [line, bend] = [1 + j, 1 + inputs + j].map(|row| dot(&self.coefficients[row], &by));
            *slope += line + 2.0 * x[j] * bend;
        }
    }

    fn unbounded(&self, x: &[f64]) -> Vec<f64> {
        let mut logs = vec![0.0; self.outputs()];
        for (value, row) in regressors(x).into_iter().zip(&self.coefficients) {
            logs.iter_mut().zip(row).for_each(|(log, coefficient)| *log += value * coefficient);
        }
        logs
    }
}

/// 1, every input and its square.
fn regressors(x: &[f64]) -> Vec<f64> {
    std::iter::once(1.0).chain(x.iter().copied()).chain(x.iter().map(|x| x * x)).collect()
}

/// What is added to a squared error so that its log is never far below the rest: a ten-thousandth of their mean, and of an
/// output without noise a 10^16th of the variance over the runs.
fn floor(design: &Design, left_out: &LeftOut, output: usize) -> f64 {
    let count = left_out.errors.len() as f64;
    let squares = left_out.errors.iter().map(|row| row[output] * row[output]).sum::<f64>() / count;
    let mean = design.outputs.iter().map(|row| row[output]).sum::<f64>() / count;
    let all = design.outputs.iter().map(|row| (row[output] - mean) * (row[output] - mean)).sum::<f64>() / count;
    (1e-4 * squares).max(1e-16 * all)
}

/// Loadings by iterated principal factors, as many as have eigenvalues beyond what chance gives uncorrelated errors
/// (Marchenko and Pastur 1967).
fn loadings(standard: &Matrix, weights: &[f64], most: usize) -> Matrix {
    let outputs = standard[0].len();
    let mut correlations = correlations(standard, weights);
    let ratio = outputs as f64 / standard.len() as f64;
    let edge = (1.0 + math::sqrt(ratio)) * (1.0 + math::sqrt(ratio)) * 1.05;
    let factors = eigen(&correlations).iter().take(most.min(outputs / 2)).filter(|(value, _)| *value > edge).count();
    let mut found = vec![vec![0.0; factors]; outputs];
    if factors == 0 {
        return found;
    }
    for (output, row) in correlations.iter_mut().enumerate() {
        let others = row.iter().enumerate().filter(|(other, _)| *other != output).map(|(_, r)| r.abs());
        row[output] = others.fold(0.0, f64::max).min(MOST_COMMON);
    }
    for _ in 0..30 {
        let leading = eigen(&correlations);
        for (output, row) in found.iter_mut().enumerate() {
            let loading = |(value, vector): &(f64, Vec<f64>)| vector[output] * math::sqrt(value.max(0.0));
            *row = leading.iter().take(factors).map(loading).collect();
            let common = dot(row, row);
            if common > MOST_COMMON {
                row.iter_mut().for_each(|loading| *loading *= math::sqrt(MOST_COMMON / common));
            }
            correlations[output][output] = common.min(MOST_COMMON);
        }
    }
    found
}

fn correlations(standard: &Matrix, weights: &[f64]) -> Matrix {
    let outputs = standard[0].len();
    let mut sums = vec![vec![0.0; outputs]; outputs];
    for (row, weight) in standard.iter().zip(weights) {
        let near: Vec<f64> = row.iter().map(|e| e.clamp(-FAR, FAR)).collect();
        for (line, e) in sums.iter_mut().zip(&near) {
            line.iter_mut().zip(&near).for_each(|(cell, other)| *cell += weight * e * other);
        }
    }
    let spread: Vec<f64> = (0..outputs).map(|i| math::sqrt(sums[i][i]).max(f64::MIN_POSITIVE)).collect();
    (0..outputs).map(|i| (0..outputs).map(|j| sums[i][j] / (spread[i] * spread[j])).collect()).collect()
}

/// The t that gives the standardised errors of an output the highest probability.
fn tail(standard: &Matrix, weights: &[f64], output: usize, most: f64) -> Tail {
    let errors: Vec<(f64, f64)> = standard.iter().zip(weights).map(|(row, weight)| (row[output], *weight)).collect();
    let tried = FREEDOMS.into_iter().filter(|freedom| *freedom < most).chain([most]);
    let fit = |freedom: f64| {
        let student = Student::new(freedom);
        let stretch = scale_of(&errors, freedom);
        let log = |(e, weight): &(f64, f64)| weight * (student.ln_density(e / stretch).0 - math::ln(stretch));
        (errors.iter().map(log).sum::<f64>(), Tail { student, stretch })
    };
    let best = tried.map(fit).reduce(|a, b| if b.0 > a.0 { b } else { a });
    best.map_or(Tail { student: Student::new(most), stretch: 1.0 }, |(_, tail)| tail)
}

/// Scale of a t of known freedom by the EM algorithm (Lange, Little and Taylor 1989, JASA 84: 881-896).
fn scale_of(errors: &[(f64, f64)], freedom: f64) -> f64 {
    let total: f64 = errors.iter().map(|(_, weight)| weight).sum();
    let mean_square = |square: f64| {
        let term = |(e, weight): &(f64, f64)| {
            let pull = if freedom.is_finite() { (freedom + 1.0) / (freedom + e * e / square) } else { 1.0 };
            weight * pull * e * e
        };
        errors.iter().map(term).sum::<f64>() / total
    };
    let found = (0..50).fold(1.0, |square, _| mean_square(square).max(1e-12));
    math::sqrt(found)
}
