//! A hierarchy over cases: shapes that all share, levels that differ by country and case, partially pooled around what is
//! known of the country.
//!
//! In units in which priors are normal (logs, logits), shape j is m_j + s_j z_j, and level k of case c in country g is
//!
//! ```text
//! level_k(c) = m_k + s_k z_k + sum_j x_j(c) s_kj z_kj + tau_k z_k(g) + omega_k z_k(c),   every z ~ N(0, 1)
//! ```
//!
//! with covariates x of the case (standardised by the caller: what region, governance and its own past say), a spread
//! tau between countries and a spread omega between cases of one country. The spreads have half-normal or half-t priors
//! (Gelman 2006, Bayesian Analysis 1: 515-534), or are known; deviations are non-centred (Papaspiliopoulos, Roberts and
//! Skoeld 2007, Statistical Science 22: 59-73), so that spreads near zero can be sampled. Given the inputs every case has
//! its own likelihood: the posterior factorises.

mod density;
mod form;
mod layout;
mod prior;

use righting_model::math;

use crate::stream::{Use, normals, stream};
pub use density::Joint;
pub use form::{Draw, Hierarchy, Level, Place, Shape};
pub use prior::{HierarchyError, NormalPrior, SpreadPrior};
use prior::{length, number, once, positive};

impl Hierarchy {
    /// Names of the inputs of every case: shapes, then levels.
    pub fn inputs(&self) -> Vec<String> {
        let shapes = self.shapes.iter().map(|shape| shape.name.clone());
        shapes.chain(self.levels.iter().map(|level| level.name.clone())).collect()
    }

    /// Mean and standard deviation of every input of a case before its record is seen: spreads at the root of their mean
    /// square. Points of a first design are drawn from these.
    pub fn prior(&self, place: &Place) -> Vec<NormalPrior> {
        let level = |level: &Level| {
            let slopes = level.slopes.iter().zip(&place.covariates).map(|(sd, x)| (sd * x) * (sd * x));
            let spreads = level.countries.mean_square() + level.cases.mean_square();
            let sd = math::sqrt(level.centre.sd * level.centre.sd + slopes.sum::<f64>() + spreads);
            NormalPrior { mean: level.centre.mean, sd }
        };
        self.shapes.iter().map(|shape| shape.prior).chain(self.levels.iter().map(level)).collect()
    }

    /// Inputs of a case that was not fitted, under a draw: its levels around what its covariates say. A case of a country
    /// that was fitted keeps that country's deviations (`country` is its place in the order of appearance). Pure in
    /// `seed` and `number`.
    pub fn new_case(
        &self,
        draw: &Draw,
        covariates: &[f64],
        country: Option<usize>,
        seed: u64,
        number: u32,
    ) -> Vec<f64> {
        let count = self.levels.len();
        let z = normals(&mut stream(seed, Use::Predictive, number), 2 * count);
        let level = |k: usize| {
            let said: f64 = draw.slopes[k].iter().zip(covariates).map(|(slope, x)| slope * x).sum();
            let of_country =
                country.map_or_else(|| draw.between_countries[k] * z[k], |country| draw.by_country[country][k]);
            draw.centres[k] + said + of_country + draw.between_cases[k] * z[count + k]
        };
        draw.shapes.iter().copied().chain((0..count).map(level)).collect()
    }

    /// Values of everything drawn from the prior, for cases at these places: what a record could have come from. Pure in
    /// `seed` and `number`.
    ///
    /// # Errors
    /// [`HierarchyError`] as [`Joint::new`].
    pub fn prior_draw(&self, places: &[Place], seed: u64, number: u32) -> Result<Draw, HierarchyError> {
        self.validate(places)?;
        let layout = layout::Layout::new(self, places, &vec![0; places.len()]);
        Ok(layout.draw(self, places, &layout.prior_point(&mut stream(seed, Use::Predictive, number))))
    }

    fn validate(&self, places: &[Place]) -> Result<(), HierarchyError> {
        let names = self.inputs();
        if names.is_empty() {
            return Err(HierarchyError::Empty { what: "parameters" });
        }
        if places.is_empty() {
            return Err(HierarchyError::Empty { what: "cases" });
        }
        once("parameters", names.iter())?;
        once("cases", places.iter().map(|place| &place.case))?;
        self.shapes.iter().try_for_each(|shape| shape.prior.validate(&shape.name))?;
        for level in &self.levels {
            level.validate(self.covariates.len())?;
        }
        for place in places {
            length(&place.case, "covariates", place.covariates.len(), self.covariates.len())?;
            for &found in &place.covariates {
                number(&place.case, "a covariate", found, found.is_finite(), "a finite number")?;
            }
        }
        Ok(())
    }
}

impl Level {
    fn validate(&self, covariates: usize) -> Result<(), HierarchyError> {
        self.centre.validate(&self.name)?;
        length(&self.name, "slopes", self.slopes.len(), covariates)?;
        for &found in &self.slopes {
            number(&self.name, "the spread of a slope", found, positive(found), "a finite number above 0")?;
        }
        self.countries.validate(&self.name)?;
        self.cases.validate(&self.name)
    }
}

#[cfg(test)]
mod tests;
