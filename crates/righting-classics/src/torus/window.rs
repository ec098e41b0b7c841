//! What an agent sees: the cells around it, counted sixteen at a time.

use serde::{Deserialize, Serialize};

use crate::chance::Chance;

use super::grid::{LANES, Torus};

/// Which cells lie within a radius.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A disc: Euclidean distance, borders included (148 cells at radius 7).
    Euclid,
    /// A square: the larger of the two distances (224 cells at radius 7).
    Moore,
    /// A diamond: the sum of the two distances (112 cells at radius 7).
    VonNeumann,
}

impl Shape {
    fn holds(self, dx: i32, dy: i32, radius: f64) -> bool {
        let (x, y) = (f64::from(dx.abs()), f64::from(dy.abs()));
        match self {
            Self::Euclid => x * x + y * y <= radius * radius,
            Self::Moore => x.max(y) <= radius,
            Self::VonNeumann => x + y <= radius,
        }
    }
}

/// Rows that a nibble can sum before it may overflow.
const FLUSH: usize = 15;
/// Tries of a random cell before all cells are listed instead.
const TRIES: u32 = 96;

/// A window of one shape and radius, ready for one torus.
#[derive(Debug, Clone)]
pub struct Window {
    offsets: Vec<(i16, i16)>,
    /// Offsets in bytes, filled up to a power of two with 0, the agent's own cell.
    steps: Vec<i32>,
    bits: u32,
    /// Cells that one random word draws.
    per_word: u32,
    /// Bytes of a row that count, by chunk and then by row: 0x11 inside, 0 outside.
    masks: Vec<[u64; 2]>,
    rows: usize,
    back: usize,
    stride: usize,
}

