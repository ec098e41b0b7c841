//! Where people meet: at points of the density of people, and not in rows of a table.
//!
//! Someone of a cell goes to a square of 16 km with probability in proportion to its people times e^(-d / travel) (the
//! gravity choice of Davies et al. 2013), and in it to a cell in proportion to its people. So a town drawn as four has
//! the crowd of the one, and contagion goes with displacement, without which it is known to fail in space (Cartes 2022).

use crate::math;
use crate::space::cells::Cell;
use crate::space::sphere::Plane;

/// Width of a square, km, and how many squares off people go.
const SQUARE: f64 = 16.0;
const OFF: i32 = 4;

crate::parameters! {
    /// Parameters of assembly.
    AssemblyParameters in "assembly" {
        /// Distance over which the pull of other people falls by a factor e.
        travel = 12.0 "km", 1.0..=200.0, Assumed "a trip of half an hour; prior 5-30";
    }
}

/// A square within reach: probability of it or an earlier one, and its row in the table of squares.
#[derive(Debug, Clone, Copy)]
struct Reach {
    until: f32,
    square: u32,
}

/// One cell in a square: people of it and of those before it in the square.
#[derive(Debug, Clone, Copy)]
struct Standing {
    until: u32,
    cell: u32,
}

/// Parts into which a home's choices are sorted.
const GUIDES: usize = 64;

/// Where people of every cell meet.
pub(crate) struct Assembly {
    reaches: Vec<Reach>,
    starts: Vec<u32>,
    /// Of every home, the first choice that ends beyond each part: a search begins near its end.
    guides: Vec<[u8; GUIDES]>,
    standing: Vec<Standing>,
    /// First cell of each square, and the end.
    squares: Vec<u32>,
}

/// Polity, row and column of a square.
type Key = (usize, [i32; 2]);

impl Assembly {
    /// For cells in their order.
    pub fn new(cells: &[Cell], polities: usize, own: &AssemblyParameters) -> Self {
        let plane = |polity| {
            let own = cells.iter().filter(|cell| cell.polity == polity);
            Plane::about(own.map(|cell| (&cell.point, cell.residents)))
        };
        let planes: Vec<Plane> = (0..polities).map(plane).collect();
        let at: Vec<[f64; 2]> = cells.iter().map(|cell| planes[cell.polity].project(&cell.point)).collect();
        let key = |cell: usize| (cells[cell].polity, at[cell].map(|x| (x / SQUARE).floor() as i32));
        let mut order: Vec<usize> = (0..cells.len()).collect();
        order.sort_by_key(|&cell| (key(cell), cell));
        let (mut known, mut squares): (Vec<Square>, Vec<u32>) = (Vec::new(), Vec::new());
        let mut standing: Vec<Standing> = Vec::with_capacity(cells.len());
        for &cell in &order {
            let people = cells[cell].residents;
            if known.last().is_none_or(|square| square.key != key(cell)) {
                known.push(Square { key: key(cell), people: 0.0, middle: [0.0; 2] });
                squares.push(standing.len() as u32);
            }
            let square = known.last_mut().expect("one has been pushed");
            let until = square.people as u32 + people;
            let share = f64::from(people) / f64::from(until.max(1));
            square.people = f64::from(until);
            square.middle = [0, 1].map(|i| square.middle[i] + share * (at[cell][i] - square.middle[i]));
            standing.push(Standing { until, cell: cell as u32 });
        }
        squares.push(standing.len() as u32);
        let (mut reaches, mut starts) = (Vec::new(), vec![0]);
        for (cell, here) in at.iter().enumerate() {
            reaches.extend(reach(&known, key(cell), *here, own.travel));
            starts.push(reaches.len() as u32);
        }
        let guides = starts.windows(2).map(|ends| guide(&reaches[ends[0] as usize..ends[1] as usize])).collect();
        Self { reaches, starts, guides, standing, squares }
    }

