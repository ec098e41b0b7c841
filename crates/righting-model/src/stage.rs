//! The stage: what a mechanism sees of a replicate, and what it may change.
//!
//! A mechanism reads the setup and the landscape, reads and changes the [`World`], and notes what happened. Scratch
//! that mechanisms share inside a step stands here too; no result depends on it but through them.

use crate::condition::Compiled;
use crate::draw::{AllDraws, Draws, Purpose, uniform};
use crate::engine::{AnyEngine, Kernel};
use crate::fields::{At, Fields};
use crate::hours::DAY;
use crate::landscape::Landscape;
use crate::math;
use crate::parameters::{Parameters, Section};
use crate::quantity::{AddedQuantity, QUANTITY_COUNT, Quantity, Readings};
use crate::setup::{Reach, Setup, When};
use crate::space::lattice::between;
use crate::space::pyramid::{CHANNELS, Nodes};
use crate::tally::{Day, Onsets};
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
    pub(crate) parameters: Parameters,
    pub(crate) added: &'a [AddedQuantity],
    pub(crate) draws: AllDraws,
    pub(crate) engine: AnyEngine,
    pub(crate) kernel: Kernel,
    /// Start of the step, minutes after the start.
    pub(crate) now: u32,
    /// Length of the step, minutes.
    pub(crate) length: u32,
    /// Weights of the fields of today and tomorrow in its middle.
    pub(crate) weights: [f32; 2],
    pub(crate) previous_length: u32,
    /// A shock struck in this step, or an order while crowds were out: the next is short.
    pub(crate) hurry: bool,
    /// Relative growth of the crowds per day in the last step.
    pub(crate) change: f64,
    pub(crate) shocks_done: Vec<bool>,
    pub(crate) actions_done: Vec<bool>,
    /// People in the streets, and of them rioting, nationwide, at the start of the step.
    pub(crate) active_before: f64,
    pub(crate) rioting_before: f64,
    /// What is smoothed: news, active, rioters with a tenth of the active, deaths of the last day; by cell, summed and
    /// smoothed.
    pub(crate) sources: Vec<[f32; CHANNELS]>,
    pub(crate) smooth: Vec<[f32; CHANNELS]>,
    pub(crate) nodes: Nodes,
    /// Deployable forces by cell, as they were smoothed last, what they were of places, and what that gave.
    pub(crate) deployed: Vec<f32>,
    pub(crate) ordered: Vec<[f64; 3]>,
    pub(crate) mustered: Vec<f32>,
    /// Cells with people in the streets, once those of the step have gathered.
    pub(crate) busy: Vec<u32>,
    pub(crate) fields: Fields,
    /// Arrests a day where forces are many, of who is peaceful and of who riots, and raids a day, by place.
    pub(crate) arrests: Vec<[f64; 2]>,
    pub(crate) raids: Vec<f64>,
    /// Share of output that unrest stops in the step, by place.
    pub(crate) lost_share: Vec<f64>,
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
        let (places, cells) = (draws.places.len(), landscape.cells.len());
        let regions = setup.country.regions.len();
        Self {
            setup,
            landscape,
            conditions,
            world: World::new(&setup.country, landscape, added),
            parameters: setup.parameters.clone(),
            added,
            draws,
            engine,
            kernel,
            now: 0,
            length: 0,
            weights: between(0.0),
            previous_length: 0,
            hurry: true,
            change: 0.0,
            shocks_done: vec![false; setup.shocks.len()],
            actions_done: vec![false; setup.actions.len()],
            active_before: 0.0,
            rioting_before: 0.0,
            sources: vec![[0.0; CHANNELS]; cells],
            smooth: vec![[0.0; CHANNELS]; cells],
            nodes: Nodes::default(),
            deployed: Vec::new(),
            ordered: Vec::new(),
            busy: Vec::new(),
            mustered: vec![0.0; cells],
            fields: Fields::new(cells),
            arrests: vec![[0.0; 2]; places],
            raids: vec![0.0; places],
            lost_share: vec![0.0; places],
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

    /// How many cells the places are cut into.
    pub fn cells(&self) -> usize {
        self.landscape.cells.len()
    }

    /// A mechanism's parameters in this run: read once a step, outside loops over places.
    pub fn parameters<S: Section>(&self) -> S {
        self.parameters.section()
    }

    /// The day, from 0.
    pub(crate) fn today(&self) -> u32 {
        self.now / DAY
    }

    /// Whether the step is the first of its day.
    pub(crate) fn is_morning(&self) -> bool {
        self.now.is_multiple_of(DAY)
    }

    /// Sets how long the step is that begins.
    pub(crate) fn begin(&mut self, length: u32) {
        self.length = length;
        let middle = (f64::from(self.now % DAY) + 0.5 * f64::from(length)) / f64::from(DAY);
        self.weights = between(middle);
    }

    /// Fields of the crowd of a cell in this step: riot, share that riots.
    pub(crate) fn crowd_fields(&mut self, cell: usize) -> [f32; 2] {
        let (day, weights) = (self.today(), self.weights);
        let Self { landscape, kernel, .. } = *self;
        self.fields.crowd(At { landscape, draws: &self.draws.nation, kernel, cell, day, weights })
    }

    /// Fields of the forces in a cell in this step: arrests, killing.
    pub(crate) fn force_fields(&mut self, cell: usize) -> [f32; 2] {
        let (day, weights) = (self.today(), self.weights);
        let Self { landscape, kernel, .. } = *self;
        self.fields.force(At { landscape, draws: &self.draws.nation, kernel, cell, day, weights })
    }

    /// The chances of a polity.
    pub(crate) fn polity_draws(&self, polity: usize) -> Draws {
        self.draws.nation.cell(self.landscape.polities[polity])
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
pub(crate) fn address(id: &str) -> u32 {
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