impl Window {
    /// The window of `shape` and `radius` (cells) on `torus`; the centre is left out.
    pub fn new(torus: &Torus, shape: Shape, radius: f64) -> Self {
        let reach = libm::floor(radius) as i32;
        let rows = (2 * reach + 1) as usize;
        let chunks = rows.div_ceil(LANES);
        let mut masks = vec![[0u8; LANES]; chunks * rows];
        let mut offsets = Vec::new();
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                if (dx, dy) != (0, 0) && shape.holds(dx, dy, radius) {
                    offsets.push((dx as i16, dy as i16));
                    let column = (dx + reach) as usize;
                    let row = (dy + reach) as usize;
                    masks[column / LANES * rows + row][column % LANES] = 0x11;
                }
            }
        }
        let masks = masks.into_iter().map(words).collect();
        let stride = torus.stride();
        let bits = offsets.len().next_power_of_two().trailing_zeros();
        let mut steps: Vec<i32> =
            offsets.iter().map(|&(dx, dy)| i32::from(dy) * stride as i32 + i32::from(dx)).collect();
        steps.resize(1 << bits, 0);
        offsets.resize(1 << bits, (0, 0));
        Self {
            offsets,
            steps,
            bits,
            per_word: 64 / bits.max(1),
            masks,
            rows,
            back: reach as usize * (stride + 1),
            stride,
        }
    }

    /// Cells in the window.
    pub fn len(&self) -> usize {
        self.offsets.iter().filter(|&&offset| offset != (0, 0)).count()
    }

    /// Whether the window holds no cell at all (radius under 1).
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many cells have bit 0x01 set, and how many bit 0x10, around `(x, y)`.
    #[inline(always)]
    pub fn count(&self, torus: &Torus, x: u16, y: u16) -> (u32, u32) {
        let start = torus.at(x, y) - self.back;
        // Radius 7 and 1, those of the published runs, with the number of rows known beforehand.
        if let Ok(masks) = <&[[u64; 2]; 15]>::try_from(self.masks.as_slice()) {
            nibbles(&torus.sum_rows(start, masks))
        } else if let Ok(masks) = <&[[u64; 2]; 3]>::try_from(self.masks.as_slice()) {
            nibbles(&torus.sum_rows(start, masks))
        } else {
            self.count_any(torus, start)
        }
    }

    #[inline(never)]
    fn count_any(&self, torus: &Torus, start: usize) -> (u32, u32) {
        let mut low = 0;
        let mut high = 0;
        for (chunk, masks) in self.masks.chunks_exact(self.rows).enumerate() {
            let mut at = start + chunk * LANES;
            for some in masks.chunks(FLUSH) {
                let mut sums = [0; 2];
                for mask in some {
                    let row = torus.sum_rows(at, &[*mask]);
                    sums[0] += row[0];
                    sums[1] += row[1];
                    at += self.stride;
                }
                let (a, b) = nibbles(&sums);
                low += a;
                high += b;
            }
        }
        (low, high)
    }

    /// Asks the memory for the rows around `(x, y)`, of which an agent will soon need all.
    #[inline(always)]
    pub fn fetch_ahead(&self, torus: &Torus, x: u16, y: u16) {
        let start = torus.at(x, y) - self.back;
        for row in 0..self.rows {
            torus.fetch_ahead(start + row * self.stride);
        }
    }

    /// Sums of the low and of the high nibbles of the window and of the cell itself, for grids where
    /// up to fifteen share a cell.
    pub fn count_stacked(&self, torus: &Torus, x: u16, y: u16) -> (u32, u32) {
        let start = torus.at(x, y) - self.back;
        let here = torus.get(x, y);
        let mut low = u32::from(here & 0x0f);
        let mut high = u32::from(here >> 4);
        for (chunk, masks) in self.masks.chunks_exact(self.rows).enumerate() {
            let mut at = start + chunk * LANES;
            for some in masks.chunks(FLUSH) {
                // Fifteen rows of at most fifteen sum to 225: no byte overflows.
                let mut sums = [[0u64; 2]; 2];
                for mask in some {
                    // Masks are 0x11 inside; times fifteen they let a whole byte through.
                    let row = torus.sum_rows(at, &[mask.map(|m| m * 15)]);
                    for half in 0..2 {
                        sums[0][half] += row[half] & LOW;
                        sums[1][half] += (row[half] >> 4) & LOW;
                    }
                    at += self.stride;
                }
                let total = |words: [u64; 2]| words.iter().flat_map(|w| w.to_ne_bytes()).map(u32::from).sum::<u32>();
                low += total(sums[0]);
                high += total(sums[1]);
            }
        }
        (low, high)
    }

    /// All cells of the window.
    pub fn cells<'a>(&'a self, torus: &'a Torus, x: u16, y: u16) -> impl Iterator<Item = (u16, u16)> + 'a {
        self.matching(torus, x, y, |_| true)
    }

    /// A uniformly drawn free cell of the window, if there is one.
    #[inline(always)]
    pub fn free_cell(&self, torus: &Torus, x: u16, y: u16, chance: &mut Chance) -> Option<(u16, u16)> {
        let bytes = torus.bytes();
        let here = torus.at(x, y) as isize;
        let mask = (1u64 << self.bits) - 1;
        let mut tried = 0;
        while tried < TRIES {
            let mut word = chance.bits();
            for _ in 0..self.per_word {
                // Past the last cell the step is 0, which is the agent's own, taken cell: rejected.
                let drawn = (word & mask) as usize;
                word >>= self.bits;
                if bytes[(here + self.steps[drawn] as isize) as usize] == 0 {
                    let (dx, dy) = self.offsets[drawn];
                    return Some(torus.step(x, y, dx, dy));
                }
            }
            tried += self.per_word;
        }
        self.listed(torus, x, y, chance)
    }

    /// A random offset of the window, every cell alike.
    #[inline(always)]
    pub fn draw(&self, chance: &mut Chance) -> (i16, i16) {
        loop {
            let drawn = self.offsets[(chance.bits() >> (64 - self.bits)) as usize];
            if drawn != (0, 0) {
                return drawn;
            }
        }
    }

    /// Whether a cell of the window has one of `bits` set.
    pub fn any(&self, torus: &Torus, x: u16, y: u16, bits: u8) -> bool {
        let here = torus.at(x, y) as isize;
        let held = |&step: &i32| torus.bytes()[(here + step as isize) as usize] & bits != 0;
        self.steps.iter().filter(|&&step| step != 0).any(held)
    }

    /// The cells of the window that `wanted` accepts.
    fn matching<'a>(
        &'a self,
        torus: &'a Torus,
        x: u16,
        y: u16,
        wanted: impl Fn(u8) -> bool + 'a,
    ) -> impl Iterator<Item = (u16, u16)> + 'a {
        let here = torus.at(x, y) as isize;
        let held = move |step: i32| wanted(torus.bytes()[(here + step as isize) as usize]);
        self.steps
            .iter()
            .zip(&self.offsets)
            .filter(move |&(&step, _)| step != 0 && held(step))
            .map(move |(_, &(dx, dy))| torus.step(x, y, dx, dy))
    }

    /// The cell numbered `nth` among those that `wanted` accepts.
    pub fn nth(&self, torus: &Torus, x: u16, y: u16, nth: u32, wanted: impl Fn(u8) -> bool) -> Option<(u16, u16)> {
        self.matching(torus, x, y, wanted).nth(nth as usize)
    }

    /// A uniformly drawn free cell found by listing all: for crowded windows.
    #[cold]
    #[inline(never)]
    fn listed(&self, torus: &Torus, x: u16, y: u16, chance: &mut Chance) -> Option<(u16, u16)> {
        let matches = self.matching(torus, x, y, |byte| byte == 0).count() as u32;
        if matches == 0 {
            return None;
        }
        self.nth(torus, x, y, chance.below(matches), |byte| byte == 0)
    }
}

