//! Rates: what the mechanisms write and the engine obeys.

use serde::{Deserialize, Serialize};

use crate::landscape::Landscape;

/// Rates that the mechanisms write and the engine obeys, per day and person, by cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// Where the pool of a home ends, on its axis -ln(1 - share).
    pub pool: Vec<f32>,
    /// People of a home who are ready: joining.
    pub joining: Vec<f32>,
    /// Share of those who join from a home who march, and the cell to which; empty where nobody does.
    pub marches: Vec<(f32, u32)>,
    /// People in the streets of a cell: home to rest, home and ready again, detained, dead.
    pub crowd: Vec<[f64; 4]>,
    /// People at rest at home: ready again, detained in a raid.
    pub resting: Vec<[f64; 2]>,
    /// Detained people: released.
    pub release: f64,
}

/// Columns of [`Rates::crowd`] and, the first two, of [`Rates::resting`].
pub mod exit {
    /// Goes home, to rest for a while.
    pub const TO_REST: usize = 0;
    /// Goes home, ready to go again.
    pub const HOME: usize = 1;
    /// Is detained.
    pub const DETAINED: usize = 2;
    /// Dies.
    pub const DEAD: usize = 3;
    /// Of those at rest: ready to go again.
    pub const READY: usize = 0;
    /// Of those at rest: detained in a raid.
    pub const RAIDED: usize = 1;
}

impl Rates {
    /// Where someone who joins from a home goes, by two uniforms on (0, 1).
    #[inline(always)]
    pub(crate) fn meet(&self, landscape: &Landscape, home: usize, [u, v]: [f32; 2]) -> usize {
        match self.marches.get(home) {
            Some(&(share, to)) if u < share => to as usize,
            Some(&(share, _)) => landscape.assembly.choose(home, [(u - share) / (1.0 - share), v]),
            None => landscape.assembly.choose(home, [u, v]),
        }
    }
}
