//! Building a society and running its ticks.

use crate::chance::Chance;
use crate::error::ClassicError;
use crate::torus::{Rings, Shape, Torus, Window, fetch_ahead};

use super::parameters::{Parameters, Schedule};
use super::rules::{Activation, Jail, Rules};
use super::society::{BLUE, COP, Citizen, Cop, GREEN, Society, State, Traits};

/// Counts after a tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Ticks done.
    pub tick: u32,
    /// Free citizens who act.
    pub active: u32,
    /// Free citizens who do not.
    pub quiet: u32,
    /// Citizens in jail.
    pub jailed: u32,
    /// Cops.
    pub cops: u32,
    /// Living members of the two groups of Model II, jailed included.
    pub groups: [u32; 2],
}

impl Society {
    /// A society at tick 0, placed at random. The rules with shared cells have their own engine,
    /// [`super::Rebellion`].
    pub fn new(rules: Rules, parameters: Parameters, mut chance: Chance) -> Result<Self, ClassicError> {
        parameters.check()?;
        if rules.jail == Jail::InPlaceShared {
            return Err(ClassicError::value("jail", "in-place-shared", "a jail that frees or keeps"));
        }
        let sight = parameters.vision.max(parameters.cop_vision);
        let torus = Torus::new(parameters.width, parameters.height, sight as usize);
        let size = torus.size();
        let mut cells: Vec<u32> = (0..size as u32).collect();
        let (citizens, cops) = if rules.exact_numbers {
            chance.shuffle(&mut cells);
            let share = |density: f64| (density * size as f64 + 1e-9) as usize;
            let (citizens, cops) = (share(parameters.citizens), share(parameters.cops));
            let rest = cells.split_off(citizens);
            (cells, rest[..cops].to_vec())
        } else {
            let (mut citizens, mut cops) = (Vec::new(), Vec::new());
            for cell in cells {
                let drawn = chance.unit();
                if drawn < parameters.citizens {
                    citizens.push(cell);
                } else if drawn < parameters.citizens + parameters.cops {
                    cops.push(cell);
                }
            }
            (citizens, cops)
        };
        let citizen_vision = if rules.exact_numbers { parameters.vision } else { sight };
        let mut society = Self {
            rules,
            citizen_sight: Window::new(&torus, rules.sight, citizen_vision),
            cop_sight: Window::new(&torus, rules.sight, parameters.cop_vision),
            beside: Window::new(&torus, Shape::Moore, 1.0),
            cop_rings: Rings::nearer_than(parameters.cop_vision),
            home_rings: Rings::nearer_than((torus.width().min(torus.height()) as f64 / 2.0).min(16.0)),
            attack_rings: Rings::nearer_than(parameters.vision),
            legitimacy: parameters.legitimacy,
            cop_density: parameters.cops,
            citizens: Vec::with_capacity(citizens.len()),
            traits: Vec::with_capacity(citizens.len()),
            cops: Vec::with_capacity(cops.len()),
            who: vec![0; size],
            order: Vec::new(),
            free: Vec::new(),
            parameters,
            torus,
            chance,
            tick: 0,
            active: 0,
            jailed: 0,
            born: 0,
            died: 0,
            killed: [0; 2],
        };
        for cell in citizens {
            society.settle(cell as usize);
        }
        for cell in cops {
            let (x, y) = society.torus.cell(cell as usize);
            society.torus.set(x, y, COP);
            society.cops.push(Cop { x, y });
        }
        society.set_legitimacy(society.legitimacy);
        Ok(society)
    }

    fn settle(&mut self, cell: usize) {
        let (x, y) = self.torus.cell(cell);
        let traits = Traits { hardship: self.chance.unit(), risk_aversion: self.chance.unit(), age: 0, dies_at: 0 };
        let mut citizen = Citizen { x, y, limit: 0.0, term: 0, state: State::Quiet, group: 0 };
        let mut traits = traits;
        if self.parameters.groups {
            citizen.group = if self.chance.below(2) == 0 { GREEN } else { BLUE };
            traits.age = self.chance.below(self.parameters.max_age + 1);
            traits.dies_at = self.death_age();
            if self.rules.random_death_age {
                traits.age = self.chance.below(traits.dies_at + 1);
            }
        }
        self.torus.set(x, y, Self::byte(citizen.state, citizen.group));
        self.place(self.citizens.len() as u32, x, y);
        self.citizens.push(citizen);
        self.traits.push(traits);
    }

    pub(super) fn death_age(&mut self) -> u32 {
        let most = self.parameters.max_age;
        if self.rules.random_death_age { self.chance.below(most + 1) } else { most }
    }

