//! A discrete Hawkes process: events beget events, day by day.
//!
//! X_t ~ Poisson(mu + alpha sum_{s<t} beta (1 - beta)^(t-s-1) X_s): each event brings forth alpha
//! others on average, after geometric delays of mean 1/beta days. Stable while alpha < 1. A plain
//! statistical baseline, to be beaten by mechanisms.

use serde::Serialize;

use crate::chance::Chance;
use crate::chart::{Series, Stroke, chart};
use crate::effort::Effort;
use crate::error::ClassicError;
use crate::figure::figure;
use crate::options::Options;
use crate::outcome::{Claim, Mark, Outcome, Table};
use crate::stats::{mean, standard_error};

/// Parameters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Hawkes {
    /// Events a day from outside.
    pub mu: f64,
    /// Events that an event brings forth.
    pub alpha: f64,
    /// Share of them that comes the next day; the rest waits, geometrically.
    pub beta: f64,
}

impl Hawkes {
    /// Expected events a day in the long run.
    pub fn mean_rate(&self) -> f64 {
        self.mu / (1.0 - self.alpha)
    }

    /// Draws `days` counts from an empty past.
    pub fn simulate(&self, days: usize, chance: &mut Chance) -> Vec<u64> {
        let mut memory = 0.0;
        (0..days)
            .map(|_| {
                let count = chance.poisson(self.mu + self.alpha * memory);
                memory = (1.0 - self.beta) * memory + self.beta * count as f64;
                count
            })
            .collect()
    }

    /// Expected count of each day given the days before it, and of the day after the last.
    pub fn intensities(&self, counts: &[u64]) -> Vec<f64> {
        let mut memory = 0.0;
        let mut rates = vec![self.mu];
        for &count in counts {
            memory = (1.0 - self.beta) * memory + self.beta * count as f64;
            rates.push(self.mu + self.alpha * memory);
        }
        rates
    }

    /// ln P(counts), the factorials left out.
    pub fn log_likelihood(&self, counts: &[u64]) -> f64 {
        let rates = self.intensities(counts);
        let term = |(&count, &rate): (&u64, &f64)| {
            let log = if count == 0 { 0.0 } else { count as f64 * libm::log(rate) };
            log - rate
        };
        counts.iter().zip(&rates).map(term).sum()
    }

    /// Maximum likelihood over a grid refined six times; alpha is kept under 1.
    pub fn fit(counts: &[u64]) -> Self {
        let rate = mean(&counts.iter().map(|&c| c as f64).collect::<Vec<_>>()).max(1e-9);
        let mut best = Self { mu: rate, alpha: 0.0, beta: 0.5 };
        let mut top = best.log_likelihood(counts);
        let (mut centre, mut width) = ([0.5, 0.5, 0.5], 0.5);
        for _ in 0..9 {
            let around = |c: f64| (-4..=4).map(move |i| c + width * f64::from(i) / 4.0);
            for share in around(centre[0]).filter(|v| (0.01..=1.2).contains(v)) {
                for alpha in around(centre[1]).filter(|v| (0.0..0.995).contains(v)) {
                    for beta in around(centre[2]).filter(|v| (0.02..=1.0).contains(v)) {
                        let here = Self { mu: share * rate, alpha, beta };
                        let value = here.log_likelihood(counts);
                        if value > top {
                            (best, top) = (here, value);
                        }
                    }
                }
            }
            centre = [best.mu / rate, best.alpha, best.beta];
            width *= 0.6;
        }
        best
    }
}

/// Twice the gain in log-likelihood over a Poisson process of constant rate.
pub fn excitation(counts: &[u64]) -> f64 {
    let rate = mean(&counts.iter().map(|&c| c as f64).collect::<Vec<_>>());
    let flat = Hawkes { mu: rate, alpha: 0.0, beta: 0.5 };
    2.0 * (Hawkes::fit(counts).log_likelihood(counts) - flat.log_likelihood(counts))
}

/// The classic as the command line runs it.
pub fn hawkes(options: &Options) -> Result<Outcome, ClassicError> {
    run(options.seed(), options.replicates.unwrap_or(40), options.ticks.unwrap_or(1_000))
}