    /// Where someone of a cell meets others, by two uniforms on (0, 1).
    #[inline(always)]
    pub fn choose(&self, home: usize, [u, v]: [f32; 2]) -> usize {
        let reaches = &self.reaches[self.starts[home] as usize..self.starts[home + 1] as usize];
        let part = ((u * GUIDES as f32) as usize).min(GUIDES - 1);
        let first = usize::from(self.guides[home][part]);
        let reach = reaches[first..].iter().find(|reach| u < reach.until).unwrap_or(&reaches[reaches.len() - 1]);
        let (first, end) = (self.squares[reach.square as usize], self.squares[reach.square as usize + 1]);
        let standing = &self.standing[first as usize..end as usize];
        let person = (v * standing[standing.len() - 1].until as f32) as u32;
        let found = standing.partition_point(|one| one.until <= person).min(standing.len() - 1);
        standing[found].cell as usize
    }
}

/// The first choice that ends beyond each part; there are at most 81.
fn guide(reaches: &[Reach]) -> [u8; GUIDES] {
    let part = |part: usize| part as f32 / GUIDES as f32;
    std::array::from_fn(|i| {
        reaches.partition_point(|reach| reach.until <= part(i)).min(reaches.len().saturating_sub(1)) as u8
    })
}

/// A square's people, and where they are on average.
#[derive(Debug, Clone, Copy)]
struct Square {
    key: Key,
    people: f64,
    middle: [f64; 2],
}

/// The squares within reach of a cell, with their cumulative probabilities.
fn reach(squares: &[Square], (polity, [row, column]): Key, here: [f64; 2], travel: f64) -> Vec<Reach> {
    let mut pulls = Vec::new();
    for up in -OFF..=OFF {
        let first = squares.partition_point(|square| square.key < (polity, [row + up, column - OFF]));
        let inside = |square: &Square| square.key <= (polity, [row + up, column + OFF]);
        for (index, square) in squares.iter().enumerate().skip(first).take_while(|(_, square)| inside(square)) {
            let distance = libm::hypot(square.middle[0] - here[0], square.middle[1] - here[1]);
            pulls.push((index as u32, square.people * math::exp(-distance / travel)));
        }
    }
    let total: f64 = pulls.iter().map(|(_, pull)| pull).sum();
    let mut sum = 0.0;
    let cumulative = |(square, pull): (u32, f64)| {
        sum += pull;
        Reach { until: (sum / total.max(f64::MIN_POSITIVE)) as f32, square }
    };
    pulls.into_iter().filter(|(_, pull)| *pull > 0.0).map(cumulative).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::sphere::earth;

    fn cell(longitude: f64, residents: u32) -> Cell {
        let point = earth(45.0, longitude);
        Cell { place: 0, part: 0, polity: 0, residents, latitude: 45.0, longitude, point, radius: 2.0 }
    }

    fn share(cells: &[Cell], home: usize, there: impl Fn(usize) -> bool) -> f64 {
        let assembly = Assembly::new(cells, 1, &AssemblyParameters::default());
        let steps = 200;
        let grid = (0..steps * steps).map(|i| [i / steps, i % steps].map(|x| (x as f32 + 0.5) / steps as f32));
        grid.filter(|&uv| there(assembly.choose(home, uv))).count() as f64 / f64::from(steps * steps)
    }

    #[test]
    fn people_go_to_people_by_gravity_and_a_town_drawn_as_four_has_the_same_crowd() {
        // 0.3 degrees are 23.6 km.
        let whole = [cell(60.0, 1000), cell(60.3, 50_000)];
        let expected = 50.0 * math::exp(-23.6 / 12.0);
        let found = share(&whole, 0, |place| place == 1);
        assert!((found - expected / (1.0 + expected)).abs() < 0.01, "{found}");
        let cut = [cell(60.0, 1000), cell(60.3, 12_500), cell(60.3, 12_500), cell(60.3, 12_500), cell(60.3, 12_500)];
        assert!((share(&cut, 0, |place| place > 0) - found).abs() < 0.005);
    }
}
