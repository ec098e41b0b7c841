//! Shares of the output's variance that parameters explain (Sobol 1993).
//!
//! Two independent samples A and B, and for every parameter A with that parameter's column of B (Saltelli 2002). First
//! order by the estimator of Saltelli et al. (2010, Computer Physics Communications 181: 259-270, table 2 b), total by
//! that of Jansen (1999; the same table, f).

use serde::Serialize;

use super::bootstrap::{Estimate, estimate};
use crate::design::sobol_points;

/// Indices of one parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Indices {
    /// Share of the variance that the parameter explains alone.
    pub first: Estimate,
    /// Share of the variance in which it takes part.
    pub total: Estimate,
}

/// Points for `base` rows: A, B, then A with each parameter from B, row by row: (`dimensions` + 2) per base row.
///
/// # Panics
/// When the sequence has fewer points or dimensions ([`sobol_points`]).
pub fn saltelli_points(dimensions: usize, base: usize, seed: u64) -> Vec<Vec<f64>> {
    let rows = sobol_points(base, 2 * dimensions, seed);
    let block = |row: &Vec<f64>| {
        let (a, b) = row.split_at(dimensions);
        let mixed = (0..dimensions).map(move |p| {
            let mut point = a.to_vec();
            point[p] = b[p];
            point
        });
        [a.to_vec(), b.to_vec()].into_iter().chain(mixed).collect::<Vec<_>>()
    };
    rows.iter().flat_map(block).collect()
}

/// First-order and total indices from the outputs at [`saltelli_points`]; zero where the output does not vary.
///
/// # Panics
/// When the outputs are not whole base rows.
pub fn sobol_indices(dimensions: usize, outputs: &[f64], seed: u64) -> Vec<Indices> {
    let width = dimensions + 2;
    assert!(outputs.len().is_multiple_of(width), "{width} outputs per base row");
    // Centred: the estimators of the first order are the sharper for it.
    let mean = outputs.iter().sum::<f64>() / outputs.len() as f64;
    let rows: Vec<Vec<f64>> =
        outputs.chunks(width).map(|row| row.iter().map(|output| output - mean).collect()).collect();
    let variance = |sample: &[usize]| {
        let values = || sample.iter().flat_map(|&row| [rows[row][0], rows[row][1]]);
        let count = 2.0 * sample.len() as f64;
        let centre = values().sum::<f64>() / count;
        values().map(|value| (value - centre) * (value - centre)).sum::<f64>() / count
    };
    let share = |sample: &[usize], term: &dyn Fn(&[f64]) -> f64| {
        let variance = variance(sample);
        if variance > 0.0 {
            sample.iter().map(|&row| term(&rows[row])).sum::<f64>() / sample.len() as f64 / variance
        } else {
            0.0
        }
    };
    let indices = |p: usize| {
        let number = 2 * p as u32;
        let first = |sample: &[usize]| share(sample, &|row| row[1] * (row[2 + p] - row[0]));
        let total = |sample: &[usize]| share(sample, &|row| 0.5 * (row[0] - row[2 + p]) * (row[0] - row[2 + p]));
        Indices {
            first: estimate(rows.len(), seed, number, first),
            total: estimate(rows.len(), seed, number + 1, total),
        }
    };
    (0..dimensions).map(indices).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensitivity::{elementary_effects, morris_points};

    const A: f64 = 7.0;
    const B: f64 = 0.1;

    /// Ishigami and Homma (1990): sin x1 + a sin^2 x2 + b x3^4 sin x1 on [-pi, pi]^3.
    fn ishigami(point: &[f64]) -> f64 {
        let [x, y, z] = [0, 1, 2].map(|i| std::f64::consts::PI * (2.0 * point[i] - 1.0));
        libm::sin(x) + A * libm::sin(y) * libm::sin(y) + B * z * z * z * z * libm::sin(x)
    }

    /// First-order and total indices in closed form.
    fn closed_form() -> ([f64; 3], [f64; 3]) {
        let pi = std::f64::consts::PI;
        let (p4, p8) = (pi.powi(4), pi.powi(8));
        let alone = 0.5 * (1.0 + B * p4 / 5.0) * (1.0 + B * p4 / 5.0);
        let second = A * A / 8.0;
        let both = B * B * p8 * (1.0 / 18.0 - 1.0 / 50.0);
        let variance = alone + second + both;
        let first = [alone / variance, second / variance, 0.0];
        (first, [(alone + both) / variance, second / variance, both / variance])
    }

    #[test]
    fn the_function_of_ishigami_has_its_closed_form() {
        let (first, total) = closed_form();
        assert!((first[0] - 0.3139).abs() < 1e-4 && (total[2] - 0.2437).abs() < 1e-4);
        let points = saltelli_points(3, 4096, 5);
        let outputs: Vec<f64> = points.iter().map(|point| ishigami(point)).collect();
        for (p, found) in sobol_indices(3, &outputs, 5).into_iter().enumerate() {
            assert!((found.first.value - first[p]).abs() < 0.02, "first {p}: {:?}", found.first);
            assert!((found.total.value - total[p]).abs() < 0.02, "total {p}: {:?}", found.total);
            assert!((found.first.low..=found.first.high).contains(&first[p]), "first {p}: {:?}", found.first);
            assert!((found.total.low..=found.total.high).contains(&total[p]), "total {p}: {:?}", found.total);
        }
    }

    #[test]
    fn intervals_narrow_with_the_root_of_the_sample() {
        let width = |base| {
            let outputs: Vec<f64> = saltelli_points(3, base, 8).iter().map(|point| ishigami(point)).collect();
            let found = sobol_indices(3, &outputs, 8);
            found[1].first.high - found[1].first.low
        };
        let ratio = width(256) / width(4096);
        assert!((2.5..6.5).contains(&ratio), "{ratio}");
    }

    #[test]
    fn screening_ranks_the_function_of_ishigami() {
        // On the grid of levels 0, 1/3, 2/3, 1, sin^2 is 3/4 at the inner levels and 0 at the outer, so that every
        // effect of x2 is 7 * 3/4 over 2/3 in size; its mean is 0 and its sigma its size.
        let points = morris_points(3, 200, 3);
        let outputs: Vec<f64> = points.iter().map(|point| ishigami(point)).collect();
        let effects = elementary_effects(&points, &outputs, 3);
        assert!((effects[1].mu_star.value - 7.875).abs() < 1e-9, "{:?}", effects[1]);
        assert!(effects[1].sigma.value > 7.5);
        // x3 acts through x1 alone: it has no effect where sin x1 is 0.
        assert!(effects[2].mu_star.value > 0.5 && effects[2].sigma.value > effects[2].mu.abs());
    }

    #[test]
    fn an_output_that_does_not_vary_has_no_shares() {
        let found = sobol_indices(2, &[3.0; 4 * 16], 1);
        assert!(found.iter().all(|indices| indices.first.value == 0.0 && indices.total.value == 0.0));
    }
}
