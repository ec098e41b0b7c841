//! Back among the quiet: from rest at home, in which a raid may come first, and from detention.

use super::lists::{Member, Sellke};
use crate::draw::Purpose;
use crate::engine::gaps::{Fates, Walk};
use crate::engine::motion::Motion;
use crate::world::{People, exit};

impl Sellke {
    #[inline(always)]
    pub(super) fn release(&mut self, motion: &Motion, people: &mut People) {
        let hazard = (motion.rates.release * motion.dt) as f32;
        for (place, &draws) in motion.draws.iter().enumerate() {
            let gaps = &mut self.gaps[place].release;
            let members = &mut self.detained[place];
            let mut end = members.len();
            if end == 0 || gaps.spans(hazard, end) {
                continue;
            }
            let mut walk = Walk::new(draws, Purpose::Release, hazard, gaps);
            while let Some((index, _)) = walk.next_below(&mut end) {
                let Member { home, stratum } = members.swap_remove(index);
                self.quiet[usize::from(home)][usize::from(stratum)] += 1;
                people.quiet[usize::from(home)] += 1;
            }
        }
    }

    #[inline(always)]
    pub(super) fn rest(&mut self, motion: &Motion, people: &mut People) {
        for (home, &draws) in motion.draws.iter().enumerate() {
            let [ready, raided] = motion.rates.withdrawn[home];
            let fates = Fates::new(&[ready, raided, 0.0, 0.0]);
            let hazard = (fates.total() * motion.dt) as f32;
            let gaps = &mut self.gaps[home].withdrawn;
            let strata = &mut self.withdrawn[home];
            let mut end = strata.len();
            if end == 0 || gaps.spans(hazard, end) {
                continue;
            }
            let mut walk = Walk::new(draws, Purpose::Withdrawn, hazard, gaps);
            let mut rested = 0;
            while let Some((index, word)) = walk.next_below(&mut end) {
                let stratum = strata.swap_remove(index);
                if fates.pick(word) == exit::READY {
                    self.quiet[home][usize::from(stratum)] += 1;
                    rested += 1;
                } else {
                    self.detained[home].push(Member { home: home as u16, stratum });
                    people.detained_total[home] += 1;
                }
            }
            people.quiet[home] += rested;
        }
    }
}
