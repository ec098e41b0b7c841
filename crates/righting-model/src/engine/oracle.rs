//! The plain engine: one loop over everybody, one Bernoulli trial each, p = 1 - e^(-rate dt).
//!
//! Slow on purpose: nothing is pooled, skipped or exchanged, so that it can be believed.

use serde::{Deserialize, Serialize};

use crate::draw::{Draws, Purpose, uniform, uniform_f32};
use crate::engine::motion::{Engine, Motion};
use crate::equations::arriving;
use crate::landscape::Landscape;
use crate::math::{self, one_minus_exp};
use crate::world::{Crowds, exit};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    Quiet,
    /// Joined in this step.
    Arriving,
    Active,
    Resting,
    Detained,
    Dead,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Person {
    /// Place on the axis of the pool.
    axis: f64,
    state: State,
    /// Cell where the person is, if not at home.
    at: u32,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Oracle {
    residents: Vec<Vec<Person>>,
}

impl Oracle {
    pub fn new(landscape: &Landscape, draws: &[Draws]) -> Self {
        let person = |home: usize, index: u32| {
            let [a, b, ..] = draws[home].block(Purpose::Oracle, 2, index);
            Person { axis: -math::ln(uniform(a, b)), state: State::Quiet, at: home as u32 }
        };
        let civilians = landscape.civilians.iter().enumerate();
        Self { residents: civilians.map(|(home, &people)| (0..people).map(|i| person(home, i)).collect()).collect() }
    }
}

/// What becomes of someone in a crowd, `part` of the step's hazard theirs, by one chance whether anything does, and one
/// what.
fn exit_from(
    person: &mut Person,
    home: usize,
    motion: &Motion,
    part: impl Fn(f64) -> f64,
    chances: [f64; 2],
    crowds: &mut Crowds,
) {
    let at = person.at as usize;
    let rates = &motion.rates.crowd[at];
    let total: f64 = rates.iter().sum();
    if chances[0] >= one_minus_exp(part(total * motion.dt)) {
        return;
    }
    crowds.active[at] -= 1;
    let mut left = chances[1] * total;
    let fate = rates.iter().position(|rate| {
        left -= rate;
        left < 0.0
    });
    person.state = match fate.unwrap_or(exit::HOME) {
        exit::TO_REST => {
            crowds.resting[home] += 1;
            State::Resting
        }
        exit::HOME => {
            crowds.gone[home] -= 1;
            State::Quiet
        }
        exit::DETAINED => {
            crowds.detained[at] += 1;
            crowds.arrested[at] += 1;
            State::Detained
        }
        _ => {
            crowds.killed[at] += 1;
            State::Dead
        }
    };
}

/// Whether somebody at rest at home is ready again, or detained there in a raid.
fn rest(person: &mut Person, home: usize, motion: &Motion, chances: [f64; 2], crowds: &mut Crowds) {
    let [ready, raided] = motion.rates.resting[home];
    if chances[0] >= one_minus_exp((ready + raided) * motion.dt) {
        return;
    }
    crowds.resting[home] -= 1;
    if chances[1] * (ready + raided) < ready {
        crowds.gone[home] -= 1;
        person.state = State::Quiet;
    } else {
        crowds.detained[home] += 1;
        crowds.arrested[home] += 1;
        (person.state, person.at) = (State::Detained, home as u32);
    }
}

/// Whether somebody quiet joins, and where.
fn join(person: &mut Person, home: usize, index: u32, motion: &Motion, crowds: &mut Crowds) {
    let hazard = f64::from(motion.rates.joining[home]) * motion.dt;
    let [a, b, c, d] = motion.draws[home].block_at(Purpose::Oracle, 1, motion.minute, index);
    if person.axis > f64::from(motion.rates.pool[home]) || uniform(a, b) >= one_minus_exp(hazard) {
        return;
    }
    let place = motion.rates.meet(motion.landscape, home, [uniform_f32(c), uniform_f32(d)]);
    crowds.gone[home] += 1;
    crowds.joined[place] += 1;
    crowds.active[place] += 1;
    (person.state, person.at) = (State::Arriving, place as u32);
}

/// What becomes of somebody who is not quiet.
fn change(person: &mut Person, home: usize, motion: &Motion, chances: [f64; 2], crowds: &mut Crowds) {
    match person.state {
        State::Active => exit_from(person, home, motion, |hazard| hazard, chances, crowds),
        State::Arriving => {
            person.state = State::Active;
            exit_from(person, home, motion, |hazard| arriving(hazard as f32).into(), chances, crowds);
        }
        State::Resting => rest(person, home, motion, chances, crowds),
        State::Detained => {
            if chances[0] < one_minus_exp(motion.rates.release * motion.dt) {
                crowds.detained[person.at as usize] -= 1;
                crowds.gone[home] -= 1;
                person.state = State::Quiet;
            }
        }
        State::Quiet | State::Dead => {}
    }
}

impl Engine for Oracle {
    fn gather(&mut self, motion: &Motion, crowds: &mut Crowds) {
        for (home, residents) in self.residents.iter_mut().enumerate() {
            for (index, person) in residents.iter_mut().enumerate().filter(|(_, one)| one.state == State::Quiet) {
                join(person, home, index as u32, motion, crowds);
            }
        }
    }

    fn disperse(&mut self, motion: &Motion, crowds: &mut Crowds) {
        for (home, residents) in self.residents.iter_mut().enumerate() {
            let axis = f64::from(motion.rates.pool[home]);
            (crowds.pool[home], crowds.ready[home]) = (0, 0);
            for (index, person) in residents.iter_mut().enumerate() {
                let [a, b, c, d] = motion.draws[home].block_at(Purpose::Oracle, 0, motion.minute, index as u32);
                change(person, home, motion, [uniform(a, b), uniform(c, d)], crowds);
                let inside = person.axis <= axis;
                crowds.pool[home] += u32::from(inside);
                crowds.ready[home] += u32::from(inside && person.state == State::Quiet);
            }
        }
    }

    /// Every trial is addressed by its minute: nothing is drawn ahead.
    fn renew(&mut self, _: &[Draws]) {}
}
