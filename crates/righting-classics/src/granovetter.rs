//! Granovetter (1978): each joins once enough others have; r(t+1) = F[r(t)].

use crate::chance::Chance;
use crate::chart::{Series, Stroke, chart};
use crate::effort::Effort;
use crate::error::ClassicError;
use crate::figure::figure;
use crate::options::Options;
use crate::outcome::{Claim, Mark, Outcome, Table};
use crate::stats::{bisect, normal_cdf, normal_quantile};

/// How many end up in the crowd when `thresholds[i]` is how many others person i waits for.
pub fn riot_size(thresholds: &[u32]) -> usize {
    let mut sorted = thresholds.to_vec();
    sorted.sort_unstable();
    // Person i (in order) joins iff the i before it suffice: the first who does not stops it all.
    sorted.iter().enumerate().position(|(before, &t)| t as usize > before).unwrap_or(sorted.len())
}

/// Equilibrium share (per cent) for normal thresholds of this mean and deviation (per cent),
/// from nobody upwards.
pub fn equilibrium(mean: f64, deviation: f64) -> f64 {
    let next = |r: f64| 100.0 * normal_cdf((r - mean) / deviation);
    let mut r = 0.0;
    for _ in 0..2_000_000 {
        let then = next(r);
        if then - r < 1e-12 {
            return then;
        }
        r = then;
    }
    r
}

/// The deviation at which the low equilibrium vanishes: F touches the diagonal from above.
pub fn critical_deviation(mean: f64) -> f64 {
    bisect(1.0, mean, |deviation| {
        // F'(r) = 1 at z = -sqrt(2 ln(100 / (deviation sqrt(2 pi)))), where F(r) - r is least.
        let height = 100.0 / (deviation * libm::sqrt(core::f64::consts::TAU));
        let z = -libm::sqrt(2.0 * libm::log(height));
        100.0 * normal_cdf(z) < mean + deviation * z
    })
}

/// Thresholds of 100 people at the quantiles of a normal, rounded by `round`.
fn quantile_thresholds(deviation: f64, round: fn(f64) -> f64) -> Vec<u32> {
    (0..100)
        .map(|i| {
            let p = (f64::from(i) + 0.5) / 100.0;
            round(25.0 + deviation * normal_quantile(p)).max(0.0) as u32
        })
        .collect()
}

fn discrete_critical(round: fn(f64) -> f64) -> f64 {
    bisect(8.0, 20.0, |deviation| riot_size(&quantile_thresholds(deviation, round)) < 50)
}

/// Share of crowds of 100, drawn from a city of uniform thresholds 0..99, with at most one rioter.
fn failed_crowds(chance: &mut Chance, crowds: u32) -> f64 {
    let failed = (0..crowds)
        .filter(|_| {
            let crowd: Vec<u32> = (0..100).map(|_| chance.below(100)).collect();
            riot_size(&crowd) <= 1
        })
        .count();
    failed as f64 / f64::from(crowds)
}

/// The classic as the command line runs it.
pub fn granovetter(options: &Options) -> Result<Outcome, ClassicError> {
    replicate_with(options.seed(), options.replicates.unwrap_or(20_000))
}

/// All claims.
pub fn replicate(effort: Effort, seed: u64) -> Result<Outcome, ClassicError> {
    replicate_with(seed, effort.pick(20_000, 4_000))
}

fn replicate_with(seed: u64, crowds: u32) -> Result<Outcome, ClassicError> {
    let mut outcome = Outcome::new("granovetter", "Granovetter 1978: thresholds");
    outcome.set("seed", seed);
    outcome.set("replicates", crowds);
    let uniform: Vec<u32> = (0..100).collect();
    let mut changed = uniform.clone();
    changed[1] = 2;
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
    let (all, one) = (riot_size(&uniform), riot_size(&changed));
    outcome.claims.push(claim(
        "granovetter-100-1",
        "rioters of 100 with thresholds 0, 1, 2 ... 99; and with the 1 replaced by a 2",
        "100; 1",
        Mark::Published,
        format!("{all}; {one}"),
        "exactly",
        all == 100 && one == 1,
    ));
    let critical = critical_deviation(25.0);
    outcome.note("sigma_c", critical, "per cent");
    outcome.claims.push(claim(
        "granovetter-sigma",
        "deviation at which normal thresholds of mean 25 let the riot jump",
        "about 12.2",
        Mark::Published,
        format!("{critical:.6}"),
        "within 0.01 of 12.2221",
        (critical - 12.2221).abs() < 0.01,
    ));
    for (deviation, expected) in [(12.2, 5.48), (30.0, 99.34), (50.0, 90.49), (100.0, 65.86)] {
        let r = equilibrium(25.0, deviation);
        outcome.note(format!("r_{deviation}"), r, "per cent");
        let published = if deviation < 20.0 { "about 6 just under the jump" } else { "falls towards 50" };
        outcome.claims.push(claim(
            "granovetter-r",
            &format!("equilibrium at deviation {deviation}, per cent"),
            &format!("{published}; {expected} computed elsewhere"),
            Mark::Measured,
            format!("{r:.2}"),
            "within 0.02",
            (r - expected).abs() < 0.02,
        ));
    }
    let discrete = [libm::ceil as fn(f64) -> f64, libm::floor, libm::round].map(discrete_critical);
    let shown: Vec<String> = discrete.iter().map(|&d| figure(d)).collect();
    outcome.claims.push(claim(
        "granovetter-discrete",
        "the jump with 100 people at the normal quantiles: thresholds as they are, cut, rounded",
        "12.55; 11.89; 12.23",
        Mark::Measured,
        shown.join("; "),
        "each within 0.05",
        discrete.iter().zip([12.55, 11.89, 12.23]).all(|(d, e)| (d - e).abs() < 0.05),
    ));
    let failed = failed_crowds(&mut Chance::new(seed, 0), crowds);
    let error = libm::sqrt(0.25 / f64::from(crowds));
    outcome.note("failed_crowds", failed, "share");
    outcome.claims.push(claim(
        "granovetter-crowds",
        "crowds of 100 drawn from a city of uniform thresholds with no rioter or one",
        ".37 + .14 = .51; .502 simulated elsewhere",
        Mark::Published,
        format!("{failed:.4}"),
        "within 3 standard errors of .502",
        (failed - 0.502).abs() < 3.0 * error,
    ));
    let curve: Vec<(f64, f64)> =
        (4..=400).map(|i| f64::from(i) * 0.25).map(|deviation| (deviation, equilibrium(25.0, deviation))).collect();
    outcome.tables.push(
        Table::new("equilibria")
            .real("deviation", curve.iter().map(|p| p.0).collect())
            .real("share", curve.iter().map(|p| p.1).collect()),
    );
    let series = [Series { name: "equilibrium".into(), points: curve, stroke: Stroke::Line }];
    let title = "Share in the riot by deviation of the thresholds (mean 25)";
    outcome.charts.push(chart("granovetter", title, "deviation, per cent", "per cent", &series));
    Ok(outcome)
}
