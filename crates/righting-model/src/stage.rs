//! The stage: what a mechanism sees of a replicate, and what it may change.
//!
//! A mechanism reads the setup and the landscape, reads and changes the [`World`], and notes what happened. Scratch
//! that mechanisms share inside a step stands here too; no result depends on it but through them.

use crate::clock::DAY;
use crate::condition::Compiled;
use crate::draw::{AllDraws, Draws, Purpose, uniform};
use crate::engine::{AnyEngine, Drive, Kernel};
use crate::landscape::Landscape;
use crate::math;
use crate::parameters::Section;
use crate::quantity::{AddedQuantity, QUANTITY_COUNT, Quantity, Readings};
use crate::setup::{Reach, Setup, When};
use crate::tally::{Day, Onsets, Toll};
use crate::trace::{Event, EventKind, Location, Trace};
use crate::world::World;

/// Crowds, nationwide, whose changes do not shorten the step.
pub(crate) const QUIET: f64 = 150.0;

/// One replicate under way.
pub struct Stage<'a> {
    /// What is simulated.
    pub setup: &'a Setup,
    /// What the setup fixes for every replicate.
    pub landscape: &'a Landscape,
    pub(crate) conditions: &'a Compiled,
    /// The country as it stands.
    pub world: World,
    pub(crate) added: &'a [AddedQuantity],
    pub(crate) draws: AllDraws,
    pub(crate) engine: AnyEngine,
    pub(crate) kernel: Kernel,
    /// Start of the step, minutes after the start.
    pub(crate) now: u32,
    /// Length of the step, minutes.
    pub(crate) length: u32,
    pub(crate) previous_length: u32,
    /// A shock struck in this step, or an order while crowds were out: the next is short.
    pub(crate) hurry: bool,
    /// Relative growth of the crowds per day in the last step.
    pub(crate) change: f64,
    pub(crate) shocks_done: Vec<bool>,
    pub(crate) actions_done: Vec<bool>,
    /// Who was killed and arrested in the last step, by place.
    pub(crate) last: Toll,
    /// Active and rioting people of every place at the start of the last step; all active at the start of this one.
    pub(crate) before: Vec<[u32; 2]>,
    pub(crate) active_before: f64,
    pub(crate) national_active: f64,
    pub(crate) national_rioting: f64,
    pub(crate) arrest_chance: Vec<f32>,
    /// Signal of unrest at the start of the last step and, expected, in the middle of this one, by place.
    pub(crate) signal_before: Vec<f32>,
    pub(crate) signal: Vec<f32>,
    pub(crate) far_news: Vec<f32>,
    /// Share of output that unrest stops in the step, by place.
    pub(crate) lost_share: Vec<f64>,
    pub(crate) drives: Vec<Drive>,
    pub(crate) day: Day,
    pub(crate) onsets: Onsets,
    pub(crate) readings: Readings,
    pub(crate) trace: Trace,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(
        setup: &'a Setup,
        landscape: &'a Landscape,
        conditions: &'a Compiled,
        added: &'a [AddedQuantity],
        draws: AllDraws,
        engine: AnyEngine,
        kernel: Kernel,
    ) -> Self {
        let places = draws.places.len();
        let regions = setup.country.regions.len();
        let quiet =
            Drive { affront: 0.0, hardship_factor: 1.0, discontent: 0.0, threshold: 1.0, sharpness: 1.0, risk: 0.0 };
        Self {
            setup,
            landscape,
            conditions,
            world: World::new(&setup.country, landscape, added),
            added,
            draws,
            engine,
            kernel,
            now: 0,
            length: 0,
            previous_length: 1,
            hurry: true,
            change: 0.0,
            shocks_done: vec![false; setup.shocks.len()],
            actions_done: vec![false; setup.actions.len()],
            last: Toll { killed: vec![0; places], arrested: vec![0; places] },
            before: vec![[0; 2]; places],
            active_before: 0.0,
            national_active: 0.0,
            national_rioting: 0.0,
            arrest_chance: vec![1.0; places],
            signal_before: vec![0.0; places],
            signal: vec![0.0; places],
            far_news: vec![0.0; places],
            lost_share: vec![0.0; places],
            drives: vec![quiet; places],
            day: Day::new(places, regions),
            onsets: Onsets::new(places, regions),
            readings: Readings { day: 0.0, values: [0.0; QUANTITY_COUNT] },
            trace: Trace::new(places, setup.days as usize, added),
        }
    }

    /// Start of the step, minutes after the start of the run.
    pub fn now(&self) -> u32 {
        self.now
    }

    /// End of the step, minutes after the start of the run.
    pub fn end(&self) -> u32 {
        self.now + self.length
    }

    /// Length of the step, days. Rates are per day and frozen in the step.
    pub fn dt(&self) -> f64 {
        f64::from(self.length) / f64::from(DAY)
    }

    /// How many places there are.
    pub fn places(&self) -> usize {
        self.draws.places.len()
    }

    /// A mechanism's parameters in this run: read once a step, outside loops over places.
    pub fn parameters<S: Section>(&self) -> S {
        self.setup.parameters.section()
    }

    /// The chances of a place; a mechanism of a user's own draws with [`Purpose::Added`].
    pub fn draws(&self, place: usize) -> &Draws {
        &self.draws.places[place]
    }

    /// A quantity that the user's mechanisms registered, by place.
    ///
    /// # Panics
    /// When no mechanism of the schedule registered it.
    pub fn quantity(&self, path: &str) -> &[f64] {
        &self.world.added[self.column(path)]
    }

    /// The same, to change: what stands at midnight is recorded for the day.
    ///
    /// # Panics
    /// As [`quantity`](Self::quantity).
    pub fn quantity_mut(&mut self, path: &str) -> &mut [f64] {
        let column = self.column(path);
        &mut self.world.added[column]
    }

    fn column(&self, path: &str) -> usize {
        let column = self.added.iter().position(|quantity| quantity.path == path);
        column.unwrap_or_else(|| panic!("no mechanism of the schedule registered a quantity `{path}`"))
    }

    /// Readings of the nation: everything at the last midnight, and what counts people and sites as triggers saw it
    /// last.
    pub fn readings(&self) -> &Readings {
        &self.readings
    }

    /// Notes a happening in the trace; `subject` is the id of what it is about, or empty. Orders and shocks strike at
    /// the step's start, the rest by its end. Reports are of the day that ends.
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

    /// The places that a shock or an order reaches.
    pub fn places_in(&self, reach: &Reach) -> Vec<usize> {
        match reach {
            Reach::Nation => (0..self.places()).collect(),
            Reach::Places(places) => places.clone(),
        }
    }

    /// Whether something not yet done is due; its id addresses its draw, so that a scenario without one of its
    /// neighbours shares its chances.
    pub(crate) fn is_due(&mut self, when: &When, id: &str) -> Result<bool, String> {
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
                self.conditions.holds(trigger, &self.readings)
            }
        }
    }

    /// Whether an order can change much at once.
    pub(crate) fn crowds_are_out(&self) -> bool {
        f64::from(self.world.people.all_active()) >= QUIET
    }

    /// Time from now to the middle of the step, in lengths of the last step.
    pub(crate) fn ahead(&self) -> f64 {
        (0.5 * f64::from(self.length) / f64::from(self.previous_length)).min(1.0)
    }

    /// What triggers look at, now.
    fn read(&mut self) {
        let people = &self.world.people;
        let sum = |counts: &[u32]| counts.iter().map(|&count| f64::from(count)).sum::<f64>();
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
            (Quantity::FacilitiesLost, self.world.facilities_lost() as f64),
            (Quantity::Allied, self.world.allied),
        ] {
            self.readings.values[quantity.column()] = value;
        }
    }
}

/// An id as a number: FNV-1a (Fowler, Noll and Vo), 32 bits.
fn address(id: &str) -> u32 {
    id.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_published_addresses() {
        // FNV-1a test vectors of the authors.
        assert_eq!(["", "a", "foobar"].map(address), [0x811c_9dc5, 0xe40c_292c, 0xbf9c_f968]);
    }
}
