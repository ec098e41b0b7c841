//! The story of a day.
//!
//! Each step walks the [`Schedule`]: shocks and orders strike, calls go out, the alliance moves, affront and legitimacy
//! shift, news spreads, forces muster, people weigh what they feel against what deters them; then all rates are known,
//! people move, facilities fall or are retaken, the government stands or falls, output is lost, and the record is kept.

use std::ops::ControlFlow;

use crate::clock::Clock;
use crate::condition::Compiled;
use crate::draw::{AllDraws, Draws, Purpose};
use crate::engine::{AnyEngine, Kernel};
use crate::hours::DAY;
use crate::landscape::Landscape;
use crate::mechanism::Failure;
use crate::mechanisms::facilities;
use crate::mechanisms::joining::JoiningParameters;
use crate::mechanisms::pool::PoolParameters;
use crate::parameters::Parameters;
use crate::random_effects::{self, Spreads};
use crate::schedule::Schedule;
use crate::setup::{Levels, Setup, When};
use crate::stage::{Stage, address};
use crate::trace::Trace;

/// Hears the index of each mechanism of the schedule as it begins.
pub(crate) type Probe<'p> = &'p mut dyn FnMut(usize);

/// Sees the trace after every day, and may end the run there.
pub(crate) type Watch<'w> = &'w mut dyn FnMut(&Trace) -> ControlFlow<()>;

/// One replicate and the schedule that it walks.
pub(crate) struct Run<'a> {
    pub stage: Stage<'a>,
    schedule: &'a Schedule,
}

impl<'a> Run<'a> {
    /// A run at rest, before its first step.
    pub fn new(
        setup: &'a Setup,
        landscape: &'a Landscape,
        conditions: &'a Compiled,
        schedule: &'a Schedule,
        draws: AllDraws,
        engine: AnyEngine,
        kernel: Kernel,
    ) -> Self {
        let mut stage = Stage::new(setup, landscape, conditions, schedule.quantities(), draws, engine, kernel);
        stage.parameters = levels(setup, &stage.draws.nation);
        scatter(&mut stage);
        facilities::post_guards(&mut stage);
        Self { stage, schedule }
    }

    /// Walks the schedule until the midnight that ends so many days: no step crosses a midnight. `probe` hears each
    /// mechanism begin; `watch` may end the run after any day.
    pub fn walk(&mut self, days: u32, probe: Probe, watch: Watch) -> Result<ControlFlow<()>, Failure> {
        let stage = &mut self.stage;
        let clock = Clock::new(stage.setup);
        while stage.now < days * DAY {
            let hurry = std::mem::take(&mut stage.hurry) || strikes_now(stage);
            stage.begin(clock.step(stage.now, stage.change, hurry));
            for (index, mechanism) in self.schedule.mechanisms().enumerate() {
                probe(index);
                mechanism.act(stage).map_err(|message| Failure { stage: mechanism.name(), message })?;
            }
            stage.now += stage.length;
            stage.previous_length = stage.length;
            stage.trace.steps += 1;
            if stage.now.is_multiple_of(DAY) && watch(&stage.trace).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// The parameters of a run: those of the setup, with levels and shapes of its own where they are to be drawn. Each has its
/// draw by its name, so that two forms of the model share those of the numbers that both have.
pub(crate) fn levels(setup: &Setup, nation: &Draws) -> Parameters {
    let mut parameters = setup.parameters.clone();
    if let Levels::Drawn { held } = &setup.levels {
        parameters.draw(held, |path| nation.normals(Purpose::Level, 0, address(path))[0]);
    }
    parameters
}

/// What no data show differs between replicates and cells.
fn scatter(stage: &mut Stage) {
    let pool = stage.parameters::<PoolParameters>();
    let joining = stage.parameters::<JoiningParameters>().episode;
    let spreads = Spreads { local: pool.local, regional: pool.regional, joining };
    let known = stage.setup.random_effects.as_ref();
    stage.world.character = random_effects::characters(known, stage.landscape, &stage.draws, &spreads);
}

/// Whether the next step must be short: a shock strikes, or an order while crowds are out.
fn strikes_now(stage: &Stage) -> bool {
    let due = |when: &When| matches!(when, When::At(minute) if *minute <= stage.now);
    let shocks = stage.setup.shocks.iter().zip(&stage.shocks_done).any(|(shock, done)| !done && due(&shock.when));
    let mut orders = stage.setup.actions.iter().zip(&stage.actions_done);
    shocks || stage.crowds_are_out() && orders.any(|(action, done)| !done && due(&action.when))
}
