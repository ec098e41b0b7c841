//! Smoothing over space at a cost in proportion to the number of cells.
//!
//! What stands in the cells is laid on grids of growing width by quadratic B-splines and read off them in the same way;
//! each grid is a kernel as wide as itself, and their weighted sum is near e^(-d / range): within 0.09 of it at the
//! centre, 0.01 beyond 0.6 ranges. A cell is laid on no grid much finer than itself, which is how its width enters.
//! Grids are those of one polity: nothing is smoothed across. Cells are added in their one order.

use crate::space::cells::Cell;
use crate::space::sphere::Plane;

/// What is smoothed at once.
pub(crate) const CHANNELS: usize = 4;

/// Widths of the grids, in ranges, and their weights, from a non-negative least-squares fit of their mean kernels to
/// e^(-d / range).
const GRIDS: [(f64, f32); 3] = [(0.36, 0.789_877), (0.95, 1.406_76), (2.4, 0.827_028)];

/// A cell is laid on grids of at least this part of its radius.
const OWN: f64 = 0.8;

/// Where a cell stands on one grid: the first node of three rows of three, and the weights along rows and across.
#[derive(Debug, Clone, Copy)]
struct Tap {
    rows: [u32; 3],
    across: [f32; 3],
    along: [f32; 3],
    /// Weight of the grid.
    weight: f32,
}

/// The grids of a country.
pub(crate) struct Pyramid {
    nodes: usize,
    taps: Vec<Tap>,
    /// First tap of each cell, and the end.
    starts: Vec<u32>,
}

/// Grids as they are filled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nodes(Vec<[f32; CHANNELS]>);

impl Pyramid {
    /// For cells in their order, on one plane for every polity, and a range, km.
    pub fn new(cells: &[Cell], polities: usize, range: f64) -> Self {
        let planes: Vec<Plane> = (0..polities)
            .map(|polity| {
                let own = cells.iter().filter(|cell| cell.polity == polity);
                Plane::about(own.map(|cell| (&cell.point, cell.residents)))
            })
            .collect();
        let mut wanted = Vec::with_capacity(cells.len() * GRIDS.len());
        let mut starts = vec![0];
        for cell in cells {
            let at = planes[cell.polity].project(&cell.point);
            for (level, &(width, weight)) in GRIDS.iter().enumerate() {
                let width = width * range;
                if width >= OWN * cell.radius || level + 1 == GRIDS.len() {
                    wanted.push((
                        Key { polity: cell.polity as u32, level: level as u32 },
                        at.map(|x| x / width),
                        weight,
                    ));
                }
            }
            starts.push(wanted.len() as u32);
        }
        let nodes = Self::numbered(&wanted);
        let taps = wanted.iter().map(|(key, at, weight)| Self::tap(&nodes, *key, *at, *weight)).collect();
        Self { nodes: nodes.len(), taps, starts }
    }

