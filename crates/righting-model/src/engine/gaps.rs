//! Exits from a list by exponential gaps: each member is met with probability 1 - e^-hazard.
//!
//! Members stand in a row and each adds its hazard; whoever stands where the sum passes an Exp(1) leaves,
//! and the next gap begins behind it. What is left of a gap at the end of a list is carried to the next
//! step, which the exponential's lack of memory allows: a list that nobody leaves costs no draw.

use crate::draw::{Draws, Purpose};
use crate::math::exponential_f32;

/// Blocks of words fetched at once; each holds two gaps.
const BLOCKS: usize = 8;

/// Gaps fetched at once.
const BATCH: usize = 2 * BLOCKS;

/// The gap in which a list stands, and the next ones.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Gaps {
    /// Which of the batch is the present one.
    slot: usize,
    /// Batches fetched.
    fetched: u32,
    /// Hazard until the exit at the end of each gap; of the present one, what is still to come of it.
    left: [f32; BATCH],
    /// Decides the fate of who exits there.
    fates: [u32; BATCH],
}

impl Gaps {
    #[inline(always)]
    pub fn first(draws: &Draws, purpose: Purpose) -> Self {
        let mut gaps = Self { slot: 0, fetched: 0, left: [0.0; BATCH], fates: [0; BATCH] };
        gaps.fetch(draws, purpose);
        gaps
    }

    #[inline(always)]
    fn fetch(&mut self, draws: &Draws, purpose: Purpose) {
        let [first, fate, second, other_fate] = draws.blocks::<BLOCKS>(purpose, self.fetched * BLOCKS as u32);
        // Put side by side first, so that one loop fills the widest vectors.
        let mut words = [0; BATCH];
        for i in 0..BLOCKS {
            (words[i], words[BLOCKS + i]) = (first[i], second[i]);
            (self.fates[i], self.fates[BLOCKS + i]) = (fate[i], other_fate[i]);
        }
        for (left, word) in self.left.iter_mut().zip(words) {
            *left = exponential_f32(word);
        }
        self.slot = 0;
        self.fetched += 1;
    }

    /// Lets a list pass that ends within the gap; false where someone is to exit.
    #[inline(always)]
    pub fn spans(&mut self, hazard: f32, members: usize) -> bool {
        let all = hazard * members as f32;
        let left = &mut self.left[self.slot];
        let spans = *left >= all;
        if spans {
            *left -= all;
        }
        spans
    }
}

/// A walk along one list in one step, from its end.
pub(super) struct Walk<'a> {
    draws: Draws,
    purpose: Purpose,
    hazard: f32,
    /// Members who add up to a hazard of one.
    members: f32,
    gaps: &'a mut Gaps,
}

impl<'a> Walk<'a> {
    #[inline(always)]
    pub fn new(draws: Draws, purpose: Purpose, hazard: f32, gaps: &'a mut Gaps) -> Self {
        Self { draws, purpose, hazard, members: 1.0 / hazard, gaps }
    }

    /// The next member met below `end`, which moves down to it, and a word to decide its fate.
    #[inline(always)]
    pub fn next_below(&mut self, end: &mut usize) -> Option<(usize, u32)> {
        let slot = self.gaps.slot;
        let left = &mut self.gaps.left[slot];
        let passed = whole(*left * self.members);
        if passed >= *end {
            *left = (*left - self.hazard * *end as f32).max(0.0);
            *end = 0;
            return None;
        }
        *end -= passed + 1;
        let fate = self.gaps.fates[slot];
        self.gaps.slot += 1;
        if self.gaps.slot == BATCH {
            self.gaps.fetch(&self.draws, self.purpose);
        }
        Some((*end, fate))
    }
}

/// Whole members of a number that may be infinite; lists are shorter than 2^30.
#[inline(always)]
fn whole(members: f32) -> usize {
    const MOST: f32 = (1u32 << 30) as f32;
    let members = if members < MOST { members } else { MOST };
    // SAFETY: it is from 0 to 2^30; what is no number is not below it either.
    (unsafe { members.to_int_unchecked::<i32>() }) as usize
}

/// Competing exits of one list in one step.
pub(super) struct Fates {
    /// Rates of each exit and those before it; the last exit has what is left.
    ends: [f64; 3],
    total: f64,
}

impl Fates {
    #[inline(always)]
    pub fn new(rates: &[f64; 4]) -> Self {
        let first = rates[0];
        let second = first + rates[1];
        let third = second + rates[2];
        Self { ends: [first, second, third], total: third + rates[3] }
    }

    /// Rate of any exit.
    #[inline(always)]
    pub fn total(&self) -> f64 {
        self.total
    }

    /// Which exit, given that one happened.
    #[inline(always)]
    pub fn pick(&self, word: u32) -> usize {
        let at = f64::from(word) * (self.total / 4_294_967_296.0);
        self.ends.iter().map(|&end| usize::from(at >= end)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math;

    /// Members met in `steps` walks along lists of these lengths.
    fn met(lengths: &[usize], hazard: f32, seed: u64) -> usize {
        let draws = Draws::new(seed, 0).of(7);
        let mut gaps = Gaps::first(&draws, Purpose::Protest);
        let mut count = 0;
        for &length in lengths {
            let mut walk = Walk::new(draws, Purpose::Protest, hazard, &mut gaps);
            let mut end = length;
            while let Some((index, _)) = walk.next_below(&mut end) {
                assert!(index < length);
                count += 1;
            }
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
