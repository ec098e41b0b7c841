//! Back among the quiet: from rest at home, in which a raid may come first, and from detention.

use super::{Member, Sellke};
use crate::draw::Purpose;
use crate::engine::Motion;
use crate::engine::exits::{Exits, List};
use crate::world::{People, exit};

impl Sellke {
    #[inline(always)]
    pub(super) fn release(&mut self, motion: &Motion, people: &mut People) {
        let rates = [motion.rates.release, 0.0, 0.0, 0.0];
        for (place, &key) in motion.keys.iter().enumerate() {
            let exits = Exits {
                draws: motion.draws,
                list: List::Detained,
                purpose: Purpose::Release,
                key,
                minute: motion.minute,
                dt: motion.dt,
                rates: &rates,
            };
            exits.take(&mut self.detained[place], &mut self.gaps[place].release, |Member { home, stratum }, _| {
                self.quiet[usize::from(home)][usize::from(stratum)] += 1;
                people.quiet[usize::from(home)] += 1;
            });
        }
    }

    #[inline(always)]
    pub(super) fn rest(&mut self, motion: &Motion, people: &mut People) {
        for (home, &key) in motion.keys.iter().enumerate() {
            if self.withdrawn[home].is_empty() {
                continue;
            }
            let [ready, raided] = motion.rates.withdrawn[home];
            let exits = Exits {
                draws: motion.draws,
                list: List::Withdrawn,
                purpose: Purpose::Withdrawn,
                key,
                minute: motion.minute,
                dt: motion.dt,
                rates: &[ready, raided, 0.0, 0.0],
            };
            let mut rested = 0;
            exits.take(&mut self.withdrawn[home], &mut self.gaps[home].withdrawn, |stratum, exit| {
                if exit == exit::READY {
                    self.quiet[home][usize::from(stratum)] += 1;
                    rested += 1;
                } else {
                    self.detained[home].push(Member { home: home as u16, stratum });
                    people.detained_total[home] += 1;
                }
            });
            people.quiet[home] += rested;
        }
    }
}
