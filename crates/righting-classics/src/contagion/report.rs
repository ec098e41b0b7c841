//! Claims on contagion.

use rayon::prelude::*;

use crate::chance::Chance;
use crate::chart::{Series, Stroke, chart};
use crate::effort::Effort;
use crate::error::ClassicError;
use crate::figure::figure;
use crate::options::Options;
use crate::outcome::{Claim, Mark, Outcome, Table};
use crate::stats::{mean, rank_correlation, standard_error};

use super::recovery::{draw, fit, log_likelihood};
use super::sir::{final_size, outbreak};
use super::sites::Sites;

/// The classic as the command line runs it.
pub fn contagion(options: &Options) -> Result<Outcome, ClassicError> {
    let replicates = options.replicates.unwrap_or(2);
    run(options.seed(), 100, 853, replicates)
}

/// All claims.
pub fn replicate(effort: Effort, seed: u64) -> Result<Outcome, ClassicError> {
    run(seed, effort.pick(200, 60), effort.pick(853, 80), effort.pick(6, 2))
}

fn run(seed: u64, outbreaks: u64, count: usize, fits: u32) -> Result<Outcome, ClassicError> {
    let title = "Bonnasse-Gahot et al. 2018: contagion of riots on sites";
    let mut outcome = Outcome::new("contagion", title);
    outcome.set("seed", seed);
    outcome.set("sites", count);
    outcome.set("replicates", fits);
    single_site(&mut outcome, seed, outbreaks);
    let mut chance = Chance::new(seed, 1_000);
    let sites = Sites::scattered(count, 900.0, 4.0, &mut chance);
    wave(&mut outcome, &sites);
    recovery(&mut outcome, &sites, seed, fits);
    Ok(outcome)
}

fn single_site(outcome: &mut Outcome, seed: u64, outbreaks: u64) {
    let people = 20_000;
    for r0 in [1.5, 2.0, 3.0] {
        let left: Vec<f64> = (0..outbreaks)
            .into_par_iter()
            .map(|i| outbreak(r0, people, people / 100, &mut Chance::new(seed, i)))
            .collect();
        let (found, error) = (mean(&left), standard_error(&left));
        let exact = final_size(r0, 0.99);
        outcome.note(format!("never_reached_{r0}"), found, "share");
        outcome.claims.push(Claim {
            id: "contagion-C1",
            what: format!("one site, R0 = {r0}: share never reached, {outbreaks} outbreaks of 20,000 people"),
            published: format!("s = .99 exp(-R0(1 - s)), that is {exact:.5}"),
            mark: Mark::Derived,
            obtained: format!("{found:.5}, standard error {error:.5}"),
            rule: "within 3 standard errors (false alarm 0.3 %)".into(),
            hit: (found - exact).abs() < 3.0 * error,
            note: String::new(),
        });
    }
}

fn wave(outcome: &mut Outcome, sites: &Sites) {
    let expected = sites.expected(120);
    let n = sites.places.len();
    let peak = |site: usize| {
        let by_day = expected.iter().map(|day| day[site]).enumerate();
        by_day.fold((0, 0.0), |best, (day, v)| if v > best.1 { (day, v) } else { best }).0 as f64
    };
    let others: Vec<usize> = (0..n).filter(|&k| k != sites.trigger).collect();
    let distances: Vec<f64> = others.iter().map(|&k| sites.distance(k)).collect();
    let days: Vec<f64> = others.iter().map(|&k| peak(k)).collect();
    let correlation = rank_correlation(&distances, &days);
    outcome.note("wave_rank_correlation", correlation, "");
    outcome.claims.push(Claim {
        id: "contagion-C2",
        what: "day of the peak against distance from the trigger: a travelling wave".into(),
        published: "a wave of riots around the first site".into(),
        mark: Mark::Published,
        obtained: format!("rank correlation {}", figure(correlation)),
        rule: "over 0.8".into(),
        hit: correlation > 0.8,
        note: "Scattered sites with a power-law kernel of exponent 3; no riot data were at hand.".into(),
    });
    outcome.tables.push(Table::new("wave").real("distance", distances.clone()).real("peak_day", days.clone()));
    let points = distances.into_iter().zip(days).collect();
    let series = [Series { name: "sites".into(), points, stroke: Stroke::Dots }];
    outcome.charts.push(chart("contagion", "Day of the peak by distance from the trigger", "km", "day", &series));
}

fn recovery(outcome: &mut Outcome, sites: &Sites, seed: u64, fits: u32) {
    const DAYS: u32 = 44;
    // 95 % point of chi-squared with four degrees of freedom.
    const REGION: f64 = 9.4877;
    let found: Vec<([f64; 4], f64)> = (0..u64::from(fits))
        .into_par_iter()
        .map(|i| {
            let counts = draw(sites, DAYS, &mut Chance::new(seed, 2_000 + i));
            let best = fit(sites, &counts, 400);
            (best.estimate, 2.0 * (best.log_likelihood - log_likelihood(sites, &counts)))
        })
        .collect();
    let inside = found.iter().filter(|(_, ratio)| *ratio < REGION).count();
    let truth = [sites.omega, sites.beta, sites.zeta0, sites.kernel.d0];
    let shown: Vec<String> = ["omega", "beta", "zeta0", "d0"]
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let centre = mean(&found.iter().map(|f| f.0[i]).collect::<Vec<_>>());
            outcome.note(format!("{name}_recovered"), centre, "");
            outcome.note(format!("{name}_true"), truth[i], "");
            format!("{name} {:+.1} %", 100.0 * (centre / truth[i] - 1.0))
        })
        .collect();
    let needed = (fits as usize * 2).div_ceil(3);
    outcome.claims.push(Claim {
        id: "contagion-C3",
        what: format!("four parameters back from Poisson counts at {} sites over {DAYS} days", sites.places.len()),
        published: "the truth lies in the joint 95 % likelihood region in 95 % of trials".into(),
        mark: Mark::Derived,
        obtained: format!("in {inside} of {fits}; mean errors {}", shown.join(", ")),
        rule: format!("in at least {needed} of {fits} (a right fit fails this in under 1 %)"),
        hit: inside >= needed,
        note: String::new(),
    });
    let column = |i: usize| found.iter().map(|f| f.0[i]).collect::<Vec<f64>>();
    outcome.tables.push(
        Table::new("recovery")
            .real("omega", column(0))
            .real("beta", column(1))
            .real("zeta0", column(2))
            .real("d0", column(3))
            .real("likelihood_ratio", found.iter().map(|f| f.1).collect()),
    );
}
