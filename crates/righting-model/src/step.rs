//! The story of a day.
//!
//! Each step walks the [`Schedule`]: shocks and orders strike, the alliance moves, affront and legitimacy shift, news
//! spreads, forces muster, people weigh grievance against risk; then all rates are known, people move, facilities
//! fall or are retaken, output is lost, and the record is kept.

use std::ops::ControlFlow;

use crate::clock::{Clock, DAY};
use crate::condition::Compiled;
use crate::draw::AllDraws;
use crate::engine::{AnyEngine, Kernel};
use crate::equations::extrapolated;
use crate::landscape::Landscape;
use crate::mechanism::Failure;
use crate::mechanisms::facilities;
use crate::mechanisms::grievance::GrievanceParameters;
use crate::mechanisms::policing::PolicingParameters;
use crate::random_effects::RandomEffects;
use crate::schedule::Schedule;
use crate::setup::{Setup, When};
use crate::stage::Stage;
use crate::trace::Trace;

/// People who are taken to grow as the nation does, in the rate of a crowd of few.
const STEADY: f64 = 30.0;

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
            stage.length = clock.step(stage.now, stage.change, hurry);
            foresee(stage);
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

/// What no data show differs between replicates, regions and places.
fn scatter(stage: &mut Stage) {
    let country = &stage.setup.country;
    let known = stage.setup.random_effects.clone();
    let effects = known.unwrap_or_else(|| RandomEffects::drawn(country, &stage.draws));
    let grievance = stage.parameters::<GrievanceParameters>();
    let spreads = [grievance.between_nations, grievance.between_regions, grievance.between_places];
    stage.world.threshold_shift = effects.shifts(spreads, country);
    stage.world.harshness = effects.harshness(stage.parameters::<PolicingParameters>().between_regions, country);
}

/// Whether the next step must be short: a shock strikes, or an order while crowds are out.
fn strikes_now(stage: &Stage) -> bool {
    let due = |when: &When| matches!(when, When::At(minute) if *minute <= stage.now);
    let shocks = stage.setup.shocks.iter().zip(&stage.shocks_done).any(|(shock, done)| !done && due(&shock.when));
    let mut orders = stage.setup.actions.iter().zip(&stage.actions_done);
    shocks || stage.crowds_are_out() && orders.any(|(action, done)| !done && due(&action.when))
}

/// Crowds expected in the middle of the step: hazards of the midpoint keep second-order accuracy.
fn foresee(stage: &mut Stage) {
    let ahead = stage.ahead();
    let places = stage.places();
    let people = &stage.world.people;
    let crowds = |place: usize| [people.active(place), people.rioting[place]];
    let before = sum(stage.before.iter().copied());
    let now = sum((0..places).map(crowds));
    let nation = [0, 1].map(|i| (f64::from(now[i]) + STEADY) / (f64::from(before[i]) + STEADY));
    (stage.national_active, stage.national_rioting, stage.active_before) = (0.0, 0.0, 0.0);
    for place in 0..places {
        let now = crowds(place);
        let mut expected = [0.0; 2];
        for i in 0..2 {
            expected[i] = extrapolated(stage.before[place][i].into(), now[i].into(), ahead, nation[i], STEADY);
        }
        stage.before[place] = now;
        stage.active_before += f64::from(now[0]);
        stage.world.active[place] = expected[0];
        stage.world.rioting[place] = expected[1].min(expected[0]);
        stage.national_active += expected[0];
        stage.national_rioting += stage.world.rioting[place];
    }
}

fn sum(crowds: impl Iterator<Item = [u32; 2]>) -> [u32; 2] {
    crowds.fold([0, 0], |a, b| [a[0] + b[0], a[1] + b[1]])
}
