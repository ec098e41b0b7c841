//! `righting study recovery`

use clap::Args;
use righting_lab::{EventStudy, STATEMENTS, event_study};

use crate::command::scenario::ScenarioArgs;
use crate::fail::Fail;
use crate::terminal::{Bar, count, emit, emit_json, runner, table};

/// Event study over many simulated crises: what unrest does to output, and whether the tolerated rise is right.
#[derive(Debug, Args)]
pub struct Recovery {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Crises in each group.
    #[arg(long, alias = "crises", default_value_t = 200, value_parser = clap::value_parser!(u32).range(4..=100_000))]
    replicates: u32,
    /// Seed of all groups: they share shocks and chances.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = crate::command::bounds::seed)]
    seed: u64,
    /// Worker threads; one per core by default.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = crate::command::bounds::threads)]
    threads: usize,
    /// Exits with 1 when a statement of the literature does not hold.
    #[arg(long)]
    require: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

impl Recovery {
    pub fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let bar = Bar::new(1, "crises");
        let study =
            event_study(&scenario.simulation(), self.seed, self.replicates, &runner(self.threads)?, |progress| {
                bar.length(progress.total);
                bar.at(progress.done, String::new());
            });
        bar.clear();
        let study = study?;
        if self.json {
            emit_json(&study)?;
        } else {
            emit(&recovery_text(&study))?;
        }
        let failed = study.verdicts.iter().find(|verdict| !verdict.holds);
        match failed {
            _ if !self.require => Ok(()),
            Some(verdict) => Err(Fail::Check(format!("it does not hold that {}", verdict.statement))),
            None if study.verdicts.len() < STATEMENTS => Err(Fail::Check(format!(
                "only {} of {STATEMENTS} statements could be judged: the other groups have no major event",
                study.verdicts.len()
            ))),
            None => Ok(()),
        }
    }
}

fn recovery_text(study: &EventStudy) -> String {
    let with_error = |[value, error]: [f64; 2]| format!("{value:.2} ({error:.2})");
    let groups = study.groups.iter().map(|group| {
        let shocks = format!("{} x", group.shocks);
        let counts = [group.name.to_owned(), shocks, group.events.to_string(), group.controls.to_string()];
        let shown =
            [1, 2, 4, 6, 8].map(|quarter| group.effect.get(quarter - 1).copied().map_or_else(String::new, with_error));
        counts.into_iter().chain(shown).collect()
    });
    let verdicts = study.verdicts.iter().map(|verdict| {
        vec![
            verdict.statement.to_owned(),
            verdict.kind.to_owned(),
            with_error([verdict.found, verdict.error]),
            if verdict.holds { "holds" } else { "does not hold" }.to_owned(),
        ]
    });
    let tolerance = study.tolerance.iter().map(|row| {
        let percent = |share: f64| format!("{:.0} %", 100.0 * share);
        vec![
            percent(row.share),
            format!("{:.2}", row.rise),
            row.runs.to_string(),
            percent(row.outbreak),
            format!("{:.2}", row.crowd),
            percent(row.major),
        ]
    });
    format!(
        "effect of a major event ({} active or more at the peak) on output, percent (standard error), {} crises a \
         group\n{}{}the tolerated rise put to the test at rest\n{}",
        count(study.major),
        study.crises,
        table(&["crises", ">shocks", ">events", ">controls", ">quarter 1", ">2", ">4", ">6", ">8"], groups),
        table(&["statement", "kind", ">found", ""], verdicts),
        table(&["share of it", ">mean rise", ">runs", ">outbreaks", ">mean crowd", ">1,000 come out"], tolerance),
    )
}
