//! What real runs at draws of the posterior say beyond the surrogate.
//!
//! Standardised errors e of the runs at draw i spread by chance within the draw (variance w) and by the surrogate's own
//! error between draws (variance v, by moments as in DerSimonian and Laird 1986, Controlled Clinical Trials 7: 177-188).
//! The mean at a draw is then the surrogate's, moved by the mean error b of all draws and by the share v / (v + w / R) of
//! what its own R runs say beyond that (the estimator of James and Stein): where the surrogate is right, single runs move
//! nothing and the weights stay even; where it is wrong, runs replace it. The variance about that mean is w and what is
//! still not known of the mean, beside the mean square of the errors that the surrogate's noise was fitted to. The log
//! ratio of a draw is that of the likelihoods with the corrected and with the surrogate's moments.

use righting_model::math;

use crate::likelihood::{Reading, RecordLikelihood};
use crate::surrogate::FAR;

/// Real runs of one case at draws of the posterior: a row a draw.
#[derive(Debug, Clone, Copy)]
pub struct RealRuns<'a> {
    /// Inputs of the case.
    pub inputs: &'a [Vec<f64>],
    /// Common factors of its noise.
    pub latents: &'a [Vec<f64>],
    /// Outputs of the runs of the draw; those that failed are left out.
    pub outputs: &'a [Vec<Vec<f64>>],
}

/// Log ratio of the likelihood of the record with the real runs to that by the surrogate alone, for every draw. Zero for
/// all where no draw has two runs: nothing tells error from chance.
pub fn corrections(likelihood: &RecordLikelihood, real: &RealRuns<'_>) -> Vec<f64> {
    let moments: Vec<(Vec<f64>, Vec<f64>)> = real.inputs.iter().map(|inputs| likelihood.moments(inputs)).collect();
    let mut logs = vec![0.0; real.inputs.len()];
    for (output, observation) in likelihood.record().iter().enumerate() {
        if observation.reading == Reading::Missing {
            continue;
        }
        let error = |draw: usize| {
            let (mean, deviation) = (moments[draw].0[output], moments[draw].1[output]);
            let of = |run: &Vec<f64>| ((run[output] - mean) / deviation).clamp(-FAR, FAR);
            real.outputs[draw].iter().map(of).collect()
        };
        let errors: Vec<Vec<f64>> = (0..moments.len()).map(error).collect();
        let Some(learned) = Learned::from(&errors) else { continue };
        let square = likelihood.surrogate().noise().square(output);
        for (draw, log) in logs.iter_mut().enumerate() {
            let (mean, deviation) = (moments[draw].0[output], moments[draw].1[output]);
            let (shift, variance) = learned.at(&errors[draw]);
            let spread = math::sqrt(variance / square);
            let latents = &real.latents[draw];
            *log += likelihood.of_reading(output, mean + deviation * shift, deviation * spread, latents)
                - likelihood.of_reading(output, mean, deviation, latents);
        }
    }
    logs
}

/// What all draws together say of one output, in standard deviations of its noise.
#[derive(Debug)]
struct Learned {
    /// Mean error of the surrogate.
    bias: f64,
    /// Variance of its error between draws.
    between: f64,
    /// Variance of the runs of one draw.
    within: f64,
}

impl Learned {
    /// From the errors of every draw; none where no draw has two.
    fn from(errors: &[Vec<f64>]) -> Option<Self> {
        let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
        let several: Vec<&Vec<f64>> = errors.iter().filter(|of| of.len() > 1).collect();
        let freedom: usize = several.iter().map(|of| of.len() - 1).sum();
        if freedom == 0 {
            return None;
        }
        let about = |of: &&Vec<f64>| of.iter().map(|e| (e - mean(of)) * (e - mean(of))).sum::<f64>();
        let within = several.iter().map(about).sum::<f64>() / freedom as f64;
        let means: Vec<f64> = several.iter().map(|of| mean(of)).collect();
        let bias = mean(&means);
        let spread = means.iter().map(|m| (m - bias) * (m - bias)).sum::<f64>() / (means.len() as f64 - 1.0).max(1.0);
        let chance = several.iter().map(|of| within / of.len() as f64).sum::<f64>() / several.len() as f64;
        Some(Self { bias, between: (spread - chance).max(0.0), within })
    }

    /// By how much the mean at a draw is moved, and the variance of a run about it: chance, and what is still not known of
    /// the mean there.
    fn at(&self, errors: &[f64]) -> (f64, f64) {
        if errors.is_empty() {
            return (self.bias, self.within + self.between);
        }
        let count = errors.len() as f64;
        let chance = self.within / count;
        let share = if self.between > 0.0 { self.between / (self.between + chance) } else { 0.0 };
        let own = errors.iter().sum::<f64>() / count - self.bias;
        (self.bias + share * own, self.within + self.between * (1.0 - share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{Use, normals, stream};

    /// Errors of 4,000 draws with 4 runs each.
    fn errors(bias: f64, between: f64) -> Vec<Vec<f64>> {
        let of = |draw: u32| {
            let z = normals(&mut stream(8, Use::Effects, draw), 5);
            (1..5).map(|run| bias + between * z[0] + z[run]).collect()
        };
        (0..4000).map(of).collect()
    }

    #[test]
    fn bias_and_error_are_told_from_chance() {
        for (bias, sd) in [(0.0, 0.0), (0.4, 0.0), (-0.3, 0.5)] {
            let learned = Learned::from(&errors(bias, sd)).unwrap();
            // Four standard errors: of the mean sqrt((sd^2 + 1/4) / 4000), of the variances about 0.02.
            assert!((learned.bias - bias).abs() < 0.05, "{learned:?}");
            assert!((learned.between - sd * sd).abs() < 0.05 && (learned.within - 1.0).abs() < 0.05, "{learned:?}");
        }
        let exact = Learned { bias: 0.2, between: 0.25, within: 1.0 };
        // Half of the difference counts: 0.25 beside 1 / 4.
        assert_eq!(exact.at(&[1.2, 1.2, 1.2, 1.2]), (0.7, 1.125));
        assert_eq!(exact.at(&[]), (0.2, 1.25));
        assert!(Learned::from(&[vec![0.1], vec![], vec![-0.4]]).is_none());
    }
}
