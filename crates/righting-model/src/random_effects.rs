//! What no data show: nations, regions and places differ in the grievance at which their people act.
//!
//! The shifts are random effects, normal around 0 with the spreads of `[grievance]`. They belong to the country and not
//! to chance: a replicate draws its own, unless a setup fixes them, as inference does once a record has spoken of them.

use crate::country::Country;
use crate::draw::{AllDraws, Draws, Purpose};
use crate::mechanisms::grievance::GrievanceParameters;

/// Random effects in units of their spreads: standard normal before any record is seen.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomEffects {
    /// Of the nation.
    pub nation: f64,
    /// By region.
    pub regions: Vec<f64>,
    /// By place.
    pub places: Vec<f64>,
}

impl RandomEffects {
    /// The effects that a replicate draws.
    pub(crate) fn drawn(country: &Country, draws: &AllDraws) -> Self {
        let draw = |draws: &Draws, lane: u8, index: u32| draws.normals(Purpose::Heterogeneity, lane, index)[0];
        Self {
            nation: draw(&draws.nation, 0, 0),
            regions: (0..country.regions.len()).map(|region| draw(&draws.nation, 1, region as u32)).collect(),
            places: draws.places.iter().map(|draws| draw(draws, 2, 0)).collect(),
        }
    }

    /// How many effects a country has.
    pub fn count(country: &Country) -> usize {
        1 + country.regions.len() + country.places.len()
    }

    /// Effects from one list: the nation's, then by region, then by place.
    ///
    /// # Panics
    /// When the list has another length than [`count`](Self::count).
    pub fn of_list(country: &Country, list: &[f64]) -> Self {
        assert_eq!(list.len(), Self::count(country), "one effect for the nation and every region and place");
        let (regions, places) = list[1..].split_at(country.regions.len());
        Self { nation: list[0], regions: regions.to_vec(), places: places.to_vec() }
    }

    /// Shift of the threshold of grievance, by place.
    pub(crate) fn shifts(&self, spread: &GrievanceParameters, country: &Country) -> Vec<f64> {
        let shift = |(place, own): (&crate::country::Place, &f64)| {
            spread.between_nations * self.nation
                + spread.between_regions * self.regions[place.region]
                + spread.between_places * own
        };
        country.places.iter().zip(&self.places).map(shift).collect()
    }
}
