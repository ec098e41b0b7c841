//! The exact engine whose cost follows activity.
//!
//! Quiet people of a home are run by the construction of Sellke (1983), with thinning: candidates come when the
//! cumulative bound on the home's hazard passes exponential thresholds, and a candidate joins with the
//! probability that the bound leaves (`join`). The cost is that of a few sums a home, and of who joins.
//!
//! Crowds are lists of (home, stratum). Who leaves them (`leave`) or is ready again (`rest`) is found by gaps along
//! the list (`gaps`), so a step costs the number of people who move, not the number present.

mod join;
mod leave;
mod lists;
mod rest;

use crate::draw::Draws;
use crate::engine::kernel::{Drive, Kernel, Temper};
use crate::engine::motion::{Engine, Motion};
use crate::landscape::Landscape;
use crate::world::People;
pub(super) use lists::Sellke;
use lists::{PlaceGaps, Threshold};

impl Sellke {
    /// One step, compiled once per processor level; everything below is inlined into it. The order lets everyone
    /// change state once, newcomers of crowds apart: nobody comes into a list before it has been walked.
    #[inline(always)]
    fn step(&mut self, motion: &Motion, people: &mut People) {
        self.join(motion, people);
        self.release(motion, people);
        self.rest(motion, people);
        self.leave(motion, people);
        self.count(people);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn step_avx2(&mut self, motion: &Motion, people: &mut People) {
        self.step(motion, people);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f")]
    unsafe fn step_avx512(&mut self, motion: &Motion, people: &mut People) {
        self.step(motion, people);
    }

    #[inline(always)]
    fn count(&self, people: &mut People) {
        for (place, crowds) in self.crowds.iter().enumerate() {
            people.withdrawn[place] = self.withdrawn[place].len() as u32;
            people.detained[place] = self.detained[place].len() as u32;
            people.protesting[place] = crowds.protesting();
            people.rioting[place] = crowds.rioting();
        }
    }
}

impl Engine for Sellke {
    fn move_people(&mut self, motion: &Motion, people: &mut People) {
        #[cfg(target_arch = "x86_64")]
        match self.kernel {
            Kernel::Baseline => self.step(motion, people),
            // SAFETY: a level is only chosen where `available` has found it.
            Kernel::Avx2 => unsafe { self.step_avx2(motion, people) },
            // SAFETY: as above.
            Kernel::Avx512 => unsafe { self.step_avx512(motion, people) },
        }
        #[cfg(not(target_arch = "x86_64"))]
        self.step(motion, people);
    }

    fn renew(&mut self, draws: &[Draws]) {
        self.thresholds = draws.iter().map(Threshold::first).collect();
        self.gaps = draws.iter().map(PlaceGaps::first).collect();
    }

    fn temper(&self, landscape: &Landscape, place: usize, drive: &Drive) -> Temper {
        // Those of the step that moved the people last.
        let odds = self.homes.get(place).map(|home| &home.odds);
        self.kernel.temper(odds, &landscape.hardship[place], drive, &self.quiet[place])
    }
}
