//! One run from a setup.

use std::ops::ControlFlow;

use crate::draw::Draws;
use crate::engine::{Engine, EngineKind, Kernel, Oracle, Sellke};
use crate::landscape::Landscape;
use crate::setup::Setup;
use crate::step::Run;
use crate::trace::Trace;

/// A setup prepared for many replicates; shared between threads.
pub struct Simulation {
    setup: Setup,
    landscape: Landscape,
    keys: Vec<u32>,
    kernel: Kernel,
}

impl Simulation {
    /// Prepares a setup: distances, assembly choices, income classes.
    pub fn new(setup: Setup) -> Self {
        let landscape = Landscape::new(&setup);
        let keys = setup.country.places.iter().map(|place| place.key).collect();
        Self { setup, landscape, keys, kernel: Kernel::best() }
    }

    /// The same simulation with the kernel of a given processor level: the same results, bit for bit.
    ///
    /// # Panics
    /// When this machine lacks the level.
    pub fn with_kernel(mut self, kernel: Kernel) -> Self {
        assert!(kernel.available(), "this machine has no {}", kernel.name());
        self.kernel = kernel;
        self
    }

    /// The setup.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Simulates one replicate. The trace depends on setup, engine, seed and replicate alone.
    ///
    /// # Errors
    /// When a trigger cannot be evaluated; the failure names the mechanism.
    pub fn run(&self, engine: EngineKind, seed: u64, replicate: u32) -> Result<Trace, Failure> {
        self.run_probed(engine, seed, replicate, &mut |_| {})
    }

    /// As [`run`](Self::run); `probe` hears the index of each mechanism of the schedule as it begins,
    /// so that a caller with a clock can time them.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_probed(
        &self,
        engine: EngineKind,
        seed: u64,
        replicate: u32,
        probe: &mut dyn FnMut(usize),
    ) -> Result<Trace, Failure> {
        self.replicate(engine, seed, replicate, probe, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`run`](Self::run); `watch` sees the trace after every day and may end the run there, so that the days
    /// of the trace are fewer. The days that are there are those of the whole run.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_watched(
        &self,
        engine: EngineKind,
        seed: u64,
        replicate: u32,
        watch: &mut dyn FnMut(&Trace) -> ControlFlow<()>,
    ) -> Result<Trace, Failure> {
        self.replicate(engine, seed, replicate, &mut |_| {}, watch)
    }

    fn replicate(
        &self,
        engine: EngineKind,
        seed: u64,
        replicate: u32,
        probe: &mut dyn FnMut(usize),
        watch: &mut dyn FnMut(&Trace) -> ControlFlow<()>,
    ) -> Result<Trace, Failure> {
        let draws = Draws::new(seed, replicate);
        let engine: Box<dyn Engine> = match engine {
            EngineKind::Sellke => Box::new(Sellke::new(&self.landscape, &self.keys, &draws, self.kernel)),
            EngineKind::Oracle => Box::new(Oracle::new(&self.landscape)),
        };
        Run::new(&self.setup, &self.landscape, &self.keys, draws, engine).finish(probe, watch)
    }
}

/// Why a replicate failed: the mechanism in which it did, and what happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{stage}: {message}")]
pub struct Failure {
    /// Name of the mechanism.
    pub stage: &'static str,
    /// What happened.
    pub message: String,
}
