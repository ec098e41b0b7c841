//! Joining, by the construction of Sellke (1983): whoever of a cell is ready has the same hazard, and the next joins when
//! their summed hazard passes a unit exponential. Only what is left to the next, the *unspent* hazard, is kept from step to
//! step. The k-th who joins from a cell has the same draws in every scenario.

use serde::{Deserialize, Serialize};

use super::lists::{Home, Member, Sellke};
use crate::draw::{Draws, Purpose, uniform_f32};
use crate::engine::motion::Motion;
use crate::engine::pool::point;
use crate::math::exponential_f32;
use crate::world::Crowds;

impl Sellke {
    /// Lets the pools follow their shares.
    #[inline(always)]
    pub(super) fn mobilise(&mut self, motion: &Motion, crowds: &mut Crowds) {
        for (cell, &axis) in motion.rates.pool.iter().enumerate() {
            let at = point(axis);
            let [last, next] = self.bounds[cell];
            if last <= at && at < next {
                continue;
            }
            let Home { pool, away, .. } = &mut self.homes[cell];
            let before = pool.inside;
            pool.set(at);
            let ready = &mut crowds.ready[cell];
            if pool.inside > before {
                *ready += pool.inside - before - away.among(before..pool.inside);
            } else {
                *ready -= before - pool.inside - away.among(pool.inside..before);
            }
            self.bounds[cell] = pool.bounds();
            crowds.pool[cell] = pool.inside;
        }
    }

    #[inline(always)]
    pub(super) fn join(&mut self, motion: &Motion, crowds: &mut Crowds) {
        let dt = motion.dt as f32;
        const LANES: usize = 64;
        for first in (0..self.homes.len()).step_by(LANES) {
            let end = (first + LANES).min(self.homes.len());
            let mut passed = [false; LANES];
            // Without a branch, so that the loop becomes vectors; then those where someone joins.
            let (unspent, hazards) = (&mut self.unspent[first..end], &motion.rates.joining[first..end]);
            for (((left, hazard), ready), passed) in
                unspent.iter_mut().zip(hazards).zip(&crowds.ready[first..end]).zip(&mut passed)
            {
                let all = hazard * dt * *ready as f32;
                *passed = *left < all;
                *left -= if *passed { 0.0 } else { all };
            }
            for cell in first..end {
                if passed[cell - first] {
                    self.join_home(motion, cell, motion.rates.joining[cell] * dt, crowds);
                }
            }
        }
    }

    /// Lets those of a cell join whose thresholds the step's hazard passes.
    #[inline(always)]
    fn join_home(&mut self, motion: &Motion, cell: usize, mut hazard: f32, crowds: &mut Crowds) {
        let draws = &motion.draws[cell];
        loop {
            let (home, unspent) = (&mut self.homes[cell], &mut self.unspent[cell]);
            let ready = crowds.ready[cell] as f32;
            let all = hazard * ready;
            if *unspent >= all {
                *unspent -= all;
                return;
            }
            hazard -= *unspent / ready;
            let [who, square, spot] = home.queue.words(home.next, draws);
            let rank = choose(home, draws, who);
            home.next += 1;
            *unspent = home.queue.threshold(home.next, draws);
            crowds.ready[cell] -= 1;
            home.away.go(rank);
            crowds.gone[cell] += 1;
            let place = motion.rates.meet(motion.landscape, cell, [square, spot].map(uniform_f32));
            crowds.joined[place] += 1;
            crowds.active[place] += 1;
            self.crowds[place].newcomers.push(Member { home: cell as u32, rank });
        }
    }
}

/// Joiners drawn at once, as plain loops over them vectorise, and kept: most steps need one or two. Results do not depend
/// on how many.
const BATCH: usize = 8;

/// The next who join from a home.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Queue {
    /// Number of the first of those at hand.
    first: u32,
    thresholds: [f32; BATCH],
    /// Of each, who it is, and where they meet others.
    words: [[u32; BATCH]; 3],
}

impl Queue {
    /// With nobody at hand.
    pub fn new() -> Self {
        Self { first: u32::MAX, thresholds: [0.0; BATCH], words: [[0; BATCH]; 3] }
    }

    /// Hazard to be summed until someone joins.
    #[inline(always)]
    fn threshold(&mut self, number: u32, draws: &Draws) -> f32 {
        self.thresholds[self.slot(number, draws)]
    }

    /// The words by which someone joins.
    #[inline(always)]
    fn words(&mut self, number: u32, draws: &Draws) -> [u32; 3] {
        let slot = self.slot(number, draws);
        self.words.map(|words| words[slot])
    }

    #[inline(always)]
    fn slot(&mut self, number: u32, draws: &Draws) -> usize {
        let first = number / BATCH as u32 * BATCH as u32;
        if first != self.first {
            let [far, who, square, spot] = draws.blocks::<BATCH>(Purpose::Threshold, first);
            self.thresholds = far.map(exponential_f32);
            (self.first, self.words) = (first, [who, square, spot]);
        }
        (number - first) as usize
    }
}

/// One of those who are ready, each as likely: by a word, and further ones where it falls on someone away.
#[inline(always)]
fn choose(home: &Home, draws: &Draws, mut word: u32) -> u32 {
    let (mut tries, mut spare) = (0, [0; 4]);
    loop {
        let rank = ((u64::from(word) * u64::from(home.pool.inside)) >> 32) as u32;
        if !home.away.is(rank) {
            return rank;
        }
        if tries % 4 == 0 {
            spare = draws.block_at(Purpose::Threshold, 1, tries / 4, home.next);
        }
        word = spare[(tries % 4) as usize];
        tries += 1;
    }
}
