//! A posterior sample, and what it says of each parameter.

use std::collections::{BTreeMap, BTreeSet};

use righting_model::math;
use serde::Serialize;

use super::moves::covariance;
use super::population::Sample;
use super::sampler::diversity;
use crate::axis::Axis;
use crate::quantile::{ascending, quantile};
use crate::stream::{Use, comb, cumulative, stream, uniform};

/// Contraction under which a parameter counts as not identified by the record. Declared before any calibration.
pub const IDENTIFIED: f64 = 0.2;

/// Effective size under which a sample says nothing of variances: no parameter counts as identified by it.
pub const LEAST_EFFECTIVE: f64 = 50.0;

/// A weighted sample of parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// The parameters, with their priors.
    pub axes: Vec<Axis>,
    /// Names of the random effects.
    pub effects: Vec<String>,
    /// Names of the parts whose chances move apart; none where the members have several runs.
    pub chances: Vec<String>,
    /// The sample.
    pub samples: Vec<Sample>,
}

/// What the posterior says of one parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Spread {
    /// Its path.
    pub path: String,
    /// Ends of the prior.
    pub prior: [f64; 2],
    /// Quantiles 5, 50 and 95 % of the posterior.
    pub quantiles: [f64; 3],
    /// 1 - posterior variance / prior variance, on the scale on which the prior is uniform.
    pub contraction: f64,
    /// Whether the contraction reaches [`IDENTIFIED`] in a sample of [`LEAST_EFFECTIVE`] or more, from as many ancestors.
    pub identified: bool,
}

impl Posterior {
    /// Values of the parameters of a member.
    pub fn values(&self, sample: &Sample) -> Vec<f64> {
        self.axes.iter().zip(&sample.point.position).map(|(axis, &at)| axis.value(at)).collect()
    }

    /// Indices of `count` members drawn with their weights: systematic resampling (Kitagawa 1996), in an order that is
    /// shuffled so that any first few are a sample too.
    pub fn draw(&self, count: usize, seed: u64) -> Vec<usize> {
        let mut rng = stream(seed, Use::Resampling, 0);
        let offset = uniform(&mut rng);
        let mut drawn = comb(&cumulative(self.samples.iter().map(|sample| sample.weight)), count, offset);
        for last in (1..count).rev() {
            drawn.swap(last, crate::stream::index(&mut rng, last + 1));
        }
        drawn
    }

    /// Indices of members drawn with their weights, none twice: as many as the sample is worth, and no more than leave the
    /// heaviest member one draw, so that each is taken with a probability in proportion to its weight.
    pub fn distinct_draws(&self, seed: u64) -> Vec<usize> {
        let heaviest = self.samples.iter().map(|sample| sample.weight).fold(0.0, f64::max);
        let most = if heaviest > 0.0 { 1.0 / heaviest } else { 1.0 };
        // A hair of rounding must not take one from a count that is whole.
        let count = ((self.independent().min(most) + 1e-9) as usize).clamp(1, self.samples.len());
        let mut seen = BTreeSet::new();
        self.draw(count, seed).into_iter().filter(|&index| seen.insert(index)).collect()
    }

    /// The ancestor of every member: the trial of the first member that has the same value of the random effect by which
    /// [`ancestors`](Self::ancestors) counts. Its own trial where there are no effects.
    pub fn ancestor_ids(&self) -> Vec<u32> {
        let Some(effect) = self.telling_effect() else { return self.samples.iter().map(|one| one.trial).collect() };
        let mut first = BTreeMap::new();
        let bits = |sample: &Sample| sample.point.effects[effect].to_bits();
        for sample in &self.samples {
            let trial = first.entry(bits(sample)).or_insert(sample.trial);
            *trial = sample.trial.min(*trial);
        }
        self.samples.iter().map(|sample| first[&bits(sample)]).collect()
    }

