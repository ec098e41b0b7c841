//! Screening by elementary effects (Morris 1991, Technometrics 33: 161-174).
//!
//! A trajectory walks through a grid of four levels and moves one parameter at a time by 2/3 of its range; an
//! elementary effect is the change of the output over the move. mu* is the mean of their absolute values (Campolongo,
//! Cariboni and Saltelli 2007): how much a parameter matters. sigma is their standard deviation: how far its effect
//! depends on the others or bends.

use righting_model::math;
use serde::Serialize;

use super::bootstrap::{Estimate, estimate};
use crate::stream::{Use, index, stream, uniform};

/// Levels of the grid.
const LEVELS: usize = 4;
/// Move of a parameter: LEVELS / (2 (LEVELS - 1)), which makes all levels equally likely.
const MOVE: f64 = LEVELS as f64 / (2.0 * (LEVELS as f64 - 1.0));

/// Elementary effects of one parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Effect {
    /// Mean.
    pub mu: f64,
    /// Mean of the absolute values.
    pub mu_star: Estimate,
    /// Standard deviation.
    pub sigma: Estimate,
}

/// Points of `trajectories` trajectories on the unit cube, `dimensions` + 1 for each.
pub fn morris_points(dimensions: usize, trajectories: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut points = Vec::with_capacity(trajectories * (dimensions + 1));
    for trajectory in 0..trajectories {
        let mut rng = stream(seed, Use::Trajectory, trajectory as u32);
        let level = |rng: &mut _| index(rng, LEVELS / 2) as f64 / (LEVELS as f64 - 1.0);
        let mut point: Vec<f64> = (0..dimensions).map(|_| level(&mut rng)).collect();
        // Half of the parameters go down, from a level above.
        let down: Vec<bool> = (0..dimensions).map(|_| uniform(&mut rng) < 0.5).collect();
        point.iter_mut().zip(&down).filter(|(_, down)| **down).for_each(|(at, _)| *at += MOVE);
        let mut order: Vec<usize> = (0..dimensions).collect();
        for last in (1..dimensions).rev() {
            order.swap(last, index(&mut rng, last + 1));
        }
        points.push(point.clone());
        for parameter in order {
            point[parameter] += if down[parameter] { -MOVE } else { MOVE };
            points.push(point.clone());
        }
    }
    points
}

/// Elementary effects from the outputs at [`morris_points`], per whole range of a parameter.
///
/// # Panics
/// When there is not one output per point.
pub fn elementary_effects(points: &[Vec<f64>], outputs: &[f64], seed: u64) -> Vec<Effect> {
    assert_eq!(points.len(), outputs.len(), "one output per point");
    let dimensions = points.first().map_or(0, Vec::len);
    let mut effects = vec![Vec::new(); dimensions];
    for (path, values) in points.chunks(dimensions + 1).zip(outputs.chunks(dimensions + 1)) {
        for (pair, values) in path.windows(2).zip(values.windows(2)) {
            if let Some(parameter) = (0..dimensions).find(|&p| pair[0][p] != pair[1][p]) {
                effects[parameter].push((values[1] - values[0]) / (pair[1][parameter] - pair[0][parameter]));
            }
        }
    }
    let effect = |(number, effects): (usize, &Vec<f64>)| {
        let mean = |sample: &[usize], value: &dyn Fn(f64) -> f64| {
            sample.iter().map(|&i| value(effects[i])).sum::<f64>() / sample.len() as f64
        };
        let deviation = |sample: &[usize]| {
            let centre = mean(sample, &|x| x);
            let squares = mean(sample, &|x| (x - centre) * (x - centre));
            math::sqrt(squares * sample.len() as f64 / (sample.len() as f64 - 1.0).max(1.0))
        };
        let all: Vec<usize> = (0..effects.len()).collect();
        let number = 2 * number as u32;
        Effect {
            mu: mean(&all, &|x| x),
            mu_star: estimate(effects.len(), seed, number, |sample| mean(sample, &f64::abs)),
            sigma: estimate(effects.len(), seed, number + 1, deviation),
        }
    };
    effects.iter().enumerate().map(effect).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trajectories_move_every_parameter_once_and_stay_in_the_cube() {
        let points = morris_points(5, 40, 2);
        let mut at_level = [0; LEVELS];
        for path in points.chunks(6) {
            let moved: Vec<usize> = path
                .windows(2)
                .map(|pair| {
                    let moved: Vec<usize> = (0..5).filter(|&p| pair[0][p] != pair[1][p]).collect();
                    assert_eq!(moved.len(), 1);
                    moved[0]
                })
                .collect();
            let mut sorted = moved.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3, 4]);
            for &at in path.iter().flatten() {
                assert!((-1e-12..=1.0 + 1e-12).contains(&at));
                at_level[(at * 3.0).round() as usize] += 1;
            }
        }
        assert!(at_level.iter().all(|&count| count > 200), "{at_level:?}");
    }

    #[test]
    fn a_line_has_its_slopes_and_no_sigma() {
        let points = morris_points(3, 20, 1);
        let outputs: Vec<f64> = points.iter().map(|x| 2.0 * x[0] - 5.0 * x[1]).collect();
        let effects = elementary_effects(&points, &outputs, 1);
        for (effect, slope) in effects.iter().zip([2.0, -5.0, 0.0_f64]) {
            assert!((effect.mu - slope).abs() < 1e-9 && (effect.mu_star.value - slope.abs()).abs() < 1e-9);
            assert!(effect.sigma.value < 1e-9);
        }
    }
}