    /// Every node that is laid on or read, in the order of polity, grid, row and column: three in a row stand together.
    fn numbered(wanted: &[(Key, [f64; 2], f32)]) -> Vec<(Key, [i32; 2])> {
        let mut nodes = Vec::with_capacity(9 * wanted.len());
        for (key, at, _) in wanted {
            let [row, column] = at.map(|x| x.round() as i32);
            nodes.extend((0..9).map(|i| (*key, [row + i / 3 - 1, column + i % 3 - 1])));
        }
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    fn tap(nodes: &[(Key, [i32; 2])], key: Key, at: [f64; 2], weight: f32) -> Tap {
        let [row, column] = at.map(|x| x.round() as i32);
        let node = |up: i32| nodes.binary_search(&(key, [row + up - 1, column - 1])).expect("it was laid") as u32;
        let [across, along] = at.map(|x| splines(x - x.round()));
        Tap { rows: [node(0), node(1), node(2)], across, along, weight }
    }

    /// Smooths what is in the cells: out(x) = sum over cells y of W(x, y) source(y).
    pub fn smooth(&self, nodes: &mut Nodes, source: &[[f32; CHANNELS]], out: &mut [[f32; CHANNELS]]) {
        nodes.0.clear();
        nodes.0.resize(self.nodes, [0.0; CHANNELS]);
        for (cell, values) in source.iter().enumerate() {
            if *values != [0.0; CHANNELS] {
                self.of(cell).iter().for_each(|tap| lay(&mut nodes.0, tap, values));
            }
        }
        for (cell, out) in out.iter_mut().enumerate() {
            let mut sum = [0.0; CHANNELS];
            for tap in self.of(cell) {
                let read = read(&nodes.0, tap);
                for i in 0..CHANNELS {
                    sum[i] += tap.weight * read[i];
                }
            }
            *out = sum;
        }
    }

    fn of(&self, cell: usize) -> &[Tap] {
        &self.taps[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }
}

/// Which grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    polity: u32,
    level: u32,
}

#[inline(always)]
fn lay(nodes: &mut [[f32; CHANNELS]], tap: &Tap, values: &[f32; CHANNELS]) {
    for (&first, across) in tap.rows.iter().zip(tap.across) {
        let row = &mut nodes[first as usize..first as usize + 3];
        for (node, along) in row.iter_mut().zip(tap.along) {
            let part = across * along;
            for i in 0..CHANNELS {
                node[i] += part * values[i];
            }
        }
    }
}

#[inline(always)]
fn read(nodes: &[[f32; CHANNELS]], tap: &Tap) -> [f32; CHANNELS] {
    let mut sum = [0.0; CHANNELS];
    for (&first, across) in tap.rows.iter().zip(tap.across) {
        let row = &nodes[first as usize..first as usize + 3];
        for (node, along) in row.iter().zip(tap.along) {
            let part = across * along;
            for i in 0..CHANNELS {
                sum[i] += part * node[i];
            }
        }
    }
    sum
}

/// Quadratic B-splines of the node before, the nearest node and the node after, at a distance from the nearest.
fn splines(x: f64) -> [f32; 3] {
    [0.5 * (0.5 - x) * (0.5 - x), 0.75 - x * x, 0.5 * (0.5 + x) * (0.5 + x)].map(|weight| weight as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Draws, Purpose, uniform_f32};
    use crate::math;
    use crate::space::sphere::{distance, earth};

    /// Cells strewn over a thousand km, with people in some.
    fn strewn(count: u32) -> (Vec<Cell>, Vec<[f32; CHANNELS]>) {
        let draws = Draws::new(11, 0);
        let cell = |index| {
            let words = draws.block(Purpose::Added, 0, index).map(uniform_f32);
            let (latitude, longitude) = (44.0 + 9.0 * f64::from(words[0]), 60.0 + 13.0 * f64::from(words[1]));
            let point = earth(latitude, longitude);
            let cell = Cell { place: 0, part: 0, polity: 0, residents: 1000, latitude, longitude, point, radius: 2.0 };
            (cell, [100.0 * words[2] * words[2], 1.0, 0.0, 0.0])
        };
        (0..count).map(cell).unzip()
    }

    fn smoothed(cells: &[Cell], source: &[[f32; CHANNELS]]) -> Vec<[f32; CHANNELS]> {
        let mut out = vec![[0.0; CHANNELS]; cells.len()];
        Pyramid::new(cells, 1, 25.0).smooth(&mut Nodes::default(), source, &mut out);
        out
    }

    #[test]
    fn it_is_near_the_direct_sum() {
        let (cells, source) = strewn(1500);
        let found = smoothed(&cells, &source);
        let (mut sums, mut squares, mut total, mut all) = (0.0, 0.0, 0.0, 0.0);
        for (cell, found) in cells.iter().zip(&found) {
            let weight = |other: &Cell| math::exp(-distance(&cell.point, &other.point) / 25.0);
            let exact: f64 = cells.iter().zip(&source).map(|(other, x)| weight(other) * f64::from(x[0])).sum();
            let error = math::ln((f64::from(found[0]) + 1.0) / (exact + 1.0));
            (sums, squares) = (sums + error, squares + error * error);
            (total, all) = (total + f64::from(found[0]), all + exact);
        }
        let (mean, n) = (sums / 1500.0, 1500.0);
        let spread = (squares / n - mean * mean).sqrt();
        assert!((total / all - 1.0).abs() < 0.05 && spread < 0.15, "{} and {spread}", total / all);
    }

    #[test]
    fn parts_of_a_cell_give_what_the_cell_gives() {
        let (cells, source) = strewn(200);
        let whole = smoothed(&cells, &source);
        let parts: Vec<Cell> = cells.iter().flat_map(|cell| [*cell; 4]).collect();
        let quarters: Vec<[f32; CHANNELS]> = source.iter().flat_map(|x| [x.map(|x| 0.25 * x); 4]).collect();
        let found = smoothed(&parts, &quarters);
        for (cell, whole) in whole.iter().enumerate() {
            for part in 0..4 {
                assert!((found[4 * cell + part][0] / whole[0] - 1.0).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn nothing_is_smoothed_across_polities() {
        let (mut cells, source) = strewn(200);
        let alone = smoothed(&cells[..100], &source[..100]);
        cells[100..].iter_mut().for_each(|cell| cell.polity = 1);
        let mut out = vec![[0.0; CHANNELS]; cells.len()];
        Pyramid::new(&cells, 2, 25.0).smooth(&mut Nodes::default(), &source, &mut out);
        assert_eq!(out[..100], alone);
    }
}
