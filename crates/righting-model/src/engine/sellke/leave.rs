//! Leaving the crowds: home, from protest to riot or back, into detention, or dead.

use super::lists::{PROTEST, PURPOSES, RIOT, Sellke, TO_PROTEST, TO_RIOT};
use crate::engine::gaps::{Fates, Walk};
use crate::engine::motion::Motion;
use crate::world::{People, exit};

/// Into which list they turn. Whoever turned in a step before its last two lists are walked is a newcomer there;
/// who turns as a newcomer has no further risk.
const TURN_TO: [usize; 4] = [TO_PROTEST, TO_RIOT, RIOT, PROTEST];

impl Sellke {
    #[inline(always)]
    pub(super) fn leave(&mut self, motion: &Motion, people: &mut People) {
        for place in 0..motion.draws.len() {
            if self.crowds[place].0.iter().all(Vec::is_empty) {
                continue;
            }
            let fates = [Fates::new(&motion.rates.rioters[place]), Fates::new(&motion.rates.protesters[place])];
            for list in [RIOT, PROTEST, TO_PROTEST, TO_RIOT] {
                if !self.crowds[place].0[list].is_empty() {
                    self.thin(motion, place, list, &fates, people);
                }
            }
            self.crowds[place].settle();
        }
    }

    /// Exits from one list of a place; newcomers are at risk for half of the step on average.
    #[inline(always)]
    fn thin(&mut self, motion: &Motion, place: usize, list: usize, fates: &[Fates; 2], people: &mut People) {
        let (crowd, share) = match list {
            RIOT => (RIOT, 1.0),
            PROTEST => (PROTEST, 1.0),
            TO_PROTEST => (PROTEST, 0.5),
            _ => (RIOT, 0.5),
        };
        let fates = &fates[crowd];
        let hazard = (fates.total() * motion.dt * share) as f32;
        let crowds = &mut self.crowds[place].0;
        let mut end = crowds[list].len();
        let gaps = &mut self.gaps[place].crowds[crowd];
        if gaps.spans(hazard, end) {
            return;
        }
        let mut members = std::mem::take(&mut crowds[list]);
        let turned = &mut crowds[TURN_TO[list]];
        let mut walk = Walk::new(motion.draws[place], PURPOSES[crowd], hazard, gaps);
        while let Some((index, word)) = walk.next_below(&mut end) {
            let member = members.swap_remove(index);
            match fates.pick(word) {
                exit::HOME => self.withdrawn[usize::from(member.home)].push(member.stratum),
                exit::TURN => turned.push(member),
                exit::DETAINED => {
                    self.detained[place].push(member);
                    people.detained_total[place] += 1;
                }
                _ => people.dead_civilians[place] += 1,
            }
        }
        crowds[list] = members;
    }
}
