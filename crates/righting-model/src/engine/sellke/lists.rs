//! Where everyone is: the pool by rank, everyone out of it in lists, and what is left until the next of them moves.

use serde::{Deserialize, Serialize};

use super::join::Queue;
use crate::draw::{Draws, Purpose};
use crate::engine::gaps::Gaps;
use crate::engine::kernel::Kernel;
use crate::engine::pool::{Away, Pool};
use crate::landscape::Landscape;
use crate::math::exponential_f32;

/// A person away from home: the cell of the home, and their rank there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Member {
    pub home: u32,
    pub rank: u32,
}

/// The people of one cell who are, or have been, in its pool.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Home {
    pub pool: Pool,
    /// Who is in a crowd, at rest, detained or dead.
    pub away: Away,
    /// Number of the next who joins: the address of its draws.
    pub next: u32,
    pub queue: Queue,
    /// Ranks at rest at home.
    pub resting: Vec<u32>,
    pub rest: Gaps,
}

impl Home {
    fn new(people: u32, draws: &Draws) -> Self {
        Self {
            pool: Pool::new(people, *draws),
            away: Away::default(),
            next: 0,
            queue: Queue::new(),
            resting: Vec::new(),
            rest: Gaps::first(draws, Purpose::Withdrawn),
        }
    }

    /// Someone is back among the quiet: ready again, if still in the pool.
    #[inline(always)]
    pub fn back(&mut self, rank: u32, ready: &mut u32) {
        self.away.back(rank);
        *ready += u32::from(rank < self.pool.inside);
    }
}

/// The first threshold of a home.
fn first_threshold(draws: &Draws) -> f32 {
    exponential_f32(draws.block(Purpose::Threshold, 0, 0)[0])
}

/// The crowd of one cell, and who was detained there.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Crowd {
    pub members: Vec<Member>,
    /// Who came in this step; empty between steps.
    pub newcomers: Vec<Member>,
    pub leave: Gaps,
    pub detained: Vec<Member>,
    pub release: Gaps,
}

impl Crowd {
    fn new(draws: &Draws) -> Self {
        Self {
            members: Vec::new(),
            newcomers: Vec::new(),
            leave: Gaps::first(draws, Purpose::Protest),
            detained: Vec::new(),
            release: Gaps::first(draws, Purpose::Release),
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Sellke {
    #[serde(skip, default = "Kernel::best")]
    pub(super) kernel: Kernel,
    pub(super) homes: Vec<Home>,
    pub(super) crowds: Vec<Crowd>,
    /// Of every home, summed hazard still to come until the next joins; close together, as every step asks for it.
    pub(super) unspent: Vec<f32>,
    /// Of every home, between which points of the axis its pool may end without a change.
    pub(super) bounds: Vec<[u64; 2]>,
}

impl Sellke {
    pub fn new(landscape: &Landscape, draws: &[Draws], kernel: Kernel) -> Self {
        let civilians = landscape.civilians.iter();
        Self {
            kernel,
            homes: civilians.zip(draws).map(|(&people, draws)| Home::new(people, draws)).collect(),
            crowds: draws.iter().map(Crowd::new).collect(),
            unspent: draws.iter().map(first_threshold).collect(),
            bounds: vec![[u64::MAX, 0]; draws.len()],
        }
    }

    /// A stored engine, going on.
    pub fn awake(self, kernel: Kernel) -> Self {
        Self { kernel, ..self }
    }

    /// As of [`Engine::renew`](crate::engine::Engine::renew). Who stands where in the pool stays: it is no chance of the
    /// days to come.
    pub fn draw_anew(&mut self, draws: &[Draws]) {
        self.unspent = draws.iter().map(first_threshold).collect();
        for ((home, crowd), draws) in self.homes.iter_mut().zip(&mut self.crowds).zip(draws) {
            (home.next, home.queue) = (0, Queue::new());
            home.rest = Gaps::first(draws, Purpose::Withdrawn);
            crowd.leave = Gaps::first(draws, Purpose::Protest);
            crowd.release = Gaps::first(draws, Purpose::Release);
        }
    }
}
