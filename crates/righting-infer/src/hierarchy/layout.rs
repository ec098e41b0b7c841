//! Which coordinate of the sampler is which value of a hierarchy.

use rand_chacha::ChaCha8Rng;
use righting_model::math;

use crate::stream::normals;

use super::form::{Draw, Hierarchy, Level, Place};
use super::prior::SpreadPrior;

/// Where the coordinates of a level lie. A value that is known has none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OfLevel {
    pub centre: usize,
    /// First slope.
    pub slopes: usize,
    /// Log of the spread between countries, first deviation of a country.
    pub countries: Spread,
    /// Log of the spread between cases, first deviation of a case.
    pub cases: Spread,
}

/// A spread and the deviations that it scales.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Spread {
    /// No deviations: it is known to be 0.
    None,
    /// A known spread and the first of its deviations.
    Known(f64, usize),
    /// The coordinate of the log of the spread, its prior, and the first of its deviations.
    Unknown(usize, SpreadPrior, usize),
}

impl Spread {
    fn new(prior: SpreadPrior, members: usize, next: &mut usize) -> Self {
        let mut take = |count: usize| {
            *next += count;
            *next - count
        };
        match prior.known() {
            Some(spread) if spread <= 0.0 => Self::None,
            Some(spread) => Self::Known(spread, take(members)),
            None => {
                let log = take(1);
                Self::Unknown(log, prior, take(members))
            }
        }
    }

    /// The spread at a point.
    pub fn value(self, at: &[f64]) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Known(spread, _) => spread,
            Self::Unknown(log, ..) => math::exp(at[log]),
        }
    }

    /// What it adds to a level of one member.
    pub fn deviation(self, at: &[f64], member: usize) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Known(spread, first) => spread * at[first + member],
            Self::Unknown(log, _, first) => math::exp(at[log]) * at[first + member],
        }
    }
}

/// All coordinates.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    pub levels: Vec<OfLevel>,
    /// Country of every case, by order of appearance.
    pub country: Vec<usize>,
    /// Number of countries.
    pub countries: usize,
    /// First common factor of every case, and how many.
    pub latents: Vec<(usize, usize)>,
    pub dimensions: usize,
}

impl Layout {
    pub fn new(hierarchy: &Hierarchy, places: &[Place], latents: &[usize]) -> Self {
        let mut known: Vec<&str> = Vec::new();
        let country = places.iter().map(|place| {
            known.iter().position(|name| *name == place.country).unwrap_or_else(|| {
                known.push(&place.country);
                known.len() - 1
            })
        });
        let country: Vec<usize> = country.collect();
        let mut next = hierarchy.shapes.len();
        let level = |level: &Level| {
            let centre = next;
            let slopes = next + 1;
            next += 1 + level.slopes.len();
            let countries = Spread::new(level.countries, known.len(), &mut next);
            let cases = Spread::new(level.cases, places.len(), &mut next);
            OfLevel { centre, slopes, countries, cases }
        };
        let levels = hierarchy.levels.iter().map(level).collect();
        let of_case = |count: &usize| {
            next += count;
            (next - count, *count)
        };
        let latents = latents.iter().map(of_case).collect();
        Self { levels, countries: known.len(), country, latents, dimensions: next }
    }

    /// A point of the prior.
    pub fn prior_point(&self, rng: &mut ChaCha8Rng) -> Vec<f64> {
        let mut at = normals(rng, self.dimensions);
        for spread in self.levels.iter().flat_map(|of| [of.countries, of.cases]) {
            if let Spread::Unknown(log, prior, _) = spread {
                at[log] = prior.log_of_draw(rng);
            }
        }
        at
    }

    /// The values at a point.
    pub fn draw(&self, hierarchy: &Hierarchy, places: &[Place], at: &[f64]) -> Draw {
        let shapes = hierarchy.shapes.iter().zip(at).map(|(shape, z)| shape.prior.mean + shape.prior.sd * z).collect();
        let levels = || hierarchy.levels.iter().zip(&self.levels);
        let slopes = |(level, of): (&Level, &OfLevel)| -> Vec<f64> {
            level.slopes.iter().enumerate().map(|(j, sd)| sd * at[of.slopes + j]).collect()
        };
        let centres = levels().map(|(level, of)| level.centre.mean + level.centre.sd * at[of.centre]).collect();
        let of_case =
            |case: usize| (0..self.levels.len()).map(|k| self.level(hierarchy, places, at, case, k)).collect();
        let of_country =
            |country: usize| self.levels.iter().map(|of| of.countries.deviation(at, country)).collect::<Vec<f64>>();
        Draw {
            shapes,
            centres,
            slopes: levels().map(slopes).collect(),
            between_countries: self.levels.iter().map(|of| of.countries.value(at)).collect(),
            between_cases: self.levels.iter().map(|of| of.cases.value(at)).collect(),
            levels: (0..places.len()).map(of_case).collect(),
            by_country: (0..self.countries).map(of_country).collect(),
            latents: self.latents.iter().map(|&(first, count)| at[first..first + count].to_vec()).collect(),
        }
    }

    /// One level of one case.
    pub fn level(&self, hierarchy: &Hierarchy, places: &[Place], at: &[f64], case: usize, k: usize) -> f64 {
        let (level, of) = (&hierarchy.levels[k], &self.levels[k]);
        let covariates = places[case].covariates.iter().zip(&level.slopes).enumerate();
        let said: f64 = covariates.map(|(j, (x, sd))| x * sd * at[of.slopes + j]).sum();
        level.centre.mean
            + level.centre.sd * at[of.centre]
            + said
            + of.countries.deviation(at, self.country[case])
            + of.cases.deviation(at, case)
    }
}
