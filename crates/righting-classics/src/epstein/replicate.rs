//! All claims on Epstein's model, for `--all`.

use crate::chart::{Series, Stroke, chart};
use crate::effort::Effort;
use crate::error::ClassicError;
use crate::figure::figure;
use crate::outcome::{Claim, Mark, Outcome, Table};
use crate::stats::mean;
use crate::torus::Shape;

use super::claims::{
    GenocideTimes, cops_delay_genocide, genocide_times, jump_against_salami, of_groups, of_run, peacekeepers, threshold,
};
use super::parameters::Parameters;
use super::rules::{Arrest, Grievance, Ratio, Rules, Walk};
use super::run::{run_groups, run_many, waits_and_activations};

/// Runs every claim of the paper under the rules that the claim is about.
pub fn replicate(effort: Effort, seed: u64) -> Result<Outcome, ClassicError> {
    let mut outcome = Outcome::new("epstein", "Epstein 2002: all published results");
    let (ticks, seeds) = (effort.pick(6_000, 1_500), effort.pick(16, 4));
    let full_only = effort == Effort::Full;
    for rules in [Rules::BROOKINGS, Rules::TEXT] {
        let coded = rules != Rules::TEXT;
        let one = run_many(rules, &Parameters::run(1, coded)?, 200, seed, 4)?;
        outcome.claims.extend(of_run(1, rules, &one));
        let two = run_many(rules, &Parameters::run(2, coded)?, ticks, seed, seeds)?;
        outcome.claims.extend(of_run(2, rules, &two));
        outcome.claims.extend(jump_against_salami(rules, seed, effort.pick(20, 4))?);
        let five = run_many(rules, &Parameters::run(5, coded)?, 300, seed, effort.pick(10, 4))?;
        outcome.claims.extend(of_run(5, rules, &five));
        let seven = run_groups(rules, &Parameters::run(7, coded)?, 15_000, seed, effort.pick(30, 4))?;
        outcome.claims.extend(of_groups(7, rules, &seven));
        outcome.claims.push(threshold(rules, seed)?);
    }
    let netlogo = run_many(Rules::NETLOGO, &Parameters::model_one(), ticks, seed, seeds)?;
    outcome.claims.extend(of_run(2, Rules::NETLOGO, &netlogo));
    let six = run_groups(Rules::BROOKINGS, &Parameters::run(6, true)?, 1_000, seed, effort.pick(12, 2))?;
    outcome.claims.extend(of_groups(6, Rules::BROOKINGS, &six));
    let cap = effort.pick(15_000, 2_000);
    let densities = [0.0, 0.02, 0.04, 0.06, 0.08, 0.10];
    let densities = if full_only { &densities[..] } else { &densities[..3] };
    let runs = effort.pick(50, 6);
    let times = genocide_times(Rules::BROOKINGS, densities, None, cap, seed, runs)?;
    outcome.claims.push(cops_delay_genocide(&times, cap));
    let late = if full_only { &[0.04, 0.10][..] } else { &[0.04][..] };
    let deployed = genocide_times(Rules::BROOKINGS, late, Some(50), cap, seed, runs)?;
    if let Some(none) = times.first() {
        outcome.claims.push(peacekeepers(&none.runs, &deployed));
    }
    genocide_curve(&mut outcome, &times);
    if full_only {
        which_rules_matter(&mut outcome, seed)?;
    }
    Ok(outcome)
}

fn genocide_curve(outcome: &mut Outcome, times: &[GenocideTimes]) {
    let dots = times.iter().flat_map(|t| t.runs.iter().map(|r| (t.cops, r.time))).collect();
    let means = times.iter().map(|t| (t.cops, t.mean())).collect();
    let series = [
        Series { name: "each run".into(), points: dots, stroke: Stroke::Dots },
        Series { name: "mean".into(), points: means, stroke: Stroke::Line },
    ];
    let title = "Ticks to genocide by cop density (the cap counts as the time)";
    outcome.charts.push(chart("genocide", title, "cops per cell", "ticks", &series));
    let rows = || times.iter().flat_map(|t| t.runs.iter());
    let table = Table::new("genocide")
        .real("cops", rows().map(|r| r.score).collect())
        .real("tick", rows().map(|r| r.time).collect())
        .whole("genocide", rows().map(|r| r.seen.into()).collect());
    outcome.tables.push(table);
}

/// Changes one rule of the original program at a time.
fn which_rules_matter(outcome: &mut Outcome, seed: u64) -> Result<(), ClassicError> {
    let base = Rules::BROOKINGS;
    let variants = [
        ("none (as coded)", base, "50.8; 649"),
        ("grievance without the factor 1 - T", Rules { grievance: Grievance::Printed, ..base }, "35.2; 999"),
        ("walks anywhere in vision", Rules { walk: Walk::WithinVision, ..base }, "29.0; 474"),
        ("random arrest, cop moves", Rules { arrest: Arrest::RandomAndMove, ..base }, "53.5; 664"),
        ("real division", Rules { ratio: Ratio::Real, ..base }, "no outbursts"),
        ("square vision", Rules { sight: Shape::Moore, ..base }, "302; 823"),
    ];
    let (mut names, mut waits, mut activations, mut counts) = (vec![], vec![], vec![], vec![]);
    for (name, rules, measured) in variants {
        let runs = run_many(rules, &Parameters::model_one(), 3_000, seed, 8)?;
        let (wait, activation) = waits_and_activations(&runs);
        let expected: Vec<f64> = measured.split("; ").filter_map(|part| part.parse().ok()).collect();
        let hit = match expected.as_slice() {
            [w, a] => {
                // Four and eight runs: the means of runs scatter by about a sixth.
                let near = |x: f64, y: f64| (x / y - 1.0).abs() < 0.35;
                near(mean(&wait), *w) && near(mean(&activation), *a)
            }
            _ => activation.is_empty(),
        };
        outcome.claims.push(Claim {
            id: "epstein-switch",
            what: format!("Run 2, original rules with one change: {name}; wait and activation"),
            published: format!("{measured} (4 runs of 3,000 ticks)"),
            mark: Mark::Measured,
            obtained: format!("{}; {}", figure(mean(&wait)), figure(mean(&activation))),
            rule: "both means within 35 % (none where none were seen)".into(),
            hit,
            note: String::new(),
        });
        names.push(name.to_owned());
        waits.push(mean(&wait));
        activations.push(mean(&activation));
        counts.push(activation.len() as i64);
    }
    let table = Table::new("switches")
        .text("change", names)
        .real("wait_mean", waits)
        .real("activation_mean", activations)
        .whole("outbursts", counts);
    outcome.tables.push(table);
    Ok(())
}
