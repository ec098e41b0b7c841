//! The story of a day.
//!
//! Each step walks the [`SCHEDULE`](crate::SCHEDULE): shocks and orders strike, the alliance moves,
//! affront and legitimacy shift, news spreads, forces muster, people weigh grievance against risk;
//! then all rates are known, people move, facilities fall or are retaken, output is lost, and the
//! record is kept.

use std::ops::ControlFlow;

use crate::clock::{Clock, DAY};
use crate::draw::{AllDraws, Purpose, uniform};
use crate::engine::{Drive, Engine, Kernel, Motion};
use crate::landscape::Landscape;
use crate::math;
use crate::mechanisms::{facilities, observation::Day};
use crate::quantity::{QUANTITY_COUNT, Quantity, Readings};
use crate::random_effects::RandomEffects;
use crate::recovery;
use crate::schedule::SCHEDULE;
use crate::setup::{Setup, When};
use crate::simulation::Failure;
use crate::trace::{Event, EventKind, Location, Stopped, Trace, Watched};
use crate::world::{FacilityState, World};

/// Crowds, nationwide, whose changes do not shorten the step.
const QUIET: f64 = 150.0;

/// People who are taken to grow as the nation does, in the rate of a crowd of few.
const STEADY: f64 = 30.0;

/// Largest factor by which anything is expected to grow until the middle of a step: more is a start, not a rate.
const MOST: f64 = 1.6;

/// How many people make an onset.
pub(crate) const ONSET: u32 = 50;

/// One replicate under way: the world, its engine, and scratch that no result depends on.
pub(crate) struct Run<'a> {
    pub setup: &'a Setup,
    pub landscape: &'a Landscape,
    pub draws: AllDraws,
    pub world: World,
    pub engine: Box<dyn Engine>,
    pub kernel: Kernel,
    /// Start of the step, minutes after the start.
    pub now: u32,
    /// Length of the step, minutes.
    pub length: u32,
    /// A shock struck in this step, or an order while crowds were out: the next is short.
    pub hurry: bool,
    pub shocks_done: Vec<bool>,
    pub actions_done: Vec<bool>,
    /// Who was killed and arrested in the last step, by place.
    pub last: Toll,
    pub national_active: f64,
    pub national_rioting: f64,
    pub arrest_chance: Vec<f32>,
    /// Signal of unrest at the start of the last step and, expected, in the middle of this one, by place.
    pub signal_before: Vec<f32>,
    pub signal: Vec<f32>,
    pub far_news: Vec<f32>,
    /// Share of output that unrest stops in the step, by place.
    pub lost_share: Vec<f64>,
    pub drives: Vec<Drive>,
    pub day: Day,
    pub readings: Readings,
    pub trace: Trace,
    pub before: Vec<[u32; 2]>,
    pub previous_length: u32,
    pub change: f64,
    active_before: f64,
    pub onsets: Onsets,
}

/// Losses of one step, by place.
pub(crate) struct Toll {
    pub killed: Vec<u32>,
    pub arrested: Vec<u32>,
}

/// Which onsets have been noted: protest, violence.
#[derive(Clone, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Onsets {
    places: Vec<[bool; 2]>,
    regions: Vec<[bool; 2]>,
    sums: Vec<[u32; 2]>,
}

