//! `righting sweep`

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use righting_lab::{
    Axis, Chances, FailedRun, MOST_SOBOL, Outputs, Plausibility, Trial, TrialPlan, Trials, Unmeasured, axes_of,
    digest_of, latin_hypercube, manifest, of_part, read_design, sobol_points, trials_at,
};
use righting_report::counted;
use righting_scenario::Scenario;
use righting_store::{Shard, TrialRow};
use serde::Serialize;

use super::scenario::ScenarioArgs;
use super::study_folder::{StudyArgs, kept};
use crate::fail::Fail;
use crate::failed;
use crate::session::say;
use crate::terminal::{Bar, count, emit, emit_json, runner, table};

/// Simulates many sets of parameters into a table: one row per set and replicate.
#[derive(Debug, Args)]
pub struct Sweep {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    study: StudyArgs,
    /// Where the sets lie within the priors of the scenario.
    #[arg(long, value_enum, default_value_t = Design::LatinHypercube)]
    design: Design,
    /// A design of your own: CSV with paths of parameters in the first line and one set per line.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["design", "trials"])]
    csv: Option<PathBuf>,
    /// Sets of parameters.
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..=MOST_SOBOL as i64))]
    trials: u32,
    /// Runs per set.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    replicates: u32,
    /// Gives every set chances of its own; by default the runs of all sets share theirs.
    #[arg(long)]
    own_chances: bool,
    /// Tries only this part of the sets, such as 2/8; `righting merge` makes the sweep of all parts.
    #[arg(long, value_name = "K/N")]
    part: Option<Shard>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Design {
    /// Every slice of every axis once (McKay, Beckman and Conover 1979).
    LatinHypercube,
    /// The scrambled sequence of Sobol, with the direction numbers of Joe and Kuo (2008).
    Sobol,
}

/// What is told of a sweep, or of a part of one. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
pub struct Told {
    table: PathBuf,
    /// Which part, if not all.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<Shard>,
    trials: usize,
    replicates: u32,
    succeeded: u64,
    failed: u64,
    /// How many by the stage in which they ended.
    failures: BTreeMap<String, u64>,
    /// Runs stopped as runaways: their last day counts as if it went on.
    stopped: usize,
    left_out: Vec<Unmeasured>,
    /// Each of them.
    failed_runs: Vec<FailedRun>,
    #[serde(flatten)]
    plausibility: Plausibility,
    parameters: Vec<String>,
    outputs: Vec<String>,
}

impl Sweep {
    pub fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let (axes, trials) = self.design(&scenario)?;
        let mut entries = BTreeMap::from([
            ("design".to_owned(), self.csv.as_ref().map_or_else(|| format!("{:?}", self.design), |_| "csv".to_owned())),
            ("trials".to_owned(), trials.len().to_string()),
            ("replicates".to_owned(), self.replicates.to_string()),
            ("own_chances".to_owned(), self.own_chances.to_string()),
        ]);
        // Of a design that was made, all else tells which it is.
        entries.extend(self.csv.is_some().then(|| ("sets".to_owned(), digest_of(&axes, &trials))));
        let manifest = of_part(manifest(&scenario, "sweep", self.study.seed, entries), self.part);
        let folder = self.study.open(manifest, &self.scenario.scenario, "sweep")?;
        let share = self.part.map_or(0..trials.len(), |part| {
            let Range { start, end } = part.share(trials.len() as u32);
            start as usize..end as usize
        });
        let trials = &trials[share];
        let chances = if self.own_chances { Chances::Own } else { Chances::Shared };
        let paths = axes.iter().map(|axis| axis.path.clone()).collect();
        let plan = TrialPlan { axes, replicates: self.replicates, seed: self.study.seed, chances };
        let bar = Bar::new(trials.len() as u64 * u64::from(self.replicates), "runs");
        let mut runs = Trials::new(&scenario, plan, &folder, "trials", &runner(self.study.threads)?)?;
        let rows = runs.run(trials, &mut |progress| bar.at(progress.done, String::new()));
        bar.clear();
        let rows = rows.map_err(|error| kept(error, folder.path()))?;
        let told = Told::of(&scenario, folder.path(), self.part, paths, [trials.len() as u32, self.replicates], &rows);
        told.tell(&rows, runs.outputs(), self.study.json)
    }

    fn design(&self, scenario: &Scenario) -> Result<(Vec<Axis>, Vec<Trial>), Fail> {
        if let Some(path) = &self.csv {
            let design = read_design(path)?;
            design.notes.iter().for_each(|note| say(note.as_ref()));
            return Ok((design.axes, design.trials));
        }
        let axes = axes_of(scenario)?;
        let (number, seed) = (self.trials as usize, self.study.seed);
        let points = match self.design {
            Design::LatinHypercube => latin_hypercube(number, axes.len(), seed),
            Design::Sobol => sobol_points(number, axes.len(), seed),
        };
        let trials = trials_at(&axes, &points, 0);
        Ok((axes, trials))
    }
}