    /// Columns of the sample for a table: `trial`, `weight`, `ancestor`, `distance`, the effective size of the whole and its
    /// number of ancestors in every row, one column per parameter, one per random effect, and the runs whose chances every
    /// part follows.
    pub fn columns(&self) -> Vec<(String, Vec<f64>)> {
        let values: Vec<Vec<f64>> = self.samples.iter().map(|sample| self.values(sample)).collect();
        let own = [
            ("trial".to_owned(), self.samples.iter().map(|sample| f64::from(sample.trial)).collect()),
            ("weight".to_owned(), self.samples.iter().map(|sample| sample.weight).collect()),
            ("ancestor".to_owned(), self.ancestor_ids().into_iter().map(f64::from).collect()),
            ("distance".to_owned(), self.samples.iter().map(|sample| sample.distance).collect()),
            ("effective_size".to_owned(), vec![self.effective(); self.samples.len()]),
            ("ancestors".to_owned(), vec![self.independent(); self.samples.len()]),
        ];
        let parameter =
            |(index, axis): (usize, &Axis)| (axis.path.clone(), values.iter().map(|row| row[index]).collect());
        let effect = |(index, name): (usize, &String)| {
            (name.clone(), self.samples.iter().map(|sample| sample.point.effects[index]).collect())
        };
        let parameters = self.axes.iter().enumerate().map(parameter);
        let chance = |(index, name): (usize, &String)| {
            (name.clone(), self.samples.iter().map(|sample| f64::from(sample.chances[0][index])).collect())
        };
        let effects = self.effects.iter().enumerate().map(effect);
        own.into_iter().chain(parameters).chain(effects).chain(self.chances.iter().enumerate().map(chance)).collect()
    }

    /// Effective number of members.
    pub fn effective(&self) -> f64 {
        diversity(self.samples.iter().map(|sample| (sample.trial, sample.weight)))
    }

    /// Whether it has fewer members or ancestors than [`LEAST_EFFECTIVE`].
    pub fn is_small(&self) -> bool {
        self.independent() < LEAST_EFFECTIVE
    }

    /// Members that count as independent: no more than the effective number, and no more than their ancestors.
    pub fn independent(&self) -> f64 {
        self.ancestors().map_or(self.effective(), |ancestors| ancestors.min(self.effective()))
    }

    /// Effective number of different values of a random effect, median over the effects: members share those that have
    /// not moved since they had one ancestor. None where there are no effects.
    pub fn ancestors(&self) -> Option<f64> {
        let numbers = self.values_of_effects();
        (!numbers.is_empty()).then(|| quantile(&ascending(&numbers), 0.5))
    }

    /// Effective number of different values of every random effect.
    fn values_of_effects(&self) -> Vec<f64> {
        let of_effect = |effect: usize| {
            diversity(self.samples.iter().map(|sample| (sample.point.effects[effect].to_bits(), sample.weight)))
        };
        (0..self.effects.len()).map(of_effect).collect()
    }

    /// The random effect with the middle number of different values; the lower of two.
    fn telling_effect(&self) -> Option<usize> {
        let numbers = self.values_of_effects();
        let mut order: Vec<usize> = (0..numbers.len()).collect();
        order.sort_by(|&a, &b| numbers[a].total_cmp(&numbers[b]).then(a.cmp(&b)));
        order.get(numbers.len().saturating_sub(1) / 2).copied()
    }

    fn weights_and_positions(&self) -> (Vec<f64>, Vec<Vec<f64>>) {
        self.samples.iter().map(|sample| (sample.weight, sample.point.position.clone())).unzip()
    }
}

/// What the posterior says of every parameter.
pub fn spreads(posterior: &Posterior) -> Vec<Spread> {
    let (weights, positions) = posterior.weights_and_positions();
    let covariance = covariance(&positions, &weights);
    let is_small = posterior.is_small();
    let spread = |(index, axis): (usize, &Axis)| {
        let column: Vec<f64> = positions.iter().map(|position| position[index]).collect();
        // The variance of a uniform on the unit interval is 1/12.
        let contraction = 1.0 - 12.0 * covariance[index][index];
        Spread {
            path: axis.path.clone(),
            prior: [axis.low, axis.high],
            quantiles: [0.05, 0.5, 0.95].map(|p| axis.value(weighted_quantile(&column, &weights, p))),
            contraction,
            identified: contraction >= IDENTIFIED && !is_small,
        }
    };
    posterior.axes.iter().enumerate().map(spread).collect()
}

