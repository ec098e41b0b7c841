//! The plain engine: one loop over everybody, one Bernoulli trial each, p = 1 - e^(-rate dt).
//!
//! Slow on purpose: nothing is pooled, skipped or exchanged, so that it can be believed.

use serde::{Deserialize, Serialize};

use crate::country::{STRATA, income_class};
use crate::draw::{Draws, Purpose, uniform, uniform_f32};
use crate::engine::kernel::{Drive, Temper, grievance, opposed, willing};
use crate::engine::motion::{Engine, Motion, choose};
use crate::landscape::Landscape;
use crate::math::one_minus_exp;
use crate::world::{People, exit};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    Quiet,
    Protesting,
    Rioting,
    Withdrawn,
    Detained,
    Dead,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Person {
    stratum: u8,
    state: State,
    /// Where the person is, if not quiet.
    at: u16,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Oracle {
    residents: Vec<Vec<Person>>,
}

impl Oracle {
    pub fn new(landscape: &Landscape) -> Self {
        let residents = landscape
            .civilians
            .iter()
            .enumerate()
            .map(|(home, strata)| {
                let person = |stratum| Person { stratum: stratum as u8, state: State::Quiet, at: home as u16 };
                (0..STRATA).flat_map(|stratum| (0..strata[stratum]).map(move |_| person(stratum))).collect()
            })
            .collect();
        Self { residents }
    }
}

/// What becomes of somebody who came into a crowd in this step: they are at risk for half of it.
fn newcomer(person: &Person, home: usize, index: usize, motion: &Motion, people: &mut People) -> State {
    let [a, b, c, _] = motion.draws[home].block_at(Purpose::Oracle, 1, motion.minute, index as u32);
    let chances = [uniform(a, b), f64::from(uniform_f32(c))];
    exit_from(person.state, usize::from(person.at), home, motion, 0.5 * motion.dt, chances, people)
}

/// What becomes of a protester or rioter within `dt`, by one chance whether anything does, and one what.
fn exit_from(
    state: State,
    at: usize,
    home: usize,
    motion: &Motion,
    dt: f64,
    chances: [f64; 2],
    people: &mut People,
) -> State {
    let riots = state == State::Rioting;
    let rates = if riots { &motion.rates.rioters[at] } else { &motion.rates.protesters[at] };
    let total: f64 = rates.iter().sum();
    if chances[0] >= one_minus_exp(total * dt) {
        return state;
    }
    let (crowd, other) = if riots {
        (&mut people.rioting, &mut people.protesting)
    } else {
        (&mut people.protesting, &mut people.rioting)
    };
    crowd[at] -= 1;
    let mut left = chances[1] * total;
    let fate = rates.iter().position(|rate| {
        left -= rate;
        left < 0.0
    });
    match fate.unwrap_or(exit::HOME) {
        exit::HOME => {
            people.withdrawn[home] += 1;
            State::Withdrawn
        }
        exit::TURN => {
            other[at] += 1;
            if riots { State::Protesting } else { State::Rioting }
        }
        exit::DETAINED => {
            people.detained[at] += 1;
            people.detained_total[at] += 1;
            State::Detained
        }
        _ => {
            people.dead_civilians[at] += 1;
            State::Dead
        }
    }
}

/// Whether somebody at rest at home is ready again, or detained there in a raid.
fn rest(person: &mut Person, home: usize, motion: &Motion, chances: [f64; 2], people: &mut People) {
    let [ready, raided] = motion.rates.withdrawn[home];
    if chances[0] >= one_minus_exp((ready + raided) * motion.dt) {
        return;
    }
    people.withdrawn[home] -= 1;
    if chances[1] * (ready + raided) < ready {
        people.quiet[home] += 1;
        person.state = State::Quiet;
    } else {
        people.detained[home] += 1;
        people.detained_total[home] += 1;
        *person = Person { state: State::Detained, at: home as u16, ..*person };
    }
}

impl Engine for Oracle {
    fn move_people(&mut self, motion: &Motion, people: &mut People) {
        for (home, residents) in self.residents.iter_mut().enumerate() {
            let draws = &motion.draws[home];
            let shares = willing(&motion.landscape.hardship[home], &motion.drives[home]);
            let join: Vec<f64> = shares
                .iter()
                .map(|&share| one_minus_exp(motion.rates.joining[home] * f64::from(share) * motion.dt))
                .collect();
            let release = one_minus_exp(motion.rates.release * motion.dt);
            for (index, person) in residents.iter_mut().enumerate() {
                if person.state == State::Dead {
                    continue;
                }
                let [a, b, c, _] = draws.block_at(Purpose::Oracle, 0, motion.minute, index as u32);
                let (u, at) = (uniform(a, b), usize::from(person.at));
                match person.state {
                    State::Quiet => {
                        if u < join[usize::from(person.stratum)] {
                            let choices = &motion.landscape.assembly[home];
                            let place = choose(choices, uniform_f32(c));
                            *person = Person { state: State::Protesting, at: place as u16, ..*person };
                            people.quiet[home] -= 1;
                            people.protesting[place] += 1;
                            people.joined[place] += 1;
                            person.state = newcomer(person, home, index, motion, people);
                        }
                    }
                    State::Protesting | State::Rioting => {
                        let before = person.state;
                        let chances = [u, f64::from(uniform_f32(c))];
                        person.state = exit_from(before, at, home, motion, motion.dt, chances, people);
                        if person.state != before && matches!(person.state, State::Protesting | State::Rioting) {
                            person.state = newcomer(person, home, index, motion, people);
                        }
                    }
                    State::Withdrawn => rest(person, home, motion, [u, f64::from(uniform_f32(c))], people),
                    State::Detained => {
                        if u < release {
                            people.detained[at] -= 1;
                            people.quiet[home] += 1;
                            person.state = State::Quiet;
                        }
                    }
                    State::Dead => {}
                }
            }
        }
    }

    /// Every trial is addressed by its minute: nothing is drawn ahead.
    fn renew(&mut self, _: &[Draws]) {}

    fn temper(&self, landscape: &Landscape, place: usize, drive: &Drive) -> Temper {
        let shares = willing(&landscape.hardship[place], drive);
        let (mut quiet, mut acting, mut grieved) = (0.0f64, 0.0f64, 0.0f64);
        for person in self.residents[place].iter().filter(|person| person.state == State::Quiet) {
            quiet += 1.0;
            acting += f64::from(shares[usize::from(person.stratum)]);
            grieved +=
                f64::from(grievance(landscape.hardship[place][income_class(usize::from(person.stratum))], drive));
        }
        let quiet = quiet.max(1.0);
        Temper {
            willing: acting / quiet,
            grievance: grieved / quiet,
            opposed: opposed(&landscape.hardship[place], drive),
        }
    }
}