impl<'a> Run<'a> {
    pub fn new(
        setup: &'a Setup,
        landscape: &'a Landscape,
        draws: AllDraws,
        engine: Box<dyn Engine>,
        kernel: Kernel,
    ) -> Self {
        let places = draws.places.len();
        let regions = setup.country.regions.len();
        let quiet =
            Drive { affront: 0.0, hardship_factor: 1.0, discontent: 0.0, threshold: 1.0, sharpness: 1.0, risk: 0.0 };
        let mut run = Self {
            setup,
            landscape,
            draws,
            world: World::new(&setup.country, landscape),
            engine,
            kernel,
            now: 0,
            length: 0,
            hurry: true,
            shocks_done: vec![false; setup.shocks.len()],
            actions_done: vec![false; setup.actions.len()],
            last: Toll { killed: vec![0; places], arrested: vec![0; places] },
            national_active: 0.0,
            national_rioting: 0.0,
            arrest_chance: vec![1.0; places],
            signal_before: vec![0.0; places],
            signal: vec![0.0; places],
            far_news: vec![0.0; places],
            lost_share: vec![0.0; places],
            drives: vec![quiet; places],
            day: Day::new(places, regions),
            readings: Readings { day: 0.0, values: [0.0; QUANTITY_COUNT] },
            trace: Trace::new(places, setup.days as usize),
            before: vec![[0; 2]; places],
            previous_length: 1,
            change: 0.0,
            active_before: 0.0,
            onsets: Onsets {
                places: vec![[false; 2]; places],
                regions: vec![[false; 2]; regions],
                sums: vec![[0; 2]; regions],
            },
        };
        run.scatter();
        facilities::post_guards(&mut run);
        run
    }

    /// Walks the schedule until the last day has ended; `probe` hears each mechanism begin, and `watch` may stop the
    /// run after any day.
    pub fn finish(
        mut self,
        probe: &mut dyn FnMut(usize),
        watch: &mut dyn FnMut(&Trace) -> ControlFlow<()>,
    ) -> Result<Watched, Failure> {
        let _ = self.walk(self.setup.days, probe, watch)?;
        Ok(self.end_here())
    }

    /// What the run has left behind. Months follow a crisis that was simulated to its last day, and no other.
    pub fn end_here(mut self) -> Watched {
        self.trace.joinings = self.world.people.joined.iter().map(|&joined| u64::from(joined)).sum();
        if self.trace.days() < self.setup.days as usize {
            return Watched::Stopped(Stopped::of(self.trace));
        }
        self.trace.recovery = recovery::recover(&self);
        Watched::Whole(self.trace)
    }

