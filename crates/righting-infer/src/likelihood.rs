//! How likely a record is at some parameters, by a surrogate.
//!
//! Given the common factors f of the noise of its run, every reading stands for itself: y = m + s (l' f + o c e) + r, with
//! the surrogate's mean m, standard deviation s and loadings l, the own share o of the output, its stretch c, e of
//! Student's t and r the error of the record. The t takes up what the simulator cannot reach, so that one such
//! reading does not drag the rest; the factors keep readings that err together from counting twice.

use righting_model::math;

use crate::surrogate::Surrogate;

/// How likely a record of one case is.
pub trait Likelihood: Sync {
    /// Number of inputs: parameters of the case.
    fn inputs(&self) -> usize;

    /// Number of latent values, standard normal beforehand, that are inferred beside the inputs; none unless said.
    fn latents(&self) -> usize {
        0
    }

    /// Log density of the record, and its slopes in inputs and latents, which are written over what the slices hold.
    fn log_density(&self, inputs: &[f64], latents: &[f64], by_inputs: &mut [f64], by_latents: &mut [f64]) -> f64;
}

/// What a record says of one output, in the units of the output (logs of counts).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Reading {
    /// Nothing.
    Missing,
    /// A value.
    Value(f64),
    /// Something between two ends; an end may be infinite: at least, or at most, so many.
    Between(f64, f64),
}

/// A reading with its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// What is said.
    pub reading: Reading,
    /// Standard deviation of the record's own error, beside the noise of a run.
    pub error: f64,
}

/// Why a record cannot be held against a surrogate.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// Another number of readings than outputs.
    #[error("a record of {found} readings for {expected} outputs")]
    Length {
        /// Readings.
        found: usize,
        /// Outputs.
        expected: usize,
    },
    /// A value or error that cannot be.
    #[error("reading {output} has {what} {found}, expected {expected}")]
    Value {
        /// Which reading, from 0.
        output: usize,
        /// What of it.
        what: &'static str,
        /// The value found.
        found: f64,
        /// What it should be.
        expected: &'static str,
    },
    /// Nothing is read.
    #[error("a record in which every reading is missing")]
    Empty,
}

/// The likelihood of a record by a surrogate.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordLikelihood {
    surrogate: Surrogate,
    record: Vec<Observation>,
}

impl RecordLikelihood {
    /// A record against a surrogate.
    ///
    /// # Errors
    /// [`RecordError`] where the record does not belong to the surrogate or holds what cannot be.
    pub fn new(surrogate: Surrogate, record: Vec<Observation>) -> Result<Self, RecordError> {
        let expected = surrogate.outputs();
        if record.len() != expected {
            return Err(RecordError::Length { found: record.len(), expected });
        }
        for (output, observation) in record.iter().enumerate() {
            observation.validate(output)?;
        }
        if record.iter().all(|one| one.reading == Reading::Missing) {
            return Err(RecordError::Empty);
        }
        Ok(Self { surrogate, record })
    }

    /// The surrogate.
    pub fn surrogate(&self) -> &Surrogate {
        &self.surrogate
    }

    /// The record.
    pub fn record(&self) -> &[Observation] {
        &self.record
    }

    /// Log density of one reading with any mean and standard deviation of its output, given latents.
    pub(crate) fn of_reading(&self, output: usize, mean: f64, deviation: f64, latents: &[f64]) -> f64 {
        self.term(output, mean, deviation, latents).log
    }

    /// Means and standard deviations (before the tail's stretch) of all outputs.
    pub(crate) fn moments(&self, inputs: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let x = self.surrogate.mean().standard(inputs);
        let logs = self.surrogate.noise().log_variances(&x);
        (self.surrogate.mean().at(&x).means, logs.into_iter().map(|log| math::exp(0.5 * log)).collect())
    }

    fn term(&self, output: usize, mean: f64, deviation: f64, latents: &[f64]) -> Term {
        let noise = self.surrogate.noise();
        let Observation { reading, error } = self.record[output];
        let common: f64 = noise.loadings(output).iter().zip(latents).map(|(loading, f)| loading * f).sum();
        let own = noise.own(output) * noise.stretch(output);
        let scale = math::sqrt(own * own * deviation * deviation + error * error);
        let centre = mean + deviation * common;
        let student = noise.student(output);
        let (log, by_centre, by_scale) = match reading {
            Reading::Missing => (0.0, 0.0, 0.0),
            Reading::Value(y) => {
                let t = (y - centre) / scale;
                let (log, slope) = student.ln_density(t);
                (log - math::ln(scale), -slope / scale, -(slope * t + 1.0) / scale)
            }
            Reading::Between(low, high) => {
                let ends = [low, high].map(|end| (end - centre) / scale);
                let (log, slopes) = student.ln_between(ends[0], ends[1]);
                // An infinite end moves with nothing.
                let moved = |index: usize| if ends[index].is_finite() { slopes[index] * ends[index] } else { 0.0 };
                (log, -(slopes[0] + slopes[1]) / scale, -(moved(0) + moved(1)) / scale)
            }
        };
        let by_deviation = by_centre * common + by_scale * own * own * deviation / scale;
        Term { log, by_centre, by_deviation, deviation }
    }
}

/// One reading's log density, and its slopes in mean and standard deviation.
struct Term {
    log: f64,
    by_centre: f64,
    by_deviation: f64,
    deviation: f64,
}

impl Likelihood for RecordLikelihood {
    fn inputs(&self) -> usize {
        self.surrogate.inputs()
    }

    fn latents(&self) -> usize {
        self.surrogate.noise().factors()
    }

