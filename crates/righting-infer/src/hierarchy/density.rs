//! The log density of a hierarchy given its records, and its gradient.

use righting_model::math;

use super::form::{Draw, Hierarchy, Place, Shape};
use super::layout::{Layout, Spread};
use super::prior::{HierarchyError, length};
use crate::likelihood::Likelihood;
use crate::nuts::Density;

/// A hierarchy with a likelihood for every case: what the sampler draws from.
#[derive(Debug, Clone, PartialEq)]
pub struct Joint<L> {
    hierarchy: Hierarchy,
    places: Vec<Place>,
    likelihoods: Vec<L>,
    layout: Layout,
}

impl<L: Likelihood> Joint<L> {
    /// Puts cases under a hierarchy; the inputs of their likelihoods are its shapes, then its levels.
    ///
    /// # Errors
    /// [`HierarchyError`] for priors that cannot be, names given twice and lists of the wrong length.
    pub fn new(hierarchy: Hierarchy, cases: Vec<(Place, L)>) -> Result<Self, HierarchyError> {
        let (places, likelihoods): (Vec<Place>, Vec<L>) = cases.into_iter().unzip();
        hierarchy.validate(&places)?;
        let expected = hierarchy.shapes.len() + hierarchy.levels.len();
        for (place, likelihood) in places.iter().zip(&likelihoods) {
            length(&place.case, "inputs", likelihood.inputs(), expected)?;
        }
        let latents: Vec<usize> = likelihoods.iter().map(Likelihood::latents).collect();
        let layout = Layout::new(&hierarchy, &places, &latents);
        Ok(Self { hierarchy, places, likelihoods, layout })
    }

    /// The hierarchy.
    pub fn hierarchy(&self) -> &Hierarchy {
        &self.hierarchy
    }

    /// The cases.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The likelihood of a case.
    pub fn likelihood(&self, case: usize) -> &L {
        &self.likelihoods[case]
    }

    /// The values of a draw, in the units of the priors.
    pub fn draw(&self, at: &[f64]) -> Draw {
        self.layout.draw(&self.hierarchy, &self.places, at)
    }

    /// Inputs of one case under a draw: shapes, then its levels.
    pub fn inputs(&self, draw: &Draw, case: usize) -> Vec<f64> {
        draw.shapes.iter().chain(&draw.levels[case]).copied().collect()
    }

    /// Names of what is monitored: `shape`, `centre:level`, `slope:level:covariate`, `countries:level`, `cases:level`
    /// (spreads that are not known), `level@case`; in the order of [`monitored`](Self::monitored).
    pub fn names(&self) -> Vec<String> {
        let Hierarchy { covariates, shapes, levels } = &self.hierarchy;
        let mut names: Vec<String> = shapes.iter().map(|shape| shape.name.clone()).collect();
        for (level, of) in levels.iter().zip(&self.layout.levels) {
            let name = &level.name;
            names.push(format!("centre:{name}"));
            names.extend(covariates.iter().map(|covariate| format!("slope:{name}:{covariate}")));
            for (what, spread) in [("countries", of.countries), ("cases", of.cases)] {
                names.extend(matches!(spread, Spread::Unknown(..)).then(|| format!("{what}:{name}")));
            }
        }
        for place in &self.places {
            names.extend(levels.iter().map(|level| format!("{}@{}", level.name, place.case)));
        }
        names
    }

    /// What is monitored of a draw: all that has a prior, and the levels of all cases.
    pub fn monitored(&self, draw: &Draw) -> Vec<f64> {
        let mut values = draw.shapes.clone();
        for (k, of) in self.layout.levels.iter().enumerate() {
            values.push(draw.centres[k]);
            values.extend(&draw.slopes[k]);
            let spreads = [(of.countries, draw.between_countries[k]), (of.cases, draw.between_cases[k])];
            values.extend(spreads.iter().filter(|(of, _)| matches!(of, Spread::Unknown(..))).map(|(_, value)| value));
        }
        values.extend(draw.levels.iter().flatten());
        values
    }

    /// Inputs of a case at a point of the sampler.
    fn inputs_at(&self, at: &[f64], case: usize) -> Vec<f64> {
        let shape = |(shape, z): (&Shape, &f64)| shape.prior.mean + shape.prior.sd * z;
        let level = |k| self.layout.level(&self.hierarchy, &self.places, at, case, k);
        self.hierarchy.shapes.iter().zip(at).map(shape).chain((0..self.hierarchy.levels.len()).map(level)).collect()
    }

    /// Adds what a slope in every input of a case means for the coordinates.
    fn pull(&self, at: &[f64], case: usize, by_inputs: &[f64], gradient: &mut [f64]) {
        let (by_shapes, by_levels) = by_inputs.split_at(self.hierarchy.shapes.len());
        for ((shape, slope), cell) in self.hierarchy.shapes.iter().zip(by_shapes).zip(gradient.iter_mut()) {
            *cell += slope * shape.prior.sd;
        }
        for ((level, of), slope) in self.hierarchy.levels.iter().zip(&self.layout.levels).zip(by_levels) {
            gradient[of.centre] += slope * level.centre.sd;
            for (j, (x, sd)) in self.places[case].covariates.iter().zip(&level.slopes).enumerate() {
                gradient[of.slopes + j] += slope * x * sd;
            }
            for (spread, member) in [(of.countries, self.layout.country[case]), (of.cases, case)] {
                match spread {
                    Spread::None => {}
                    Spread::Known(scale, first) => gradient[first + member] += slope * scale,
                    Spread::Unknown(log, _, first) => {
                        let scale = math::exp(at[log]);
                        gradient[first + member] += slope * scale;
                        gradient[log] += slope * scale * at[first + member];
                    }
                }
            }
        }
    }
}

impl<L: Likelihood> Density for Joint<L> {
    fn dimensions(&self) -> usize {
        self.layout.dimensions
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        // All coordinates are standard normal beforehand, but the logs of spreads.
        let mut log = 0.0;
        for (cell, z) in gradient.iter_mut().zip(at) {
            *cell = -z;
            log -= 0.5 * z * z;
        }
        for spread in self.layout.levels.iter().flat_map(|of| [of.countries, of.cases]) {
            if let Spread::Unknown(index, prior, _) = spread {
                let (height, slope) = prior.of_log(at[index]);
                log += height + 0.5 * at[index] * at[index];
                gradient[index] = slope;
            }
        }
        for (case, likelihood) in self.likelihoods.iter().enumerate() {
            let (first, count) = self.layout.latents[case];
            let inputs = self.inputs_at(at, case);
            let (mut by_inputs, mut by_latents) = (vec![0.0; inputs.len()], vec![0.0; count]);
            log += likelihood.log_density(&inputs, &at[first..first + count], &mut by_inputs, &mut by_latents);
            self.pull(at, case, &by_inputs, gradient);
            gradient[first..first + count].iter_mut().zip(&by_latents).for_each(|(cell, slope)| *cell += slope);
        }
        log
    }
}
