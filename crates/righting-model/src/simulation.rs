//! One run from a setup.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::draw::AllDraws;
use crate::engine::{Engine, EngineKind, Kernel, Oracle, Sellke};
use crate::fork::{self, State};
use crate::landscape::Landscape;
use crate::recovery::pilot;
use crate::setup::{Setup, Shock};
use crate::step::Run;
use crate::trace::{Trace, Watched};

/// A setup prepared for many replicates; shared between threads.
pub struct Simulation {
    setup: Setup,
    landscape: Landscape,
    keys: Vec<u32>,
    kernel: Kernel,
    start: Start,
}

/// Finds the state of a replicate, or says why it cannot.
pub type StateSource = Arc<dyn Fn(u32) -> Result<State, String> + Send + Sync>;

/// Where replicates begin, and whose chance they follow.
#[derive(Clone, Default)]
pub enum Start {
    /// At rest, on the first day.
    #[default]
    Rest,
    /// At rest; from the midnight that ends `days` days on with the chances of another seed.
    Reseeded {
        /// Days that the chances are shared.
        days: u32,
        /// Seed of the days after.
        seed: u64,
    },
    /// From stored states, which carry seed and replicate with them.
    States(StateSource),
}

impl Simulation {
    /// Prepares a setup: distances, assembly choices, income classes.
    pub fn new(setup: Setup) -> Self {
        Self::new_on(setup, Kernel::best())
    }

    /// The same with the kernel of a given processor level: the same results, bit for bit. What is measured beforehand,
    /// as for the months after a crisis, runs on it too.
    ///
    /// # Panics
    /// When this machine lacks the level.
    pub fn new_on(setup: Setup, kernel: Kernel) -> Self {
        assert!(kernel.available(), "this machine has no {}", kernel.name());
        let landscape = Landscape::new(&setup);
        let keys = setup.country.places.iter().map(|place| place.key).collect();
        Self { setup, landscape, keys, kernel, start: Start::Rest }.with_onset()
    }

    /// A simulation of another setup of the same country, on the ground that this one has surveyed.
    ///
    /// # Panics
    /// When the setup has another number of places.
    pub fn varied(&self, setup: Setup) -> Self {
        assert_eq!(setup.country.places.len(), self.keys.len(), "the same country");
        let landscape = Landscape::on(self.landscape.ground.clone(), &setup);
        let (keys, start) = (self.keys.clone(), self.start.clone());
        let mut other = Self { setup, landscape, keys, kernel: self.kernel, start };
        if self.setup.recovery.months > 0 && self.setup.same_world(&other.setup) {
            other.landscape.channels.onset = self.landscape.channels.onset;
            return other;
        }
        other.with_onset()
    }

    /// Measures which mean crowd stands for an onset, if months after the crisis will ask.
    fn with_onset(mut self) -> Self {
        if self.setup.recovery.months > 0 {
            self.landscape.channels.onset = pilot::crowd_of_an_onset(&self);
        }
        self
    }

    /// The same simulation, begun elsewhere.
    pub fn beginning(mut self, start: Start) -> Self {
        self.start = start;
        self
    }

    /// Other shocks: the landscape does not know of them.
    pub(crate) fn set_shocks(&mut self, shocks: Vec<Shock>) {
        self.setup.shocks = shocks;
    }

    pub(crate) fn landscape(&self) -> &Landscape {
        &self.landscape
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
        match self.replicate(engine, seed, replicate, probe, &mut go_on)? {
            Watched::Whole(trace) => Ok(trace),
            Watched::Stopped(_) => unreachable!("nobody stopped it"),
        }
    }

    /// As [`run`](Self::run); `watch` sees the trace after every day and may stop the run there. The days of a run that
    /// was [stopped](Watched::Stopped) are those of the whole run.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_watched(
        &self,
        engine: EngineKind,
        seed: u64,
        replicate: u32,
        watch: &mut dyn FnMut(&Trace) -> ControlFlow<()>,
    ) -> Result<Watched, Failure> {
        self.replicate(engine, seed, replicate, &mut |_| {}, watch)
    }

    fn replicate(
        &self,
        engine: EngineKind,
        seed: u64,
        replicate: u32,
        probe: &mut dyn FnMut(usize),
        watch: &mut dyn FnMut(&Trace) -> ControlFlow<()>,
    ) -> Result<Watched, Failure> {
        match &self.start {
            Start::Rest => self.at_rest(engine, seed, replicate).finish(probe, watch),
            Start::Reseeded { days, seed: other } => {
                let mut run = self.at_rest(engine, seed, replicate);
                if run.walk(*days, probe, watch)?.is_break() {
                    return Ok(run.end_here());
                }
                fork::reseed(&mut run, self.draws(*other, replicate));
                run.finish(probe, watch)
            }
            Start::States(source) => {
                let state = source(replicate).map_err(|message| Failure { stage: "fork", message })?;
                self.resumed(&state)?.finish(probe, watch)
            }
        }
    }

    /// Simulates one replicate up to the midnight that ends so many days, and holds it there.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_until(&self, engine: EngineKind, seed: u64, replicate: u32, days: u32) -> Result<State, Failure> {
        let mut run = self.at_rest(engine, seed, replicate);
        let _ = run.walk(days.min(self.setup.days), &mut |_| {}, &mut go_on)?;
        Ok(State::of(&run))
    }

    pub(crate) fn at_rest(&self, engine: EngineKind, seed: u64, replicate: u32) -> Run<'_> {
        let draws = self.draws(seed, replicate);
        let engine: Box<dyn Engine> = match engine {
            EngineKind::Sellke => Box::new(Sellke::new(&self.landscape, &draws.places, self.kernel)),
            EngineKind::Oracle => Box::new(Oracle::new(&self.landscape)),
        };
        Run::new(&self.setup, &self.landscape, draws, engine, self.kernel)
    }

    fn draws(&self, seed: u64, replicate: u32) -> AllDraws {
        AllDraws::new(seed, replicate, &self.keys, self.setup.mixed_chances.as_ref())
    }

    fn resumed(&self, state: &State) -> Result<Run<'_>, Failure> {
        if !state.fits(self.keys.len(), self.setup.country.facilities.len()) {
            let message = "the state is one of another country".to_owned();
            return Err(Failure { stage: "fork", message });
        }
        let engine = state.engine().engine(self.kernel);
        let mut run = Run::new(&self.setup, &self.landscape, state.draws().clone(), engine, self.kernel);
        state.enter(&mut run);
        Ok(run)
    }
}

fn go_on(_: &Trace) -> ControlFlow<()> {
    ControlFlow::Continue(())
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
