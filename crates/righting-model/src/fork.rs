//! Forks: a replicate held at a midnight, to be continued under one or several futures.
//!
//! Draws are addressed by what they are for, so a state needs no generator: seed and replicate say
//! where all further chance comes from. A future that differs from the past only later continues a
//! state to the same bytes as an unbroken run of that future.

use serde::{Deserialize, Serialize};

use crate::countdown::Countdown;
use crate::draw::AllDraws;
use crate::engine::{AnyEngine, Engine};
use crate::hours::DAY;
use crate::parameters::Parameters;
use crate::setup::{Action, Levels, Order, Setup, Shock, When};
use crate::space::pyramid::CHANNELS;
use crate::stage::Stage;
use crate::tally::{Day, Onsets};
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
    day: Day,
    readings: Vec<f64>,
    world: World,
    engine: AnyEngine,
    trace: Trace,
    active_before: f64,
    rioting_before: f64,
    smooth: Vec<[f32; CHANNELS]>,
    mustered: Vec<f32>,
    arrests: Vec<[f64; 2]>,
    parameters: Parameters,
    previous_length: u32,
    change: f64,
    onsets: Onsets,
}

impl State {
    /// Days simulated so far.
    pub fn day(&self) -> u32 {
        self.now / DAY
    }

    /// Whether it has as many places, cells and facilities as a country.
    pub(crate) fn fits(&self, places: usize, cells: usize, facilities: usize) -> bool {
        let world = &self.world;
        let by_place = [world.price.len(), world.orders.len(), self.arrests.len()];
        let by_cell = [world.news.len(), world.told.len(), self.smooth.len(), self.mustered.len()];
        by_place.iter().all(|length| *length == places)
            && by_cell.iter().all(|length| *length == cells)
            && world.facilities.len() == facilities
    }

    pub(crate) fn draws(&self) -> &AllDraws {
        &self.draws
    }

    pub(crate) fn engine(&self) -> &AnyEngine {
        &self.engine
    }

    /// Holds a run as it stands.
    pub(crate) fn of(stage: &Stage) -> Self {
        let shocks = stage.setup.shocks.iter().map(|shock| &shock.id).zip(&stage.shocks_done);
        let actions = stage.setup.actions.iter().map(|action| &action.id).zip(&stage.actions_done);
        Self {
            draws: stage.draws.clone(),
            now: stage.now,
            hurry: stage.hurry,
            done: shocks.chain(actions).filter(|(_, done)| **done).map(|(id, _)| id.clone()).collect(),
            day: stage.day.clone(),
            readings: stage.readings.values.to_vec(),
            world: stage.world.clone(),
            engine: stage.engine.clone(),
            trace: stage.trace.clone(),
            active_before: stage.active_before,
            rioting_before: stage.rioting_before,
            smooth: stage.smooth.clone(),
            mustered: stage.mustered.clone(),
            arrests: stage.arrests.clone(),
            parameters: stage.parameters.clone(),
            previous_length: stage.previous_length,
            change: stage.change,
            onsets: stage.onsets.clone(),
        }
    }

    /// Puts a fresh run where this state stands.
    pub(crate) fn enter(&self, stage: &mut Stage) {
        let done = |id: &String| self.done.contains(id);
        stage.now = self.now;
        stage.hurry = self.hurry;
        stage.shocks_done = stage.setup.shocks.iter().map(|shock| done(&shock.id)).collect();
        stage.actions_done = stage.setup.actions.iter().map(|action| done(&action.id)).collect();
        stage.day = self.day.clone();
        stage.readings.day = f64::from(self.now) / f64::from(DAY);
        for (value, stored) in stage.readings.values.iter_mut().zip(&self.readings) {
            *value = *stored;
        }
        stage.world = self.world.clone();
        stage.trace = self.trace.clone();
        stage.active_before = self.active_before;
        stage.rioting_before = self.rioting_before;
        stage.smooth.clone_from(&self.smooth);
        stage.mustered.clone_from(&self.mustered);
        stage.arrests.clone_from(&self.arrests);
        // Levels that were drawn belong to the replicate; those of a future that fixes its own are the future's.
        if stage.setup.levels != Levels::Fixed {
            stage.parameters = self.parameters.clone().under(stage.setup.parameters.registry());
        }
        stage.previous_length = self.previous_length;
        stage.change = self.change;
        stage.onsets = self.onsets.clone();
    }
}

/// Gives a run other chances from here on. What is left of thresholds and gaps is drawn anew, which
/// the exponential's lack of memory allows; what has happened, and what differs between places for
/// good, stays.
pub(crate) fn reseed(stage: &mut Stage, draws: AllDraws) {
    stage.engine.renew(&draws.cells);
    stage.draws = draws;
    stage.fields.forget();
    stage.world.next_loss.fill(Countdown::default());
    stage.world.next_injury.fill(Countdown::default());
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
        calendar: _,
        levels: _,
        recovery: _,
    } = a;
    if !a.same_world(b) {
        return Some(0);
    }
    let shock = |shock: &Shock| (shock.id.clone(), shock.when.clone(), shock.reach.clone(), shock.kind);
    let action = |action: &Action| (action.id.clone(), action.when.clone(), action.reach.clone(), action.order);
    let struck = lone(shocks, &b.shocks, shock, |shock| earliest(&shock.when));
    let ordered = lone(actions, &b.actions, action, |action| earliest(&action.when));
    // An alliance does nothing before it is asked.
    let asked = (*alliance != b.alliance).then(|| {
        let asks = |action: &&Action| action.order == Order::RequestAlliance;
        let all = actions.iter().chain(&b.actions).filter(asks);
        all.map(|action| earliest(&action.when)).min().unwrap_or(0)
    });
    [struck, ordered, asked].into_iter().flatten().min()
}

/// Earliest time of what only one of two lists has; labels do not count.
fn lone<T, K: PartialEq>(a: &[T], b: &[T], what: impl Fn(&T) -> K, when: impl Fn(&T) -> u32) -> Option<u32> {
    let only = |these: &[T], those: &[T]| {
        let others: Vec<K> = those.iter().map(&what).collect();
        these.iter().filter(|row| !others.contains(&what(row))).map(&when).min()
    };
    [only(a, b), only(b, a)].into_iter().flatten().min()
}

fn earliest(when: &When) -> u32 {
    match when {
        When::At(minute) => *minute,
        When::Random { .. } => 0,
        When::Triggered { not_before, .. } => *not_before,
    }
}
