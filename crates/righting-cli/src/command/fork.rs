//! `righting fork`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use righting_lab::{
    Beginning, FailedRun, Fork as Held, Plausibility, RunPlan, check_if_recorded, continue_fork, save_fork,
};
use righting_model::{EngineKind, Kernel};
use righting_report::counted;
use righting_scenario::{Change, Scenario, Source};
use serde::Serialize;

use super::changes::{agreed, set_and_without};
use super::folder::{default_folder, name_of};
use super::report::write_report;
use super::scenario::ScenarioArgs;
use super::study_folder::interrupted;
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, emit, emit_json, runner};

/// Holds runs at a date, and goes on from there under other futures: equal to unbroken runs, byte for byte.
#[derive(Debug, Args)]
pub struct Fork {
    #[command(subcommand)]
    fork: Forks,
}

#[derive(Debug, Subcommand)]
enum Forks {
    Save(Save),
    Continue(Continue),
}

/// Runs a scenario to the start of a date and keeps the state of every replicate.
#[derive(Debug, Args)]
struct Save {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Date at whose start the runs are held.
    #[arg(long, alias = "at", value_name = "DATE")]
    as_of: Date,
    /// How often to simulate.
    #[arg(long, default_value_t = 200, value_parser = super::bounds::replicates)]
    replicates: u32,
    /// Seed of all chance.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = super::bounds::seed)]
    seed: u64,
    /// Worker threads; one per core by default. Results do not depend on it.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = super::bounds::threads)]
    threads: usize,
    /// Folder for the states; `runs/fork-<SCENARIO>` by default, with a number if that is taken.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Goes on with an interrupted fork; more replicates than it has are added.
    #[arg(long)]
    resume: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Goes on with the states of a fork, into a run like any other.
#[derive(Debug, Args)]
struct Continue {
    /// Folder of the states.
    fork: PathBuf,
    /// Another scenario whose past is the same; that of the fork by default.
    #[arg(long)]
    scenario: Option<String>,
    /// Changes one value of what is to come.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<Change>,
    /// Takes out a shock, an action, a hypothesis or the alliance of what is to come.
    #[arg(long, value_name = "ID")]
    without: Vec<String>,
    /// Worker threads; one per core by default. Results do not depend on it.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = super::bounds::threads)]
    threads: usize,
    /// Folder for the run; `runs/<scenario>` by default, with a number if that is taken.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Goes on with an interrupted run.
    #[arg(long)]
    resume: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What is told of a fork. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told {
    fork: PathBuf,
    at: Date,
    replicates: u32,
    seed: u64,
    /// The run that goes on from it.
    run: Option<PathBuf>,
    report: Option<PathBuf>,
    /// Replicates of that run that failed.
    failed: usize,
    /// Each of them.
    failures: Vec<FailedRun>,
    #[serde(flatten)]
    plausibility: Plausibility,
}

impl Fork {
    pub fn run(self) -> Result<(), Fail> {
        match self.fork {
            Forks::Save(save) => save.run(),
            Forks::Continue(go) => go.run(),
        }
    }
}

impl Save {
    fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let name = format!("fork-{}", name_of(&self.scenario.scenario));
        let out = self.out.clone().map_or_else(|| default_folder(&name, self.resume), Ok)?;
        let plan = RunPlan {
            replicates: self.replicates,
            seed: self.seed,
            engine: EngineKind::default(),
            kernel: Kernel::best(),
        };
        let bar = Bar::new(u64::from(self.replicates), "runs");
        let saved = save_fork(&scenario, &plan, self.as_of, (&out, self.resume), &runner(self.threads)?, |step| {
            bar.at(step.done, String::new());
        });
        bar.clear();
        if saved?.is_none() {
            return Err(interrupted("the states made are", &out));
        }
        let Self { as_of: at, replicates, seed, .. } = self;
        let plausibility = Plausibility::of(&scenario);
        let (fork, failures) = (out.clone(), Vec::new());
        let told = Told { fork, at, replicates, seed, run: None, report: None, failed: 0, failures, plausibility };
        let held = counted(u64::from(replicates), "replicate", "replicates");
        let text = format!("{}{held} held at the start of {at}\n{}\n", told.plausibility.text(), out.display());
        if self.json { emit_json(&told) } else { emit(&text) }
    }
}

impl Continue {
    fn run(self) -> Result<(), Fail> {
        let fork = Held::open(&self.fork)?;
        let future = self.future(&fork)?;
        crate::fail::warn(&future.warnings);
        let name = self.scenario.as_deref().map_or_else(|| future.id.clone(), name_of);
        let out = self.out.clone().map_or_else(|| default_folder(&name, self.resume), Ok)?;
        let beginning = if self.resume { Beginning::Resume } else { Beginning::New };
        let bar = Bar::new(u64::from(fork.plan.replicates), "runs");
        let recorded = continue_fork(&fork, &future, &out, beginning, &runner(self.threads)?, |step| {
            bar.length(step.total);
            bar.at(step.done, String::new());
        });
        bar.clear();
        let Some(run) = recorded?.run else {
            return Err(interrupted("what was run is", &out));
        };
        let failures = FailedRun::of("", &run);
        if run.succeeded() == 0 {
            return Err(Fail::Check(format!("{}every replicate failed", failed::lines(&failures))));
        }
        let check = check_if_recorded(&run, &future)?;
        let report = write_report(&run, &future, check.as_ref(), false)?;
        let plausibility = Plausibility::of_run(&run, &future, check.as_ref())?;
        let text = format!(
            "{}{}{} of {} replicates continued from {}\n{}\n",
            plausibility.text(),
            failed::lines(&failures),
            run.succeeded(),
            fork.plan.replicates,
            fork.at,
            report.display()
        );
        let (at, replicates, seed) = (fork.at, fork.plan.replicates, fork.plan.seed);
        let verdict = failed::verdict(failures.len() as u64, u64::from(replicates));
        let (run, report, failed) = (Some(out), Some(report), failures.len());
        let told = Told { fork: self.fork, at, replicates, seed, run, report, failed, failures, plausibility };
        if self.json {
            emit_json(&told)?;
        } else {
            emit(&text)?;
        }
        verdict
    }

    /// The future: the past's scenario, or another, with the changes.
    fn future(&self, fork: &Held) -> Result<Scenario, Fail> {
        let changes = agreed(set_and_without(&self.set, &self.without))?;
        match &self.scenario {
            Some(name) => Ok(Scenario::load(&Source::from_argument(name), &changes)?),
            None => Ok(fork.changed(&changes)?),
        }
    }
}
