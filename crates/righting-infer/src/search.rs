//! Search of a minimum in the unit cube: a Latin hypercube to find a start, then MA-ES.
//!
//! MA-ES (Beyer and Sendhoff 2017, "Simplify your covariance matrix adaptation evolution strategy",
//! IEEE Transactions on Evolutionary Computation 21(5)) is CMA-ES without the covariance matrix: it
//! adapts the matrix M that turns standard normals into steps directly, so no matrix is ever
//! decomposed. The constants are the paper's defaults. It uses the order of the objectives only.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use righting_model::math;

/// Points of a Latin hypercube: along every axis each of the `count` equal slices holds one point
/// (McKay, Beckman and Conover 1979).
pub fn latin_hypercube(count: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut points = vec![vec![0.0; dimensions]; count];
    for axis in 0..dimensions {
        let mut slices: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            slices.swap(last, (uniform(&mut rng) * (last + 1) as f64) as usize);
        }
        for (point, slice) in points.iter_mut().zip(slices) {
            point[axis] = (slice as f64 + uniform(&mut rng)) / count as f64;
        }
    }
    points
}

/// Uniform on [0, 1) with 53 bits.
fn uniform(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A point asked for: its normal draw, and its position.
type Asked = (Vec<f64>, Vec<f64>);

/// The strategy between two generations.
pub struct MaEs {
    rng: ChaCha8Rng,
    mean: Vec<f64>,
    sigma: f64,
    path: Vec<f64>,
    /// Rows of M.
    matrix: Vec<Vec<f64>>,
    weights: Vec<f64>,
    population: usize,
    /// Standard normals and steps of the generation that was asked for.
    asked: Vec<(Vec<f64>, Vec<f64>)>,
}

impl MaEs {
    /// Starts at `mean` with steps of size `sigma`; `population` points per generation, or by the
    /// paper's rule 4 + 3 ln n if `None`.
    ///
    /// # Panics
    /// When `mean` is empty or the population is under 4.
    pub fn new(mean: Vec<f64>, sigma: f64, population: Option<usize>, seed: u64) -> Self {
        let n = mean.len();
        let population = population.unwrap_or(4 + (3.0 * math::ln(n as f64)) as usize);
        assert!(n > 0 && population >= 4, "at least one axis and four points a generation");
        let parents = population / 2;
        let raw: Vec<f64> =
            (1..=parents).map(|i| math::ln((population as f64 + 1.0) / 2.0) - math::ln(i as f64)).collect();
        let sum: f64 = raw.iter().sum();
        Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            path: vec![0.0; n],
            matrix: (0..n).map(|i| (0..n).map(|j| if i == j { 1.0 } else { 0.0 }).collect()).collect(),
            weights: raw.iter().map(|w| w / sum).collect(),
            mean,
            sigma,
            population,
            asked: Vec::new(),
        }
    }

    /// The points of the next generation, folded into the unit cube.
    pub fn ask(&mut self) -> Vec<Vec<f64>> {
        self.asked.clear();
        for _ in 0..self.population {
            let z: Vec<f64> = (0..self.mean.len()).map(|_| StandardNormal.sample(&mut self.rng)).collect();
            let step = self.matrix.iter().map(|row| dot(row, &z)).collect();
            self.asked.push((z, step));
        }
        let point = |step: &[f64]| self.mean.iter().zip(step).map(|(m, d)| fold(m + self.sigma * d)).collect();
        self.asked.iter().map(|(_, step)| point(step)).collect()
    }

    /// Learns from the objectives of the points asked for, in their order.
    ///
    /// # Panics
    /// When there is not one objective per point.
    pub fn tell(&mut self, objectives: &[f64]) {
        assert_eq!(objectives.len(), self.asked.len(), "one objective per point");
        let n = self.mean.len();
        let dimension = n as f64;
        let effective = 1.0 / self.weights.iter().map(|w| w * w).sum::<f64>();
        let c_path = (effective + 2.0) / (dimension + effective + 5.0);
        let c_one = 2.0 / ((dimension + 1.3).powi(2) + effective);
        let c_many =
            (2.0 * (effective - 2.0 + 1.0 / effective) / ((dimension + 2.0).powi(2) + effective)).min(1.0 - c_one);
        let damping = 1.0 + c_path + 2.0 * (math::sqrt((effective - 1.0) / (dimension + 1.0)) - 1.0).max(0.0);
        let length_of_normal =
            math::sqrt(dimension) * (1.0 - 1.0 / (4.0 * dimension) + 1.0 / (21.0 * dimension * dimension));

        let mut order: Vec<usize> = (0..objectives.len()).collect();
        order.sort_by(|&a, &b| objectives[a].total_cmp(&objectives[b]));
        let best: Vec<&Asked> = order[..self.weights.len()].iter().map(|&index| &self.asked[index]).collect();
        let weighted = |pick: &dyn Fn(&Asked) -> f64| -> f64 {
            self.weights.iter().zip(&best).map(|(w, point)| w * pick(point)).sum()
        };

        let towards: Vec<f64> = (0..n).map(|i| weighted(&|(z, _)| z[i])).collect();
        let rate = math::sqrt(effective * c_path * (2.0 - c_path));
        let path: Vec<f64> = self.path.iter().zip(&towards).map(|(s, z)| (1.0 - c_path) * s + rate * z).collect();
        // M <- M (I + c1/2 (s s' - I) + cw/2 (<z z'> - I))
        let change: Vec<Vec<f64>> = (0..n)
            .map(|i| {
                (0..n)
                    .map(|j| {
                        let unit = if i == j { 1.0 } else { 0.0 };
                        let many = weighted(&|(z, _)| z[i] * z[j]);
                        unit + 0.5 * c_one * (path[i] * path[j] - unit) + 0.5 * c_many * (many - unit)
                    })
                    .collect()
            })
            .collect();
        let mean = (0..n).map(|i| self.mean[i] + self.sigma * weighted(&|(_, step)| step[i])).map(fold).collect();
        self.matrix = multiply(&self.matrix, &change);
        let length = math::sqrt(dot(&path, &path));
        self.sigma *= math::exp((c_path / damping) * (length / length_of_normal - 1.0));
        self.path = path;
        self.mean = mean;
    }

    /// Centre of the distribution.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// Size of its steps.
    pub fn sigma(&self) -> f64 {
        self.sigma
    }
}

