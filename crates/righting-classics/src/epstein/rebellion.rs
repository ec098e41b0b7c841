//! The rules of NetLogo's *Rebellion*, where cells are shared with jailed people.
//!
//! One random order for all; walk, then decide or arrest. Vision includes the own cell, so an active
//! citizen counts itself twice. A cell with jailed people only is free to walk on. A term is drawn
//! from 0..J-1, so one arrest in J frees at once; terms count down at the end of the tick.

use crate::chance::Chance;
use crate::error::ClassicError;
use crate::torus::{Torus, Window};

use super::decision::limit;
use super::model::Counts;
use super::parameters::{Parameters, Schedule};
use super::rules::Rules;
use super::society::{Cop, Traits};

#[derive(Debug, Clone, Copy)]
struct Person {
    x: u16,
    y: u16,
    limit: f32,
    term: u32,
    active: bool,
}

/// A society under NetLogo's rules.
#[derive(Debug, Clone)]
pub struct Rebellion {
    parameters: Parameters,
    /// Actives in the low nibble, cops in the high nibble: several may share a cell.
    crowd: Torus,
    /// How many who are not in jail stand on the cell.
    standing: Torus,
    people: Vec<Person>,
    cops: Vec<Cop>,
    order: Vec<u32>,
    window: Window,
    cop_window: Window,
    chance: Chance,
    tick: u32,
}

const COP: u8 = 0x10;

impl Rebellion {
    /// A society at tick 0. NetLogo's model has no groups and no dated changes.
    pub fn new(parameters: Parameters, mut chance: Chance) -> Result<Self, ClassicError> {
        parameters.check()?;
        if parameters.groups || parameters.schedule != Schedule::None {
            let wanted = "Run 1 or 2: NetLogo's rules have neither groups nor dated changes";
            return Err(ClassicError::value("run", "another", wanted));
        }
        let sight = parameters.vision.max(parameters.cop_vision);
        let crowd = Torus::new(parameters.width, parameters.height, sight as usize);
        let size = crowd.size() as f64;
        let mut cells: Vec<u32> = (0..crowd.size() as u32).collect();
        chance.shuffle(&mut cells);
        let people = libm::round(parameters.citizens * size) as usize;
        let cops = libm::round(parameters.cops * size) as usize;
        let mut society = Self {
            window: Window::new(&crowd, Rules::NETLOGO.sight, parameters.vision),
            cop_window: Window::new(&crowd, Rules::NETLOGO.sight, parameters.cop_vision),
            standing: crowd.clone(),
            crowd,
            people: Vec::with_capacity(people),
            cops: Vec::with_capacity(cops),
            order: (0..(people + cops) as u32).collect(),
            parameters,
            chance,
            tick: 0,
        };
        for (index, &cell) in cells.iter().take(people + cops).enumerate() {
            let (x, y) = society.crowd.cell(cell as usize);
            society.standing.set(x, y, 1);
            if index < people {
                let hardship = society.chance.unit();
                let traits = Traits { hardship, risk_aversion: society.chance.unit(), age: 0, dies_at: 0 };
                let Parameters { threshold, legitimacy, .. } = society.parameters;
                let limit = limit(&Rules::NETLOGO, threshold, legitimacy, &traits);
                society.people.push(Person { x, y, limit, term: 0, active: false });
            } else {
                society.crowd.set(x, y, COP);
                society.cops.push(Cop { x, y });
            }
        }
        Ok(society)
    }

    /// One tick.
    pub fn step(&mut self) -> Counts {
        self.tick += 1;
        self.chance.shuffle(&mut self.order);
        let people = self.people.len();
        for index in 0..self.order.len() {
            let who = self.order[index] as usize;
            if who >= people {
                self.cop_turn(who - people);
            } else if self.people[who].term == 0 {
                self.person_turn(who);
            }
        }
        for who in 0..people {
            let Person { x, y, term, .. } = self.people[who];
            if term > 0 && term != u32::MAX {
                self.people[who].term = term - 1;
                if term == 1 {
                    self.stand(x, y, 1);
                }
            }
        }
        self.counts()
    }

