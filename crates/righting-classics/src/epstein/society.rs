//! The people and cops on their grid, and what one of them does in its turn.

use crate::chance::Chance;
use crate::torus::{Rings, Torus, Window};

use super::decision::limit;
use super::parameters::Parameters;
use super::rules::{Arrest, Grievance, Jail, Rules, Turn, Walk};

/// Cell bytes: a free cell is 0.
pub(super) const ACTIVE: u8 = 0x01;
pub(super) const QUIET: u8 = 0x02;
pub(super) const JAILED: u8 = 0x20;
pub(super) const COP: u8 = 0x10;
/// Group bits of Model II, beside the state.
pub(super) const GREEN: u8 = 0x04;
pub(super) const BLUE: u8 = 0x08;

/// Where a citizen stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum State {
    Quiet,
    Active,
    Jailed,
    Gone,
}

/// What a turn needs of a citizen, in sixteen bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Citizen {
    pub x: u16,
    pub y: u16,
    /// Acts while cops < limit * actives (see [`limit`]).
    pub limit: f32,
    /// Ticks of jail left; `u32::MAX` for life.
    pub term: u32,
    pub state: State,
    /// 0 in Model I, else [`GREEN`] or [`BLUE`].
    pub group: u8,
}

/// A citizen's traits, read only when its limit is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Traits {
    pub hardship: f64,
    pub risk_aversion: f64,
    pub age: u32,
    pub dies_at: u32,
}

/// A cop's cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cop {
    pub x: u16,
    pub y: u16,
}

/// The whole state of a run.
#[derive(Debug, Clone)]
pub struct Society {
    pub(super) rules: Rules,
    pub(super) parameters: Parameters,
    pub(super) torus: Torus,
    pub(super) citizens: Vec<Citizen>,
    pub(super) traits: Vec<Traits>,
    pub(super) cops: Vec<Cop>,
    /// Who stands on a cell; only right where the cell's byte says that a citizen does.
    pub(super) who: Vec<u32>,
    pub(super) order: Vec<u32>,
    pub(super) free: Vec<u32>,
    pub(super) chance: Chance,
    pub(super) citizen_sight: Window,
    pub(super) cop_sight: Window,
    pub(super) beside: Window,
    pub(super) cop_rings: Rings,
    pub(super) home_rings: Rings,
    pub(super) attack_rings: Rings,
    pub(super) legitimacy: f64,
    pub(super) cop_density: f64,
    pub(super) tick: u32,
    pub(super) active: u32,
    pub(super) jailed: u32,
    pub(super) born: u64,
    pub(super) died: u64,
    pub(super) killed: [u64; 2],
}

impl Society {
    /// A citizen of this state on `(x, y)` looks around: what it does now.
    #[inline(always)]
    fn decide(&mut self, x: u16, y: u16, limit: f32, group: u8, before: State) -> State {
        let (actives, cops) = self.citizen_sight.count(&self.torus, x, y);
        let acts = (cops as f32) < limit * (actives + 1) as f32;
        let acts = acts && (group == 0 || self.sees_others(x, y, group));
        let was = before == State::Active;
        self.active = self.active.wrapping_add(u32::from(acts)).wrapping_sub(u32::from(was));
        if acts { State::Active } else { State::Quiet }
    }

    fn sees_others(&self, x: u16, y: u16, group: u8) -> bool {
        self.citizen_sight.any(&self.torus, x, y, (GREEN | BLUE) ^ group)
    }

    /// The byte that shows a citizen.
    #[inline(always)]
    pub(super) fn byte(state: State, group: u8) -> u8 {
        let state = match state {
            State::Quiet => QUIET,
            State::Active => ACTIVE,
            State::Jailed => JAILED,
            State::Gone => 0,
        };
        state | group
    }

    /// Where an agent on `(x, y)` walks to; the cell itself if it cannot.
    #[inline(always)]
    fn destination(&mut self, x: u16, y: u16, cop: bool) -> (u16, u16) {
        match self.rules.walk {
            Walk::OneCell => {
                let (dx, dy) = self.beside.draw(&mut self.chance);
                let (nx, ny) = self.torus.step(x, y, dx, dy);
                if self.torus.get(nx, ny) == 0 { (nx, ny) } else { (x, y) }
            }
            Walk::WithinVision => {
                let window = if cop { &self.cop_sight } else { &self.citizen_sight };
                window.free_cell(&self.torus, x, y, &mut self.chance).unwrap_or((x, y))
            }
        }
    }

    /// A citizen's turn.
    #[inline(always)]
    pub(super) fn citizen_turn(&mut self, who: u32) {
        // Field by field: a copy of the whole would be written in parts and read at once, which stalls.
        let Citizen { x, y, limit, state, group, .. } = self.citizens[who as usize];
        if state == State::Jailed && !self.serve(who) {
            return;
        }
        let state = if state == State::Jailed { State::Quiet } else { state };
        let byte = Self::byte(state, group);
        let walks = self.parameters.movement;
        let (mut nx, mut ny) = (x, y);
        let after = match self.rules.citizen_turn {
            Turn::WalkThenAct => {
                if walks {
                    (nx, ny) = self.destination(x, y, false);
                    if (nx, ny) != (x, y) {
                        self.torus.set(x, y, 0);
                        self.torus.set(nx, ny, byte);
                        self.place(who, nx, ny);
                    }
                }
                let after = self.decide(nx, ny, limit, group, state);
                if after != state {
                    self.torus.set(nx, ny, Self::byte(after, group));
                }
                after
            }
            Turn::ActThenWalk => {
                let after = self.decide(x, y, limit, group, state);
                if walks {
                    (nx, ny) = self.destination(x, y, false);
                    if (nx, ny) != (x, y) {
                        self.torus.set(x, y, 0);
                        self.place(who, nx, ny);
                    }
                }
                self.torus.set(nx, ny, Self::byte(after, group));
                after
            }
        };
        let citizen = &mut self.citizens[who as usize];
        citizen.x = nx;
        citizen.y = ny;
        citizen.state = after;
    }