    fn log_density(&self, inputs: &[f64], latents: &[f64], by_inputs: &mut [f64], by_latents: &mut [f64]) -> f64 {
        let (mean, noise) = (self.surrogate.mean(), self.surrogate.noise());
        let x = mean.standard(inputs);
        let (at, logs) = (mean.at(&x), noise.log_variances(&x));
        let means = &at.means;
        let mut total = 0.0;
        let [mut by_means, mut by_logs] = [(); 2].map(|()| vec![0.0; means.len()]);
        by_latents.fill(0.0);
        for output in 0..means.len() {
            let deviation = math::exp(0.5 * logs[output]);
            let term = self.term(output, means[output], deviation, latents);
            total += term.log;
            by_means[output] = term.by_centre;
            by_logs[output] = 0.5 * term.deviation * term.by_deviation;
            for (slope, loading) in by_latents.iter_mut().zip(noise.loadings(output)) {
                *slope += term.by_centre * deviation * loading;
            }
        }
        let mut slopes = mean.slopes(&x, &at, &by_means);
        noise.add_slopes(&x, &by_logs, &mut slopes);
        mean.unstandardised(&mut slopes);
        by_inputs.copy_from_slice(&slopes);
        total
    }
}

impl Observation {
    fn validate(&self, output: usize) -> Result<(), RecordError> {
        let wrong = |what, found, expected| Err(RecordError::Value { output, what, found, expected });
        if !(self.error >= 0.0 && self.error.is_finite()) {
            return wrong("an error of", self.error, "a finite number of at least 0");
        }
        match self.reading {
            Reading::Value(y) if !y.is_finite() => wrong("the value", y, "a finite number"),
            Reading::Between(low, high) if low.is_nan() || high.is_nan() || low >= high => {
                wrong("an upper end of", high, "one above its lower end")
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{Use, normals, stream};
    use crate::surrogate::{Design, SurrogateSettings};

    fn surrogate() -> Surrogate {
        let simulated = |run: u32| {
            let z = normals(&mut stream(2, Use::Design, run), 6);
            let (x, y) = (3.0 + 2.0 * z[0], z[1]);
            let noise = [3, 4, 5].map(|own| 0.5 * z[2] + 0.4 * z[own]);
            let outputs = vec![x * y + noise[0], libm::sin(x) + math::exp(0.3 * y) * noise[1], y + noise[2]];
            (vec![x, y], outputs)
        };
        let (inputs, outputs) = (0..600).map(simulated).unzip();
        Surrogate::fit(&Design::new(inputs, outputs), &SurrogateSettings::default()).unwrap()
    }

    fn observed(readings: [Reading; 3]) -> Vec<Observation> {
        readings.map(|reading| Observation { reading, error: 0.2 }).to_vec()
    }

    #[test]
    fn slopes_are_those_of_differences() {
        let records = [
            [Reading::Value(1.0), Reading::Between(0.2, 0.9), Reading::Between(0.5, f64::INFINITY)],
            [Reading::Between(f64::NEG_INFINITY, 0.0), Reading::Missing, Reading::Value(40.0)],
        ];
        for record in records {
            let likelihood = RecordLikelihood::new(surrogate(), observed(record)).unwrap();
            assert_eq!((likelihood.inputs(), likelihood.latents()), (2, 1));
            let at = |[x, y, f]: [f64; 3]| {
                let (mut by_inputs, mut by_latents) = ([0.0; 2], [0.0]);
                let log = likelihood.log_density(&[x, y], &[f], &mut by_inputs, &mut by_latents);
                (log, [by_inputs[0], by_inputs[1], by_latents[0]])
            };
            for point in [[3.0, 0.2, 0.1], [1.5, -1.0, 1.4], [5.0, 0.7, -0.8]] {
                let slopes = at(point).1;
                for j in 0..3 {
                    let moved = |by: f64| {
                        let mut there = point;
                        there[j] += by;
                        at(there).0
                    };
                    let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
                    assert!(
                        (slope - slopes[j]).abs() < 1e-5 * (1.0 + slope.abs()),
                        "{point:?}, {j}: {slope}, {slopes:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_reached_drags_less_the_farther_it_is() {
        let pull = |y: f64| {
            let record = observed([Reading::Value(y), Reading::Missing, Reading::Missing]);
            let likelihood = RecordLikelihood::new(surrogate(), record).unwrap();
            let at = |mean: f64| likelihood.of_reading(0, mean, 0.6, &[0.0]);
            (at(1e-4) - at(-1e-4)) / 2e-4
        };
        assert!(pull(3.0) > 1.0 && pull(100.0) < 0.1 * pull(3.0) && pull(1000.0) < 0.2 * pull(100.0));
    }

    #[test]
    fn a_record_that_cannot_be_is_refused() {
        let said = |readings: Vec<Observation>| RecordLikelihood::new(surrogate(), readings).unwrap_err().to_string();
        let missing = [Reading::Missing; 3];
        assert_eq!(said(observed(missing)), "a record in which every reading is missing");
        assert_eq!(said(observed(missing)[..2].to_vec()), "a record of 2 readings for 3 outputs");
        let [mut a, mut b, mut c] = [(); 3].map(|()| missing);
        a[1] = Reading::Value(f64::INFINITY);
        assert_eq!(said(observed(a)), "reading 1 has the value inf, expected a finite number");
        b[2] = Reading::Between(2.0, 2.0);
        assert_eq!(said(observed(b)), "reading 2 has an upper end of 2, expected one above its lower end");
        c[0] = Reading::Value(1.0);
        let mut record = observed(c);
        record[0].error = -1.0;
        assert_eq!(said(record), "reading 0 has an error of -1, expected a finite number of at least 0");
    }
}