    /// One tick: everybody's turn in random order, then what the schedule changes.
    pub fn step(&mut self) -> Counts {
        self.tick += 1;
        let people = self.citizens.len() as u32;
        match self.rules.activation {
            Activation::Together => {
                self.fill_order(people + self.cops.len() as u32);
                self.turns(people);
            }
            Activation::CitizensThenCops => {
                self.fill_order(people);
                self.turns(people);
                self.fill_order(self.cops.len() as u32);
                for index in 0..self.order.len() {
                    self.cop_turn(self.order[index] as usize);
                }
            }
        }
        if self.parameters.groups {
            self.sweep();
        }
        self.follow_schedule();
        self.counts()
    }

    fn fill_order(&mut self, length: u32) {
        if self.order.len() != length as usize {
            self.order.clear();
            self.order.extend(0..length);
        } else if self.rules.activation == Activation::CitizensThenCops {
            self.order.iter_mut().enumerate().for_each(|(at, who)| *who = at as u32);
        }
        self.chance.shuffle(&mut self.order);
    }

    #[inline]
    fn turns(&mut self, people: u32) {
        let groups = self.parameters.groups;
        // A small grid lives in the nearest cache. On a large one memory decides the speed, and the
        // order of turns is known: ask for an agent first, and for what it will see a little later.
        let far = self.torus.size() > 16_384;
        for index in 0..self.order.len() {
            if far {
                self.fetch_ahead(index, people);
            }
            let who = self.order[index];
            if who >= people {
                self.cop_turn((who - people) as usize);
            } else if groups {
                self.group_turn(who);
            } else {
                self.citizen_turn(who);
            }
        }
    }

    #[inline(always)]
    fn fetch_ahead(&self, index: usize, people: u32) {
        if let Some(&who) = self.order.get(index + 24) {
            if who < people {
                fetch_ahead(&self.citizens, who as usize);
            } else {
                fetch_ahead(&self.cops, (who - people) as usize);
            }
        }
        if let Some(&who) = self.order.get(index + 8) {
            if who < people {
                let Citizen { x, y, .. } = self.citizens[who as usize];
                self.citizen_sight.fetch_ahead(&self.torus, x, y);
            } else {
                let Cop { x, y } = self.cops[(who - people) as usize];
                self.cop_sight.fetch_ahead(&self.torus, x, y);
            }
        }
    }

    fn follow_schedule(&mut self) {
        match self.parameters.schedule {
            Schedule::None => {}
            Schedule::Salami { step, every, floor } => {
                if self.tick.is_multiple_of(every) && self.legitimacy > floor {
                    self.set_legitimacy((self.legitimacy - step).max(floor));
                }
            }
            Schedule::Jump { at, to } => {
                if self.tick == at {
                    self.set_legitimacy(to);
                }
            }
            Schedule::Withdraw { first, step } => {
                self.cop_density = if self.tick == 1 { first } else { self.cop_density - step };
                self.match_cops();
            }
            Schedule::Peacekeepers { at, density } => {
                if self.tick == at {
                    self.cop_density = density;
                    self.match_cops();
                }
            }
        }
    }

    /// Random cops leave, or new ones come to random free cells, until the density is met.
    fn match_cops(&mut self) {
        let size = self.torus.size() as f64;
        let wanted = (self.cop_density.max(0.0) * size + 1e-9) as usize;
        while self.cops.len() > wanted {
            let which = self.chance.below(self.cops.len() as u32) as usize;
            let Cop { x, y } = self.cops.swap_remove(which);
            self.torus.set(x, y, 0);
        }
        while self.cops.len() < wanted {
            let Some((x, y)) = self.anywhere() else { break };
            self.torus.set(x, y, COP);
            self.cops.push(Cop { x, y });
        }
    }

    /// What can be counted now.
    pub fn counts(&self) -> Counts {
        let mut groups = [0; 2];
        if self.parameters.groups {
            for citizen in self.citizens.iter().filter(|c| c.state != State::Gone) {
                groups[usize::from(citizen.group == BLUE)] += 1;
            }
        }
        let living = (self.citizens.len() - self.free.len()) as u32;
        Counts {
            tick: self.tick,
            active: self.active,
            quiet: living - self.active - self.jailed,
            jailed: self.jailed,
            cops: self.cops.len() as u32,
            groups,
        }
    }

    /// People and cops, that is, turns taken in a tick.
    pub fn agents(&self) -> usize {
        self.citizens.len() - self.free.len() + self.cops.len()
    }

    /// The legitimacy in force.
    pub fn legitimacy(&self) -> f64 {
        self.legitimacy
    }

    /// People killed so far, by group of the victim (green, blue).
    pub fn killed(&self) -> [u64; 2] {
        self.killed
    }
}
