//! Random fields: normals on a lattice of Earth-centred space, interpolated.
//!
//! A field is a standard normal at every point of a cubic lattice, addressed by (seed, replicate, field, day, point), and
//! between points the sum by trilinear weights, divided by the root of their squares: of unit variance everywhere.
//! There is no projection, no date line and no pole, and a field belongs to the earth: how a country is drawn changes
//! nothing of it.

use crate::draw::{Draws, Purpose};
use crate::math::normal_f32;

/// Spacing of the lattice of local fields and of regional ones, km.
pub(crate) const LOCAL: f64 = 20.0;
pub(crate) const REGIONAL: f64 = 150.0;

/// The fields, four to a lane of draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Lane {
    /// For good: pool, joining, riot, killing.
    Episode = 0,
    /// By day: joining, riot, share that riots.
    Day = 1,
    /// By day: none, arrests, killing.
    Force = 2,
    /// For good, regional: pool.
    Region = 3,
    /// By day: none, errors of estimates of crowds, of riots.
    Reports = 4,
}

/// Where a point stands on a lattice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Site {
    corners: [u32; 8],
    weights: [f32; 8],
}

impl Site {
    /// The corners about a point, km, on a lattice of a spacing.
    pub fn new(point: &[f64; 3], spacing: f64) -> Self {
        let at = point.map(|x| x / spacing);
        let floor = at.map(f64::floor);
        let inside = [at[0] - floor[0], at[1] - floor[1], at[2] - floor[2]];
        let (mut corners, mut weights, mut squares) = ([0; 8], [0.0; 8], 0.0);
        for corner in 0..8usize {
            let (mut packed, mut weight) = (0u32, 1.0);
            for axis in 0..3 {
                let up = corner >> axis & 1;
                // The earth is within 320 steps of 20 km.
                packed = packed << 10 | (floor[axis] as i32 + up as i32 + 512) as u32;
                weight *= if up == 1 { inside[axis] } else { 1.0 - inside[axis] };
            }
            (corners[corner], weights[corner]) = (packed, weight);
            squares += weight * weight;
        }
        Self { corners, weights: weights.map(|weight| (weight / squares.sqrt()) as f32) }
    }

    /// The first field of a lane here, on a day.
    #[inline(always)]
    pub fn first(&self, draws: &Draws, lane: Lane, day: u32) -> f32 {
        let [words, ..] = draws.blocks_at::<8>(Purpose::Field, lane as u8, day, self.corners);
        self.mix(&words)
    }

    /// Two fields of a lane here, on a day: the second and the third.
    #[inline(always)]
    pub fn middle(&self, draws: &Draws, lane: Lane, day: u32) -> [f32; 2] {
        let [_, second, third, _] = draws.blocks_at::<8>(Purpose::Field, lane as u8, day, self.corners);
        [self.mix(&second), self.mix(&third)]
    }

    /// All four fields of a lane here, on a day.
    pub fn all(&self, draws: &Draws, lane: Lane, day: u32) -> [f32; 4] {
        draws.blocks_at::<8>(Purpose::Field, lane as u8, day, self.corners).map(|words| self.mix(&words))
    }

    #[inline(always)]
    fn mix(&self, words: &[u32; 8]) -> f32 {
        let mut parts = [0.0; 8];
        for i in 0..8 {
            parts[i] = self.weights[i] * normal_f32(words[i]);
        }
        let halves = [parts[0] + parts[4], parts[1] + parts[5], parts[2] + parts[6], parts[3] + parts[7]];
        (halves[0] + halves[2]) + (halves[1] + halves[3])
    }
}

/// Weights of a field of one day and of the next at a part of the day, 0 to 1: of unit variance between them.
pub(crate) fn between(part: f64) -> [f32; 2] {
    let length = ((1.0 - part) * (1.0 - part) + part * part).sqrt();
    [((1.0 - part) / length) as f32, (part / length) as f32]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::sphere::{earth, moved};

    fn field(points: &[(f64, f64)], runs: u32) -> Vec<Vec<f64>> {
        let sites: Vec<Site> = points.iter().map(|&(lat, lon)| Site::new(&earth(lat, lon), LOCAL)).collect();
        let run = |run| {
            let draws = Draws::new(5, run);
            sites.iter().map(|site| f64::from(site.all(&draws, Lane::Day, 3)[1])).collect()
        };
        (0..runs).map(run).collect()
    }

    #[test]
    fn a_field_has_unit_variance_everywhere_and_forgets_over_its_range() {
        let home = (43.2, 76.9);
        let points = [home, moved(home.0, home.1, 2.0, 0.0), moved(home.0, home.1, 70.0, 0.0), (-12.0, 179.99)];
        let runs = field(&points, 20_000);
        let product = |a: usize, b: usize| runs.iter().map(|run| run[a] * run[b]).sum::<f64>() / runs.len() as f64;
        // Fixed seeds; 4.4 standard errors.
        for point in 0..points.len() {
            assert!(
                (product(point, point) - 1.0).abs() < 4.4 * (2.0f64 / 20_000.0).sqrt(),
                "{}",
                product(point, point)
            );
        }
        assert!(product(0, 1) > 0.9 && product(0, 2).abs() < 4.4 / 20_000f64.sqrt(), "{}", product(0, 2));
    }

    #[test]
    fn the_date_line_is_no_seam() {
        let runs = field(&[(-17.0, 179.9999), (-17.0, -179.9999)], 50);
        assert!(runs.iter().all(|run| (run[0] - run[1]).abs() < 0.01));
    }

    #[test]
    fn days_blend_with_unit_variance() {
        for part in [0.0, 0.3, 1.0] {
            let [a, b] = between(part);
            assert!((a * a + b * b - 1.0).abs() < 1e-6);
        }
    }
}
