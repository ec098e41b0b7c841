//! What a setup fixes once for all replicates: cells, fields' sites, grids, income classes. Columns and no laws;
//! `survey.rs` fills them in.

use std::sync::Arc;

use crate::country::{Country, INCOME_CLASSES, STRATA};
use crate::space::assembly::Assembly;
use crate::space::cells::Cell;
use crate::space::lattice::Site;
use crate::space::pyramid::Pyramid;
use crate::spread::Spread;
use crate::uncertainty::Output;

/// What the country alone fixes, whatever the parameters.
pub(crate) struct Ground {
    pub cells: Vec<Cell>,
    /// Where the cells of each place stand among them.
    pub of_place: Vec<std::ops::Range<usize>>,
    /// Numbers of the polities, ascending.
    pub polities: Vec<u8>,
    /// Place of each cell, close together for the inner loops.
    pub place_of: Vec<u32>,
    /// Region of each cell.
    pub region_of: Vec<u32>,
    /// Share of the people of its place who live in each cell.
    pub part_of: Vec<f64>,
    /// Index of the polity of each place.
    pub polity_of: Vec<usize>,
    /// What the output of each place weighs.
    pub output: Output,
    /// Where every cell stands on the lattices of local and of regional fields.
    pub local: Vec<Site>,
    pub regional: Vec<Site>,
    /// ln(income / mean of the polity), by place.
    pub income: Vec<f64>,
    /// Standard normal quantile of the middle of each income class.
    pub quantiles: [f64; INCOME_CLASSES],
    /// Standard normal quantile of the poverty rate, by place.
    pub lines: Vec<f64>,
}

/// Columns that no replicate changes.
pub struct Landscape {
    /// What the country alone fixes: the same for every setup of it.
    pub(crate) ground: Arc<Ground>,
    /// The points where people are taken to be.
    pub cells: Vec<Cell>,
    /// Numbers of the polities, ascending.
    pub polities: Vec<u8>,
    /// Residents of every polity.
    pub(crate) people: Vec<f64>,
    /// Residents outside the security forces, by cell.
    pub civilians: Vec<u32>,
    /// Residents serving in the security forces, by cell.
    pub serving: Vec<u32>,
    /// Exposure to the watched price, by place: of mean one over the people of a polity.
    pub exposure: Vec<f64>,
    /// Legitimacy at rest, by place.
    pub legitimacy: Vec<f64>,
    /// The same, mean over the people of each polity.
    pub(crate) usual_legitimacy: Vec<f64>,
    /// Smoothing as news spreads.
    pub(crate) pyramid: Pyramid,
    /// Residents, smoothed, by cell, and one over them.
    pub(crate) around: Vec<f32>,
    pub(crate) per_around: Vec<f32>,
    /// Where people of a cell meet.
    pub(crate) assembly: Assembly,
    /// Odds of the strata of readiness.
    pub(crate) strata: [f32; STRATA],
    /// Facilities of a place (indices into `Country::facilities`).
    pub facilities: Vec<Vec<usize>>,
    /// How income is spread over the classes of a place.
    pub(crate) spread: Spread,
}

impl Landscape {
    /// Cells of a place.
    pub fn cells_of(&self, place: usize) -> std::ops::Range<usize> {
        self.ground.of_place[place].clone()
    }

    /// Index of the polity of a place.
    pub fn polity_of(&self, place: usize) -> usize {
        self.ground.polity_of[place]
    }

    /// Index of the polity of a region.
    pub(crate) fn polity_of_region(&self, country: &Country, region: usize) -> usize {
        self.polities.binary_search(&country.regions[region].polity).unwrap_or_default()
    }

    /// Sums over the cells of every polity, then of every region.
    pub(crate) fn sums(&self, country: &Country, of_cell: impl Fn(usize) -> [f64; 2]) -> Vec<[f64; 2]> {
        let polities = self.polities.len();
        let mut sums = vec![[0.0; 2]; polities + country.regions.len()];
        for (cell, &region) in self.ground.region_of.iter().enumerate() {
            let [a, b] = of_cell(cell);
            for group in [self.cells[cell].polity, polities + region as usize] {
                let sum = &mut sums[group];
                *sum = [sum[0] + a, sum[1] + b];
            }
        }
        sums
    }
}

/// Middle of class `index` of `classes` equal shares of a distribution on (0, 1).
pub(crate) fn class_middle(index: usize, classes: usize) -> f64 {
    (index as f64 + 0.5) / classes as f64
}
