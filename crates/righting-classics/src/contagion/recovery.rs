//! Parameters back from counts: Poisson likelihood, maximised by Nelder and Mead (1965).

use super::sites::{Kernel, Sites};

/// Events a day that occur anyway, so that a silent site is not impossible.
const BACKGROUND: f64 = 0.01;

/// ln P(counts | parameters), the factorials left out.
pub fn log_likelihood(sites: &Sites, counts: &[Vec<u64>]) -> f64 {
    let expected = sites.expected(counts.len() as u32);
    counts
        .iter()
        .flatten()
        .zip(expected.iter().flatten())
        .map(|(&count, &mean)| {
            let mean = mean + BACKGROUND;
            let log = if count == 0 { 0.0 } else { count as f64 * libm::log(mean) };
            log - mean
        })
        .sum()
}

/// Draws counts from the model.
pub fn draw(sites: &Sites, days: u32, chance: &mut crate::chance::Chance) -> Vec<Vec<u64>> {
    let day = |means: Vec<f64>| means.iter().map(|m| chance.poisson(m + BACKGROUND)).collect();
    sites.expected(days).into_iter().map(day).collect()
}

/// Estimates and how far the truth is from them.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// omega, beta, zeta0, d0.
    pub estimate: [f64; 4],
    /// Log-likelihood at the estimate.
    pub log_likelihood: f64,
    /// Evaluations spent.
    pub evaluations: u32,
}

fn with(sites: &Sites, log: &[f64; 4]) -> Sites {
    let [omega, beta, zeta0, d0] = log.map(libm::exp);
    Sites { omega, beta, zeta0, kernel: Kernel { d0, ..sites.kernel }, ..sites.clone() }
}

/// The maximum of the likelihood over omega, beta, zeta0 and d0 from a start a third off.
pub fn fit(sites: &Sites, counts: &[Vec<u64>], most: u32) -> Fit {
    let mut spent = 0;
    let mut cost = |log: &[f64; 4]| {
        spent += 1;
        -log_likelihood(&with(sites, log), counts)
    };
    let start = [
        libm::log(sites.omega * 1.3),
        libm::log(sites.beta * 0.75),
        libm::log(sites.zeta0 * 1.3),
        libm::log(sites.kernel.d0 * 0.75),
    ];
    let mut simplex: Vec<([f64; 4], f64)> = vec![(start, cost(&start))];
    for axis in 0..4 {
        let mut point = start;
        point[axis] += 0.25;
        simplex.push((point, cost(&point)));
    }
    for _ in 0..most {
        simplex.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (best, worst) = (simplex[0], simplex[4]);
        if worst.1 - best.1 < 1e-4 {
            break;
        }
        let centre: [f64; 4] = core::array::from_fn(|i| simplex[..4].iter().map(|p| p.0[i]).sum::<f64>() / 4.0);
        let along = |t: f64| -> [f64; 4] { core::array::from_fn(|i| centre[i] + t * (worst.0[i] - centre[i])) };
        let mirrored = along(-1.0);
        let value = cost(&mirrored);
        if value < best.1 {
            let further = along(-2.0);
            let beyond = cost(&further);
            simplex[4] = if beyond < value { (further, beyond) } else { (mirrored, value) };
        } else if value < simplex[3].1 {
            simplex[4] = (mirrored, value);
        } else {
            let halfway = if value < worst.1 { along(-0.5) } else { along(0.5) };
            let inside = cost(&halfway);
            if inside < worst.1.min(value) {
                simplex[4] = (halfway, inside);
            } else {
                for vertex in &mut simplex[1..] {
                    for (at, towards) in vertex.0.iter_mut().zip(best.0) {
                        *at = 0.5 * (*at + towards);
                    }
                    vertex.1 = cost(&vertex.0);
                }
            }
        }
    }
    simplex.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (point, value) = simplex[0];
    Fit { estimate: point.map(libm::exp), log_likelihood: -value, evaluations: spent }
}
