//! Joining, by thinning (Lewis & Shedler 1979): a home's hazard is bounded as if all its residents were quiet.
//! Candidates come at the bound; each falls on a stratum in proportion to its willing residents, and joins with the
//! share of the stratum that is quiet, so every quiet person joins at exactly their own hazard.
//!
//! The bound's cumulative hazard passes exponential thresholds (Sellke 1983); only what is left to the next, the
//! *slack*, is kept from step to step. The k-th candidate of a home has the same draws in every scenario.

use super::lists::{Home, Member, Sellke, Threshold};
use crate::country::{INCOME_CLASSES, income_class};
use crate::draw::{Purpose, uniform_f32};
use crate::engine::kernel::{Odds, sum};
use crate::engine::motion::{Motion, choose};
use crate::math::exponential_f32;
use crate::world::People;

/// Candidates drawn at once where few or many are expected: plain loops over them vectorise. Results do not depend
/// on it.
const FEW: usize = 8;
const MANY: usize = 32;

/// Income classes summed in a row.
const ROW: usize = 8;

impl Sellke {
    #[inline(always)]
    pub(super) fn join(&mut self, motion: &Motion, people: &mut People) {
        self.homes.resize(motion.draws.len(), Home::NONE);
        for (home, mood) in self.homes.iter_mut().enumerate() {
            mood.odds = Odds::new(&motion.landscape.hardship[home], &motion.drives[home]);
            mood.willing = mood.odds.willing(&motion.landscape.largest[home]);
        }
        for home in 0..motion.draws.len() {
            let hazard = (motion.rates.joining[home] * motion.dt) as f32;
            let willing = &self.homes[home].willing;
            let bound = hazard * sum(willing);
            let slack = &mut self.thresholds[home].slack;
            if *slack >= bound {
                *slack -= bound;
            } else if bound < MANY as f32 {
                self.join_home::<FEW>(motion, home, &Ladder::new(willing), bound, people);
            } else {
                self.join_home::<MANY>(motion, home, &Ladder::new(willing), bound, people);
            }
        }
    }

    /// Lets those candidates of a home come whose thresholds the step's bound passes.
    #[inline(always)]
    fn join_home<const BATCH: usize>(
        &mut self,
        motion: &Motion,
        home: usize,
        ladder: &Ladder,
        mut bound: f32,
        people: &mut People,
    ) {
        let Threshold { mut slack, mut next } = self.thresholds[home];
        // What is left of the first threshold, then whole ones.
        let mut begun = true;
        loop {
            let [far, who, quiet, assembly] = motion.draws[home].blocks::<BATCH>(Purpose::Threshold, next);
            let mut gaps = [0.0; BATCH];
            for i in 0..BATCH {
                gaps[i] = exponential_f32(far[i]);
            }
            let strata = ladder.strata(&self.homes[home].odds, &motion.landscape.largest[home], &who);
            for i in 0..BATCH {
                slack = if begun { slack } else { gaps[i] };
                begun = false;
                if slack >= bound {
                    self.thresholds[home] = Threshold { slack: slack - bound, next };
                    return;
                }
                bound -= slack;
                next += 1;
                self.offer(motion, home, strata[i] as usize, [quiet[i], assembly[i]], people);
            }
        }
    }

    /// One candidate: joins if the first word falls on someone quiet, and assembles by the second.
    #[inline(always)]
    fn offer(&mut self, motion: &Motion, home: usize, stratum: usize, words: [u32; 2], people: &mut People) {
        let quiet = &mut self.quiet[home][stratum];
        let most = motion.landscape.largest[home][income_class(stratum)];
        if uniform_f32(words[0]) * most >= *quiet as i32 as f32 {
            return;
        }
        *quiet -= 1;
        people.quiet[home] -= 1;
        let place = match motion.landscape.assembly[home].as_slice() {
            [only] => only.place,
            several => choose(several, uniform_f32(words[1])),
        };
        people.joined[place] += 1;
        self.crowds[place].arrive(Member { home: home as u16, stratum: stratum as u8 });
    }
}

/// The first where the mask is all ones, the second where it is zero: without a branch.
#[inline(always)]
fn either(mask: u32, first: f32, second: f32) -> f32 {
    f32::from_bits(second.to_bits() ^ ((first.to_bits() ^ second.to_bits()) & mask))
}

/// Willing residents of each income class or a poorer one, to draw a stratum from.
struct Ladder {
    ends: [f32; INCOME_CLASSES],
}

impl Ladder {
    /// Rows add up side by side.
    #[inline(always)]
    fn new(willing: &[f32; INCOME_CLASSES]) -> Self {
        let mut ends = *willing;
        for row in ends.as_chunks_mut::<ROW>().0 {
            for i in 1..ROW {
                row[i] += row[i - 1];
            }
        }
        for i in ROW..INCOME_CLASSES {
            ends[i] += ends[i / ROW * ROW - 1];
        }
        Self { ends }
    }

    /// The strata on which uniform words fall, in proportion to their willing residents.
    #[inline(always)]
    #[allow(clippy::needless_range_loop, reason = "zipped, the loops do not become vectors")]
    fn strata<const N: usize>(&self, odds: &Odds, each: &[f32; INCOME_CLASSES], words: &[u32; N]) -> [u32; N] {
        let total = self.ends[INCOME_CLASSES - 1];
        let mut at = [0.0; N];
        for i in 0..N {
            at[i] = uniform_f32(words[i]) * total;
        }
        // Chosen while climbing, not looked up afterwards: lanes cannot look up.
        let (mut classes, mut starts) = ([0u32; N], [0.0; N]);
        let (mut sizes, mut unmoved) = ([each[0]; N], [odds.unmoved[0]; N]);
        for class in 1..INCOME_CLASSES {
            let (end, size, moved) = (self.ends[class - 1], each[class], odds.unmoved[class]);
            for i in 0..N {
                let beyond = u32::from(end <= at[i]).wrapping_neg();
                classes[i] = classes[i].wrapping_sub(beyond);
                starts[i] = either(beyond, end, starts[i]);
                sizes[i] = either(beyond, size, sizes[i]);
                unmoved[i] = either(beyond, moved, unmoved[i]);
            }
        }
        let mut shares = [0.0; N];
        for i in 0..N {
            shares[i] = (at[i] - starts[i]) / sizes[i];
        }
        let risks = odds.risks(&unmoved, &shares);
        let mut strata = [0; N];
        for i in 0..N {
            strata[i] = risks[i] * INCOME_CLASSES as u32 + classes[i];
        }
        strata
    }
}
