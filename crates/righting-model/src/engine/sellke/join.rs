//! Joining, by the construction of Sellke (1983): whoever of a cell is ready has the same hazard, and the next joins when
//! their summed hazard passes a unit exponential. Only what is left to the next, the *unspent* hazard, is kept from step to
//! step. The k-th who joins from a cell has the same draws in every scenario.

use super::lists::{Home, Member, Sellke};
use crate::draw::{Draws, Purpose, uniform_f32};
use crate::engine::motion::Motion;
use crate::engine::pool::point;
use crate::math::exponential_f32;
use crate::world::Crowds;

/// Joiners drawn at once: plain loops over them vectorise. Results do not depend on it.
const BATCH: usize = 8;

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
        for cell in 0..self.homes.len() {
            let hazard = motion.rates.joining[cell] * dt;
            let all = hazard * crowds.ready[cell] as f32;
            if self.unspent[cell] >= all {
                self.unspent[cell] -= all;
            } else {
                self.join_home(motion, cell, hazard, crowds);
            }
        }
    }

    /// Lets those of a cell join whose thresholds the step's hazard passes.
    #[inline(always)]
    fn join_home(&mut self, motion: &Motion, cell: usize, mut hazard: f32, crowds: &mut Crowds) {
        let draws = &motion.draws[cell];
        // What is left of the first threshold, then whole ones.
        let mut begun = true;
        loop {
            let home = &mut self.homes[cell];
            let [far, who, square, spot] = draws.blocks::<BATCH>(Purpose::Threshold, home.next);
            let mut gaps = [0.0; BATCH];
            for i in 0..BATCH {
                gaps[i] = exponential_f32(far[i]);
            }
            for i in 0..BATCH {
                let home = &mut self.homes[cell];
                let unspent = if begun { self.unspent[cell] } else { gaps[i] };
                begun = false;
                let ready = crowds.ready[cell] as f32;
                let all = hazard * ready;
                if unspent >= all {
                    self.unspent[cell] = unspent - all;
                    return;
                }
                hazard -= unspent / ready;
                let rank = choose(home, draws, who[i]);
                home.next += 1;
                crowds.ready[cell] -= 1;
                home.away.go(rank);
                crowds.gone[cell] += 1;
                let choice = [uniform_f32(square[i]), uniform_f32(spot[i])];
                let place = motion.rates.meet(motion.landscape, cell, choice);
                crowds.joined[place] += 1;
                crowds.active[place] += 1;
                self.crowds[place].newcomers.push(Member { home: cell as u32, rank });
            }
        }
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
