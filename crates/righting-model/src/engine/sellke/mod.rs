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
mod rest;

use serde::{Deserialize, Serialize};

use crate::country::STRATA;
use crate::draw::{Draws, Purpose};
use crate::engine::gaps::Gaps;
use crate::engine::{Drive, Engine, EngineState, Kernel, Motion, Temper};
use crate::landscape::Landscape;
use crate::world::People;
use join::{Home, Threshold};
use leave::Crowds;

/// A person away from home: where home is, and their stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Member {
    home: u16,
    stratum: u8,
}

/// The gaps in which the lists of a place stand.
#[derive(Clone, Serialize, Deserialize)]
struct PlaceGaps {
    /// Of rioters, of protesters.
    crowds: [Gaps; 2],
    withdrawn: Gaps,
    release: Gaps,
}

impl PlaceGaps {
    fn first(draws: &Draws) -> Self {
        let first = |purpose| Gaps::first(draws, purpose);
        Self {
            crowds: leave::PURPOSES.map(first),
            withdrawn: first(Purpose::Withdrawn),
            release: first(Purpose::Release),
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Sellke {
    #[serde(skip, default = "Kernel::best")]
    kernel: Kernel,
    #[serde(with = "crate::arrays")]
    quiet: Vec<[u32; STRATA]>,
    thresholds: Vec<Threshold>,
    crowds: Vec<Crowds>,
    /// Strata of who rests at home.
    withdrawn: Vec<Vec<u8>>,
    detained: Vec<Vec<Member>>,
    gaps: Vec<PlaceGaps>,
    /// Scratch of a step.
    #[serde(skip)]
    homes: Vec<Home>,
}

impl Sellke {
    pub fn new(landscape: &Landscape, draws: &[Draws], kernel: Kernel) -> Self {
        let places = draws.len();
        Self {
            kernel,
            quiet: landscape.civilians.clone(),
            thresholds: draws.iter().map(Threshold::first).collect(),
            crowds: vec![Crowds::default(); places],
            withdrawn: vec![Vec::new(); places],
            detained: vec![Vec::new(); places],
            gaps: draws.iter().map(PlaceGaps::first).collect(),
            homes: Vec::new(),
        }
    }

    /// A stored engine, going on.
    pub fn awake(self, kernel: Kernel) -> Self {
        Self { kernel, ..self }
    }

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

    fn state(&self) -> EngineState {
        EngineState::Sellke(Box::new(self.clone()))
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
