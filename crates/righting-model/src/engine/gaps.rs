//! Exits from a list by exponential gaps: each member is met with probability 1 - e^-hazard.
//!
//! Members stand in a row and each adds its hazard; whoever stands where the sum passes an Exp(1) leaves,
//! and the next gap begins behind it. What is left of a gap at the end of a list is carried to the next
//! step, which the exponential's lack of memory allows: a list that nobody leaves costs no draw.

use crate::draw::{Draws, Purpose};
use crate::math::exponential_f32;

/// Blocks fetched at once where many exits are expected.
const BATCH: usize = 8;

/// The gap in which a list stands.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
pub(super) struct Gap {
    /// Hazard still to come until the next exit.
    left: f32,
    /// Decides the fate of who exits there.
    fate: u32,
    /// Which gap of the list this is.
    index: u32,
}

impl Gap {
    pub fn first(draws: &Draws, purpose: Purpose, key: u32) -> Self {
        let [gap, fate, ..] = draws.block(purpose, key, 0, 0);
        Self { left: exponential_f32(gap), fate, index: 0 }
    }
}

/// A walk along one list in one step, from its end.
pub(super) struct Walk {
    draws: Draws,
    purpose: Purpose,
    key: u32,
    hazard: f32,
    gap: Gap,
    /// Gaps fetched: those from `from` to `to`.
    from: u32,
    to: u32,
    exponentials: [f32; 2 * BATCH],
    fates: [u32; 2 * BATCH],
}

impl Walk {
    #[inline(always)]
    pub fn new(draws: Draws, purpose: Purpose, key: u32, hazard: f32, gap: Gap) -> Self {
        let (exponentials, fates) = ([0.0; 2 * BATCH], [0; 2 * BATCH]);
        Self { draws, purpose, key, hazard, gap, from: 0, to: 0, exponentials, fates }
    }

    /// The next member met below `end`, which moves down to it, and a word to decide its fate.
    #[inline(always)]
    pub fn next_below(&mut self, end: &mut usize) -> Option<(usize, u32)> {
        let all = self.hazard * *end as f32;
        if self.gap.left >= all {
            self.gap.left -= all;
            *end = 0;
            return None;
        }
        let passed = (self.gap.left / self.hazard) as usize;
        *end -= (passed + 1).min(*end);
        let fate = self.gap.fate;
        self.gap = self.following(*end);
        Some((*end, fate))
    }

    /// Where the list stands after the walk.
    #[inline(always)]
    pub fn gap(&self) -> Gap {
        self.gap
    }

    #[inline(always)]
    fn following(&mut self, members: usize) -> Gap {
        let index = self.gap.index + 1;
        if !(self.from..self.to).contains(&index) {
            self.fetch(index, members);
        }
        let slot = (index - self.from) as usize;
        Gap { left: self.exponentials[slot], fate: self.fates[slot], index }
    }

    /// Fetches the block of a gap, or a batch from it on, which costs little more, where several exits are due.
    #[inline(always)]
    fn fetch(&mut self, index: u32, members: usize) {
        if members as f32 * self.hazard > 1.5 {
            self.keep(index / 2, self.draws.blocks::<BATCH>(self.purpose, self.key, index / 2));
        } else {
            self.keep(index / 2, self.draws.blocks::<1>(self.purpose, self.key, index / 2));
        }
    }

    #[inline(always)]
    fn keep<const N: usize>(&mut self, block: u32, words: [[u32; 4]; N]) {
        let mut gaps = [0; 2 * BATCH];
        for (i, &[a, fate_a, b, fate_b]) in words.iter().enumerate() {
            (gaps[2 * i], gaps[2 * i + 1]) = (a, b);
            (self.fates[2 * i], self.fates[2 * i + 1]) = (fate_a, fate_b);
        }
        for (exponential, &gap) in self.exponentials[..2 * N].iter_mut().zip(&gaps) {
            *exponential = exponential_f32(gap);
        }
        (self.from, self.to) = (2 * block, 2 * (block + N as u32));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math;

    /// Members met in `steps` walks along lists of these lengths.
    fn met(lengths: &[usize], hazard: f32, seed: u64) -> usize {
        let draws = Draws::new(seed, 0);
        let mut gap = Gap::first(&draws, Purpose::Protest, 7);
        let mut count = 0;
        for &length in lengths {
            let mut walk = Walk::new(draws, Purpose::Protest, 7, hazard, gap);
            let mut end = length;
            while let Some((index, _)) = walk.next_below(&mut end) {
                assert!(index < length);
                count += 1;
            }
            gap = walk.gap();
        }
        count
    }

    #[test]
    fn each_member_is_met_with_its_probability_whatever_the_lists() {
        // Binomial with fixed seeds; 4.4 standard errors: error rate 1e-5 each.
        for (lengths, hazard) in
            [(vec![1; 100_000], 0.02f32), (vec![10_000; 10], 0.5), ([3, 0, 400, 1].repeat(500), 0.1)]
        {
            let members: usize = lengths.iter().sum();
            let p = math::one_minus_exp(f64::from(hazard));
            let sd = (members as f64 * p * (1.0 - p)).sqrt();
            let found = met(&lengths, hazard, 3) as f64;
            assert!((found - members as f64 * p).abs() < 4.4 * sd, "{found} of {members} at {hazard}");
        }
        assert_eq!(met(&[1000; 10], 0.0, 3), 0);
    }
}
