//! Cells around a cell in order of Euclidean distance, for rules that seek the nearest.

use crate::chance::Chance;

use super::grid::Torus;

/// Offsets grouped by equal distance, nearest first, the cell itself left out.
#[derive(Debug, Clone)]
pub struct Rings {
    rings: Vec<Vec<(i16, i16)>>,
}

impl Rings {
    /// All offsets strictly nearer than `distance`.
    pub fn nearer_than(distance: f64) -> Self {
        let reach = libm::ceil(distance) as i32;
        let mut offsets: Vec<(i32, i16, i16)> = Vec::new();
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                let square = dx * dx + dy * dy;
                if square > 0 && f64::from(square) < distance * distance {
                    offsets.push((square, dx as i16, dy as i16));
                }
            }
        }
        offsets.sort_unstable();
        let mut rings: Vec<Vec<(i16, i16)>> = Vec::new();
        let mut last = 0;
        for (square, dx, dy) in offsets {
            if square != last {
                rings.push(Vec::new());
                last = square;
            }
            if let Some(ring) = rings.last_mut() {
                ring.push((dx, dy));
            }
        }
        Self { rings }
    }

    /// The nearest cell whose byte `wanted` accepts; ties are broken at random.
    pub fn nearest(
        &self,
        torus: &Torus,
        (x, y): (u16, u16),
        chance: &mut Chance,
        wanted: impl Fn(u8) -> bool,
    ) -> Option<(u16, u16)> {
        for ring in &self.rings {
            let mut found = None;
            let mut ties = 0;
            for &(dx, dy) in ring {
                let (cx, cy) = torus.step(x, y, dx, dy);
                if wanted(torus.get(cx, cy)) {
                    ties += 1;
                    // Reservoir of one: every match of the ring is equally likely.
                    if ties == 1 || chance.below(ties) == 0 {
                        found = Some((cx, cy));
                    }
                }
            }
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_is_nearest_across_the_seam() {
        let mut torus = Torus::new(40, 40, 7);
        torus.set(39, 0, 1);
        torus.set(5, 5, 1);
        let rings = Rings::nearer_than(7.0);
        assert_eq!(rings.rings.iter().map(Vec::len).sum::<usize>(), 144);
        let found = rings.nearest(&torus, (1, 0), &mut Chance::new(1, 0), |byte| byte == 1);
        assert_eq!(found, Some((39, 0)));
    }
}
