//! Leaving the crowds: home, from protest to riot or back, into detention, or dead.

use serde::{Deserialize, Serialize};

use super::{Member, Sellke};
use crate::draw::Purpose;
use crate::engine::Motion;
use crate::engine::gaps::{Fates, Walk};
use crate::world::{People, exit};

/// Lists of a place in the order in which they are walked: rioters and protesters from before the step, then who came
/// to protest in it and who came to riot.
const RIOT: usize = 0;
const PROTEST: usize = 1;
const TO_PROTEST: usize = 2;
const TO_RIOT: usize = 3;

/// What the gaps of rioters and of protesters are for; newcomers stand behind the others.
pub(super) const PURPOSES: [Purpose; 2] = [Purpose::Riot, Purpose::Protest];

/// Into which list they turn. Whoever turned in a step before its last two lists are walked is a newcomer there;
/// who turns as a newcomer has no further risk.
const TURN_TO: [usize; 4] = [TO_PROTEST, TO_RIOT, RIOT, PROTEST];

/// The crowds of a place; the lists of newcomers are empty between steps.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Crowds([Vec<Member>; 4]);

impl Crowds {
    pub fn protesting(&self) -> u32 {
        self.0[PROTEST].len() as u32
    }

    pub fn rioting(&self) -> u32 {
        self.0[RIOT].len() as u32
    }

    #[inline(always)]
    pub fn arrive(&mut self, member: Member) {
        self.0[TO_PROTEST].push(member);
    }

    #[inline(always)]
    fn settle(&mut self) {
        let [riot, protest, to_protest, to_riot] = &mut self.0;
        for (crowd, newcomers) in [(protest, to_protest), (riot, to_riot)] {
            if !newcomers.is_empty() {
                crowd.append(newcomers);
            }
        }
    }
}

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
