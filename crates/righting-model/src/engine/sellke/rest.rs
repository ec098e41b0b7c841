//! Back among the quiet: from rest at home, in which a raid may come first, and from detention.

use super::lists::{Member, Sellke};
use crate::draw::Purpose;
use crate::engine::gaps::{Fates, Walk};
use crate::engine::motion::Motion;
use crate::world::{Crowds, exit};

impl Sellke {
    #[inline(always)]
    pub(super) fn release(&mut self, motion: &Motion, crowds: &mut Crowds) {
        let hazard = (motion.rates.release * motion.dt) as f32;
        for (cell, crowd) in self.crowds.iter_mut().enumerate() {
            let mut end = crowds.detained[cell] as usize;
            if end == 0 || crowd.release.spans(hazard, end) {
                continue;
            }
            let mut walk = Walk::new(motion.draws[cell], Purpose::Release, hazard, &mut crowd.release);
            while let Some((index, _)) = walk.next_below(&mut end) {
                let Member { home, rank } = crowd.detained.swap_remove(index);
                self.homes[home as usize].back(rank, &mut crowds.ready[home as usize]);
                crowds.gone[home as usize] -= 1;
                crowds.detained[cell] -= 1;
            }
        }
    }

    #[inline(always)]
    pub(super) fn rest(&mut self, motion: &Motion, crowds: &mut Crowds) {
        for (cell, home) in self.homes.iter_mut().enumerate() {
            let mut end = crowds.resting[cell] as usize;
            if end == 0 {
                continue;
            }
            let [ready, raided] = motion.rates.resting[cell];
            let fates = Fates::new(&[ready, raided, 0.0, 0.0]);
            let hazard = (fates.total() * motion.dt) as f32;
            if home.rest.spans(hazard, end) {
                continue;
            }
            let mut resting = std::mem::take(&mut home.resting);
            let mut gaps = std::mem::take(&mut home.rest);
            let mut walk = Walk::new(motion.draws[cell], Purpose::Withdrawn, hazard, &mut gaps);
            while let Some((index, word)) = walk.next_below(&mut end) {
                let rank = resting.swap_remove(index);
                crowds.resting[cell] -= 1;
                if fates.pick(word) == exit::READY {
                    home.back(rank, &mut crowds.ready[cell]);
                    crowds.gone[cell] -= 1;
                } else {
                    self.crowds[cell].detained.push(Member { home: cell as u32, rank });
                    crowds.arrested[cell] += 1;
                    crowds.detained[cell] += 1;
                }
            }
            (home.resting, home.rest) = (resting, gaps);
        }
    }
}
