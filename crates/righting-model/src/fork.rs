//! Forks: a replicate held at a midnight, to be continued under one or several futures.
//!
//! Draws are addressed by what they are for, so a state needs no generator: seed and replicate say
//! where all further chance comes from. A future that differs from the past only later continues a
//! state to the same bytes as an unbroken run of that future.

use serde::{Deserialize, Serialize};

use crate::clock::DAY;
use crate::draw::AllDraws;
use crate::engine::{Drive, EngineState};
use crate::mechanisms::harm::Countdown;
use crate::mechanisms::observation::Day;
use crate::setup::{Action, Order, Setup, Shock, When};
use crate::step::{Onsets, Run};
use crate::trace::Trace;
use crate::world::World;

/// One replicate at the midnight that ends a day: all that its further course depends on.
#[derive(Clone, Serialize, Deserialize)]
pub struct State {
    draws: AllDraws,
    now: u32,
    hurry: bool,
    /// Ids of the shocks and actions that have happened: a future may list others around them.
    done: Vec<String>,
    killed: Vec<u32>,
    arrested: Vec<u32>,
    arrest_chance: Vec<f32>,
    signal_before: Vec<f32>,
    drives: Vec<Drive>,
    day: Day,
    readings: Vec<f64>,
    world: World,
    engine: EngineState,
    trace: Trace,
    before: Vec<[u32; 2]>,
    previous_length: u32,
    change: f64,
    onsets: Onsets,
}

impl State {
    /// Days simulated so far.
    pub fn day(&self) -> u32 {
        self.now / DAY
    }

    /// Whether it has as many places and facilities as a country.
    pub(crate) fn fits(&self, places: usize, facilities: usize) -> bool {
        self.drives.len() == places && self.world.facilities.len() == facilities
    }

    pub(crate) fn draws(&self) -> &AllDraws {
        &self.draws
    }

    pub(crate) fn engine(&self) -> &EngineState {
        &self.engine
    }

    /// Holds a run as it stands.
    pub(crate) fn of(run: &Run) -> Self {
        let shocks = run.setup.shocks.iter().map(|shock| &shock.id).zip(&run.shocks_done);
        let actions = run.setup.actions.iter().map(|action| &action.id).zip(&run.actions_done);
        Self {
            draws: run.draws.clone(),
            now: run.now,
            hurry: run.hurry,
            done: shocks.chain(actions).filter(|(_, done)| **done).map(|(id, _)| id.clone()).collect(),
            killed: run.last.killed.clone(),
            arrested: run.last.arrested.clone(),
            arrest_chance: run.arrest_chance.clone(),
            signal_before: run.signal_before.clone(),
            drives: run.drives.clone(),
            day: run.day.clone(),
            readings: run.readings.values.to_vec(),
            world: run.world.clone(),
            engine: run.engine.state(),
            trace: run.trace.clone(),
            before: run.before.clone(),
            previous_length: run.previous_length,
            change: run.change,
            onsets: run.onsets.clone(),
        }
    }

    /// Puts a fresh run where this state stands.
    pub(crate) fn enter(&self, run: &mut Run) {
        let done = |id: &String| self.done.contains(id);
        run.now = self.now;
        run.hurry = self.hurry;
        run.shocks_done = run.setup.shocks.iter().map(|shock| done(&shock.id)).collect();
        run.actions_done = run.setup.actions.iter().map(|action| done(&action.id)).collect();
        run.last.killed.clone_from(&self.killed);
        run.last.arrested.clone_from(&self.arrested);
        run.arrest_chance.clone_from(&self.arrest_chance);
        run.signal_before.clone_from(&self.signal_before);
        run.drives.clone_from(&self.drives);
        run.day = self.day.clone();
        run.readings.day = f64::from(self.now) / f64::from(DAY);
        for (value, stored) in run.readings.values.iter_mut().zip(&self.readings) {
            *value = *stored;
        }
        run.world = self.world.clone();
        run.trace = self.trace.clone();
        run.before.clone_from(&self.before);
        run.previous_length = self.previous_length;
        run.change = self.change;
        run.onsets = self.onsets.clone();
    }
}

/// Gives a run other chances from here on. What is left of thresholds and gaps is drawn anew, which
/// the exponential's lack of memory allows; what has happened, and what differs between places for
/// good, stays.
pub(crate) fn reseed(run: &mut Run, draws: AllDraws) {
    run.engine.renew(&draws.places);
    run.draws = draws;
    run.world.next_loss.fill(Countdown::default());
    run.world.next_injury.fill(Countdown::default());
}

/// First minute at which the courses of two setups can differ, as far as the setups tell: `None` when
/// nothing in them differs. What is dated counts from its date, what is triggered from the earliest
/// time at which it may be, everything else from the start.
pub fn first_difference(a: &Setup, b: &Setup) -> Option<u32> {
    // Every field, so that a new one cannot be forgotten here. A longer run has the same course.
    let Setup {
        country: _,
        parameters: _,
        random_effects: _,
        mixed_chances: _,
        hypotheses: _,
        shocks,
        actions,
        alliance,
        days: _,
        clock: _,
        recovery: _,
    } = a;
    if !a.same_world(b) {
        return Some(0);
    }
    let struck = lone(shocks, &b.shocks, |shock: &Shock| (told_shock(shock), earliest(&shock.when)));
    let ordered = lone(actions, &b.actions, |action: &Action| (told_action(action), earliest(&action.when)));
    // An alliance does nothing before it is asked.
    let asked = (*alliance != b.alliance).then(|| {
        let asks = |action: &&Action| action.order == Order::RequestAlliance;
        let all = actions.iter().chain(&b.actions).filter(asks);
        all.map(|action| earliest(&action.when)).min().unwrap_or(0)
    });
    [struck, ordered, asked].into_iter().flatten().min()
}

/// Earliest time of what only one of two lists has.
fn lone<T>(a: &[T], b: &[T], told: impl Fn(&T) -> (String, u32)) -> Option<u32> {
    let a: Vec<(String, u32)> = a.iter().map(&told).collect();
    let b: Vec<(String, u32)> = b.iter().map(&told).collect();
    let only = |these: &[(String, u32)], those: &[(String, u32)]| {
        these.iter().filter(|row| !those.contains(row)).map(|row| row.1).min()
    };
    [only(&a, &b), only(&b, &a)].into_iter().flatten().min()
}

fn earliest(when: &When) -> u32 {
    match when {
        When::At(minute) => *minute,
        When::Random { .. } => 0,
        When::Triggered { not_before, .. } => *not_before,
    }
}

fn told_when(when: &When) -> String {
    match when {
        When::At(minute) => format!("at {minute}"),
        When::Random { per_day } => format!("random {per_day:?}"),
        When::Triggered { trigger, not_before } => format!("when {} from {not_before}", trigger.text),
    }
}

fn told_shock(shock: &Shock) -> String {
    format!("{} {} {:?} {:?}", shock.id, told_when(&shock.when), shock.reach, shock.kind)
}

fn told_action(action: &Action) -> String {
    format!("{} {} {:?} {:?}", action.id, told_when(&action.when), action.reach, action.order)
}
