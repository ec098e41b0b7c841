//! Who moves the people: the exact fast engine and the plain per-person oracle.

mod gaps;
mod kernel;
mod oracle;
mod sellke;

pub use kernel::Kernel;
pub(crate) use kernel::{Drive, Temper};
pub(crate) use oracle::Oracle;
pub(crate) use sellke::Sellke;

use serde::{Deserialize, Serialize};

use crate::draw::Draws;
use crate::landscape::{Choice, Landscape};
use crate::world::{People, Rates};

/// Which engine moves the people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EngineKind {
    /// Exact and fast: cost follows activity (construction of Sellke 1983, by home).
    #[default]
    Sellke,
    /// One loop over everybody, one Bernoulli trial each: slow, plain, the reference.
    Oracle,
}

impl EngineKind {
    /// Name on the command line and in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sellke => "sellke",
            Self::Oracle => "oracle",
        }
    }
}

/// What an engine needs to move the people through one step.
pub(crate) struct Motion<'a> {
    pub landscape: &'a Landscape,
    /// Chances, by place.
    pub draws: &'a [Draws],
    /// Start of the step, minutes.
    pub minute: u32,
    /// Length of the step, days.
    pub dt: f64,
    pub rates: &'a Rates,
    /// What decides who is willing, by home.
    pub drives: &'a [Drive],
}

/// Moves people between states. Rates are frozen in the step. Who joins a crowd in it, or turns from one crowd to
/// the other, is then at risk for half of it, as changes fall on its middle on average; whoever else changes
/// state does not change again before the next.
pub(crate) trait Engine {
    /// Applies one step's rates to everyone and keeps the counts of `people` true.
    fn move_people(&mut self, motion: &Motion, people: &mut People);

    /// Where everyone is, to be continued from.
    fn state(&self) -> EngineState;

    /// Draws anew what is left until the next of everything, under other draws.
    fn renew(&mut self, draws: &[Draws]);

    /// The mood of a home; `drive` is that of the step that moved its people last.
    fn temper(&self, landscape: &Landscape, place: usize, drive: &Drive) -> Temper;
}

/// An engine held still. Scratch and what the landscape tells are left out.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum EngineState {
    Sellke(Box<Sellke>),
    Oracle(Oracle),
}

impl EngineState {
    /// The engine, going on.
    pub fn engine(&self, kernel: Kernel) -> Box<dyn Engine> {
        match self {
            Self::Sellke(state) => Box::new(Sellke::clone(state).awake(kernel)),
            Self::Oracle(state) => Box::new(state.clone()),
        }
    }
}

/// Where a joiner assembles, by a uniform on (0, 1).
#[inline(always)]
fn choose(choices: &[Choice], u: f32) -> usize {
    choices.iter().find(|choice| u < choice.cumulative).unwrap_or(&choices[choices.len() - 1]).place
}
