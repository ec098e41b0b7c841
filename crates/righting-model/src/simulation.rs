//! One run from a setup.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::condition::{Compiled, Conditions};
use crate::draw::AllDraws;
use crate::engine::{AnyEngine, EngineKind, Kernel};
use crate::fork::{self, State};
use crate::landscape::Landscape;
use crate::mechanism::Failure;
use crate::recovery::month::recover;
use crate::schedule::Schedule;
use crate::setup::Setup;
use crate::space::cells::Cell;
use crate::step::{Probe, Run, Watch};
use crate::survey;
use crate::trace::{Stopped, Trace, Watched};

/// A setup prepared for many replicates; shared between threads.
pub struct Simulation {
    setup: Setup,
    landscape: Landscape,
    keys: Vec<u32>,
    kernel: Kernel,
    start: Start,
    schedule: Arc<Schedule>,
    conditions: Compiled,
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
    /// Prepares a setup: distances, assembly choices, income classes. Nothing is simulated.
    pub fn new(setup: Setup) -> Self {
        Self::scheduled(setup, Schedule::standard())
    }

    /// A simulation of a setup by another schedule than the standard one: with a user's own mechanisms, say.
    pub fn scheduled(mut setup: Setup, schedule: Schedule) -> Self {
        setup.parameters = setup.parameters.under(schedule.registry());
        let landscape = survey::landscape(Arc::new(survey::ground(&setup.country)), &setup);
        let keys = setup.country.places.iter().map(|place| place.key).collect();
        let (kernel, start) = (Kernel::best(), Start::Rest);
        let conditions = Compiled::unread(&setup);
        Self { setup, landscape, keys, kernel, start, schedule: Arc::new(schedule), conditions }
    }

    /// The same simulation, with a reader of the conditions of its triggers: compiled here, asked at every step. A
    /// setup without triggers needs none.
    pub fn reading(mut self, conditions: Arc<dyn Conditions>) -> Self {
        self.conditions = Compiled::by(conditions, &self.setup);
        self
    }

    /// The same simulation with the kernel of a given processor level: the same results, bit for bit.
    ///
    /// # Panics
    /// When this machine lacks the level.
    pub fn on(mut self, kernel: Kernel) -> Self {
        assert!(kernel.available(), "this machine has no {}", kernel.name());
        self.kernel = kernel;
        self
    }

    /// A simulation of another setup of the same country, on the ground that this one has surveyed, by the same
    /// schedule and the same reader of conditions: cheap, for what is run once or a few times.
    ///
    /// # Panics
    /// When the setup has another number of places.
    pub fn varied(&self, mut setup: Setup) -> Self {
        assert_eq!(setup.country.places.len(), self.keys.len(), "the same country");
        setup.parameters = setup.parameters.under(self.schedule.registry());
        let landscape = survey::landscape(self.landscape.ground.clone(), &setup);
        let (keys, start, schedule) = (self.keys.clone(), self.start.clone(), self.schedule.clone());
        let conditions = self.conditions.of(&setup);
        Self { setup, landscape, keys, kernel: self.kernel, start, schedule, conditions }
    }

    /// The same simulation, begun elsewhere.
    pub fn beginning(mut self, start: Start) -> Self {
        self.start = start;
        self
    }

    /// The setup.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The cells that its places are cut into.
    pub fn cells(&self) -> &[Cell] {
        &self.landscape.cells
    }

    /// The schedule that runs walk.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
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
        probe: Probe,
        watch: Watch,
    ) -> Result<Watched, Failure> {
        let mut run = match &self.start {
            Start::Rest => self.at_rest(engine, seed, replicate),
            Start::Reseeded { days, seed: other } => {
                let mut run = self.at_rest(engine, seed, replicate);
                if run.walk(*days, probe, watch)?.is_break() {
                    return self.end(run);
                }
                fork::reseed(&mut run.stage, self.draws(*other, replicate));
                run
            }
            Start::States(source) => {
                let state = source(replicate).map_err(|message| Failure { stage: "fork", message })?;
                self.resumed(&state)?
            }
        };
        let _ = run.walk(self.setup.days, probe, watch)?;
        self.end(run)
    }

    /// What a run has left behind. Months follow a crisis that was simulated to its last day, and no other.
    fn end(&self, run: Run) -> Result<Watched, Failure> {
        let mut stage = run.stage;
        stage.trace.joinings = stage.world.people.joined.iter().map(|&joined| u64::from(joined)).sum();
        if stage.trace.days() < self.setup.days as usize {
            return Ok(Watched::Stopped(Stopped::of(stage.trace)));
        }
        if self.setup.recovery.months > 0 {
            stage.trace.recovery = recover(&stage);
        }
        Ok(Watched::Whole(stage.trace))
    }

    /// Simulates one replicate up to the midnight that ends so many days, and holds it there.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_until(&self, engine: EngineKind, seed: u64, replicate: u32, days: u32) -> Result<State, Failure> {
        let mut run = self.at_rest(engine, seed, replicate);
        let _ = run.walk(days.min(self.setup.days), &mut |_| {}, &mut go_on)?;
        Ok(State::of(&run.stage))
    }

    fn at_rest(&self, engine: EngineKind, seed: u64, replicate: u32) -> Run<'_> {
        let draws = self.draws(seed, replicate);
        let engine = AnyEngine::new(engine, &self.landscape, &draws.cells, self.kernel);
        self.beginning_with(draws, engine)
    }

    fn beginning_with(&self, draws: AllDraws, engine: AnyEngine) -> Run<'_> {
        Run::new(&self.setup, &self.landscape, &self.conditions, &self.schedule, draws, engine, self.kernel)
    }

    fn draws(&self, seed: u64, replicate: u32) -> AllDraws {
        let cells = self.landscape.cells.iter().map(|cell| (cell.place, cell.part));
        AllDraws::new(seed, replicate, &self.keys, cells, self.setup.mixed_chances.as_ref())
    }

    fn resumed(&self, state: &State) -> Result<Run<'_>, Failure> {
        if !state.fits(self.keys.len(), self.landscape.cells.len(), self.setup.country.facilities.len()) {
            let message = "the state is one of another country".to_owned();
            return Err(Failure { stage: "fork", message });
        }
        let engine = state.engine().clone().awake(self.kernel);
        let mut run = self.beginning_with(state.draws().clone(), engine);
        state.enter(&mut run.stage);
        Ok(run)
    }
}

fn go_on(_: &Trace) -> ControlFlow<()> {
    ControlFlow::Continue(())
}
