//! The pool of a cell: who could be mobilised, person by person.
//!
//! Everyone has a place on the axis y = -ln(1 - share), a unit exponential, and is in the pool where the pool's share
//! puts the axis beyond it. In the order of their places the gaps between people are exponential: the k-th of n stands
//! Exp(1)/(n - k) beyond the one before. So a pool is a walk along addressed gaps, forwards where the share rises and back
//! where it falls. Places are whole numbers of 2^-52: what is added on the way out is taken off on the way back, and who
//! is in the pool depends on its share alone, not on how it came there.

use serde::{Deserialize, Serialize};

use crate::draw::{Draws, Purpose};
use crate::math::exponential_f32;

/// Units of the axis.
const UNIT: f32 = (1u64 << 52) as f32;

/// Beyond every point of the axis: the gap before whoever is not there.
const NOBODY: u64 = 1 << 57;

/// People of a bin: their gaps are drawn at once, four to a block. Results depend on it.
const BLOCKS: usize = 8;
const BIN: usize = 4 * BLOCKS;

/// The people of one cell on their axis, in bins. A person is known by their rank.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pool {
    /// Whose places these are: they stay where the chances of the days to come are drawn anew.
    draws: Draws,
    people: u32,
    /// In the pool: those of the lowest ranks.
    pub inside: u32,
    /// Where the last of them stands, and the first outside.
    last: u64,
    next: u64,
    /// Where every bin begins that a pool has reached: a way back passes whole bins without drawing them.
    starts: Vec<u64>,
    /// The bin at hand, and where everyone of it stands.
    bin: usize,
    points: [u64; BIN],
}

/// A point of the axis in its units.
#[inline(always)]
pub(super) fn point(axis: f32) -> u64 {
    (axis * UNIT) as u64
}

impl Pool {
    /// So many people, none in the pool.
    pub fn new(people: u32, draws: Draws) -> Self {
        let (starts, points) = (vec![0], [0; BIN]);
        let mut pool = Self { draws, people, inside: 0, last: 0, next: 0, starts, bin: usize::MAX, points };
        pool.draw(0);
        pool.next = pool.points[0];
        pool
    }

    /// Where the last in the pool stands, and the first outside.
    #[inline(always)]
    pub fn bounds(&self) -> [u64; 2] {
        [self.last, self.next]
    }

    /// Lets people in or out, so that those stand in the pool who are up to `at`.
    #[inline(always)]
    pub fn set(&mut self, at: u64) {
        let mut bin = (self.inside as usize / BIN).min(self.starts.len() - 1);
        while self.starts[bin] > at {
            bin -= 1;
        }
        loop {
            if bin + 1 == self.starts.len() {
                self.draw(bin);
                let end = self.points[BIN - 1];
                if end > at {
                    break;
                }
                self.starts.push(end);
            } else if self.starts[bin + 1] > at {
                break;
            }
            bin += 1;
        }
        self.draw(bin);
        // Counted without a branch: the loop becomes vectors.
        let mut passed = 0;
        for point in self.points {
            passed += u64::from(point <= at);
        }
        let passed = passed as usize;
        self.inside = (bin * BIN + passed) as u32;
        self.last = if passed == 0 { self.starts[bin] } else { self.points[passed - 1] };
        self.next = self.points[passed.min(BIN - 1)];
    }

    /// Draws the gaps of a bin, unless it is the one at hand; where it begins must be known.
    #[inline(always)]
    fn draw(&mut self, bin: usize) {
        if bin == self.bin {
            return;
        }
        self.bin = bin;
        let first = bin * BIN;
        let words = self.draws.blocks::<BLOCKS>(Purpose::Pool, first as u32 / 4);
        // One thing a loop, so that the first two become vectors.
        let mut gaps = [0.0; BIN];
        for (word, blocks) in words.iter().enumerate() {
            for block in 0..BLOCKS {
                gaps[BLOCKS * word + block] = exponential_f32(blocks[block]);
            }
        }
        for (slot, gap) in gaps.iter_mut().enumerate() {
            let beyond = self.people as i32 - (first + slot) as i32;
            *gap *= UNIT / beyond.max(1) as f32;
        }
        let mut point = self.starts[bin];
        for (slot, gap) in gaps.into_iter().enumerate() {
            point += if first + slot < self.people as usize { gap as u64 } else { NOBODY };
            self.points[slot] = point;
        }
    }
}

