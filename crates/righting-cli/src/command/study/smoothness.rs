//! `righting study smoothness`

use clap::Args;
use righting_lab::{Bound, Estimate, LevelCourse, SmoothnessPlan, smoothness};

use super::page::PageArgs;
use crate::command::scenario::ScenarioArgs;
use crate::fail::Fail;
use crate::terminal::{Bar, count, emit, emit_json, runner, table};

/// Moves every level of a country, incomes and prices a little, and asks how far the largest crowd moves.
///
/// What is followed is the median over replicates, on ln(1 + x), with the same chances in every arm. Bounds of the
/// default form are printed with what was found; with fewer than 50 replicates they are chance's as much as the model's.
#[derive(Debug, Args)]
pub struct Smoothness {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Replicates of every arm.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(8..=100_000))]
    replicates: u32,
    /// Seed of every arm: they share their chances.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = crate::command::bounds::seed)]
    seed: u64,
    /// Draws of levels and shapes over which the gain budget is asked.
    #[arg(long, default_value_t = 2000, value_parser = crate::command::bounds::draws)]
    draws: u32,
    /// Worker threads; one per core by default.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = crate::command::bounds::threads)]
    threads: usize,
    /// Exits with 1 when a bound is not kept.
    #[arg(long)]
    require: bool,
    #[command(flatten)]
    page: PageArgs,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

impl Smoothness {
    pub fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let plan = SmoothnessPlan { replicates: self.replicates, seed: self.seed, draws: self.draws };
        let bar = Bar::new(0, "runs");
        let study = smoothness(&scenario.simulation(), &plan, &runner(self.threads)?, |progress| bar.follow(progress));
        bar.clear();
        let study = study?;
        let text = text(&study);
        self.page.write("How smooth the model is", &self.scenario.scenario, &text)?;
        if self.json {
            emit_json(&study)?;
        } else {
            emit(&text)?;
        }
        let passed: Vec<&str> = study.passed().map(|bound| bound.what.as_str()).collect();
        if self.require && !passed.is_empty() {
            return Err(Fail::Check(format!("not kept: {}", passed.join("; "))));
        }
        Ok(())
    }
}

fn text(study: &righting_lab::Smoothness) -> String {
    let gain = &study.gain;
    let loops = gain.largest_loops;
    format!(
        "{} replicates of every arm; median peak {} with every level where it stands\n\nfrom two standard deviations below to \
         two above; medians of the peak\n{}\n{}\n{}\ngain budget: {:.2} as it stands; over {} draws of levels and shapes \
         median {:.2}, 95th percentile {:.2}, largest {:.2} (news {:.2}, deterrence {:.2}, deaths {:.2}); {:.1} % of draws \
         at 1 or above\n\n{}",
        study.replicates,
        count(study.median),
        levels(&study.levels),
        table(
            &["incomes", ">median peak", ">factor", ">95 % interval"],
            study.incomes.iter().map(|arm| {
                vec![
                    format!("{:+.0} %", 100.0 * arm.change),
                    count(arm.median),
                    number(arm.factor.value),
                    interval(&arm.factor),
                ]
            })
        ),
        table(
            &["price rise at rest", ">median peak", ">elasticity", ">95 % interval"],
            study.prices.iter().map(|arm| {
                let of = |shown: &dyn Fn(&Estimate) -> String| arm.elasticity.as_ref().map_or_else(String::new, shown);
                vec![
                    format!("{:.0} %", 100.0 * arm.rise),
                    count(arm.median),
                    of(&|found| number(found.value)),
                    of(&interval),
                ]
            })
        ),
        gain.as_it_stands,
        gain.draws,
        gain.median,
        gain.p95,
        gain.largest,
        loops.news,
        loops.deterrence,
        loops.deaths,
        100.0 * gain.share_over,
        table(&["bound", ">found", ">allowed", ""], study.bounds.iter().map(bound)),
    )
}

fn levels(levels: &[LevelCourse]) -> String {
    let row = |level: &LevelCourse| {
        let at = |z: f64| {
            let index = level.z.iter().position(|at| (at - z).abs() < 1e-9);
            index.map_or_else(|| "-".to_owned(), |index| count(level.medians[index]))
        };
        let mut cells = vec![level.path.clone()];
        cells.extend([-2.0, -1.0, 0.0, 1.0, 2.0].map(at));
        cells.push(format!("{} ({})", number(level.steepest.elasticity.value), interval(&level.steepest.elasticity)));
        cells.push(format!("{} ({})", number(level.step.factor.value), interval(&level.step.factor)));
        cells
    };
    let headings = ["level", ">-2 sd", ">-1", ">0", ">+1", ">+2", ">steepest (95 %)", ">a fifth of a sd (95 %)"];
    table(&headings, levels.iter().map(row))
}

fn bound(bound: &Bound) -> Vec<String> {
    let allowed = match bound.allowed {
        [Some(low), Some(high)] => format!("{low} to {high}"),
        [Some(low), None] => format!("at least {low}"),
        [None, Some(high)] => format!("at most {high}"),
        [None, None] => String::new(),
    };
    vec![bound.what.clone(), number(bound.found), allowed, if bound.kept { "kept" } else { "not kept" }.to_owned()]
}

fn number(value: f64) -> String {
    format!("{value:.2}")
}

fn interval(estimate: &Estimate) -> String {
    format!("{:.2} to {:.2}", estimate.low, estimate.high)
}