impl Told {
    /// What is told of `trials` sets of `replicates` runs, and of what came of them.
    pub fn of(
        scenario: &Scenario,
        folder: &Path,
        part: Option<Shard>,
        parameters: Vec<String>,
        [trials, replicates]: [u32; 2],
        rows: &[TrialRow],
    ) -> Self {
        let outputs = Outputs::of(scenario);
        let mut failures = BTreeMap::new();
        for (stage, _) in rows.iter().filter_map(|row| row.summaries.as_ref().err()) {
            *failures.entry(stage.clone()).or_default() += 1;
        }
        let failed = failures.values().sum::<u64>();
        Self {
            table: folder.join("trials"),
            part,
            trials: trials as usize,
            replicates,
            succeeded: rows.len() as u64 - failed,
            failed,
            failures,
            stopped: rows.iter().filter(|row| row.stopped.is_some()).count(),
            left_out: outputs.left_out().to_vec(),
            failed_runs: failed::of_rows(rows),
            plausibility: Plausibility::of(scenario),
            parameters,
            outputs: outputs.names(),
        }
    }

    /// Prints it.
    pub fn tell(&self, rows: &[TrialRow], outputs: &Outputs, json: bool) -> Result<(), Fail> {
        let lost = failed::verdict(self.failed_runs.len() as u64, rows.len() as u64);
        if json {
            emit_json(self)?;
            return lost;
        }
        let row = |(index, name): (usize, &String)| {
            let mut values: Vec<f64> =
                rows.iter().filter_map(|row| row.summaries.as_ref().ok()).map(|values| values[index]).collect();
            values.sort_by(f64::total_cmp);
            let at = |p: f64| values.get((p * values.len() as f64) as usize).copied();
            let shown = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), never_or_count);
            vec![name.clone(), shown(at(0.05)), shown(at(0.5)), shown(at(0.95))]
        };
        let national = outputs.figures();
        let figures = self.outputs.iter().enumerate().take(national).map(row);
        emit(&format!(
            "{}{}{}and {}, in the table\n{}{} of {} of {}, {} failed, {} stopped as {}\n{}{}\n",
            self.plausibility.text(),
            failed::lines(&self.failed_runs),
            table(&["over all runs that succeeded", ">5 %", ">50 %", ">95 %"], figures),
            counted((self.outputs.len() - national) as u64, "target", "targets"),
            self.part.map_or_else(String::new, |part| format!("part {part}: ")),
            counted(rows.len() as u64, "run", "runs"),
            counted(self.trials as u64, "set", "sets"),
            counted(self.parameters.len() as u64, "parameter", "parameters"),
            self.failed,
            self.stopped,
            if self.stopped == 1 { "runaway" } else { "runaways" },
            super::check::left_out(&self.left_out),
            self.table.display()
        ))?;
        lost
    }
}

/// An onset that does not come while a run lasts has no day.
fn never_or_count(value: f64) -> String {
    if value.is_finite() { count(value) } else { "not reached".to_owned() }
}