    fn person_turn(&mut self, who: usize) {
        let Person { x, y, limit, active, .. } = self.people[who];
        let mut at = (x, y);
        if self.parameters.movement {
            let free = self.window.free_cell(&self.standing, x, y, &mut self.chance);
            if let Some((nx, ny)) = free {
                self.stand(x, y, -1);
                self.stand(nx, ny, 1);
                if active {
                    self.gather(x, y, -1);
                    self.gather(nx, ny, 1);
                }
                at = (nx, ny);
            }
        }
        let (actives, cops) = self.window.count_stacked(&self.crowd, at.0, at.1);
        let acts = (cops as f32) < limit * (actives + 1) as f32;
        if acts != active {
            self.gather(at.0, at.1, if acts { 1 } else { -1 });
        }
        let person = &mut self.people[who];
        (person.x, person.y, person.active) = (at.0, at.1, acts);
    }

    fn cop_turn(&mut self, which: usize) {
        let Cop { x, y } = self.cops[which];
        let free = self.cop_window.free_cell(&self.standing, x, y, &mut self.chance);
        if let Some(cell) = free {
            self.cop_goes(which, cell);
        }
        let Cop { x, y } = self.cops[which];
        let (seen, _) = self.cop_window.count_stacked(&self.crowd, x, y);
        if seen == 0 {
            return;
        }
        let mut left = self.chance.below(seen);
        let cells = self.cop_window.cells(&self.crowd, x, y);
        let held = |&(cx, cy): &(u16, u16)| u32::from(self.crowd.get(cx, cy) & 0x0f);
        let mut target = (x, y);
        for cell in cells.chain([(x, y)]) {
            target = cell;
            if left < held(&cell) {
                break;
            }
            left -= held(&cell);
        }
        let on_it = |p: &Person| p.active && (p.x, p.y) == target;
        let who = self.people.iter().enumerate().filter(|(_, p)| on_it(p)).nth(left as usize);
        let Some((who, _)) = who else { return };
        self.cop_goes(which, target);
        let term = match self.parameters.jail {
            None => u32::MAX,
            Some(longest) => self.chance.below(longest.max(1)),
        };
        self.people[who].active = false;
        self.people[who].term = term;
        self.gather(target.0, target.1, -1);
        if term > 0 {
            self.stand(target.0, target.1, -1);
        }
    }

    fn cop_goes(&mut self, which: usize, (nx, ny): (u16, u16)) {
        let Cop { x, y } = self.cops[which];
        self.stand(x, y, -1);
        self.stand(nx, ny, 1);
        self.gather(x, y, -(COP as i8));
        self.gather(nx, ny, COP as i8);
        self.cops[which] = Cop { x: nx, y: ny };
    }

    fn stand(&mut self, x: u16, y: u16, by: i8) {
        self.standing.set(x, y, self.standing.get(x, y).wrapping_add_signed(by));
    }

    fn gather(&mut self, x: u16, y: u16, by: i8) {
        let before = self.crowd.get(x, y);
        let full = (by == 1 && before & 0x0f == 0x0f) || (by == COP as i8 && before >= 0xf0);
        assert!(!full, "more than fifteen actives or cops on one cell");
        self.crowd.set(x, y, before.wrapping_add_signed(by));
    }

    /// What can be counted now.
    pub fn counts(&self) -> Counts {
        let active = self.people.iter().filter(|p| p.active).count() as u32;
        let jailed = self.people.iter().filter(|p| p.term > 0).count() as u32;
        Counts {
            tick: self.tick,
            active,
            jailed,
            quiet: self.people.len() as u32 - active - jailed,
            cops: self.cops.len() as u32,
            groups: [0, 0],
        }
    }

    /// People and cops.
    pub fn agents(&self) -> usize {
        self.order.len()
    }
}
