//! How well a surrogate foretells runs that it has not seen.

use serde::Serialize;

use super::Surrogate;
use super::design::Design;
use super::mean::LeftOut;
use super::noise::Noise;
use righting_model::math;

/// How one output is foretold.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Check {
    /// Share of the variance over the runs that the mean explains; below 0 where it is worse than their mean.
    pub r2: f64,
    /// Share of runs inside the central 50 % interval.
    pub covered_50: f64,
    /// Share of runs inside the central 90 % interval.
    pub covered_90: f64,
    /// Largest distance of the distribution of the runs' probabilities from the uniform one (Kolmogorov's D).
    pub gap: f64,
    /// Degrees of freedom of the noise.
    pub freedom: f64,
}

/// From errors on left-out fifths of the runs.
pub(super) fn of_left_out(design: &Design, left_out: &LeftOut, noise: &Noise) -> Vec<Check> {
    let logs: Vec<Vec<f64>> = left_out.inputs.iter().map(|x| noise.log_variances(x)).collect();
    let of = |output: usize| {
        let scale = |run: usize| math::exp(0.5 * logs[run][output]) * noise.stretch(output);
        let errors: Vec<[f64; 2]> =
            left_out.errors.iter().enumerate().map(|(run, row)| [row[output], scale(run)]).collect();
        check(design, output, &errors, noise)
    };
    (0..noise.outputs()).map(of).collect()
}

/// From what the surrogate says of the runs.
pub(super) fn of_runs(surrogate: &Surrogate, runs: &Design) -> Vec<Check> {
    let said: Vec<super::Prediction> = runs.inputs.iter().map(|inputs| surrogate.predict(inputs)).collect();
    let of = |output: usize| {
        let error =
            |(row, said): (&Vec<f64>, &super::Prediction)| [row[output] - said.means[output], said.scales[output]];
        check(runs, output, &runs.outputs.iter().zip(&said).map(error).collect::<Vec<_>>(), &surrogate.noise)
    };
    (0..surrogate.outputs()).map(of).collect()
}

/// From errors and the scales foretold for them.
fn check(runs: &Design, output: usize, errors: &[[f64; 2]], noise: &Noise) -> Check {
    let student = noise.student(output);
    let count = errors.len() as f64;
    let mut probabilities: Vec<f64> = errors.iter().map(|[error, scale]| student.beyond(-error / scale)).collect();
    probabilities.sort_by(f64::total_cmp);
    let covered = |low: f64| {
        let inside = probabilities.iter().filter(|p| (low..=1.0 - low).contains(*p));
        inside.count() as f64 / count
    };
    let away = |(index, p): (usize, &f64)| ((index as f64 + 1.0) / count - p).max(p - index as f64 / count);
    let mean = runs.outputs.iter().map(|row| row[output]).sum::<f64>() / count;
    let about: f64 = runs.outputs.iter().map(|row| (row[output] - mean) * (row[output] - mean)).sum();
    let left: f64 = errors.iter().map(|[error, _]| error * error).sum();
    Check {
        r2: 1.0 - left / about,
        covered_50: covered(0.25),
        covered_90: covered(0.05),
        gap: probabilities.iter().enumerate().map(away).fold(0.0, f64::max),
        freedom: student.freedom(),
    }
}
