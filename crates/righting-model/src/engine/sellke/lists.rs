//! Where everyone is: the quiet by stratum, everyone else in lists, and what is left until the next of them moves.

use serde::{Deserialize, Serialize};

use crate::country::{INCOME_CLASSES, STRATA};
use crate::draw::{Draws, Purpose};
use crate::engine::gaps::Gaps;
use crate::engine::kernel::{Kernel, Odds};
use crate::landscape::Landscape;
use crate::math::exponential_f32;

/// Lists of a place in the order in which they are walked: rioters and protesters from before the step, then who came
/// to protest in it and who came to riot.
pub(super) const RIOT: usize = 0;
pub(super) const PROTEST: usize = 1;
pub(super) const TO_PROTEST: usize = 2;
pub(super) const TO_RIOT: usize = 3;

/// What the gaps of rioters and of protesters are for; newcomers stand behind the others.
pub(super) const PURPOSES: [Purpose; 2] = [Purpose::Riot, Purpose::Protest];

/// A person away from home: where home is, and their stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Member {
    pub home: u16,
    pub stratum: u8,
}

/// The gaps in which the lists of a place stand.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct PlaceGaps {
    /// Of rioters, of protesters.
    pub crowds: [Gaps; 2],
    pub withdrawn: Gaps,
    pub release: Gaps,
}

impl PlaceGaps {
    pub fn first(draws: &Draws) -> Self {
        let first = |purpose| Gaps::first(draws, purpose);
        Self { crowds: PURPOSES.map(first), withdrawn: first(Purpose::Withdrawn), release: first(Purpose::Release) }
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Sellke {
    #[serde(skip, default = "Kernel::best")]
    pub(super) kernel: Kernel,
    #[serde(with = "crate::arrays")]
    pub(super) quiet: Vec<[u32; STRATA]>,
    pub(super) thresholds: Vec<Threshold>,
    pub(super) crowds: Vec<Crowds>,
    /// Strata of who rests at home.
    pub(super) withdrawn: Vec<Vec<u8>>,
    pub(super) detained: Vec<Vec<Member>>,
    pub(super) gaps: Vec<PlaceGaps>,
    /// Scratch of a step.
    #[serde(skip)]
    pub(super) homes: Vec<Home>,
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
}

/// Where a home stands on the way to its next candidate.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Threshold {
    /// Cumulative bound still to come.
    pub slack: f32,
    /// Number of the next candidate: the address of its draws.
    pub next: u32,
}

impl Threshold {
    pub fn first(draws: &Draws) -> Self {
        Self { slack: exponential_f32(draws.block(Purpose::Threshold, 0, 0)[0]), next: 0 }
    }
}

/// What a home's residents are ready for in a step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home {
    pub odds: Odds,
    /// Willing residents of each income class, were all its strata as large as the largest.
    pub willing: [f32; INCOME_CLASSES],
}

impl Home {
    /// Before anything is known of it.
    pub const NONE: Self = Self { odds: Odds::NONE, willing: [0.0; INCOME_CLASSES] };
}

/// The crowds of a place; the lists of newcomers are empty between steps.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Crowds(pub [Vec<Member>; 4]);

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
    pub fn settle(&mut self) {
        let [riot, protest, to_protest, to_riot] = &mut self.0;
        for (crowd, newcomers) in [(protest, to_protest), (riot, to_riot)] {
            if !newcomers.is_empty() {
                crowd.append(newcomers);
            }
        }
    }
}