/// Sixteen bytes as two words, as they lie in memory.
fn words(bytes: [u8; LANES]) -> [u64; 2] {
    let half = |from: usize| u64::from_ne_bytes(core::array::from_fn(|i| bytes[from + i]));
    [half(0), half(8)]
}

const LOW: u64 = 0x0f0f_0f0f_0f0f_0f0f;

/// Sums of the low and of the high nibbles of sixteen bytes.
#[inline(always)]
fn nibbles(&[first, second]: &[u64; 2]) -> (u32, u32) {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // Two nibbles add to at most 30 and eight such bytes to at most 240, so no byte overflows.
    let low = (first & LOW) + (second & LOW);
    let high = ((first >> 4) & LOW) + ((second >> 4) & LOW);
    ((low.wrapping_mul(ONES) >> 56) as u32, (high.wrapping_mul(ONES) >> 56) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_field() {
        let torus = Torus::new(40, 40, 7);
        let size = |shape, radius| Window::new(&torus, shape, radius).len();
        assert_eq!(size(Shape::Euclid, 7.0), 148);
        assert_eq!(size(Shape::Euclid, 1.7), 8);
        assert_eq!(size(Shape::Moore, 7.0), 224);
        assert_eq!(size(Shape::VonNeumann, 7.0), 112);
    }

    #[test]
    fn counts_equal_a_plain_loop_for_every_shape_and_radius() {
        let mut chance = Chance::new(3, 0);
        for radius in [1.0, 1.7, 4.0, 7.0, 8.0, 12.0, 19.0] {
            let mut torus = Torus::new(41, 43, 19);
            for number in 0..torus.size() {
                let (x, y) = torus.cell(number);
                let byte = [0, 0x01, 0x10, 0x11, 0x02, 0xe0][chance.below(6) as usize];
                torus.set(x, y, byte);
            }
            for shape in [Shape::Euclid, Shape::Moore, Shape::VonNeumann] {
                let window = Window::new(&torus, shape, radius);
                for number in (0..torus.size()).step_by(7) {
                    let (x, y) = torus.cell(number);
                    let mut plain = (0, 0);
                    let reach = radius as i16;
                    for dy in -reach..=reach {
                        for dx in -reach..=reach {
                            if (dx, dy) != (0, 0) && shape.holds(dx.into(), dy.into(), radius) {
                                let (cx, cy) = torus.step(x, y, dx, dy);
                                plain.0 += u32::from(torus.get(cx, cy) & 1);
                                plain.1 += u32::from(torus.get(cx, cy) >> 4 & 1);
                            }
                        }
                    }
                    assert_eq!(window.count(&torus, x, y), plain, "{shape:?} {radius} {x} {y}");
                }
            }
        }
    }

    #[test]
    fn free_cells_are_drawn_evenly() {
        // 5 free cells, 50,000 draws: chi-squared with 4 degrees under 23.5 (false alarm 1e-4).
        let mut torus = Torus::new(40, 40, 7);
        for number in 0..torus.size() {
            let (x, y) = torus.cell(number);
            torus.set(x, y, 2);
        }
        let free = [(0u16, 0u16), (39, 39), (3, 4), (38, 2), (7, 35)];
        for &(x, y) in &free {
            torus.set(x, y, 0);
        }
        let window = Window::new(&torus, Shape::Moore, 7.0);
        let mut chance = Chance::new(5, 0);
        let mut hits = [0f64; 5];
        for _ in 0..50_000 {
            let cell = window.free_cell(&torus, 1, 1, &mut chance);
            let which = free.iter().position(|&f| Some(f) == cell);
            hits[which.expect("a free cell")] += 1.0;
        }
        let chi: f64 = hits.iter().map(|h| (h - 10_000.0) * (h - 10_000.0) / 10_000.0).sum();
        assert!(chi < 23.5, "{hits:?}");
    }
}