/// Who of a cell's people is away, by rank.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Away(Vec<u64>);

impl Away {
    /// Whether someone is away.
    #[inline(always)]
    pub fn is(&self, rank: u32) -> bool {
        self.0.get((rank / 64) as usize).is_some_and(|word| word >> (rank % 64) & 1 == 1)
    }

    /// Lets someone go.
    #[inline(always)]
    pub fn go(&mut self, rank: u32) {
        let word = (rank / 64) as usize;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (rank % 64);
    }

    /// Lets someone come back.
    #[inline(always)]
    pub fn back(&mut self, rank: u32) {
        self.0[(rank / 64) as usize] &= !(1 << (rank % 64));
    }

    /// How many of some ranks are away.
    pub fn among(&self, ranks: std::ops::Range<u32>) -> u32 {
        let first = (ranks.start / 64) as usize;
        let until = self.0.len().min(ranks.end.div_ceil(64) as usize);
        if first >= until {
            return 0;
        }
        let mut count = 0;
        for (index, word) in self.0[first..until].iter().enumerate() {
            let base = ((first + index) * 64) as u32;
            let above = if base < ranks.start { u64::MAX << (ranks.start - base) } else { u64::MAX };
            let below = if ranks.end - base < 64 { (1 << (ranks.end - base)) - 1 } else { u64::MAX };
            count += (word & above & below).count_ones();
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::equations::pool_axis;

    fn inside(pool: &mut Pool, share: f32) -> u32 {
        pool.set(point(pool_axis(share)));
        pool.inside
    }

    #[test]
    fn the_pool_depends_on_its_share_alone_and_grows_with_it() {
        let draws = Draws::new(3, 1).of(17);
        let shares = [0.001, 0.02, 0.5, 0.004, 0.9, 1e-6, 0.02, 0.001, 1.0 - 1e-6];
        let mut walked = Pool::new(40_000, draws);
        let found: Vec<u32> = shares.iter().map(|&share| inside(&mut walked, share)).collect();
        for (&share, &found) in shares.iter().zip(&found) {
            assert_eq!(inside(&mut Pool::new(40_000, draws), share), found, "{share}");
        }
        let mut sorted: Vec<(f32, u32)> = shares.into_iter().zip(found).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(sorted.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{sorted:?}");
    }

    #[test]
    fn its_size_is_binomial() {
        for (people, share) in [(1u32, 0.3f32), (50, 0.02), (900, 0.4), (20_000, 0.003)] {
            let runs = 4000u32;
            let (mut sum, mut squares) = (0.0, 0.0);
            for run in 0..runs {
                let draws = Draws::new(9, run).of(5);
                let found = f64::from(inside(&mut Pool::new(people, draws), share));
                (sum, squares) = (sum + found, squares + found * found);
            }
            let (n, p, runs) = (f64::from(people), f64::from(share), f64::from(runs));
            let (mean, variance) = (n * p, n * p * (1.0 - p));
            // Fixed seeds; 4.4 standard errors, the variance's that of a normal with room for skew.
            assert!((sum / runs - mean).abs() < 4.4 * (variance / runs).sqrt(), "{} of {mean}", sum / runs);
            let found = squares / runs - sum * sum / runs / runs;
            let error = variance * (2.0 / runs).sqrt() + (variance / runs).sqrt();
            assert!((found - variance).abs() < 4.4 * error, "{found} of {variance}");
        }
    }

    #[test]
    fn the_away_are_counted_among_any_ranks() {
        let mut away = Away::default();
        let ranks = [0, 3, 63, 64, 200, 201];
        ranks.iter().for_each(|&rank| away.go(rank));
        away.back(3);
        for start in [0, 1, 63, 64, 65, 200, 300] {
            for end in [start, start + 1, 64.max(start), 128.max(start), 201.max(start), 500] {
                let expected = ranks.iter().filter(|&&rank| rank != 3 && (start..end).contains(&rank)).count() as u32;
                assert_eq!(away.among(start..end), expected, "{start}..{end}");
            }
        }
        assert!(away.is(63) && !away.is(3) && !away.is(10_000));
    }
}
