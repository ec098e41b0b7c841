//! Model II: two groups whose active members kill each other.

use crate::error::ClassicError;

use super::society::{ACTIVE, BLUE, GREEN, Society, State};

impl Society {
    /// Walk, jail and decision as in Model I; then clone, grow older, die, attack.
    pub(super) fn group_turn(&mut self, who: u32) {
        if self.citizens[who as usize].state == State::Gone {
            return;
        }
        self.citizen_turn(who);
        self.clone_maybe(who);
        let traits = &mut self.traits[who as usize];
        traits.age += 1;
        if traits.age > traits.dies_at {
            self.died += 1;
            self.remove(who);
            return;
        }
        if self.citizens[who as usize].state == State::Active {
            self.attack(who);
        }
    }

    fn clone_maybe(&mut self, who: u32) {
        let parent = self.citizens[who as usize];
        let wanted = self.chance.happens(self.parameters.cloning);
        if !wanted || parent.state == State::Jailed {
            return;
        }
        let cell = self.beside.free_cell(&self.torus, parent.x, parent.y, &mut self.chance);
        let Some((x, y)) = cell else { return };
        let mut child = parent;
        (child.x, child.y) = (x, y);
        let mut traits = self.traits[who as usize];
        traits.age = 0;
        traits.dies_at = self.death_age();
        self.active += u32::from(child.state == State::Active);
        self.born += 1;
        self.torus.set(x, y, Self::byte(child.state, child.group));
        // A slot freed in this tick may have its turn still to come, and a clone waits for the
        // next tick; so slots are reused only from the tick after (see `sweep`).
        let slot = self.citizens.len() as u32;
        self.citizens.push(child);
        self.traits.push(traits);
        self.place(slot, x, y);
    }

    /// Takes a person out of the world.
    fn remove(&mut self, who: u32) {
        let citizen = &mut self.citizens[who as usize];
        let (x, y) = (citizen.x, citizen.y);
        match citizen.state {
            State::Active => self.active -= 1,
            State::Jailed => self.jailed -= 1,
            State::Quiet | State::Gone => {}
        }
        let on_grid = citizen.state != State::Jailed;
        citizen.state = State::Gone;
        if on_grid {
            self.torus.set(x, y, 0);
        }
        self.free.push(who);
    }

    /// Kills the nearest member of the other group within vision and takes its cell.
    fn attack(&mut self, who: u32) {
        let killer = self.citizens[who as usize];
        let other = (GREEN | BLUE) ^ killer.group;
        let at = (killer.x, killer.y);
        let seen = |byte: u8| byte & other != 0;
        let target = self.attack_rings.nearest(&self.torus, at, &mut self.chance, seen);
        let Some((x, y)) = target else { return };
        let victim = self.who[self.torus.number(x, y)];
        self.killed[usize::from(other == BLUE)] += 1;
        self.remove(victim);
        self.torus.set(killer.x, killer.y, 0);
        self.torus.set(x, y, ACTIVE | killer.group);
        self.place(who, x, y);
        let killer = &mut self.citizens[who as usize];
        (killer.x, killer.y) = (x, y);
    }

    /// Closes the gaps that the dead left; numbers of people change.
    pub(super) fn sweep(&mut self) {
        if self.free.len() * 4 < self.citizens.len() {
            return;
        }
        let mut kept = 0;
        for who in 0..self.citizens.len() {
            if self.citizens[who].state != State::Gone {
                self.citizens[kept] = self.citizens[who];
                self.traits[kept] = self.traits[who];
                let (x, y) = (self.citizens[kept].x, self.citizens[kept].y);
                if self.citizens[kept].state != State::Jailed {
                    self.place(kept as u32, x, y);
                }
                kept += 1;
            }
        }
        self.citizens.truncate(kept);
        self.traits.truncate(kept);
        self.free.clear();
    }
}

/// How a run of Model II ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// One group died out at this tick; the victor is 0 (green), 1 (blue) or none at all.
    Genocide {
        /// Tick of extinction.
        tick: u32,
        /// The group that is left.
        victor: Option<u8>,
    },
    /// Both groups were alive at the cap.
    Coexistence,
}

impl Society {
    /// Runs Model II until one group has died out or `cap` ticks are done.
    pub fn until_genocide(&mut self, cap: u32) -> Result<Ending, ClassicError> {
        if !self.parameters.groups {
            return Err(ClassicError::value("model", "I", "Model II, which has two groups"));
        }
        while self.tick < cap {
            let counts = self.step();
            if counts.groups.contains(&0) {
                let victor = counts.groups.iter().position(|&n| n > 0).map(|g| g as u8);
                return Ok(Ending::Genocide { tick: counts.tick, victor });
            }
        }
        Ok(Ending::Coexistence)
    }
}