    /// One tick of jail; true if the citizen is free to take its turn now.
    #[inline(never)]
    fn serve(&mut self, who: u32) -> bool {
        let Citizen { x, y, limit, term, group, .. } = self.citizens[who as usize];
        match self.rules.jail {
            Jail::InPlace | Jail::InPlaceShared => {
                if term > 0 {
                    self.citizens[who as usize].term -= u32::from(term != u32::MAX);
                    return false;
                }
                self.jailed -= 1;
                self.torus.set(x, y, Self::byte(State::Quiet, group));
                true
            }
            Jail::AwayThenNearest | Jail::AwayThenAnywhere => {
                if term == u32::MAX {
                    return false;
                }
                self.citizens[who as usize].term = term.saturating_sub(1);
                if term > 1 {
                    return false;
                }
                let near = if self.rules.jail == Jail::AwayThenAnywhere {
                    None
                } else if self.torus.get(x, y) == 0 {
                    Some((x, y))
                } else {
                    self.home_rings.nearest(&self.torus, (x, y), &mut self.chance, |b| b == 0)
                };
                let Some((x, y)) = near.or_else(|| self.anywhere()) else {
                    return false;
                };
                self.jailed -= 1;
                self.torus.set(x, y, Self::byte(State::Quiet, group));
                self.place(who, x, y);
                // The original program walks before it opens the jail: no walk in this turn.
                let state = self.decide(x, y, limit, group, State::Quiet);
                self.torus.set(x, y, Self::byte(state, group));
                let citizen = &mut self.citizens[who as usize];
                (citizen.x, citizen.y, citizen.state) = (x, y, state);
                false
            }
        }
    }

    /// A cop's turn.
    #[inline(always)]
    pub(super) fn cop_turn(&mut self, which: usize) {
        if self.rules.cop_turn == Turn::WalkThenAct {
            self.cop_walk(which);
            self.patrol(which);
        } else {
            self.patrol(which);
            self.cop_walk(which);
        }
    }

    #[inline(always)]
    fn cop_walk(&mut self, which: usize) {
        let Cop { x, y } = self.cops[which];
        let (nx, ny) = self.destination(x, y, true);
        self.cop_goes(which, nx, ny);
    }

    fn cop_goes(&mut self, which: usize, nx: u16, ny: u16) {
        let Cop { x, y } = self.cops[which];
        if (nx, ny) != (x, y) {
            self.torus.set(x, y, 0);
            self.torus.set(nx, ny, COP);
            self.cops[which] = Cop { x: nx, y: ny };
        }
    }

    fn patrol(&mut self, which: usize) {
        let Cop { x, y } = self.cops[which];
        let seen = if self.active == 0 { 0 } else { self.cop_sight.count(&self.torus, x, y).0 };
        if seen == 0 {
            return;
        }
        let is_active = |byte: u8| byte & ACTIVE != 0;
        let target = match self.rules.arrest {
            Arrest::NearestAndMove => self.cop_rings.nearest(&self.torus, (x, y), &mut self.chance, is_active),
            Arrest::Random | Arrest::RandomAndMove => {
                let pick = self.chance.below(seen);
                self.cop_sight.nth(&self.torus, x, y, pick, is_active)
            }
        };
        let Some((tx, ty)) = target else { return };
        let who = self.who[self.torus.number(tx, ty)];
        self.arrest(who);
        if self.rules.arrest != Arrest::Random && self.torus.get(tx, ty) == 0 {
            self.cop_goes(which, tx, ty);
        }
    }

    fn arrest(&mut self, who: u32) {
        let term = match self.parameters.jail {
            None => u32::MAX,
            Some(longest) => self.chance.below(longest + 1),
        };
        let citizen = &mut self.citizens[who as usize];
        citizen.term = term;
        citizen.state = State::Jailed;
        let in_place = self.rules.jail == Jail::InPlace;
        let byte = if in_place { Self::byte(State::Jailed, citizen.group) } else { 0 };
        let (x, y) = (citizen.x, citizen.y);
        self.torus.set(x, y, byte);
        self.active -= 1;
        self.jailed += 1;
    }

    /// Notes who stands where.
    #[inline(always)]
    pub(super) fn place(&mut self, who: u32, x: u16, y: u16) {
        let number = self.torus.number(x, y);
        self.who[number] = who;
    }

    /// A random free cell of the whole grid.
    pub(super) fn anywhere(&mut self) -> Option<(u16, u16)> {
        let size = self.torus.size() as u32;
        for _ in 0..256 {
            let (x, y) = self.torus.cell(self.chance.below(size) as usize);
            if self.torus.get(x, y) == 0 {
                return Some((x, y));
            }
        }
        let free: Vec<(u16, u16)> = (0..self.torus.size())
            .map(|number| self.torus.cell(number))
            .filter(|&(x, y)| self.torus.get(x, y) == 0)
            .collect();
        self.chance.pick(&free).copied()
    }

    /// Sets the legitimacy and with it what every citizen would bear.
    pub(super) fn set_legitimacy(&mut self, legitimacy: f64) {
        self.legitimacy = legitimacy;
        if self.rules.grievance == Grievance::Frozen && self.tick > 0 {
            return;
        }
        for who in 0..self.citizens.len() {
            self.citizens[who].limit = limit(&self.rules, self.parameters.threshold, legitimacy, &self.traits[who]);
        }
    }
}
