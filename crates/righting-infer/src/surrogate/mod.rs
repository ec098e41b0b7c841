//! A surrogate: what a simulator would say at any parameters, learned from a few thousand runs.
//!
//! Every output (the log of a count) is a mean, quadratic terms and a Gaussian process, and noise about it, which is what
//! chance and random effects leave: its size changes with the parameters, it may have heavy tails, and outputs of one run
//! may err together. The mean is fitted by ridge regression on quadratic terms and on the leading directions of a Matern
//! kernel (a Gaussian process by pivoted Cholesky factorisation; Rasmussen and Williams 2006, sections 2.7 and 8.3.1);
//! penalties and length scale are those that foretell left-out fifths of the runs best. The log of the squared errors
//! *on runs left out* is then regressed in the same way (Goldberg, Williams and Bishop 1998 give both a process; here
//! quadratic terms), so that the noise holds the surrogate's own error too.
//!
//! Inputs should be in units in which they are about normal; outputs likewise (logs of counts).

mod check;
mod design;
mod kernel;
mod mean;
mod noise;
mod normal;
mod quadratic;
mod settings;

use righting_model::math;

pub use check::Check;
pub use design::{Design, SurrogateError};
use mean::Mean;
pub(crate) use noise::FAR;
use noise::Noise;
pub use settings::SurrogateSettings;

/// What a simulator would say.
#[derive(Debug, Clone, PartialEq)]
pub struct Surrogate {
    mean: Mean,
    noise: Noise,
    checks: Vec<Check>,
}

/// What a surrogate says at some parameters, for every output.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Prediction {
    /// Means.
    pub means: Vec<f64>,
    /// Scales of the noise about the means: of Student's t with the freedom of the output.
    pub scales: Vec<f64>,
}

impl Surrogate {
    /// Fits a surrogate to runs.
    ///
    /// # Errors
    /// [`SurrogateError`] for a design that is too small, ragged, not finite or constant in an output.
    pub fn fit(design: &Design, settings: &SurrogateSettings) -> Result<Self, SurrogateError> {
        design.validate()?;
        let (mean, left_out) = Mean::fit(design, settings.directions);
        let noise = Noise::fit(design, &left_out, settings);
        let checks = check::of_left_out(design, &left_out, &noise);
        Ok(Self { mean, noise, checks })
    }

    /// Number of inputs.
    pub fn inputs(&self) -> usize {
        self.mean.inputs()
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.noise.outputs()
    }

    /// What it foretells.
    ///
    /// # Panics
    /// When there are not as many values as inputs.
    pub fn predict(&self, inputs: &[f64]) -> Prediction {
        assert_eq!(inputs.len(), self.inputs(), "one value for every input");
        let at = self.mean.standard(inputs);
        let scales = self.noise.log_variances(&at).into_iter().map(|log| math::exp(0.5 * log));
        Prediction {
            means: self.mean.at(&at).means,
            scales: scales.enumerate().map(|(output, sd)| sd * self.noise.stretch(output)).collect(),
        }
    }

    /// Degrees of freedom of the noise of every output.
    pub fn freedoms(&self) -> Vec<f64> {
        (0..self.outputs()).map(|output| self.noise.student(output).freedom()).collect()
    }

    /// How it did on runs that were left out while it was fitted, a fifth at a time; penalties were chosen on the same
    /// runs, so a shade too well. [`held_out`](Self::held_out) judges on runs of their own.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// How it does on runs that it has not seen.
    ///
    /// # Errors
    /// [`SurrogateError`] for runs with other inputs or outputs than its own.
    pub fn held_out(&self, runs: &Design) -> Result<Vec<Check>, SurrogateError> {
        runs.fits(self.inputs(), self.outputs())?;
        Ok(check::of_runs(self, runs))
    }

    pub(crate) fn mean(&self) -> &Mean {
        &self.mean
    }

    pub(crate) fn noise(&self) -> &Noise {
        &self.noise
    }
}

#[cfg(test)]
mod tests;