/// Correlations of the parameters in the posterior, on the scales of their priors.
pub fn correlations(posterior: &Posterior) -> Vec<Vec<f64>> {
    let (weights, positions) = posterior.weights_and_positions();
    let covariance = covariance(&positions, &weights);
    let n = posterior.axes.len();
    let cell = |i: usize, j: usize| {
        let scale = math::sqrt(covariance[i][i] * covariance[j][j]);
        if scale > 0.0 { covariance[i][j] / scale } else { 0.0 }
    };
    (0..n).map(|i| (0..n).map(|j| cell(i, j)).collect()).collect()
}

/// The smallest value with at least a share `p` of the weight at or below it.
pub fn weighted_quantile(values: &[f64], weights: &[f64], p: f64) -> f64 {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let total: f64 = weights.iter().sum();
    let mut sum = 0.0;
    for &index in &order {
        sum += weights[index];
        if sum >= p * total {
            return values[index];
        }
    }
    values[order[order.len() - 1]]
}

#[cfg(test)]
mod tests {
    use super::super::population::Point;
    use super::*;

    fn posterior() -> Posterior {
        let axis = |path: &str| Axis { path: path.to_owned(), low: 1.0, high: 3.0, log: false, start: None };
        let sample = |trial: u32| Sample {
            trial,
            point: Point {
                position: vec![f64::from(trial) / 100.0, 0.5 + f64::from(trial) / 1000.0],
                // Of four ancestors.
                effects: vec![f64::from(trial % 4)],
            },
            chances: vec![],
            weight: if trial < 50 { 0.015 } else { 0.005 },
            distance: 0.0,
            runs: vec![],
        };
        Posterior {
            axes: vec![axis("a.x"), axis("a.y")],
            effects: vec!["random_effect.nation".to_owned()],
            chances: vec![],
            samples: (0..100).map(sample).collect(),
        }
    }

    #[test]
    fn draws_follow_the_weights() {
        let posterior = posterior();
        let drawn = posterior.draw(1000, 3);
        let light = drawn.iter().filter(|&&index| index >= 50).count();
        assert!((249..=251).contains(&light), "{light}");
        assert_ne!(drawn, {
            let mut sorted = drawn.clone();
            sorted.sort_unstable();
            sorted
        });
    }

    #[test]
    fn a_sample_without_copies_is_no_larger_than_what_it_is_worth() {
        let mut posterior = posterior();
        // Four ancestors of not quite even shares are worth a little less than four, whatever the number of members.
        assert!((3.9..4.0).contains(&posterior.independent()), "{}", posterior.independent());
        assert_eq!(posterior.distinct_draws(3).len(), 3);
        assert_eq!(posterior.ancestor_ids().iter().collect::<BTreeSet<_>>(), BTreeSet::from([&0, &1, &2, &3]));
        posterior.effects.clear();
        // Weights of 0.015 leave one draw to the heaviest of 66, and the effective number is 80.
        let drawn = posterior.distinct_draws(3);
        assert_eq!(drawn.len(), 66);
        assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), 66, "none twice");
        let heavy = drawn.iter().filter(|&&index| index < 50).count();
        assert!((49..=50).contains(&heavy), "three quarters of the weight: {heavy}");
    }

    #[test]
    fn ancestors_are_counted_by_the_effects_that_they_left() {
        let mut posterior = posterior();
        assert!((posterior.ancestors().unwrap() - 4.0).abs() < 0.01, "{:?}", posterior.ancestors());
        posterior.effects.clear();
        assert_eq!(posterior.ancestors(), None);
    }

    #[test]
    fn contraction_and_correlation_are_what_they_say() {
        let mut posterior = posterior();
        assert!(spreads(&posterior).iter().all(|spread| !spread.identified), "four ancestors identify nothing");
        posterior.effects.clear();
        let found = spreads(&posterior);
        // Three quarters of the weight on the lower half: a variance of 13/48 beside 1/3, so 3/16 is taken off.
        assert!((found[0].contraction - 0.1875).abs() < 1e-3 && !found[0].identified, "{found:?}");
        assert!(found[1].contraction > 0.98 && found[1].identified);
        assert!((correlations(&posterior)[0][1] - 1.0).abs() < 1e-9);
        assert!((found[0].quantiles[1] - 1.66).abs() < 1e-9);
    }
}