/// Folds a coordinate back into the unit interval, as between two mirrors: unlike cutting off, this
/// does not pile points on the bounds.
fn fold(x: f64) -> f64 {
    let wrapped = x.rem_euclid(2.0);
    if wrapped > 1.0 { 2.0 - wrapped } else { wrapped }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn multiply(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let columns = b.first().map_or(0, Vec::len);
    a.iter().map(|row| (0..columns).map(|j| row.iter().zip(b).map(|(x, other)| x * other[j]).sum()).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latin_hypercube_fills_every_slice_once() {
        let points = latin_hypercube(50, 3, 1);
        for axis in 0..3 {
            let mut slices: Vec<usize> = points.iter().map(|point| (point[axis] * 50.0) as usize).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..50).collect::<Vec<_>>());
        }
    }

    /// Ellipsoid whose axes differ a thousandfold, turned by mixing neighbours, minimum inside the cube.
    fn ellipsoid(x: &[f64]) -> f64 {
        let centred: Vec<f64> = x.iter().map(|x| x - 0.37).collect();
        (0..x.len())
            .map(|i| {
                let mixed = centred[i] + 0.5 * centred[(i + 1) % x.len()];
                math::pow(1000.0, i as f64 / (x.len() - 1) as f64) * mixed * mixed
            })
            .sum()
    }

    #[test]
    fn finds_the_minimum_of_a_turned_ellipsoid() {
        for seed in 0..5 {
            let mut search = MaEs::new(vec![0.8; 6], 0.25, None, seed);
            for _ in 0..400 {
                let objectives: Vec<f64> = search.ask().iter().map(|point| ellipsoid(point)).collect();
                search.tell(&objectives);
            }
            assert!(ellipsoid(search.mean()) < 1e-8, "seed {seed}: {}", ellipsoid(search.mean()));
            assert!(search.sigma() < 1e-3);
        }
    }

    #[test]
    fn finds_a_minimum_on_a_bound() {
        let mut search = MaEs::new(vec![0.5; 3], 0.3, None, 4);
        for _ in 0..200 {
            let objectives: Vec<f64> = search.ask().iter().map(|point| point.iter().sum()).collect();
            search.tell(&objectives);
        }
        assert!(search.mean().iter().all(|&x| x < 0.02), "{:?}", search.mean());
    }

    #[test]
    fn folding_mirrors_at_both_bounds() {
        for (x, folded) in [(0.3, 0.3), (-0.2, 0.2), (1.2, 0.8), (2.1, 0.1), (-1.3, 0.7)] {
            assert!((fold(x) - folded).abs() < 1e-12, "{x} gives {}", fold(x));
        }
    }
}
