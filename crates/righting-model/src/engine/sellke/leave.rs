//! Leaving the crowds: home, to rest or not, into detention, or dead.

use super::lists::{Member, Sellke};
use crate::draw::Purpose;
use crate::engine::gaps::{Fates, Walk};
use crate::engine::motion::Motion;
use crate::equations::arriving;
use crate::world::{Crowds, exit};

impl Sellke {
    #[inline(always)]
    pub(super) fn leave(&mut self, motion: &Motion, crowds: &mut Crowds) {
        for cell in 0..self.crowds.len() {
            if crowds.active[cell] == 0 {
                continue;
            }
            let fates = Fates::new(&motion.rates.crowd[cell]);
            let hazard = (fates.total() * motion.dt) as f32;
            let mut members = std::mem::take(&mut self.crowds[cell].members);
            self.thin(motion, cell, &mut members, &fates, hazard, crowds);
            let mut newcomers = std::mem::take(&mut self.crowds[cell].newcomers);
            if !newcomers.is_empty() {
                self.thin(motion, cell, &mut newcomers, &fates, arriving(hazard), crowds);
            }
            members.append(&mut newcomers);
            crowds.active[cell] = members.len() as u32;
            self.crowds[cell].members = members;
            self.crowds[cell].newcomers = newcomers;
        }
    }

    /// Exits from one list of a cell.
    #[inline(always)]
    fn thin(
        &mut self,
        motion: &Motion,
        cell: usize,
        members: &mut Vec<Member>,
        fates: &Fates,
        hazard: f32,
        crowds: &mut Crowds,
    ) {
        let mut end = members.len();
        let crowd = &mut self.crowds[cell];
        if end == 0 || crowd.leave.spans(hazard, end) {
            return;
        }
        let mut walk = Walk::new(motion.draws[cell], Purpose::Protest, hazard, &mut crowd.leave);
        while let Some((index, word)) = walk.next_below(&mut end) {
            let member = members.swap_remove(index);
            let home = &mut self.homes[member.home as usize];
            match fates.pick(word) {
                exit::TO_REST => {
                    home.resting.push(member.rank);
                    crowds.resting[member.home as usize] += 1;
                }
                exit::HOME => {
                    home.back(member.rank, &mut crowds.ready[member.home as usize]);
                    crowds.gone[member.home as usize] -= 1;
                }
                exit::DETAINED => {
                    crowd.detained.push(member);
                    crowds.arrested[cell] += 1;
                    crowds.detained[cell] += 1;
                }
                _ => crowds.killed[cell] += 1,
            }
        }
    }
}
