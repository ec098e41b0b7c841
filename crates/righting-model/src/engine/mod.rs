//! Who moves the people: the exact fast engine and the plain per-person oracle.

mod gaps;
mod kernel;
mod motion;
mod oracle;
mod pool;
mod sellke;

pub use kernel::Kernel;
pub(crate) use motion::{Engine, Motion};

use serde::{Deserialize, Serialize};

use crate::draw::Draws;
use crate::landscape::Landscape;
use crate::world::Crowds;
use oracle::Oracle;
use sellke::Sellke;

/// Which engine moves the people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EngineKind {
    /// Exact and fast: cost follows activity (construction of Sellke 1983, by cell).
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

    /// The engine of a name.
    pub fn by_name(name: &str) -> Option<Self> {
        [Self::Sellke, Self::Oracle].into_iter().find(|kind| kind.name() == name)
    }
}

/// One of the engines, as it stands: to be continued from, and stored without its scratch.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum AnyEngine {
    Sellke(Box<Sellke>),
    Oracle(Oracle),
}

impl AnyEngine {
    /// Everybody quiet at home.
    pub fn new(kind: EngineKind, landscape: &Landscape, draws: &[Draws], kernel: Kernel) -> Self {
        match kind {
            EngineKind::Sellke => Self::Sellke(Box::new(Sellke::new(landscape, draws, kernel))),
            EngineKind::Oracle => Self::Oracle(Oracle::new(landscape, draws)),
        }
    }

    /// A stored engine, going on.
    pub fn awake(self, kernel: Kernel) -> Self {
        match self {
            Self::Sellke(engine) => Self::Sellke(Box::new(engine.awake(kernel))),
            Self::Oracle(engine) => Self::Oracle(engine),
        }
    }
}

impl Engine for AnyEngine {
    fn gather(&mut self, motion: &Motion, crowds: &mut Crowds) {
        match self {
            Self::Sellke(engine) => engine.gather(motion, crowds),
            Self::Oracle(engine) => engine.gather(motion, crowds),
        }
    }

    fn disperse(&mut self, motion: &Motion, crowds: &mut Crowds) {
        match self {
            Self::Sellke(engine) => engine.disperse(motion, crowds),
            Self::Oracle(engine) => engine.disperse(motion, crowds),
        }
    }

    fn renew(&mut self, draws: &[Draws]) {
        match self {
            Self::Sellke(engine) => engine.renew(draws),
            Self::Oracle(engine) => engine.renew(draws),
        }
    }
}
