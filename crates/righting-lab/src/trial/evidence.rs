//! From ladders of levels to probabilities of accounts, with their Monte Carlo errors.

use righting_model::math;
use serde::Serialize;

use righting_infer::Level;
use righting_infer::stream::{Use, normals, stream};
use righting_infer::{ascending, quantile};

/// Draws that carry the errors of the evidence over to the probabilities.
const DRAWS: usize = 4000;

/// Log of the probability of a run from the prior to come within a tolerance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LogEvidence {
    /// The log.
    pub log: f64,
    /// Its standard error.
    pub error: f64,
}

impl LogEvidence {
    /// Read from a ladder: the levels above the tolerance each give a factor, the share of their population that the
    /// next one kept, and the last of them the share of its population within the tolerance. Factors count as independent,
    /// each with the independent members of its population.
    ///
    /// # Panics
    /// When the ladder is empty, or the distance changed on it.
    pub fn within(levels: &[Level], tolerance: f64) -> Self {
        let at = levels.iter().rposition(|level| level.tolerance >= tolerance).unwrap_or(0);
        let level = &levels[at];
        let near = level.distances.iter().filter(|&&distance| distance <= tolerance).count();
        // A share of nothing is no number: half a member is the least that the population can tell.
        let share = (near as f64).max(0.5) / level.distances.len() as f64;
        let relative = |share: f64, size: f64| (1.0 - share) / (share * size);
        let kept = |index: usize| math::exp(log_probability(levels, index + 1) - log_probability(levels, index));
        let size = |index: usize| if index == 0 { levels[0].trials as f64 } else { levels[index - 1].independent() };
        let ladder: f64 = (0..=at).map(|index| relative(kept(index), size(index))).sum();
        let error = math::sqrt(ladder + relative(share, level.independent()));
        Self { log: log_probability(levels, at + 1) + math::ln(share), error }
    }

    /// The mean of repeats on the natural scale. Its error is the larger of what the repeats claim and what they show.
    ///
    /// # Panics
    /// When there are none.
    pub fn pooled(repeats: &[Self]) -> Self {
        let count = repeats.len() as f64;
        let largest = repeats.iter().map(|repeat| repeat.log).fold(f64::NEG_INFINITY, f64::max);
        let scaled: Vec<f64> = repeats.iter().map(|repeat| math::exp(repeat.log - largest)).collect();
        let mean = scaled.iter().sum::<f64>() / count;
        let claimed: f64 = repeats.iter().zip(&scaled).map(|(r, x)| (x * r.error) * (x * r.error)).sum::<f64>() / count;
        let shown = if repeats.len() < 2 {
            0.0
        } else {
            scaled.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (count - 1.0)
        };
        Self { log: largest + math::ln(mean), error: math::sqrt(claimed.max(shown) / count) / mean }
    }
}

/// Log probability after so many levels; the prior itself has probability 1.
fn log_probability(levels: &[Level], count: usize) -> f64 {
    let last = count.checked_sub(1).map(|last| &levels[last]);
    last.map_or(0.0, |level| level.log_probability.expect("one distance for all levels"))
}

/// A probability with the interval that Monte Carlo error leaves it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Probability {
    /// The probability.
    pub mean: f64,
    /// 5 % of the draws lie below.
    pub low: f64,
    /// 5 % of the draws lie above.
    pub high: f64,
}

/// Probabilities of accounts under one prior over them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Weighing {
    /// Which prior, in words.
    pub prior: String,
    /// Posterior probability of every account.
    pub accounts: Vec<Probability>,
    /// Posterior probability that each structure is on.
    pub switches: Vec<Probability>,
    /// Log Bayes factor for each structure: posterior odds over prior odds.
    pub log_bayes_factors: Vec<LogEvidence>,
}

