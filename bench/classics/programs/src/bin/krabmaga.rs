//! The model on krABMaga's schedule and dense grid. The schedule keeps its own order: no shuffle.

use std::any::Any;

use bench_classics::{Arguments, CITIZENS, COPS, JAIL, acts, time};
use krabmaga::engine::agent::Agent;
use krabmaga::engine::fields::dense_number_grid_2d::DenseNumberGrid2D;
use krabmaga::engine::location::Int2D;
use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

const COP: u32 = u32::MAX;
const ACTIVE: u32 = 1 << 31;

/// The grid holds a citizen's number, with [`ACTIVE`] set while it acts, or [`COP`].
struct Society {
    grid: DenseNumberGrid2D<u32>,
    jail: Vec<u32>,
    offsets: Vec<(i32, i32)>,
    free: Vec<Int2D>,
    seen: Vec<Int2D>,
    side: i32,
    chance: Xoshiro256PlusPlus,
}

impl Society {
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.chance.next_u64()) * n as u128) >> 64) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.chance.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// Actives and cops in sight; notes the free cells and the cells of actives.
    fn look(&mut self, at: Int2D) -> (u32, u32) {
        self.free.clear();
        self.seen.clear();
        let mut cops = 0;
        for &(dx, dy) in &self.offsets {
            let x = (at.x + dx).rem_euclid(self.side);
            let y = (at.y + dy).rem_euclid(self.side);
            let cell = Int2D { x, y };
            match self.grid.get_value_unbuffered(&cell) {
                None => self.free.push(cell),
                Some(COP) => cops += 1,
                Some(who) if who & ACTIVE != 0 => self.seen.push(cell),
                Some(_) => {}
            }
        }
        (self.seen.len() as u32, cops)
    }

    fn go(&mut self, from: Int2D, value: u32) -> Int2D {
        let to = if self.free.is_empty() {
            from
        } else {
            let drawn = self.below(self.free.len());
            self.free[drawn]
        };
        self.grid.remove_value_location(&from);
        self.grid.set_value_location(value, &to);
        to
    }
}

impl State for Society {
    fn init(&mut self, _: &mut Schedule) {}
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }
    fn as_state(&self) -> &dyn State {
        self
    }
    fn reset(&mut self) {}
    // The grid's two buffers would delay what agents see by a tick: one buffer is used throughout.
    fn update(&mut self, _: u64) {}
}

#[derive(Clone)]
struct Citizen {
    number: u32,
    at: Int2D,
    hardship: f64,
    risk_aversion: f64,
}

impl Agent for Citizen {
    fn step(&mut self, state: &mut dyn State) {
        let society = state.as_any_mut().downcast_mut::<Society>().expect("the society");
        if society.jail[self.number as usize] > 0 {
            society.jail[self.number as usize] -= 1;
            return;
        }
        let (actives, cops) = society.look(self.at);
        let value = if acts(self.hardship, self.risk_aversion, cops, actives + 1) {
            self.number | ACTIVE
        } else {
            self.number
        };
        self.at = society.go(self.at, value);
    }
}

#[derive(Clone)]
struct Cop {
    at: Int2D,
}

impl Agent for Cop {
    fn step(&mut self, state: &mut dyn State) {
        let society = state.as_any_mut().downcast_mut::<Society>().expect("the society");
        let (actives, _) = society.look(self.at);
        if actives > 0 {
            let drawn = society.below(actives as usize);
            let cell = society.seen[drawn];
            let who = society.grid.get_value_unbuffered(&cell).expect("an active") & !ACTIVE;
            society.grid.set_value_location(who, &cell);
            let term = society.below(JAIL as usize + 1);
            society.jail[who as usize] = term as u32;
        }
        self.at = society.go(self.at, COP);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::read()?;
    let side = arguments.side as i32;
    let mut society = Society {
        grid: DenseNumberGrid2D::new(side, side),
        jail: Vec::new(),
        offsets: arguments.offsets(),
        free: Vec::new(),
        seen: Vec::new(),
        side,
        chance: Xoshiro256PlusPlus::seed_from_u64(arguments.seed),
    };
    let mut schedule = Schedule::new();
    let mut agents = 0;
    for x in 0..side {
        for y in 0..side {
            let at = Int2D { x, y };
            let drawn = society.unit();
            if drawn < CITIZENS {
                let number = society.jail.len() as u32;
                let (hardship, risk_aversion) = (society.unit(), society.unit());
                society.jail.push(0);
                society.grid.set_value_location(number, &at);
                let citizen = Citizen { number, at, hardship, risk_aversion };
                schedule.schedule_repeating(Box::new(citizen), 0.0, 0);
                agents += 1;
            } else if drawn < CITIZENS + COPS {
                society.grid.set_value_location(COP, &at);
                schedule.schedule_repeating(Box::new(Cop { at }), 0.0, 0);
                agents += 1;
            }
        }
    }
    time("krabmaga", &arguments, || {
        schedule.step(&mut society);
        agents
    })
}