    /// Walks the schedule until the midnight that ends so many days: no step crosses a midnight.
    pub fn walk(
        &mut self,
        days: u32,
        probe: &mut dyn FnMut(usize),
        watch: &mut dyn FnMut(&Trace) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Failure> {
        let clock = Clock::new(self.setup);
        while self.now < days * DAY {
            self.length = clock.step(self.now, self.change, std::mem::take(&mut self.hurry) || self.strikes_now());
            self.foresee();
            for (index, mechanism) in SCHEDULE.iter().enumerate() {
                probe(index);
                (mechanism.act)(self).map_err(|message| Failure { stage: mechanism.name, message })?;
            }
            self.now += self.length;
            self.previous_length = self.length;
            self.trace.steps += 1;
            if self.now.is_multiple_of(DAY) && watch(&self.trace).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// How many places there are.
    pub fn places(&self) -> usize {
        self.draws.places.len()
    }

    /// Length of the step, days.
    pub fn dt(&self) -> f64 {
        f64::from(self.length) / f64::from(DAY)
    }

    /// End of the step, minutes after the start.
    pub fn end(&self) -> u32 {
        self.now + self.length
    }

    /// Adds to the trace's happenings; orders and shocks strike at the step's start, the rest by its end. Reports are of
    /// the day that ends.
    pub fn note(&mut self, kind: EventKind, location: Location, subject: &str) {
        let minute = match kind {
            EventKind::Shock
            | EventKind::Action
            | EventKind::AllianceAccepted
            | EventKind::AllianceRejected
            | EventKind::AllianceArrived
            | EventKind::AllianceLeft => self.now,
            EventKind::ProtestReported | EventKind::ViolenceReported => self.end() - 1,
            _ => self.end(),
        };
        self.trace.events.push(Event { minute, kind, location, subject: subject.to_owned() });
    }

    /// Whether something not yet done is due; its id addresses its draw, so that a scenario without one of its
    /// neighbours shares its chances.
    pub fn is_due(&mut self, when: &When, id: &str) -> Result<bool, String> {
        match when {
            When::At(minute) => Ok(*minute <= self.now),
            When::Random { per_day } => {
                let [a, b, ..] = self.draws.nation.block_at(Purpose::Shock, 0, self.now, address(id));
                Ok(uniform(a, b) < math::one_minus_exp(per_day * self.dt()))
            }
            When::Triggered { trigger, not_before } => {
                if self.now < *not_before {
                    return Ok(false);
                }
                self.read();
                (trigger.holds)(&self.readings).map_err(|error| format!("`{}`: {error}", trigger.text))
            }
        }
    }

    /// Whether the next step must be short: a shock strikes, or an order while crowds are out.
    fn strikes_now(&self) -> bool {
        let due = |when: &When| matches!(when, When::At(minute) if *minute <= self.now);
        let shocks = self.setup.shocks.iter().zip(&self.shocks_done).any(|(shock, done)| !done && due(&shock.when));
        let mut orders = self.setup.actions.iter().zip(&self.actions_done);
        shocks || self.crowds_are_out() && orders.any(|(action, done)| !done && due(&action.when))
    }

    /// Whether an order can change much at once.
    pub fn crowds_are_out(&self) -> bool {
        f64::from(self.world.people.all_active()) >= QUIET
    }

    /// Time from now to the middle of the step, in lengths of the last step.
    pub fn ahead(&self) -> f64 {
        (0.5 * f64::from(self.length) / f64::from(self.previous_length)).min(1.0)
    }

    /// Crowds expected in the middle of the step: hazards of the midpoint keep second-order accuracy.
    fn foresee(&mut self) {
        let ahead = self.ahead();
        let people = &self.world.people;
        let crowds = |place: usize| [people.active(place), people.rioting[place]];
        let before = sum(self.before.iter().copied());
        let now = sum((0..self.places()).map(crowds));
        let nation = [0, 1].map(|i| (f64::from(now[i]) + STEADY) / (f64::from(before[i]) + STEADY));
        (self.national_active, self.national_rioting, self.active_before) = (0.0, 0.0, 0.0);
        for place in 0..self.places() {
            let now = crowds(place);
            let mut expected = [0.0; 2];
            for i in 0..2 {
                expected[i] = extrapolated(self.before[place][i].into(), now[i].into(), ahead, nation[i], STEADY);
            }
            self.before[place] = now;
            self.active_before += f64::from(now[0]);
            self.world.active[place] = expected[0];
            self.world.rioting[place] = expected[1].min(expected[0]);
            self.national_active += expected[0];
            self.national_rioting += self.world.rioting[place];
        }
    }

    /// What triggers look at, now.
    fn read(&mut self) {
        let people = &self.world.people;
        let sum = |counts: &[u32]| counts.iter().map(|&count| f64::from(count)).sum::<f64>();
        let lost = self.world.facilities.iter().filter(|state| **state != FacilityState::Held).count() as f64;
        let (protesting, rioting) = (sum(&people.protesting), sum(&people.rioting));
        self.readings.day = f64::from(self.now) / f64::from(DAY);
        for (quantity, value) in [
            (Quantity::Protesting, protesting),
            (Quantity::Rioting, rioting),
            (Quantity::Active, protesting + rioting),
            (Quantity::Detained, sum(&people.detained)),
            (Quantity::DetainedTotal, sum(&people.detained_total)),
            (Quantity::Dead, sum(&people.dead_civilians) + sum(&people.dead_serving)),
            (Quantity::DeathsSecurity, sum(&people.dead_serving)),
            (Quantity::FacilitiesLost, lost),
            (Quantity::Allied, self.world.allied),
        ] {
            self.readings.values[quantity.column()] = value;
        }
    }

    /// What no data show differs between replicates, regions and places.
    fn scatter(&mut self) {
        let (country, parameters) = (&self.setup.country, &self.setup.parameters);
        let known = self.setup.random_effects.clone();
        let effects = known.unwrap_or_else(|| RandomEffects::drawn(country, &self.draws));
        self.world.threshold_shift = effects.shifts(&parameters.grievance, country);
        self.world.harshness = effects.harshness(&parameters.policing, country);
    }

    /// Notes the first time a crowd or a riot reaches the size of an onset.
    fn note_onsets(&mut self) {
        let mut onsets = std::mem::take(&mut self.onsets);
        onsets.sums.fill([0; 2]);
        for place in 0..self.places() {
            let crowd = [self.world.people.active(place), self.world.people.rioting[place]];
            let sums = &mut onsets.sums[self.setup.country.places[place].region];
            *sums = [sums[0] + crowd[0], sums[1] + crowd[1]];
            self.note_onset(&mut onsets.places[place], crowd, Location::Place(place));
        }
        for region in 0..onsets.sums.len() {
            let crowd = onsets.sums[region];
            self.note_onset(&mut onsets.regions[region], crowd, Location::Region(region));
        }
        self.onsets = onsets;
    }

    fn note_onset(&mut self, seen: &mut [bool; 2], crowd: [u32; 2], location: Location) {
        for (index, kind) in [EventKind::ProtestOnset, EventKind::ViolenceOnset].into_iter().enumerate() {
            if !seen[index] && crowd[index] >= ONSET {
                seen[index] = true;
                self.note(kind, location, "");
            }
        }
    }
}

/// An id as a number: FNV-1a (Fowler, Noll and Vo), 32 bits.
fn address(id: &str) -> u32 {
    id.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn sum(crowds: impl Iterator<Item = [u32; 2]>) -> [u32; 2] {
    crowds.fold([0, 0], |a, b| [a[0] + b[0], a[1] + b[1]])
}

/// What goes on to grow or shrink at its rate: now * (now / before)^ahead, the power by its Pade approximant, and no
/// more than [`MOST`]. `steady` of the same that grow as the whole nation does are added to it in that rate, or the
/// comings and goings of a few would be taken for growth.
#[inline]
pub(crate) fn extrapolated(before: f64, now: f64, ahead: f64, nation: f64, steady: f64) -> f64 {
    if now == 0.0 {
        return 0.0;
    }
    let (from, to) = (before + steady, now + steady * nation);
    let growth = ((1.0 + ahead) * to + (1.0 - ahead) * from) / ((1.0 - ahead) * to + (1.0 + ahead) * from);
    now * growth.clamp(1.0 / MOST, MOST)
}

/// Moves the people by the rates that the mechanisms have written.
pub(crate) fn people(run: &mut Run) -> Result<(), String> {
    let people = &mut run.world.people;
    run.last.killed.clone_from(&people.dead_civilians);
    run.last.arrested.clone_from(&people.detained_total);
    let motion = Motion {
        landscape: run.landscape,
        draws: &run.draws.places,
        minute: run.now,
        dt: f64::from(run.length) / f64::from(DAY),
        rates: &run.world.rates,
        drives: &run.drives,
    };
    run.engine.move_people(&motion, people);
    debug_assert_eq!(people.everyone(), run.setup.country.population(), "people are conserved");

    let subtract =
        |before: &mut [u32], now: &[u32]| before.iter_mut().zip(now).for_each(|(before, now)| *before = now - *before);
    subtract(&mut run.last.killed, &people.dead_civilians);
    subtract(&mut run.last.arrested, &people.detained_total);
    let active = f64::from(people.all_active());
    run.change = (active - run.active_before) / run.dt() / (run.active_before + QUIET);
    run.note_onsets();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_published_addresses() {
        // FNV-1a test vectors of the authors.
        assert_eq!(["", "a", "foobar"].map(address), [0x811c_9dc5, 0xe40c_292c, 0xbf9c_f968]);
    }

    #[test]
    fn crowds_are_extrapolated_at_their_rate() {
        for growth in [0.7f64, 0.9, 1.0, 1.2, 1.5] {
            for ahead in [0.25, 0.5, 1.0] {
                let expected = 1e5 * growth * math::pow(growth, ahead);
                assert!((extrapolated(1e5, 1e5 * growth, ahead, 1.0, STEADY) / expected - 1.0).abs() < 0.01);
            }
        }
        assert_eq!([extrapolated(0.0, 0.0, 0.5, 2.0, STEADY), extrapolated(10.0, 0.0, 0.5, 1.0, STEADY)], [0.0, 0.0]);
        assert!((extrapolated(1.0, 2.0, 0.5, 1.2, STEADY) / 2.0 / 1.2f64.sqrt() - 1.0).abs() < 0.02);
    }
}
