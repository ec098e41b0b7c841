//! The random fields of a run as a step needs them: those of joining everywhere, the others where there is a crowd.

use crate::draw::Draws;
use crate::engine::Kernel;
use crate::landscape::Landscape;
use crate::space::lattice::Lane;

/// Two fields of two days of one cell.
#[derive(Debug, Clone, Copy)]
struct Pair {
    /// The first of the two days.
    day: u32,
    fields: [[f32; 2]; 2],
}

impl Pair {
    const NONE: Self = Self { day: u32::MAX, fields: [[0.0; 2]; 2] };

    /// The fields at a time, by weights of two days; `next` works out those of a day.
    #[inline(always)]
    fn at(&mut self, day: u32, [a, b]: [f32; 2], next: impl Fn(u32) -> [f32; 2]) -> [f32; 2] {
        if self.day != day {
            let first = if self.day.wrapping_add(1) == day { self.fields[1] } else { next(day) };
            *self = Self { day, fields: [first, next(day + 1)] };
        }
        std::array::from_fn(|i| a * self.fields[0][i] + b * self.fields[1][i])
    }
}

/// Where and when fields are asked for.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub landscape: &'a Landscape,
    pub draws: &'a Draws,
    pub kernel: Kernel,
    pub cell: usize,
    pub day: u32,
    /// Weights of the day and the next.
    pub weights: [f32; 2],
}

impl At<'_> {
    fn fields(self, lane: Lane, day: u32) -> [f32; 2] {
        let site = &self.landscape.ground.local[self.cell];
        self.kernel.run(
            #[inline(always)]
            || site.middle(self.draws, lane, day),
        )
    }
}

/// Fields that change from day to day, as far as they have been asked for: kept, so that each is worked out once.
pub(crate) struct Fields {
    joining: [Vec<f32>; 2],
    /// The first of the days of which they are.
    day: u32,
    crowd: Vec<Pair>,
    force: Vec<Pair>,
}

impl Fields {
    pub fn new(cells: usize) -> Self {
        Self {
            joining: [vec![0.0; cells], vec![0.0; cells]],
            day: u32::MAX,
            crowd: vec![Pair::NONE; cells],
            force: vec![Pair::NONE; cells],
        }
    }

    /// Forgets all: for other chances.
    pub fn forget(&mut self) {
        *self = Self::new(self.crowd.len());
    }

    /// The fields of joining of a day and the next, by cell.
    pub fn joining(&mut self, landscape: &Landscape, draws: &Draws, kernel: Kernel, day: u32) -> [&[f32]; 2] {
        if self.day != day {
            let [today, tomorrow] = &mut self.joining;
            let fill = |field: &mut [f32], day| {
                kernel.run(
                    #[inline(always)]
                    || {
                        for (value, site) in field.iter_mut().zip(&landscape.ground.local) {
                            *value = site.first(draws, Lane::Day, day);
                        }
                    },
                );
            };
            if self.day.wrapping_add(1) == day {
                std::mem::swap(today, tomorrow);
            } else {
                fill(today, day);
            }
            fill(tomorrow, day + 1);
            self.day = day;
        }
        [&self.joining[0], &self.joining[1]]
    }

    /// Of the crowd of a cell: riot, share that riots.
    pub fn crowd(&mut self, at: At) -> [f32; 2] {
        self.crowd[at.cell].at(at.day, at.weights, |day| at.fields(Lane::Day, day))
    }

    /// Of the forces in a cell: arrests, killing.
    pub fn force(&mut self, at: At) -> [f32; 2] {
        self.force[at.cell].at(at.day, at.weights, |day| at.fields(Lane::Force, day))
    }
}