/// All claims.
pub fn replicate(effort: Effort, seed: u64) -> Result<Outcome, ClassicError> {
    run(seed, effort.pick(40, 8), 1_000)
}

fn run(seed: u64, replicates: u32, days: u32) -> Result<Outcome, ClassicError> {
    let mut outcome = Outcome::new("hawkes", "Hawkes process in days: disorder that excites itself");
    outcome.set("seed", seed);
    outcome.set("replicates", replicates);
    outcome.set("ticks", days);
    let truth = Hawkes { mu: 0.5, alpha: 0.6, beta: 0.4 };
    let draws: Vec<Vec<u64>> =
        (0..u64::from(replicates)).map(|i| truth.simulate(days as usize, &mut Chance::new(seed, i))).collect();
    let rates: Vec<f64> = draws
        .iter()
        .map(|d| {
            // The first fifty days, from an empty past, are left out.
            let late: Vec<f64> = d.iter().skip(50).map(|&c| c as f64).collect();
            mean(&late)
        })
        .collect();
    let fits: Vec<Hawkes> = draws.iter().map(|d| Hawkes::fit(d)).collect();
    let alphas: Vec<f64> = fits.iter().map(|f| f.alpha).collect();
    let flat = Hawkes { mu: truth.mean_rate(), alpha: 0.0, beta: 0.5 };
    // 99 % point of chi-squared with two degrees of freedom.
    let rejected = |process: &Hawkes, from: u64| {
        let excited = |i: u64| excitation(&process.simulate(days as usize, &mut Chance::new(seed, from + i))) > 9.21;
        (0..u64::from(replicates)).filter(|&i| excited(i)).count()
    };
    let (power, false_alarms) = (rejected(&truth, 0), rejected(&flat, 10_000));
    outcome.note("rate_mean", mean(&rates), "events/day");
    outcome.note("alpha_mean", mean(&alphas), "");
    outcome.note("poisson_rejected", power as f64, "runs");
    let claim = |id, what: &str, published: &str, mark, obtained: String, rule: &str, hit| Claim {
        id,
        what: what.into(),
        published: published.into(),
        mark,
        obtained,
        rule: rule.into(),
        hit,
        note: String::new(),
    };
    let (rate, error) = (mean(&rates), standard_error(&rates));
    outcome.claims.push(claim(
        "hawkes-rate",
        "events a day in the long run",
        "mu/(1 - alpha) = 1.25",
        Mark::Derived,
        format!("{rate:.4}, standard error {error:.4}"),
        "within 3 standard errors",
        (rate - truth.mean_rate()).abs() < 3.0 * error,
    ));
    let (alpha, error) = (mean(&alphas), standard_error(&alphas));
    outcome.claims.push(claim(
        "hawkes-alpha",
        "branching ratio recovered by maximum likelihood",
        "0.6",
        Mark::Derived,
        format!("{}, standard error {}", figure(alpha), figure(error)),
        "within 0.05 (the estimate is biased down in short series)",
        (alpha - 0.6).abs() < 0.05,
    ));
    outcome.claims.push(claim(
        "hawkes-poisson",
        "self-excited series reject a Poisson process; Poisson series do not",
        "disorder events in India, Israel and Mexico excite each other; Poisson rejected",
        Mark::Published,
        format!("{power} and {false_alarms} of {replicates} at the 1 % level"),
        "all of the excited, at most a tenth of the others",
        power == replicates as usize && false_alarms * 10 <= replicates as usize,
    ));
    if let Some(first) = draws.first() {
        let days: Vec<i64> = (1..=first.len() as i64).collect();
        let rates = truth.intensities(first);
        let points = rates.iter().enumerate().take(300).map(|(t, &r)| (t as f64, r)).collect();
        let series = [Series { name: "intensity".into(), points, stroke: Stroke::Line }];
        outcome.charts.push(chart("hawkes", "Expected events by day given the past", "day", "events", &series));
        let table = Table::new("series")
            .whole("day", days)
            .whole("events", first.iter().map(|&c| c as i64).collect())
            .real("intensity", rates[..first.len()].to_vec());
        outcome.tables.push(table);
    }
    Ok(outcome)
}
