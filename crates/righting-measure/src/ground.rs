//! Which places make up which region.

use righting_model::{Country, QUANTITIES, QUANTITY_COUNT, Trace};

use crate::cells::is_mean;

/// The regions of a run and the places in them: what makes a region's rows of those of its places.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    regions: usize,
    /// Region of each place, and its share of that region's residents.
    places: Vec<(usize, f64)>,
}

impl Ground {
    /// The ground of a country.
    pub fn of(country: &Country) -> Self {
        Self::new(country.regions.len(), country.places.iter().map(|place| (place.region, place.population)))
    }

    /// So many regions, and of each place its region and its residents.
    pub fn new(regions: usize, places: impl IntoIterator<Item = (usize, u32)>) -> Self {
        let mut residents = vec![0.0_f64; regions];
        let places: Vec<(usize, f64)> =
            places.into_iter().map(|(region, people)| (region, f64::from(people))).collect();
        for (region, people) in &places {
            residents[*region] += people;
        }
        let share = |(region, people): (usize, f64)| (region, people / residents[region].max(1.0));
        Self { regions, places: places.into_iter().map(share).collect() }
    }

    /// Number of regions.
    pub fn regions(&self) -> usize {
        self.regions
    }

    /// Number of places.
    pub fn places(&self) -> usize {
        self.places.len()
    }

    /// Rows by day and region: sums over the region's places, or means over its residents.
    pub(crate) fn region_rows(&self, trace: &Trace) -> Vec<[f64; QUANTITY_COUNT]> {
        let mean: [bool; QUANTITY_COUNT] = std::array::from_fn(|column| is_mean(QUANTITIES[column].quantity));
        let mut rows = vec![[0.0; QUANTITY_COUNT]; self.regions * trace.days()];
        for (day, rows) in rows.chunks_mut(self.regions.max(1)).enumerate() {
            for (index, (region, share)) in self.places.iter().enumerate() {
                for ((sum, value), mean) in rows[*region].iter_mut().zip(trace.place(day, index)).zip(mean) {
                    *sum += if mean { share * value } else { *value };
                }
            }
        }
        rows
    }
}
