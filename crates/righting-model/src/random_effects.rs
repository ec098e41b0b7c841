//! What no data show: nations, regions and places differ in the grievance at which their people act, and regions in how
//! hard their forces do.
//!
//! These are random effects, normal around 0: shifts of the threshold with the spreads of `[grievance]`, and on the
//! logarithm of the forces' harshness that of `[policing]`. They belong to the country and not to chance: a replicate
//! draws its own, unless a setup fixes them, as inference does once a record has spoken of them.

use crate::country::{Country, Place};
use crate::draw::{AllDraws, Draws, Purpose};
use crate::math;

/// Random effects in units of their spreads: standard normal before any record is seen.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RandomEffects {
    /// On the threshold of the nation.
    pub nation: f64,
    /// On thresholds, by region.
    pub regions: Vec<f64>,
    /// On thresholds, by place.
    pub places: Vec<f64>,
    /// On the harshness of the forces, by region.
    pub forces: Vec<f64>,
}

impl RandomEffects {
    /// The effects that a replicate draws.
    pub(crate) fn drawn(country: &Country, draws: &AllDraws) -> Self {
        let draw = |draws: &Draws, lane: u8, index: u32| draws.normals(Purpose::Heterogeneity, lane, index)[0];
        let by_region =
            |lane: u8| (0..country.regions.len()).map(move |region| draw(&draws.nation, lane, region as u32));
        Self {
            nation: draw(&draws.nation, 0, 0),
            regions: by_region(1).collect(),
            places: draws.places.iter().map(|draws| draw(draws, 2, 0)).collect(),
            forces: by_region(3).collect(),
        }
    }

    /// How many effects a country has.
    pub fn count(country: &Country) -> usize {
        1 + 2 * country.regions.len() + country.places.len()
    }

    /// Effects from one list, in the order of the fields.
    ///
    /// # Panics
    /// When the list has another length than [`count`](Self::count).
    pub fn of_list(country: &Country, list: &[f64]) -> Self {
        assert_eq!(list.len(), Self::count(country), "one effect for the nation and every place, two for every region");
        let (regions, rest) = list[1..].split_at(country.regions.len());
        let (places, forces) = rest.split_at(country.places.len());
        Self { nation: list[0], regions: regions.to_vec(), places: places.to_vec(), forces: forces.to_vec() }
    }

    /// Shift of the threshold of grievance, by place, from the spreads between nations, regions and places.
    pub(crate) fn shifts(&self, [nations, regions, places]: [f64; 3], country: &Country) -> Vec<f64> {
        let shift =
            |(place, own): (&Place, &f64)| nations * self.nation + regions * self.regions[place.region] + places * own;
        country.places.iter().zip(&self.places).map(shift).collect()
    }

    /// How hard the forces act, relative to the median, by place, from the spread of its logarithm between regions.
    pub(crate) fn harshness(&self, between_regions: f64, country: &Country) -> Vec<f64> {
        country.places.iter().map(|place| math::exp(between_regions * self.forces[place.region])).collect()
    }
}