impl Weighing {
    /// Weighs accounts; `on` says which structures each has, `weights` its prior probability.
    pub fn new(prior: &str, on: &[[bool; 3]], evidence: &[LogEvidence], weights: &[f64], seed: u64) -> Self {
        let exact: Vec<f64> = evidence.iter().map(|found| found.log).collect();
        let best = posterior(&exact, weights);
        let mut rng = stream(seed, Use::Bootstrap, 0);
        let draws: Vec<Vec<f64>> = (0..DRAWS)
            .map(|_| {
                let noise = normals(&mut rng, evidence.len());
                let logs: Vec<f64> = evidence.iter().zip(noise).map(|(e, z)| e.log + e.error * z).collect();
                posterior(&logs, weights)
            })
            .collect();
        let of = |value: &dyn Fn(&[f64]) -> f64| {
            let sorted = ascending(&draws.iter().map(|draw| value(draw)).collect::<Vec<f64>>());
            Probability { mean: value(&best), low: quantile(&sorted, 0.05), high: quantile(&sorted, 0.95) }
        };
        let share = |switch: usize, draw: &[f64]| -> f64 {
            draw.iter().zip(on).filter(|(_, on)| on[switch]).map(|(p, _)| p).sum()
        };
        let odds = |p: f64| math::ln(p.clamp(1e-300, 1.0) / (1.0 - p).clamp(1e-300, 1.0));
        let factor = |switch: usize| {
            let before = odds(share(switch, weights));
            let logs: Vec<f64> = draws.iter().map(|draw| odds(share(switch, draw)) - before).collect();
            let mean = logs.iter().sum::<f64>() / DRAWS as f64;
            let variance = logs.iter().map(|log| (log - mean) * (log - mean)).sum::<f64>() / (DRAWS - 1) as f64;
            LogEvidence { log: odds(share(switch, &best)) - before, error: math::sqrt(variance) }
        };
        Self {
            prior: prior.to_owned(),
            accounts: (0..evidence.len()).map(|account| of(&|draw| draw[account])).collect(),
            switches: (0..3).map(|switch| of(&|draw| share(switch, draw))).collect(),
            log_bayes_factors: (0..3).map(factor).collect(),
        }
    }
}

fn posterior(logs: &[f64], weights: &[f64]) -> Vec<f64> {
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let scaled: Vec<f64> = logs.iter().zip(weights).map(|(log, w)| w * math::exp(log - largest)).collect();
    let total: f64 = scaled.iter().sum();
    scaled.into_iter().map(|x| x / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_accounts_with_known_evidence_have_the_closed_odds() {
        let evidence = [LogEvidence { log: -10.0, error: 0.0 }, LogEvidence { log: -10.0 + math::ln(3.0), error: 0.0 }];
        let on = [[false; 3], [true, false, false]];
        let even = Weighing::new("even", &on, &evidence, &[0.5, 0.5], 1);
        assert!((even.accounts[1].mean - 0.75).abs() < 1e-12 && (even.accounts[1].low - 0.75).abs() < 1e-12);
        assert!((even.log_bayes_factors[0].log - math::ln(3.0)).abs() < 1e-9);
        // Prior odds move the probability and not the factor.
        let skewed = Weighing::new("skewed", &on, &evidence, &[0.9, 0.1], 1);
        assert!((skewed.switches[0].mean - 0.25).abs() < 1e-12);
        assert!((skewed.log_bayes_factors[0].log - math::ln(3.0)).abs() < 1e-9);
    }

    #[test]
    fn repeats_that_disagree_have_a_larger_error_than_they_claim() {
        let repeat = |log| LogEvidence { log, error: 0.1 };
        let same = LogEvidence::pooled(&[repeat(-3.0), repeat(-3.0)]);
        assert!((same.log + 3.0).abs() < 1e-12 && (same.error - 0.1 / math::sqrt(2.0)).abs() < 1e-12);
        assert!(LogEvidence::pooled(&[repeat(-3.0), repeat(-5.0)]).error > 0.5);
    }
}
