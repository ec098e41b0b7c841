//! `righting study invariance`

use clap::Args;
use righting_lab::{ExactArm, InvariancePlan, InvarianceRow, LARGEST_MOVE, Same, invariance};

use super::page::PageArgs;
use crate::command::scenario::ScenarioArgs;
use crate::fail::Fail;
use crate::terminal::{Bar, count, emit, emit_json, runner, table};

/// Draws a country otherwise, without meaning, and asks whether results move.
///
/// Rows, the unit of money, whole weeks, names and an unrelated country beside must leave every byte as it is. Regions
/// merged or split, places cut, towns merged and hamlets listed must leave distributions as they are: medians and bands
/// within 5 % of the band.
#[derive(Debug, Args)]
pub struct Invariance {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Replicates of every arm that is compared in distribution.
    #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(20..=100_000))]
    replicates: u32,
    /// Replicates of every arm that has to be the same byte for byte.
    #[arg(long, default_value_t = 50, value_parser = crate::command::bounds::replicates)]
    exact: u32,
    /// Seed of every arm.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = crate::command::bounds::seed)]
    seed: u64,
    /// Worker threads; one per core by default.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = crate::command::bounds::threads)]
    threads: usize,
    /// Exits with 1 when something moves that must not.
    #[arg(long)]
    require: bool,
    #[command(flatten)]
    page: PageArgs,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

impl Invariance {
    pub fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let plan = InvariancePlan { replicates: self.replicates, exact: self.exact, seed: self.seed };
        let bar = Bar::new(0, "runs");
        let study = invariance(&scenario.setup, &plan, &runner(self.threads)?, |progress| bar.follow(progress));
        bar.clear();
        let study = study?;
        let text = text(&study);
        self.page.write("What has no meaning", &self.scenario.scenario, &text)?;
        if self.json {
            emit_json(&study)?;
        } else {
            emit(&text)?;
        }
        let faults = study.faults();
        if self.require && !faults.is_empty() {
            return Err(Fail::Check(faults.join("; ")));
        }
        Ok(())
    }
}

fn text(study: &righting_lab::Invariance) -> String {
    let left_out: String =
        study.left_out.iter().map(|arm| format!("left out, as the country has none: {arm}\n")).collect();
    format!(
        "{}\n{} replicates of every arm below; moves in per cent of the band from the 5th to the 95th percentile, on \
         ln(1 + x); it holds within {:.0} %, and moves where the samples are told apart (Holm, 1 % over all rows)\n{}{left_out}",
        table(&["must be the same bytes", ">replicates", ">differ", "first difference"], study.exact.iter().map(exact)),
        study.replicates,
        100.0 * LARGEST_MOVE,
        table(
            &[
                "arm",
                "of",
                "what",
                ">median",
                ">in the arm",
                ">5-95 %",
                ">median moves (95 %)",
                ">band widens",
                ">pairs",
                ">p",
                ""
            ],
            study.rows.iter().map(row)
        ),
    )
}

fn exact(arm: &ExactArm) -> Vec<String> {
    let first = arm.first.as_ref().map_or_else(
        || "none: the same bytes".to_owned(),
        |first| {
            let [base, other] = first.values;
            format!(
                "replicate {}, day {}, {}: {} {base} for {other}",
                first.replicate, first.day, first.place, first.quantity
            )
        },
    );
    vec![arm.arm.clone(), arm.replicates.to_string(), arm.differing.to_string(), first]
}

fn row(row: &InvarianceRow) -> Vec<String> {
    let percent = |share: f64| if share.is_nan() { "-".to_owned() } else { format!("{:+.1}", 100.0 * share) };
    let verdict = match row.same {
        Same::Yes => "holds",
        Same::Unclear => "not told from chance",
        Same::No => "moves",
    };
    vec![
        row.arm.clone(),
        row.unit.clone(),
        row.quantity.to_owned(),
        count(row.medians[0]),
        count(row.medians[1]),
        format!("{} to {}", count(row.band[0]), count(row.band[1])),
        format!("{} ({} to {})", percent(row.moved.value), percent(row.moved.low), percent(row.moved.high)),
        percent(row.widened),
        percent(row.paired),
        format!("{:.3}", row.p_value),
        verdict.to_owned(),
    ]
}
