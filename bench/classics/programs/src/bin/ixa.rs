//! The model on ixa: people are entities with properties, the grid is a data plugin, a tick is a plan.

use bench_classics::{Arguments, CITIZENS, COPS, JAIL, acts, time};
use ixa::prelude::*;

define_entity!(Person);
define_rng!(SocietyRng);
define_property!(
    enum Role {
        Quiet,
        Active,
        Jailed,
        Cop,
    },
    Person,
    default_const = Role::Quiet
);
define_property!(struct Hardship(f64), Person, impl_eq_hash = both);
define_property!(struct RiskAversion(f64), Person, impl_eq_hash = both);
define_property!(struct Term(u32), Person, default_const = Term(0));
define_property!(struct Cell(u32), Person, default_const = Cell(0));

#[derive(Default)]
struct Grid {
    cells: Vec<Option<PersonId>>,
    people: Vec<PersonId>,
    offsets: Vec<(i32, i32)>,
    side: i32,
}

define_data_plugin!(GridPlugin, Grid, Grid::default());

/// What an agent sees.
#[derive(Default)]
struct Sight {
    free: Vec<u32>,
    actives: Vec<PersonId>,
    cops: u32,
}

fn look(context: &Context, cell: u32, sight: &mut Sight) {
    let grid = context.get_data(GridPlugin);
    let (x, y) = (cell as i32 % grid.side, cell as i32 / grid.side);
    sight.free.clear();
    sight.actives.clear();
    sight.cops = 0;
    for &(dx, dy) in &grid.offsets {
        let there = (x + dx).rem_euclid(grid.side) + (y + dy).rem_euclid(grid.side) * grid.side;
        match grid.cells[there as usize] {
            None => sight.free.push(there as u32),
            Some(person) => match context.get_property(person) {
                Role::Active => sight.actives.push(person),
                Role::Cop => sight.cops += 1,
                Role::Quiet | Role::Jailed => {}
            },
        }
    }
}

fn turn(context: &mut Context, person: PersonId, sight: &mut Sight) {
    let role: Role = context.get_property(person);
    let Term(term) = context.get_property(person);
    if term > 0 {
        context.set_property(person, Term(term - 1));
        return;
    }
    let Cell(cell) = context.get_property(person);
    look(context, cell, sight);
    if role == Role::Cop {
        if !sight.actives.is_empty() {
            let drawn = context.sample_range(SocietyRng, 0..sight.actives.len());
            let term = context.sample_range(SocietyRng, 0..=JAIL);
            context.set_property(sight.actives[drawn], Role::Jailed);
            context.set_property(sight.actives[drawn], Term(term));
        }
    } else {
        let Hardship(hardship) = context.get_property(person);
        let RiskAversion(risk_aversion) = context.get_property(person);
        let active = acts(hardship, risk_aversion, sight.cops, sight.actives.len() as u32 + 1);
        let next = if active { Role::Active } else { Role::Quiet };
        if next != role {
            context.set_property(person, next);
        }
    }
    if !sight.free.is_empty() {
        let to = sight.free[context.sample_range(SocietyRng, 0..sight.free.len())];
        let grid = context.get_data_mut(GridPlugin);
        grid.cells[cell as usize] = None;
        grid.cells[to as usize] = Some(person);
        context.set_property(person, Cell(to));
    }
}

fn tick(context: &mut Context) {
    let mut people = std::mem::take(&mut context.get_data_mut(GridPlugin).people);
    for last in (1..people.len()).rev() {
        people.swap(last, context.sample_range(SocietyRng, 0..=last));
    }
    let mut sight = Sight::default();
    for &person in &people {
        turn(context, person, &mut sight);
    }
    context.get_data_mut(GridPlugin).people = people;
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::read()?;
    let mut context = Context::new();
    context.init_random(arguments.seed);
    let side = arguments.side;
    let mut cells = vec![None; side * side];
    let mut people = Vec::new();
    for (number, cell) in cells.iter_mut().enumerate() {
        let drawn: f64 = context.sample_range(SocietyRng, 0.0..1.0);
        let role = if drawn < CITIZENS {
            Role::Quiet
        } else if drawn < CITIZENS + COPS {
            Role::Cop
        } else {
            continue;
        };
        let hardship = Hardship(context.sample_range(SocietyRng, 0.0..1.0));
        let risk_aversion = RiskAversion(context.sample_range(SocietyRng, 0.0..1.0));
        let at = Cell(number as u32);
        let person = context.add_entity(with!(Person, role, hardship, risk_aversion, at))?;
        *cell = Some(person);
        people.push(person);
    }
    let agents = people.len();
    let grid = Grid { cells, people, offsets: arguments.offsets(), side: side as i32 };
    *context.get_data_mut(GridPlugin) = grid;
    // One plan a tick; the plan of the next tick keeps the queue alive between calls.
    time("ixa", &arguments, || {
        let now = context.get_current_time();
        context.add_plan(now + 1.0, tick);
        context.execute();
        agents
    })
}
