//! The exact engine whose cost follows activity.
//!
//! Two stages, each of the construction of Sellke (1983). Who could be mobilised stands on an axis, and is in the pool
//! while its share is beyond them (`pool`); who is in the pool and ready joins when the hazard that all of a cell share
//! passes exponential thresholds (`join`). A cell where nobody crosses either costs two comparisons.
//!
//! Crowds are lists of (home, rank). Who leaves them (`leave`) or is ready again (`rest`) is found by gaps along
//! the list (`gaps`), so a step costs the number of people who move, not the number present.

mod join;
mod leave;
mod lists;
mod rest;

use crate::draw::Draws;
use crate::engine::motion::{Engine, Motion};
use crate::world::Crowds;
pub(super) use lists::Sellke;

impl Sellke {
    /// Those who stood in the crowds before the step, and those who were ready, change state once; newcomers of crowds may
    /// go again.
    #[inline(always)]
    fn go(&mut self, motion: &Motion, crowds: &mut Crowds) {
        self.release(motion, crowds);
        self.rest(motion, crowds);
        self.leave(motion, crowds);
    }
}

/// Each half is compiled once per processor level; everything in it is inlined.
impl Engine for Sellke {
    fn gather(&mut self, motion: &Motion, crowds: &mut Crowds) {
        self.kernel.run(
            #[inline(always)]
            || {
                self.mobilise(motion, crowds);
                self.join(motion, crowds);
            },
        );
    }

    fn disperse(&mut self, motion: &Motion, crowds: &mut Crowds) {
        self.kernel.run(
            #[inline(always)]
            || self.go(motion, crowds),
        );
    }

    fn renew(&mut self, draws: &[Draws]) {
        self.draw_anew(draws);
    }
}
